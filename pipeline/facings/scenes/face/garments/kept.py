"""Arrays that are worked out once and kept in the cache folder."""

import os
import tempfile
import zipfile
from collections.abc import Callable

import numpy as np

from facings.resources import cache_dir


def kept(name: str, keys: tuple[str, ...], make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return named arrays from the cache, or what `make` returns, which is stored first.

    The name says everything that the arrays depend on; `keys` are those that must be there. Raises InputError where the cache
    folder cannot be made.
    """
    folder = cache_dir() / "faces" / "garments"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npz"
    try:
        with np.load(path) as stored:
            return {key: stored[key] for key in keys}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        # Not there, cut off or of another make: made again.
        arrays = make()
    handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        np.savez(file, **arrays)
    os.replace(part, path)
    return arrays
