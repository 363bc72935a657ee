"""A recipe with one key at its least, median or most, and everything else of the seed as it was: darkest, nearest, fullest.

Each key draws from a stream of its own, so that a constant in its place moves no other draw.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from facings.errors import InputError, nearest
from facings.frames.scene_kind import LoadedRecipe
from facings.recipes.distributions import Choice, extremes, quantile
from facings.recipes.numeric import Integer, Number
from facings.recipes.units import Measured

Path = tuple[str, ...]

ENDS = ("lowest", "median", "highest")
_GRID = 40
"""So finely the median of several distributions is found."""

ALL = "*"
"""In the place of a light group's name: all groups that the recipe names, each at its own least or most."""


def extreme_keys(loaded: LoadedRecipe) -> list[dict[str, Any]]:
    """Return the keys of numbers that vary: 'key', 'unit', and 'lowest', 'median', 'highest' in the unit that is written.

    Of a key that variants replace these are over all that may be chosen. A key 'lights.*.energy' stands for all groups.
    """
    found = [{"key": ".".join(path), "unit": kind.unit, **{at: _at(leaves, kind, at) for at in ENDS}}
             for path, (kind, leaves) in _varying(loaded).items()]
    groups = [each for each in found if _is_energy(each["key"])]
    if len(groups) < 2:
        return found
    means = {at: sum(group[at] for group in groups) / len(groups) for at in ENDS}
    return [{"key": f"lights.{ALL}.energy", "unit": None, **means}, *found]


def extreme_changes(loaded: LoadedRecipe, key: str, at: str) -> dict[str, Any]:
    """Return the changes (key -> value) by which a recipe is at one end of a key, or its middle.

    Raises InputError where the key does not vary, or `at` is none of ENDS.
    """
    if at not in ENDS:
        raise InputError(f"{at!r} is none of {', '.join(ENDS)}.")
    values = {".".join(path): _at(leaves, kind, at) for path, (kind, leaves) in _varying(loaded).items()}
    if key == f"lights.{ALL}.energy":
        return {name: value for name, value in values.items() if _is_energy(name)}
    if key not in values:
        raise InputError(f"The key {key} does not vary in this recipe.{nearest(key, list(values))}")
    return {key: values[key]}


def _is_energy(key: str) -> bool:
    return key.startswith("lights.") and key.endswith(".energy")


def _varying(loaded: LoadedRecipe) -> dict[Path, tuple[Number, list[tuple[float, Any]]]]:
    """The keys of numbers that vary: their type, and the leaves that a frame may draw from with their weights."""
    recipe, overlays = loaded.recipe, type(loaded.recipe).overlays
    own = {path: (kind, leaf) for path, kind, leaf in _numbers(recipe, (), False)
           if not any(path[:len(each.variants)] == each.variants for each in overlays)}
    kinds = {path: kind for path, (kind, _) in own.items()}
    leaves: dict[Path, list[tuple[float, Any]]] = {path: [(1.0, leaf)] for path, (_, leaf) in own.items()}
    for overlay in overlays:
        holder: Any = recipe
        for step in overlay.variants:
            holder = getattr(holder, step)
        chosen = {name: variant for name, variant in holder.items() if variant.weight > 0}
        named: dict[Path, dict[str, Any]] = {}
        for name, variant in chosen.items():
            for path, kind, leaf in _numbers(variant, (), True):
                for place, inside in overlay.replaced.items():
                    if path[:len(inside)] == inside and path != ("weight",):
                        key = place + path[len(inside):]
                        named.setdefault(key, {})[name] = leaf
                        kinds.setdefault(key, kind)
        for key, by_name in named.items():
            usual = own[key][1] if key in own else None
            leaves[key] = [(variant.weight, by_name.get(name, usual)) for name, variant in chosen.items()]
    found = {key: (kinds[key], [(weight, leaf) for weight, leaf in all_ if leaf is not None]) for key, all_ in leaves.items()}
    return {key: (kind, each) for key, (kind, each) in found.items()
            if each and _at(each, kind, "lowest") < _at(each, kind, "highest")}


def _numbers(part: BaseModel, path: Path, named_only: bool) -> Iterator[tuple[Path, Number, Any]]:
    for name, field in type(part).model_fields.items():
        if named_only and name not in part.model_fields_set:
            continue
        value, inner = getattr(part, name), (*path, field.alias or name)
        kind = next((each for each in field.metadata if isinstance(each, Number)), None)
        if kind is not None:
            if not kind.constant:
                yield inner, kind, value
        elif isinstance(value, BaseModel):
            yield from _numbers(value, inner, named_only)
        elif isinstance(value, Mapping):
            for key, each in value.items():
                if isinstance(each, BaseModel):
                    yield from _numbers(each, (*inner, str(key)), named_only)


def _single(leaves: list[tuple[float, Any]]) -> Iterator[tuple[float, Any]]:
    """Choices as what they choose from: a choice's quantiles go by the order of its entries, not by their size."""
    for weight, leaf in leaves:
        if isinstance(leaf, Choice):
            weights = leaf.weights or (1.0,) * len(leaf.values)
            yield from _single([(weight * part / sum(weights), value)
                                for part, value in zip(weights, leaf.values, strict=True) if part > 0])
        else:
            yield weight, leaf


def _at(leaves: list[tuple[float, Any]], kind: Number, at: str) -> float:
    """The least, the weighted median or the most of several leaves; a null, which a choice may hold, counts for nothing."""
    written = [(weight, leaf.written if isinstance(leaf, Measured) else leaf) for weight, leaf in leaves]
    if at == "median":
        value = _median(written)
    else:
        ends = [end for _, leaf in written for end in extremes(leaf) if end is not None]
        value = (min if at == "lowest" else max)(ends, default=0.0)
    return int(value) if isinstance(kind, Integer) else float(value)


def _median(leaves: list[tuple[float, Any]]) -> float:
    single = list(_single(leaves))
    shares = [(k + 0.5) / _GRID for k in range(_GRID)] if len(single) > 1 else [0.5]
    points = sorted((value, weight) for weight, leaf in single for share in shares
                    if (value := quantile(leaf, share)) is not None)
    totals = itertools.accumulate(weight for _, weight in points)
    half = sum(weight for _, weight in points) / 2
    return next((value for (value, _), total in zip(points, totals, strict=True) if total >= half), 0.0)
