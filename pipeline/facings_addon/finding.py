"""Where the command `facings` is on this machine."""

import os
import shutil

VARIABLE = "FACINGS_COMMAND"


def command(preferred: str, blend_file: str) -> str:
    """Return the path of the command, '' where there is none.

    That of the preference counts first, then the environment's FACINGS_COMMAND, PATH, and the `.venv` of a checkout above the
    file that is open.
    """
    for told in (preferred, os.environ.get(VARIABLE, "")):
        if told:
            path = os.path.expanduser(told)
            return shutil.which(path) or ""
    found = shutil.which("facings")
    if found:
        return found
    folder = os.path.dirname(os.path.abspath(blend_file)) if blend_file else ""
    while folder:
        for inside in ("bin/facings", "Scripts/facings.exe"):
            path = os.path.join(folder, ".venv", *inside.split("/"))
            if os.access(path, os.X_OK):
                return path
        above = os.path.dirname(folder)
        folder = above if above != folder else ""
    return ""


def why_none(preferred: str) -> str:
    """Return what to do where there is none."""
    told = preferred or os.environ.get(VARIABLE, "")
    if told:
        return f"{told} is no program here. Name the command facings in the extension's preferences."
    return ("Facings is not found on this machine. Install the wheel that `make wheel` builds in its checkout, with the extra"
            " `render`, under Python 3.13; or name the command in the extension's preferences.")
