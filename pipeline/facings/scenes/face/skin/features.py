"""Distances from the lips' and lids' edges, which make-up, creases and shadows follow."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.model import HeadModel

LIP_REACH_M = 0.020
LID_REACH_M = 0.030
"""Farther off nothing is known about a point."""

_STEP_M = 5e-5


@dataclass(frozen=True, eq=False)
class LipMap:
    """The lips and what is near them."""

    points: np.ndarray
    """(K,) int32: which of the given points."""
    inside_m: np.ndarray
    """(K,) float32: distance from the lips' outline, positive on the lips."""
    depth: np.ndarray
    """(K,) float32: 0 at the outline, 1 where the lips meet; 0 outside."""


@dataclass(frozen=True, eq=False)
class LidMap:
    """The surroundings of one eye."""

    points: np.ndarray
    """(K,) int32: which of the given points."""
    upper_m: np.ndarray
    """(K,) float32: distance from the upper lid's margin."""
    lower_m: np.ndarray
    """(K,) float32: distance from the lower lid's margin."""
    above: np.ndarray
    """(K,) float32: 1 above the line through the eye's corners, 0 below, eased over 2 mm."""
    along: np.ndarray
    """(K,) float32: 0 at the outer corner, 1 at the inner one, beyond 0..1 outside."""


def lip_map(point_m: np.ndarray, model: HeadModel) -> LipMap:
    """Return the lips' map of (N, 3) canonical points, seen from the front."""
    outer, inner = (model.canonical_m[loop][:, (0, 2)].astype(np.float64) for loop in (model.lip_outer, model.lip_inner))
    outer = _smoothed(outer)
    low, high = outer.min(0) - LIP_REACH_M, outer.max(0) + LIP_REACH_M
    flat = point_m[:, (0, 2)]
    front = point_m[:, 1] < model.canonical_m[model.lip_outer, 1].max() + 0.004
    points = np.flatnonzero(((flat > low) & (flat < high)).all(1) & front)
    at = flat[points].astype(np.float64)
    from_outer, from_inner = _distance(at, _closed(outer)), _distance(at, _closed(inner))
    inside = _encloses(outer, at)
    depth = np.where(inside, from_outer / np.maximum(from_outer + from_inner, 1e-6), 0.0)
    depth[_encloses(inner, at)] = 1.0
    signed = np.where(inside, from_outer, -from_outer)
    return LipMap(points.astype(np.int32), signed.astype(np.float32), depth.astype(np.float32))


def lid_map(point_m: np.ndarray, model: HeadModel, side: int) -> LidMap:
    """Return one eye's map (0 right, 1 left) of (N, 3) canonical points."""
    upper, lower = (model.canonical_m[margins[side]].astype(np.float64) for margins in (model.lid_upper, model.lid_lower))
    outer, inner = upper[0], upper[-1]
    centre = (outer + inner) / 2
    points = np.arange(len(point_m))
    for axis in range(3):
        points = points[np.abs(point_m[points, axis] - centre[axis]) < LID_REACH_M]
    at = point_m[points].astype(np.float64)
    axis = inner - outer
    along = (at - outer) @ axis / (axis @ axis)
    height = (at - outer - along[:, None] * axis)[:, 2]
    above = np.clip(height / 0.002 + 0.5, 0, 1)
    parts = (_distance(at, upper), _distance(at, lower), above, along)
    return LidMap(points.astype(np.int32), *(part.astype(np.float32) for part in parts))


def _smoothed(loop: np.ndarray) -> np.ndarray:
    """Return a closed loop at even steps without the zigzag of the mesh's edges."""
    closed = _closed(loop)
    length = np.append(0.0, np.linalg.norm(np.diff(closed, axis=0), axis=1).cumsum())
    knots = np.linspace(0, length[-1], int(length[-1] / 4e-4), endpoint=False)
    even = np.stack([np.interp(knots, length, axis) for axis in closed.T], -1)
    return gaussian_filter1d(even, 3.0, axis=0, mode="wrap")


def _closed(loop: np.ndarray) -> np.ndarray:
    return np.concatenate([loop, loop[:1]])


def _distance(at: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Return (K,) distances of points from a line of connected pieces, in as many dimensions as both have."""
    length = np.append(0.0, np.linalg.norm(np.diff(line, axis=0), axis=1).cumsum())
    knots = np.linspace(0, length[-1], int(length[-1] / _STEP_M) + 2)
    dense = np.stack([np.interp(knots, length, axis) for axis in line.T], -1)
    return point_tree(dense).query(at)[0]


def _encloses(loop: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return (K,) bool: the even-odd rule for points in the plane."""
    inside = np.zeros(len(at), bool)
    for (x0, y0), (x1, y1) in zip(loop, np.roll(loop, -1, 0), strict=True):
        crosses = (y0 > at[:, 1]) != (y1 > at[:, 1])
        if y1 != y0:
            inside ^= crosses & (at[:, 0] < (x1 - x0) * (at[:, 1] - y0) / (y1 - y0) + x0)
    return inside
