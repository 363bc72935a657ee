"""Why a file gives no mesh."""


class ModelFault(Exception):
    """The end of a sentence that begins with the model's path: 'holds no mesh', 'names the texture x.png, which ...'."""
