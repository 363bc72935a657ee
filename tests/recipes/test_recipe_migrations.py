"""Recipes of older schemas load: the four that shipped under schema 1, kept as they were."""

from pathlib import Path

import pytest

from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.recipes.migrations import SCHEMA, migrate
from facings.recipes.recipe import Recipe
from facings.recipes.yaml_source import YamlSource

SINCE = {"shelf": {"picture.light_tree": False}, "shelf_dense": {"picture.light_tree": False},
         "face": {"camera.auto_exposure": {"uniform": [0.4, 0.8]}}}
"""What shipped recipes say since, which they did not say then."""
STORED = Path(__file__).parents[1] / "stored" / "recipes_schema_1"


@pytest.mark.parametrize("path", sorted(STORED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_recipe_of_schema_1_loads_as_the_one_that_ships_today(path):
    loaded = load_recipe(path, SINCE.get(path.stem, {}))
    assert loaded.resolved["schema"] == SCHEMA
    assert loaded.resolved == load_recipe(path.stem).resolved, "no other key of a shipped recipe has changed since"


def test_four_recipes_are_stored():
    assert [path.stem for path in sorted(STORED.glob("*.yaml"))] == ["face", "shelf", "shelf_cooler", "shelf_dense"]


def test_the_model_is_of_the_schema_that_the_chain_ends_with():
    assert Recipe.model_fields["schema_"].default == SCHEMA


def test_a_recipe_that_says_no_schema_is_of_todays():
    source = YamlSource("mine.yaml", {"scene": "shelf"})
    migrate(source)
    assert source.data == {"scene": "shelf"}


@pytest.mark.parametrize("schema", [0, SCHEMA + 1, "1", True, None, 1.0])
def test_a_schema_that_never_was_is_refused(schema):
    source = YamlSource("mine.yaml", {"schema": schema, "scene": "shelf"}, lines={("schema",): 1})
    with pytest.raises(InputError, match=f"mine.yaml:1: .*schema 1 to {SCHEMA}"):
        migrate(source)
