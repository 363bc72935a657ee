"""A recipe whose keys are moved as a comparison says."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from facings.errors import InputError
from facings.study.recipe_file import at, changed, places, refuse_own_files
from facings.study.sensitivity import Change

_HALVINGS = 6


def moved(raw: Any, by: float, *, inside: bool = False) -> Any:
    """Return a key's plain YAML data with every number that it may have moved by `by`; raises ValueError where it has none.

    `inside` moves a distribution within the ends that it has: a normal's mean, and of a range the end that lies behind.
    """
    if isinstance(raw, bool) or raw is None or isinstance(raw, str):
        raise ValueError(f"{raw!r} is no number")
    if isinstance(raw, int | float):
        return round(raw + by, 9)
    if isinstance(raw, list):
        return [moved(value, by, inside=inside) for value in raw]
    form = next((form for form in ("uniform", "log_uniform", "normal", "integers", "choice") if form in raw), None)
    if form in ("uniform", "log_uniform", "integers"):
        low, high = raw[form]
        ends = [min(low + max(by, 0), high), max(high + min(by, 0), low)] if inside else [low + by, high + by]
        return {form: [round(end) if form == "integers" else round(end, 9) for end in ends]}
    if form == "normal":
        parts = dict(raw[form])
        if inside:
            low, high = (parts.get(name) for name in ("min", "max"))
            mean = parts["mean"] + by
            mean = mean if low is None else max(mean, low)
            return {form: parts | {"mean": round(mean if high is None else min(mean, high), 9)}}
        return {form: {name: value if name == "std" or value is None else round(value + by, 9)
                       for name, value in parts.items()}}
    if form == "choice" and isinstance(raw[form], list):
        return raw | {form: moved(raw[form], by, inside=inside)}
    raise ValueError(f"{raw!r} has no numbers that could be moved")


def mean_of(raw: Any) -> float | None:
    """Return roughly the mean of a key's plain YAML data; None where it is no number, nor a distribution of such."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Mapping):
        return None
    if isinstance(raw, int | float):
        return float(raw)
    if "normal" in raw:
        return mean_of(raw["normal"]["mean"])
    if "choice" in raw:
        options = raw["choice"]
        weights = list(options.values()) if isinstance(options, Mapping) else raw.get("weights") or [1] * len(options)
        means = [mean_of(option) for option in options]
        known = [mean * weight for mean, weight in zip(means, weights, strict=True) if mean is not None]
        return sum(known) / sum(weights) if len(known) == len(means) else None
    low, high = next((raw[form] for form in ("uniform", "integers", "log_uniform") if form in raw), (None, None))
    if low is None or high is None:
        return None
    return math.sqrt(low * high) if "log_uniform" in raw else (low + high) / 2


def now(resolved: Mapping[str, Any], key: str) -> float | None:
    """Return the mean of a key over all places that frames take it from, None where one of them has none."""
    means = [(mean_of(at(resolved, place)), weight) for place, weight in places(resolved, key)]
    return None if any(mean is None for mean, _ in means) else sum(mean * weight for mean, weight in means if mean is not None)


def nearer(resolved: Mapping[str, Any], changes: Sequence[Change]) -> tuple[dict[str, Any], list[str]]:
    """Return a set's recipe with the keys moved as a comparison says, and the keys that were.

    Where a move leaves what a key may be, its distribution is moved within its ends, or else by half as much, and so on; a key
    without a number to move is left. Raises InputError where no key can be moved, or the recipe names files that are not known
    any more.
    """
    told = (f"{c.key} by {c.by:+.3g}" if c.value is None else f"{c.key} to {c.value}" for c in changes)
    refuse_own_files(resolved, "; ".join(told))
    recipe, keys = dict(resolved), []
    for change in changes:
        for attempt in _attempts(change):
            try:
                recipe = changed(recipe, change.key, attempt)
            except ValueError:
                break
            except InputError:
                continue
            keys.append(change.key)
            break
    if not keys:
        raise InputError("No recipe is written: none of the keys that would bring the set nearer can be moved.")
    return recipe, keys


def _attempts(change: Change) -> Iterator[Callable[[Any], Any]]:
    """Yield what may be done to a key's plain data, the best first."""
    if change.value is not None:
        yield lambda raw: change.value
        return
    for halving in range(_HALVINGS):
        for inside in (False, True):
            yield partial(moved, by=change.by / 2**halving, inside=inside)
