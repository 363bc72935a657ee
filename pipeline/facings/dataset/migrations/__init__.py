"""Headers and records of older schemas, brought to the newest one in memory; what lies on the disk stays as it is.

A schema change is one step, a module with `migrate`, which takes plain JSON data of one schema and returns that of the next.
"""

from typing import Any

from facings.dataset.migrations import header_1_to_2, record_1_to_2, record_2_to_3
from facings.recipes.migrations.chain import migrated, newest

_HEADER_STEPS = (header_1_to_2.migrate,)
_RECORD_STEPS = (record_1_to_2.migrate, record_2_to_3.migrate)

HEADER_SCHEMA = newest(_HEADER_STEPS)
"""Of the `dataset.json` that is written."""

RECORD_SCHEMA = newest(_RECORD_STEPS)
"""Of the records that are written."""


def migrated_header(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the content of a `dataset.json` in the newest schema; raises InputError, starting with `where`, for what is none.

    The recipe in it has a schema of its own, and is left as it is.
    """
    return migrated(data, _HEADER_STEPS, where, readers="this version of Facings reads datasets")


def migrated_record(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return what a record's file holds in the newest schema; raises InputError, starting with `where`, for what is none."""
    return migrated(data, _RECORD_STEPS, where, readers="this version of Facings reads records")
