"""Recipes of older schemas: a chain of steps on plain data, one step a file, each from one schema to the next."""

from typing import Any

from facings.recipes.migrations import recipe_1_to_2
from facings.recipes.migrations.chain import migrated, newest
from facings.recipes.yaml_source import YamlSource

_STEPS = (recipe_1_to_2.migrate,)

SCHEMA = newest(_STEPS)
"""What this version of Facings writes; a recipe that does not say its schema is of this one."""


def migrated_recipe(recipe: dict[str, Any], where: str) -> dict[str, Any]:
    """Return a recipe in today's schema; raises InputError, starting with `where`, where it has another than 1 to `SCHEMA`."""
    return migrated(recipe, _STEPS, where, readers="this version of Facings reads recipes") if "schema" in recipe else recipe


def migrate(source: YamlSource) -> None:
    """Bring a recipe's mapping up to today's schema, in place; raises InputError where it has another than 1 to `SCHEMA`."""
    source.data = migrated_recipe(source.data, source.place(("schema",)))
