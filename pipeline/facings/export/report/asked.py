"""What a recipe asks a number to be, as evenly spread draws: from the JSON data of its leaf."""

import numpy as np

from facings.frames.measures import Leaves
from facings.recipes.distributions import quantile
from facings.recipes.leaf import LeafError
from facings.recipes.numeric import Number


def asked_values(leaves: Leaves, count: int = 2000) -> np.ndarray:
    """Return (N,) numbers spread as the leaves ask, about `count`; none where one asks for something else than numbers."""
    total = sum(weight for weight, _ in leaves)
    values: list[float] = []
    for weight, raw in leaves:
        try:
            leaf = Number().written(raw, {})
        except LeafError:
            return np.zeros(0)
        number = round(count * weight / total) if total > 0 else 0
        values += [float(quantile(leaf, (k + 0.5) / number)) for k in range(number)]
    return np.array(values)
