"""Arrays that take long to make and are kept in the cache: made once for the code and the data that they come from."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from facings.assets.folders import cache_dir


def cached_arrays(name: str, made: Callable[[], dict[str, np.ndarray]], *sources: Path,
                inputs: str = "") -> dict[str, np.ndarray]:
    """Return the arrays called `name` ('faces/skin/atlas'), from the cache or by `made`, which is then called once.

    They are made anew when one of `sources` changes (files, or all Python files in and below a folder), or `inputs`, which
    names by content what else they depend on. A file that is cut off or of another kind is made again, and one appears
    whole or not at all.
    """
    path = cached_path(name, *sources, inputs=inputs)
    try:
        with np.load(path, allow_pickle=False) as file:
            return {array: file[array] for array in file.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        arrays = made()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise
    return arrays


def cached_path(name: str, *sources: Path, inputs: str = "") -> Path:
    """Return where `cached_arrays` keeps what the same arguments name."""
    key = hashlib.sha256(f"{_digest(*sources)} {inputs}".encode()).hexdigest()[:16]
    return cache_dir() / f"{name}-{key}.npz"


@cache
def _digest(*sources: Path) -> str:
    digest = hashlib.sha256()
    for source in sources:
        for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
            digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
