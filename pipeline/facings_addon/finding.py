"""Where the command `facings` is on this machine."""

import os
import shutil

from . import setting_up

VARIABLE = "FACINGS_COMMAND"


def command(preferred: str, blend_file: str, own_folder: str = "") -> str:
    """Return the path of the command, '' where there is none.

    That of the preference counts first, then the environment's FACINGS_COMMAND, PATH, the `.venv` of a checkout above the file
    that is open, and what the extension has set up in a folder of its own.
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
    return setting_up.command_in(own_folder) if own_folder else ""


def why_none(preferred: str) -> str:
    """Return what to do where there is none."""
    told = preferred or os.environ.get(VARIABLE, "")
    if told:
        return f"{told} is no program here. Name the command facings in the extension's preferences."
    return ("Facings is not found on this machine. Set it up here; or install it yourself, with the extra `render` under Python"
            " 3.13, and name the command in the extension's preferences.")
