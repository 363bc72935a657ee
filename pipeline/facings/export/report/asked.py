"""What a recipe asks a number to be, as evenly spread draws: from the JSON data of its leaf."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from facings.frames.measures import Leaves
from facings.recipes.distributions import Distribution, Integers, LogUniform, Normal, Uniform


def asked_values(leaves: Leaves, count: int = 2000) -> np.ndarray:
    """Return (N,) numbers spread as the leaves ask, about `count`; none where one asks for something else than numbers."""
    total = sum(weight for weight, _ in leaves)
    parts = [_values(leaf, max(1, round(count * weight / total))) for weight, leaf in leaves] if total > 0 else []
    if not parts or any(part is None for part in parts):
        return np.zeros(0)
    return np.concatenate([part for part in parts if part is not None])


def _values(leaf: Any, count: int) -> np.ndarray | None:
    if isinstance(leaf, bool) or leaf is None:
        return None
    if isinstance(leaf, int | float):
        return np.full(count, float(leaf))
    if not isinstance(leaf, Mapping):
        return None
    if "choice" in leaf:
        entries = leaf["choice"]
        entries, weights = ((list(entries), list(entries.values())) if isinstance(entries, Mapping)
                            else (entries, leaf.get("weights") or [1.0] * len(entries)))
        parts = asked_values([(float(weight), _number(entry)) for weight, entry in zip(weights, entries, strict=True)], count)
        return parts if len(parts) else None
    distribution = _distribution(leaf)
    if distribution is None:
        return None
    return np.array([float(distribution.quantile((k + 0.5) / count)) for k in range(count)])


def _distribution(leaf: Mapping[str, Any]) -> Distribution | None:
    match leaf:
        case {"uniform": [low, high]}:
            return Uniform(low, high)
        case {"log_uniform": [low, high]}:
            return LogUniform(low, high)
        case {"integers": [low, high]}:
            return Integers(low, high)
        case {"normal": {"mean": mean, "std": std, "min": low, "max": high}}:
            return Normal(mean, std, low, high)
    return None


def _number(entry: Any) -> Any:
    """A choice's entry; those of a mapping are texts."""
    if isinstance(entry, str):
        try:
            return float(entry)
        except ValueError:
            return None
    return entry
