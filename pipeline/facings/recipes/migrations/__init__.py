"""Recipes of older schemas: a chain of steps on plain data, one step a file, each from one schema to the next."""

from collections.abc import Callable
from typing import Any

from facings.errors import InputError
from facings.recipes.migrations import v1_to_v2
from facings.recipes.yaml_source import YamlSource

_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (v1_to_v2.migrated,)

SCHEMA = 1 + len(_STEPS)
"""What this version of Facings writes; a recipe that does not say its schema is of this one."""


def migrate(source: YamlSource) -> None:
    """Bring a recipe's mapping up to today's schema, in place; raises InputError where it has another than 1 to `SCHEMA`."""
    schema = source.data.get("schema", SCHEMA)
    if type(schema) is not int or not 1 <= schema <= SCHEMA:
        where = source.place(("schema",))
        raise InputError(f"{where}: schema holds {schema!r}; this version of Facings reads recipes of schema 1 to {SCHEMA}.")
    for number, step in enumerate(_STEPS[schema - 1:], schema + 1):
        source.data = {**step(source.data), "schema": number}
