"""What the extra `facings[render]` installs: reading datasets goes without it, sampling and rendering do not."""

import platform
import sys
from importlib.util import find_spec

from facings.errors import InputError

PYTHON = (3, 13)
"""The one that Blender 5.2's bpy is built for."""

_MODULES = ("bpy", "scipy", "embreex", "fontTools", "uharfbuzz", "bidi")


def lacking_modules() -> list[str]:
    """Return those modules of the extra that are not installed; nothing is imported."""
    return [name for name in _MODULES if find_spec(name) is None]


def need_rendering_extra() -> None:
    """Raise InputError, which says what to install, where the extra is not there."""
    lacking = lacking_modules()
    if lacking:
        wanted = ".".join(map(str, PYTHON))
        here = "" if sys.version_info[:2] == PYTHON else f", under Python {wanted} (this is {platform.python_version()})"
        raise InputError(f"Sampling and rendering need what is not installed here ({', '.join(lacking)}): install"
                         f" Facings with its extra `render`, from the wheel or the checkout that this came from{here}.")
