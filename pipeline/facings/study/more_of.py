"""A recipe that makes more of what a model fails on: half of the frames as before, half where it fails."""

from collections.abc import Mapping, Sequence
from typing import Any

from facings.errors import InputError
from facings.study.effects import Effect
from facings.study.recipe_file import changed, refuse_own_files


def more_of(effects: Sequence[Effect], resolved: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a set's recipe with more of what fails, and its keys that were changed.

    Wherever frames take such a key from, half of them draw as before and half from the levels that fail. Raises InputError
    where nothing fails that one key decides, or the recipe names files that are not known any more.
    """
    failing = {effect.factor.key: _failing(effect) for effect in effects if effect.factor.key is not None}
    if not failing:
        raise InputError("No recipe is written: none of what fails is decided by one key of the recipe." if effects else
                         "No recipe is written: nothing was found to fail.")
    refuse_own_files(resolved, "; ".join(f"of {key} more of {fails}" for key, fails in failing.items()))
    recipe = dict(resolved)
    for key, fails in failing.items():
        # A null among the choices is what it is alone: as the template or the rest of the recipe has it.
        recipe = changed(recipe, key, lambda before, fails=fails: {"choice": [before, fails], "weights": [1, 1]})
    return recipe, list(failing)


def _failing(effect: Effect) -> Any:
    """Return the plain data of a key that is drawn from the levels that fail."""
    worst = [effect.levels[k].level for k in effect.worst]
    low, high = worst[0].low, worst[-1].high
    if low is None or high is None:
        return {"choice": [level.label for level in worst]} if len(worst) > 1 else worst[0].label
    low, high = (round(bound * effect.factor.per_unit, 6) for bound in (low, high))
    if low == high:
        return low
    ahead = {"uniform": [low, high]}
    return {"choice": [ahead, {"uniform": [-high, -low]}]} if effect.factor.magnitude else ahead
