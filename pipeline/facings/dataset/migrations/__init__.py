"""Headers and records of older schemas, brought to the newest one in memory; what lies on the disk stays as it is.

A schema change is one step, a module with `migrate`, which takes plain JSON data of one schema and returns that of the next.
"""

from collections.abc import Callable, Sequence
from typing import Any

from facings.dataset.migrations import header_1_to_2, record_1_to_2
from facings.errors import InputError

Step = Callable[[dict[str, Any]], dict[str, Any]]

_HEADER_STEPS: Sequence[Step] = (header_1_to_2.migrate,)
_RECORD_STEPS: Sequence[Step] = (record_1_to_2.migrate,)

HEADER_SCHEMA = 1 + len(_HEADER_STEPS)
"""Of the `dataset.json` that is written."""

RECORD_SCHEMA = 1 + len(_RECORD_STEPS)
"""Of the records that are written."""


def migrated_header(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the content of a `dataset.json` in the newest schema; raises InputError, naming `where`, for what is none."""
    return _migrated(data, _HEADER_STEPS, where)


def migrated_record(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return a frame's record in the newest schema; raises InputError, naming `where`, for what is none."""
    return _migrated(data, _RECORD_STEPS, where)


def _migrated(data: dict[str, Any], steps: Sequence[Step], where: str) -> dict[str, Any]:
    schema, newest = data.get("schema"), 1 + len(steps)
    if type(schema) is not int or not 1 <= schema <= newest:
        raise InputError(f"{where} has schema {schema!r}; this version of Facings reads schema 1 to {newest}. "
                         "Use the version of Facings that wrote the dataset, or a newer one.")
    try:
        for step in steps[schema - 1:]:
            data = step(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{where} is not what its schema {schema} prescribes ({type(error).__name__}: {error}).") from error
    return data
