"""Keys say their unit: in their name as people write it, in their attribute's as code computes."""

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic.fields import FieldInfo

from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.units import CONVERSIONS, UnitName
from facings.recipes.values import Row
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.shelf.recipe import ShelfRecipe

COMPUTED = {"mm": "m", "deg": "rad"}
"""How the names of attributes end whose keys are written in another unit."""


def _fields(annotation: object) -> Iterator[tuple[str, FieldInfo]]:
    """Every field of a model, and of the models in it."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        for name, field in annotation.model_fields.items():
            yield name, field
            yield from _fields(field.annotation)
    for inner in get_args(annotation):
        yield from _fields(inner)


@pytest.mark.parametrize("model", [ShelfRecipe, FaceRecipe])
def test_key_attribute_and_unit_agree(model):
    measured = 0
    for name, field in _fields(model):
        types = [m.item if isinstance(m, Row) else m for m in field.metadata]
        unit = next((t.unit for t in types if isinstance(t, Number)), None)
        suffix = (field.alias or name).rpartition("_")[2]
        assert unit == (suffix if suffix in get_args(UnitName) else None), f"{name}: the key's name and its unit"
        if unit is not None:
            measured += 1
            assert name.endswith(f"_{COMPUTED.get(unit, unit)}"), name
            assert (field.alias is not None) == (unit in CONVERSIONS), name
    assert measured > 15
