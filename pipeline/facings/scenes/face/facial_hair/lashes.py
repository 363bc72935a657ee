"""Lashes: curved strands along the lids' margins, in the unposed body frame."""

import numpy as np
from numpy import random

from facings.scenes.face.eyes.lid_margin import lid_margin
from facings.scenes.face.facial_hair.spec import LashSpec
from facings.scenes.face.geometry import Strands
from facings.scenes.face.hair.colour import facial_strand_colours
from facings.scenes.face.heads.shape import HeadShape

_POINTS = 7
_ROOT_RADIUS_M = 0.00005
"""Half of a lash's 0.1 mm (Na et al. 2006)."""
_SUNK_M = 0.0003
"""Roots start so far inside the margin."""
_CLEAR_M = 0.0004
"""No point of a lash comes nearer to the ball."""


def lashes(spec: LashSpec, shape: HeadShape, side: int) -> Strands:
    """Return the lashes of one eye (0 right, 1 left), the upper lid's first."""
    rng = random.default_rng([spec.seed, side])
    parts = [_row(spec, shape, side, upper, rng.spawn(1)[0]) for upper in (True, False)]
    points, radius = (np.concatenate(values) for values in zip(*parts, strict=True))
    return Strands(points.astype(np.float32), radius.astype(np.float32), facial_strand_colours(spec.colour, len(points), rng))


def _row(spec: LashSpec, shape: HeadShape, side: int, upper: bool, rng: random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count = spec.upper if upper else spec.lower
    share = np.sort(np.clip((np.arange(count) + rng.uniform(-0.45, 0.45, count)) / count, 0, 1)) * 0.88 + 0.03
    margin = lid_margin(shape, side, upper).at(share)
    clump = _clumps(count, rng, 2.2 + 2.5 * spec.mascara)

    # Longest a little outside the middle; short and sparse at the inner corner.
    profile = np.interp(share, [0, 0.12, 0.4, 0.75, 1.0], [0.55, 0.92, 1.0, 0.68, 0.30])
    own = rng.uniform(0.72, 1.05, count) * np.where(rng.random(count) < 0.12, 0.6, 1.0)
    length = spec.length_m * (1 + 0.15 * spec.mascara) * profile * own * (1.0 if upper else 0.55)

    # Fanned: outwards at the outer corner, a little inwards at the inner one; hairs of a clump lean to each other.
    fan = np.interp(share, [0, 0.5, 1.0], [-0.62, -0.16, 0.34]) + rng.normal(0, 0.09, count)
    fan = fan + (0.45 + 0.4 * spec.mascara) * (_mean_by(fan, clump) - fan)
    lean = (_mean_by(share, clump) - share) * 18.0 * (0.35 + 0.5 * spec.mascara)
    start = (rng.normal(-0.28, 0.10, count) if upper else rng.normal(-0.10, 0.12, count))
    bend = spec.curl_rad * (rng.normal(1.0, 0.13, count) if upper else rng.normal(0.75, 0.2, count))

    t = np.linspace(0, 1, _POINTS)
    angle = start[:, None] + bend[:, None] * t**1.15
    side_angle = (fan[:, None] + lean[:, None] * t) * np.minimum(1.0, 0.4 + t)
    step = (np.cos(angle)[..., None] * margin.outward[:, None] + np.sin(angle)[..., None] * margin.away[:, None])
    step = step + np.sin(side_angle)[..., None] * margin.along[:, None]
    step /= np.linalg.norm(step, axis=-1, keepdims=True)
    # Two or three uneven rows: roots lie up to a millimetre from the margin's edge on the skin's side.
    depth = np.abs(rng.normal(0, 0.00035, count))[:, None]
    root = margin.points_m + margin.away * depth - margin.outward * _SUNK_M
    lengths = (length[:, None, None] / (_POINTS - 1)) * step[:, :-1]
    points = np.concatenate([root[:, None], root[:, None] + np.cumsum(lengths, 1)], 1)

    thick = _ROOT_RADIUS_M * (0.75 if not upper else 1.0) * (1 + 0.8 * spec.mascara) * rng.uniform(0.8, 1.15, count)
    radius = thick[:, None] * np.interp(t, [0, 0.5, 1], [1.0, 0.85, 0.25])
    return _outside(points, shape, side), radius


def _outside(points: np.ndarray, shape: HeadShape, side: int) -> np.ndarray:
    """Return the points moved out of a ball that the cornea fits into."""
    centre, radius = shape.eye_centres_m[side], float(shape.eye_radius_m[side])
    offset = points - centre
    distance = np.linalg.norm(offset, axis=-1, keepdims=True)
    along = -(offset @ shape.eye_rotations[side][:, 1])[..., None] / distance
    # The cornea stands out where it looks to.
    least = radius * (1 + 0.07 * np.clip((along - 0.86) / 0.1, 0, 1)) + _CLEAR_M
    least[..., 0, :] = radius
    return centre + offset / distance * np.maximum(distance, least)


def _clumps(count: int, rng: random.Generator, mean: float) -> np.ndarray:
    """Return (count,) int: the clump of each lash, neighbours together."""
    return np.cumsum(rng.random(count) < 1 / mean)


def _mean_by(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    total = np.bincount(group, values)
    return (total / np.maximum(np.bincount(group), 1))[group]
