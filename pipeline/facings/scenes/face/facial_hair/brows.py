"""Brows: short strands rooted on the skin along the brow line, in the unposed body frame."""

import numpy as np
from numpy import random

from facings.scenes.face.facial_hair.brow_line import brow_line
from facings.scenes.face.facial_hair.skin_roots import skin_sheet, unit
from facings.scenes.face.facial_hair.spec import BrowSpec
from facings.scenes.face.geometry import Strands
from facings.scenes.face.hair.colour import facial_strand_colours
from facings.scenes.face.heads.shape import HeadShape

_POINTS = 5
_ROOT_RADIUS_M = 0.00006
_SUNK_M = 0.0002


def brows(spec: BrowSpec, shape: HeadShape, side: int) -> Strands:
    """Return the hairs of one brow (0 right, 1 left)."""
    rng = random.default_rng([spec.seed, side])
    line, sheet = brow_line(spec, shape.model, side), skin_sheet(shape.model)
    count = spec.hairs
    t, s = _places(count, spec, rng)
    aim = line.points(t, s)
    outward = line.outward(aim)
    roots, met = sheet.hit(aim + 0.03 * outward, -outward)
    roots, t, s = roots.taken(met), t[met], s[met]
    count = len(t)

    normals = sheet.normals(shape.unposed_m)
    normal = unit(roots.of(normals))
    along = roots.carried(line.along(t), sheet.canonical_m, shape.unposed_m)
    along = unit(along - (along * normal).sum(1, keepdims=True) * normal)
    up = np.cross(normal, along)
    up *= np.sign(up[:, 2:] + 1e-9)

    # Upright at the head; further out the lower hairs still rise, and the upper ones lie over them or point down.
    rise = np.interp(t, [0, 0.12, 0.3, 0.6, 1.0], [1.15, 0.85, 0.52, 0.32, 0.12])
    rise = rise - np.interp(t, [0, 0.15, 0.4, 1.0], [0.05, 0.3, 0.62, 0.50]) * s
    rise += rng.normal(0, 0.05 + 0.2 * (1 - spec.tidy) ** 1.5, count)
    clump = np.sin(37 * t + 3 * s + rng.uniform(0, 6.3)) * 0.10
    rise = rise + clump
    length = spec.length_m * np.interp(t, [0, 0.15, 0.4, 0.8, 1.0], [0.68, 0.9, 1.0, 0.88, 0.62])
    length *= rng.uniform(0.55, 1.05, count)
    lift = rng.normal(0.34, 0.08, count) + 0.10 * (1 - spec.tidy)

    step = np.linspace(0, 1, _POINTS)
    # Each hair bends towards the tail and onto the skin.
    turn = rise[:, None] - (0.22 + 0.25 * np.clip(rise, 0, 1.2))[:, None] * step
    flat = lift[:, None] * (1 - 0.85 * step)
    direction = np.cos(turn)[..., None] * along[:, None] + np.sin(turn)[..., None] * up[:, None]
    direction = np.cos(flat)[..., None] * direction + np.sin(flat)[..., None] * normal[:, None]
    root = roots.of(shape.unposed_m) - _SUNK_M * normal
    points = np.concatenate(
        [root[:, None], root[:, None] + np.cumsum(direction[:, :-1] * (length / (_POINTS - 1))[:, None, None], 1)], 1)
    radius = _ROOT_RADIUS_M * rng.uniform(0.7, 1.2, count)[:, None] * np.interp(step, [0, 0.4, 1], [0.9, 1.0, 0.2])
    return Strands(points.astype(np.float32), radius.astype(np.float32), facial_strand_colours(spec.colour, count, rng))


def _places(count: int, spec: BrowSpec, rng: random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return (count,) places along and across: dense in the body, thin at head and tail, strays beyond the edges."""
    t = rng.beta(1.15, 1.3, count)
    s = np.clip(rng.normal(0, 0.58, count), -1.1, 1.1)
    stray = rng.random(count) < 0.07 * (1 - spec.tidy) + 0.01
    t = np.where(stray, rng.uniform(-0.03, 1.04, count), t)
    s = np.where(stray, s * rng.uniform(1.0, 2.0, count), s)
    return np.clip(t, -0.03, 1.04), s
