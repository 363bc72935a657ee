"""How guide hairs grow: each leaves its root, bends towards where it is combed or falls, and never enters the body."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.geometry import lengths
from facings.scenes.face.hair.distance_field import DistanceField, OverEars

Pull = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(points (G, 3), unit vectors out of the body (G, 3), heights over it (G,), metres travelled (G,)) -> where the hairs
would like to go there, (G, 3); about unit length."""

STEPS = 28
"""Points of a guide."""


@dataclass(frozen=True, eq=False)
class Growth:
    """What a style says about its guides; canonical coordinates."""

    root_m: np.ndarray
    """(G, 3)."""
    first: np.ndarray
    """(G, 3) unit vectors: how the hairs leave the skin."""
    length_m: np.ndarray
    """(G,)."""
    pull: Pull
    stiffness_m: float | np.ndarray = 0.015
    """Along this length a hair turns most of the way to where it is pulled."""
    layer_m: float | np.ndarray = 0.0
    """Free height under the hair, reached within `rise_m` (other hair lies there): what gives a hairdo its volume."""
    rise_m: float | np.ndarray = 0.02
    hold: float | np.ndarray = 0.0
    """How strongly hair above its layer is drawn back to it: hair that is combed down lies on the head."""


def grow(growth: Growth, field: DistanceField | OverEars, steps: int = STEPS) -> np.ndarray:
    """Return (G, steps, 3) points at equal distances along each guide."""
    count = len(growth.root_m)
    point = growth.root_m.astype(np.float64).copy()
    direction = growth.first.astype(np.float64).copy()
    length = np.broadcast_to(growth.length_m, (count,)).astype(np.float64)
    step = length / (steps - 1)
    turn = 1 - np.exp(-step / growth.stiffness_m)
    path = np.empty((count, steps, 3))
    path[:, 0] = point
    for k in range(1, steps):
        travelled = step * k
        height, out = field(point)
        clearance = 0.0008 + growth.layer_m * (1 - np.exp(-travelled / growth.rise_m))
        # Below the skull hair hangs freely.
        held = growth.hold * np.clip((point[:, 2] + 0.02) / 0.05, 0, 1)
        above = held * np.clip((height - clearance) / 0.008, 0, 1)
        wish = unit(unit(growth.pull(point, out, height, travelled)) - above[:, None] * out)
        direction = unit(direction + turn[:, None] * (wish - direction))
        # Twice: pushing a point out changes its distance from the one before, and the right length may lead in again.
        for _ in range(2):
            ahead = point + step[:, None] * direction
            height, out = field(ahead)
            ahead += out * np.maximum(clearance - height, 0)[:, None]
            direction = unit(ahead - point)
        point = point + step[:, None] * direction
        path[:, k] = point
    return path


def unit(vector: np.ndarray) -> np.ndarray:
    """Return vectors (..., 3) at unit length; those of no length stay so."""
    return vector / np.maximum(lengths(vector), 1e-9)[..., None]


def along(vector: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Return unit vectors (..., 3): what of `vector` lies along the skin whose normals are `out`."""
    return unit(vector - (vector * out).sum(-1, keepdims=True) * out)
