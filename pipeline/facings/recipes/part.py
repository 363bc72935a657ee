"""A mapping of a recipe, and the draw of all its keys."""

from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict

from facings.recipes.distributions import sample

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A mapping in a recipe: unknown keys are errors, values are read once and do not change.

    Attributes have the name of their key, but for keys in millimetres and degrees: `hand_room_mm` is read as `hand_room_m`,
    because that is what `evaluate` gives.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, use_attribute_docstrings=True)


def evaluate(settings: Model, rng: np.random.Generator) -> Model:
    """Return a copy of a recipe part in which every leaf is a constant, in metres and radians.

    Each field draws from a spawned generator of its own, by its place among the model's fields: making one key vary
    does not change what the others draw.
    """
    fields = list(type(settings).model_fields)
    return settings.model_copy(
        update={
            name: _evaluate(getattr(settings, name), child)
            for name, child in zip(fields, rng.spawn(len(fields)), strict=True)
        }
    )


def _evaluate(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, BaseModel):
        return evaluate(value, rng)
    if isinstance(value, dict):
        keys = sorted(value)
        drawn = {k: _evaluate(value[k], child) for k, child in zip(keys, rng.spawn(len(keys)), strict=True)}
        return {k: drawn[k] for k in value}
    return sample(value, rng)
