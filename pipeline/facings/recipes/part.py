"""A mapping of a recipe, and the draw of all its keys."""

from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from facings.recipes.distributions import Distribution, sample
from facings.recipes.draws import spawn_by_name

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A mapping in a recipe: unknown keys are errors, values are read once and do not change.

    Attributes have the name of their key, but for keys in millimetres and degrees: `hand_room_mm` is read as `hand_room_m`,
    because that is what `evaluate` gives.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, use_attribute_docstrings=True)

    def idle_keys(self) -> frozenset[str]:
        """Return the attributes that no frame reads, whatever it draws: files that they name need not be sound."""
        return frozenset()


def later(default: Any) -> Any:
    """The default of a key that recipes have not always had: where it is that, it is absent in the resolved recipe, so that one
    from before the key is resolved as it always was. (Of specs' fields: `frames.spec.later`.)"""
    return Field(default, exclude_if=lambda value: value == default)


def evaluate(settings: Model, rng: np.random.Generator) -> Model:
    """Return a copy of a recipe part in which every leaf is a constant, in metres and radians.

    Each key draws from a spawned generator of its own, by its name as recipes write it: making one key vary, or adding one
    to the model, does not change what the others draw. A second call with the same `rng` draws anew.
    """
    fields = {field.alias or name: name for name, field in type(settings).model_fields.items()}
    drawn = _evaluate({key: getattr(settings, name) for key, name in fields.items()}, rng)
    return settings.model_copy(update={fields[key]: value for key, value in drawn.items()})


def _evaluate(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, BaseModel):
        return evaluate(value, rng)
    if isinstance(value, dict):
        # Constants need no generator; leaving them out changes no other one's.
        varying = {key: entry for key, entry in value.items() if isinstance(entry, BaseModel | dict | Distribution)}
        children = zip(varying.items(), spawn_by_name(rng, *varying), strict=True)
        return value | {key: _evaluate(entry, child) for (key, entry), child in children}
    return sample(value, rng)
