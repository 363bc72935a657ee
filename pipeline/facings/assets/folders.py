"""Where the things that travel with Facings lie, and where it may keep what it can make again.

In a source checkout `blender_scenes/` and `assets/` are top-level folders; in a wheel they lie in the package's `data/`.
"""

import os
from pathlib import Path

import platformdirs

from facings.errors import InputError

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def blender_scenes_dir() -> Path:
    """The folder of the shipped templates and recipes."""
    return _folder("blender_scenes")


def assets_dir() -> Path:
    """The folder of the shipped catalogue and asset manifests."""
    return _folder("assets")


def addon_dir() -> Path:
    """The folder of the source of Blender's extension."""
    inside = _PACKAGE / "data" / "facings_addon"
    return inside if inside.is_dir() else _PACKAGE.parent / "facings_addon"


def cache_dir() -> Path:
    """The folder for whatever can be fetched or built again; the environment's FACINGS_CACHE overrides it.

    Raises InputError where it cannot be made.
    """
    override = os.environ.get("FACINGS_CACHE")
    path = Path(override) if override else Path(platformdirs.user_cache_dir("facings"))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The cache folder {path} cannot be made ({error.strerror}). Name another one in the"
                         " environment's FACINGS_CACHE.") from error
    return path
