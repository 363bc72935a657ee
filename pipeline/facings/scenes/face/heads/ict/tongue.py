"""ARKit's `tongueOut` for the ICT head, whose pack has no such mode: the tongue stretched flat between the teeth and over
the lower lip. It is made for a jaw opened by `JAW_OPEN`."""

import numpy as np

from facings.scenes.face.geometry import point_tree

JAW_OPEN = 0.32
"""`jawOpen` at which the whole tongue fits between the teeth."""

_ROOT_Y_M, _TIP_Y_M = 0.035, -0.019
"""Where the part that moves begins, and the tip."""
_STRETCH_M = 0.044
"""How far the tip goes."""
_STATIONS = (0.0, 0.25, 0.45, 0.65, 0.85, 1.0)
"""Along the tongue from root to tip: the third lies between the teeth, the fourth between the lips."""
_TOP_M = (-0.0665, -0.0665, -0.0665, -0.0675, -0.0715, -0.0810)
"""Height of the stretched tongue's back at the stations, before the jaw takes it down."""
_THICKNESS = (1.0, 0.60, 0.36, 0.38, 0.50, 1.00)
"""Of the stretched tongue, in thicknesses at rest."""
_WIDTH = (1.0, 0.95, 0.88, 0.90, 1.15, 1.60)
"""Likewise, of the tip's the most, which is pointed at rest."""
_FIXED_M = 0.004
"""So close to where it is grown to the floor it moves less and less."""


def tongue_out(vertices_m: np.ndarray, body: np.ndarray, floor: np.ndarray, jaw_open_m: np.ndarray) -> np.ndarray:
    """Return (V, 3) float64 displacements of the mode.

    `body` are the vertices of the tongue that is free to move, `floor` those that it rests on and, below its root, is grown to;
    `jaw_open_m` (V, 3) is what `jawOpen` does.
    """
    rest = vertices_m[body]
    along = np.clip((_ROOT_Y_M - rest[:, 1]) / (_ROOT_Y_M - _TIP_Y_M), 0, 1)
    far = along ** 1.2
    top = _upper_edge(rest)
    height = np.interp(along, _STATIONS, _TOP_M) - (top - rest[:, 2]) * np.interp(along, _STATIONS, _THICKNESS)
    begun = np.clip(along / _STATIONS[1], 0, 1)
    goal = np.stack([rest[:, 0] * np.interp(along, _STATIONS, _WIDTH), rest[:, 1] - _STRETCH_M * far,
                     rest[:, 2] + begun * (height - rest[:, 2])], 1)
    # The jaw tips the tongue's tip down more than its root; what it takes back is not to be lost.
    goal[:, 1] -= JAW_OPEN * far * jaw_open_m[body, 1]
    free = np.clip(point_tree(vertices_m[np.intersect1d(body, floor)]).query(rest)[0] / _FIXED_M, 0, 1)
    moved = np.zeros_like(vertices_m)
    moved[body] = (goal - rest) * free[:, None]
    return moved


def _upper_edge(rest_m: np.ndarray) -> np.ndarray:
    """Return (n,): the height of the tongue's back above each of its vertices: the highest vertex at about the same place."""
    near = point_tree(rest_m[:, 1:2]).query_ball_point(rest_m[:, 1:2], 0.0025)
    return np.array([rest_m[places, 2].max() for places in near])
