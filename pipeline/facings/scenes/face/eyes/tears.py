"""The rim of tears that lies on the lower lid against the ball, and the caruncle in the inner corner."""

import numpy as np

from facings.scenes.face.eyes.lid_margin import lid_margin
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape

_MENISCUS_M = 0.00022
"""Its height in a healthy eye is 0.2 to 0.3 mm (Mishima 1966)."""
_AROUND = 8


def tear_rim(shape: HeadShape, side: int, wetness: float) -> Mesh:
    """Return the meniscus: a thin tube in the corner between the lower lid's margin and the ball, unposed body frame."""
    margin = lid_margin(shape, side, False)
    centre, radius = shape.eye_centres_m[side], float(shape.eye_radius_m[side])
    kept = (margin.share > 0.04) & (margin.share < 0.9)
    root = margin.points_m[kept]
    ball = centre + _unit(root - centre) * (radius + 0.00005)
    # Between the margin and the ball, a hair's breadth above the lid.
    gap = np.linalg.norm(root - ball, axis=1, keepdims=True)
    middle = ball + (root - ball) * np.minimum(0.5, 0.0002 / np.maximum(gap, 1e-9)) - margin.away[kept] * 0.00008
    taper = np.sin(np.pi * np.linspace(0.02, 0.98, len(middle))) ** 0.4
    thick = _MENISCUS_M * (0.6 + 0.9 * wetness) * taper
    return _tube(middle, margin.outward[kept], margin.away[kept], thick)


def caruncle(shape: HeadShape, side: int) -> Mesh:
    """Return the pink knob between the lids' inner corner and the ball: flattened with the gap as the eye shuts."""
    upper, lower = lid_margin(shape, side, True), lid_margin(shape, side, False)
    corner = 0.5 * (upper.points_m[-1] + lower.points_m[-1])
    at = np.array([0.87])
    above, below = upper.at(at), lower.at(at)
    inside = 0.5 * (above.points_m[0] + below.points_m[0])
    axis = _unit(inside - corner)
    outward = _unit(0.5 * (above.outward[0] + below.outward[0]))
    outward = _unit(outward - (outward @ axis) * axis)
    upwards = np.cross(axis, outward)
    opening = float(np.linalg.norm(above.points_m[0] - below.points_m[0]))
    length = float(np.linalg.norm(inside - corner))
    middle = corner + axis * length * 0.55 - outward * (0.0008 + 0.12 * opening)
    turn, tip = np.meshgrid(np.linspace(0, 2 * np.pi, 24, endpoint=False), np.linspace(0.02, np.pi - 0.02, 15))
    lumps = 1 + 0.07 * np.sin(3 * turn + 1.3) * np.sin(2 * tip) + 0.05 * np.sin(5 * turn) * np.sin(4 * tip)
    unit = np.stack([np.sin(tip) * np.cos(turn), np.sin(tip) * np.sin(turn), np.cos(tip)], -1) * lumps[..., None]
    half = np.array([min(0.0018, 0.55 * opening + 0.00005), 0.0009, length * 0.75])
    vertices = middle + (unit * half) @ np.stack([upwards, outward, axis])
    return _grid(vertices.astype(np.float32))


def _tube(middle: np.ndarray, across: np.ndarray, up: np.ndarray, radius: np.ndarray) -> Mesh:
    turn = np.arange(_AROUND) * 2 * np.pi / _AROUND
    ring = across[:, None] * np.cos(turn)[:, None] + up[:, None] * np.sin(turn)[:, None]
    return _grid((middle[:, None] + ring * radius[:, None, None]).astype(np.float32))


def _grid(vertices: np.ndarray) -> Mesh:
    """Return rows of points (R, C, 3) as quads; each row closes on itself."""
    rows, columns = vertices.shape[:2]
    a = np.arange(rows - 1)[:, None] * columns + np.arange(columns)
    b = np.arange(rows - 1)[:, None] * columns + (np.arange(columns) + 1) % columns
    quads = np.stack([a, b, b + columns, a + columns], -1).reshape(-1, 4)
    return Mesh(vertices.reshape(-1, 3), quads.ravel().astype(np.int32), np.arange(0, quads.size, 4, dtype=np.int32))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
