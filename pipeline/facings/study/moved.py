"""A recipe whose keys are moved as a comparison says."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from facings.errors import InputError
from facings.study.more_of import at, write_recipe
from facings.study.sensitivity import Change

_HALVINGS = 6


def moved(raw: Any, by: float) -> Any:
    """Return a key's plain YAML data with every number that it may have moved by `by`; raises ValueError where it has none."""
    if isinstance(raw, bool) or raw is None or isinstance(raw, str):
        raise ValueError(f"{raw!r} is no number")
    if isinstance(raw, int | float):
        return round(raw + by, 9)
    if isinstance(raw, list):
        return [moved(value, by) for value in raw]
    form = next((form for form in ("uniform", "log_uniform", "normal", "integers", "choice") if form in raw), None)
    if form == "integers":
        return {form: [round(end + by) for end in raw[form]]}
    if form in ("uniform", "log_uniform"):
        return {form: moved(raw[form], by)}
    if form == "normal":
        parts = raw[form].items()
        return {form: {name: value if name == "std" or value is None else round(value + by, 9) for name, value in parts}}
    if form == "choice" and isinstance(raw[form], list):
        return raw | {form: moved(raw[form], by)}
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


def write_moved(path: Path, resolved: Mapping[str, Any], changes: Sequence[Change], said: Sequence[str]) -> dict[str, Any]:
    """Write the recipe with the keys moved; return what each was set to.

    A move that leaves what a key may be is halved until it does not. Raises InputError where no key can be moved, and as
    `more_of.write_recipe` does.
    """
    keys: dict[str, Any] = {}
    for change in changes:
        by = change.by
        for _ in range(_HALVINGS):
            try:
                value = change.value if change.value is not None else moved(at(resolved, change.key), by)
                write_recipe(path, resolved, keys | {change.key: value}, said)
            except ValueError:
                break
            except InputError as error:
                if change.value is not None or "SHA-256" in str(error) or "cannot be written" in str(error):
                    raise
                by /= 2
                continue
            keys[change.key] = value
            break
    if not keys:
        path.unlink(missing_ok=True)
        raise InputError("No recipe is written: none of the keys that would bring the set nearer can be moved.")
    write_recipe(path, resolved, keys, said)
    return keys
