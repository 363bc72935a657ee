"""The family of rays that charts neck and torso: one a row and column, from the body's axis outwards, none crossing another."""

from dataclasses import dataclass

import numpy as np

COLUMNS = 240
ROWS = 132
BASE_ROW = 30
"""Here the neck ends: a natural neckline from the pit of the throat over the trapezius to the last neck vertebra."""

AZIMUTH_RAD = np.arange(COLUMNS) * (2 * np.pi / COLUMNS)
"""Of each column: 0 the front (-Y), then to the subject's left (+X)."""

_AXIS_Y_M = 0.092
_KNOT_ROWS = (0, BASE_ROW, 84, ROWS - 1)


@dataclass(frozen=True, eq=False)
class Rays:
    """Canonical frame."""

    origins_m: np.ndarray
    """(ROWS, COLUMNS, 3) float64."""
    directions: np.ndarray
    """(ROWS, COLUMNS, 3) float64, unit length."""


def chart_rays() -> Rays:
    """Return the rays. Around the neck they lie in planes that rise to the back, as collars do; over the shoulders they fan
    out from one height; below it they run level from an axis that widens to a line across the chest, so that they meet the
    arms squarely."""
    row = np.arange(ROWS, dtype=np.float64)
    neck = np.clip(row / BASE_ROW, 0, 1)
    fan = np.clip((row - BASE_ROW) / (_KNOT_ROWS[2] - BASE_ROW), 0, 1)
    down = np.clip((row - _KNOT_ROWS[2]) / (ROWS - 1 - _KNOT_ROWS[2]), 0, 1)
    height = -0.112 - 0.088 * neck - 0.012 * fan - 0.66 * down
    rise = np.where(row <= BASE_ROW, 0.10 + 0.65 * neck, 0.75 * (1 - fan) ** 2.0)
    tilt = np.where(row <= BASE_ROW, 0.40, 0.40 * (1 - fan) ** 1.5)
    spread = 0.085 * fan**1.5
    yaw = AZIMUTH_RAD[None, :]
    directions = np.stack(np.broadcast_arrays(np.sin(yaw), -np.cos(yaw), rise[:, None] - tilt[:, None] * np.cos(yaw)), -1)
    directions = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
    origins = np.stack(np.broadcast_arrays(spread[:, None] * np.sin(yaw), np.float64(_AXIS_Y_M), height[:, None]), -1)
    return Rays(np.ascontiguousarray(origins), directions)
