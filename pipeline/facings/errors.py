"""The one exception that means: what the user gave is wrong, and here is how to mend it."""


class InputError(Exception):
    """Bad input: a recipe, a catalogue, a template, a path or a command line.

    The message is one paragraph for a person: what is wrong, where (file, key, line), what would be right.
    The command prints it without a traceback and exits with 2.
    """


class CheckFailed(Exception):
    """Something that was to be verified is not true; the command exits with 1."""


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return `` Did you mean 'x'?`` for the closest of `known`, or an empty string where none is close."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
