"""The tables in `assets/` that goods are made from, which a buyer or an artist may edit: see `facings.recipes.tables`."""

import hashlib
from functools import cache

from facings.assets.folders import assets_dir

PRINT_TABLES = ("foods.yaml", "layouts.yaml", "heroes.yaml")
"""What prints are made from."""

BODY_TABLES = ("liquids.yaml",)
"""What bodies are made from."""

ALL = (*BODY_TABLES, *PRINT_TABLES)


@cache
def digest(names: tuple[str, ...]) -> str:
    """Return the sha256 (hex) of the bytes of these tables together."""
    return hashlib.sha256(b"\0".join((assets_dir() / name).read_bytes() for name in names)).hexdigest()
