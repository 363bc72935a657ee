"""Datasets that older versions wrote, as archives beside the tests."""

import tarfile
from pathlib import Path

_STORED = Path(__file__).parents[1] / "stored"


def unpacked(schema: int, folder: Path) -> Path:
    """Unpack the datasets with records of a schema into a folder and return it: it holds one for each scene kind."""
    with tarfile.open(_STORED / f"datasets_schema_{schema}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder
