"""The option `--resolution`."""

from facings.errors import InputError


def parsed_size(resolution: str | None) -> tuple[int, int] | None:
    """Return (width, height) in pixels of 'WIDTHxHEIGHT', None for None; raises InputError for anything else."""
    if resolution is None:
        return None
    width, by, height = resolution.lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal()):
        raise InputError(f"--resolution {resolution}: WIDTHxHEIGHT in pixels is expected, as in 1024x768.")
    return int(width), int(height)
