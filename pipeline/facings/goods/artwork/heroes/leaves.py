"""What grows on a fruit's stalk."""

import numpy as np

from facings.goods.artwork.heroes.shapes import leaf_outline, rod, turn_xy

LEAF_GREEN = ("#2f7d24", "#6fb43a")
"""Dark and light."""


def leaf_blade(x, y, z, angle: float, length: float = 0.34, width: float = 0.14):
    """A small leaf growing from the origin at `angle` from the vertical, bent a little towards the viewer."""
    u, v = turn_xy(x, y, -angle)
    v = v - length
    outline = leaf_outline(u, v, length, width)
    away = np.abs(z - 0.1 * np.sin(v * 3) - 0.4 * u * u) - 0.02
    return np.maximum(outline, away) * 0.8


def calyx(x, y, z, top: float, reach: float, points: int = 6):
    """Green sepals lying on the top of a fruit, with a stub of stalk."""
    around = np.arctan2(x, z)
    r = np.hypot(x, z)
    outline = r - reach * (0.52 + 0.48 * np.cos(points * around))
    surface = np.abs(y - top + 0.55 * r * r - 0.12 * r) - 0.025
    return np.minimum(
        np.maximum(outline * 0.45, surface * 0.8), rod(x, y, z, (0, top - 0.05, 0), (0.06, top + 0.22, 0.02), 0.04)
    )
