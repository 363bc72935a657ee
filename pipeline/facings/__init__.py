"""Facings: labelled pictures of retail shelves and human faces from a headless Blender.

`facings.open(DIR)` reads a dataset that `facings render` wrote.
"""

import os
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facings.dataset.reader import Dataset

__all__ = ["__version__", "open"]

try:
    __version__ = version("facings")
except PackageNotFoundError:  # run from a source folder that was never installed
    __version__ = "0+unknown"


def open(path: str | os.PathLike) -> "Dataset":
    """Return the dataset in folder `path`: iterable and indexable by position, `dataset.frame(number)` by number.

    Raises facings.errors.InputError where `path` is no dataset folder.
    """
    # Imported here so that `import facings` stays light for whoever wants only the version.
    from facings.dataset.reader import Dataset

    return Dataset(path)
