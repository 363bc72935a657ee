"""From the schema that data was written in to the newest one, step by step; recipes, specs, headers and records go this way."""

from collections.abc import Callable, Sequence
from typing import Any

from facings.errors import InputError

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""From plain data of one schema to that of the next; what it returns need not say its schema."""


def newest(steps: Sequence[Step]) -> int:
    """Return the schema that the steps lead to; the first step starts from schema 1."""
    return 1 + len(steps)


def migrated(data: dict[str, Any], steps: Sequence[Step], where: str, *, readers: str) -> dict[str, Any]:
    """Return `data` with the steps taken that it lacks, its key `schema` being the newest; `data` stays as it is.

    Raises InputError, starting with `where`, for a schema that `readers` ("this version of Facings reads recipes") do not
    know, and for data in which a step does not find what its schema prescribes.
    """
    schema = data.get("schema")
    if type(schema) is not int or not 1 <= schema <= newest(steps):
        raise InputError(f"{where}: its schema is {schema!r}; {readers} of schema 1 to {newest(steps)}. Use the version that"
                         " wrote it, or a newer one.")
    try:
        for number, step in enumerate(steps[schema - 1:], schema + 1):
            data = {**step(data), "schema": number}
    except (KeyError, TypeError, AttributeError) as error:
        found = f"{type(error).__name__}: {error}"
        raise InputError(f"{where}: it is not what its schema {schema} prescribes ({found}).") from error
    return data
