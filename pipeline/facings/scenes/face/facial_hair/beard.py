"""Beards: strands rooted on the skin of lip, chin, cheeks and neck, in the posed body frame."""

import numpy as np
from numpy import random

from facings.scenes.face.facial_hair.beard_zones import MOUTH_Z_M, beard_lengths
from facings.scenes.face.facial_hair.skin_roots import SkinRoots, SkinSheet, skin_sheet, unit
from facings.scenes.face.facial_hair.spec import BeardSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES
from facings.scenes.face.geometry import Strands, point_tree
from facings.scenes.face.hair.colour import facial_strand_colours
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

MOST_HAIRS = 18_000
_POINTS = 5
_HAIRS_PER_M2 = 1.45e6
"""145 hairs a square centimetre at full density: twice what most real beards have, vellus hairs included."""
_SUNK_M = 0.0002
_BARE = ("top_lip", "bottom_lip", "mouth_interior", "nose", "right_ear", "left_ear")
_REACH_M = np.array([(-0.085, -0.05, -0.145), (0.085, 0.075, 0.012)])
"""Box around all that beards can grow on, in canonical coordinates."""


def beard(spec: BeardSpec, shape: HeadShape) -> Strands:
    """Return the beard of a spec on one head, as the bent neck carries it; with little density there may be no hair."""
    rng = random.default_rng(spec.seed)
    sheet = skin_sheet(shape.model)
    roots, place, full_length = _roots(spec, sheet, rng)
    normal = unit(roots.of(sheet.normals(shape.unposed_m)))
    growth = roots.carried(_growth(place, spec), sheet.canonical_m, shape.unposed_m)
    growth = unit(growth - (growth * normal).sum(1, keepdims=True) * normal)
    start = roots.of(shape.unposed_m) - _SUNK_M * normal
    length = _trimmed(full_length, place, spec, rng)
    points = _grown(start, normal, growth, length, spec, rng)
    if spec.length_m > 0.012 and len(points):
        points = _locks(points, place, spec, rng)
    # Each hair goes with its root: a long one hangs off the chin and not off the neck behind it.
    weights = roots.of(shape.model.skin_weights)
    points = shape.pose(points, np.broadcast_to(weights[:, None], (*points.shape[:2], 4)))
    if spec.length_m > 0.0015 and len(points):
        points = _above_skin(points, sheet, shape)
    thick = np.interp(spec.length_m, [0.001, 0.02, 0.1], [0.00006, 0.00007, 0.00007]) * rng.uniform(0.75, 1.2, len(points))
    tip = 0.8 if spec.length_m < 0.012 else 0.3
    # No hair of the face is thicker than a moustache's.
    thick = thick * np.where((place[:, 2] > MOUTH_Z_M) & (np.abs(place[:, 0]) < 0.034), 1.25, 1.0)
    radius = thick[:, None] * np.linspace(1, tip, _POINTS)
    return Strands(points.astype(np.float32), radius.astype(np.float32), facial_strand_colours(spec.colour, len(points), rng))


def _roots(spec: BeardSpec, sheet: SkinSheet, rng: random.Generator) -> tuple[SkinRoots, np.ndarray, np.ndarray]:
    """Return the roots, their canonical positions (N, 3) and the zones' lengths (N,)."""
    bare = np.isin(sheet.region, [SEMANTIC_CLASSES[name] for name in _BARE])
    corner = sheet.canonical_m[sheet.triangles]
    inside = ((corner > _REACH_M[0]) & (corner < _REACH_M[1])).all((1, 2)) & ~bare
    triangles, corner = sheet.triangles[inside], corner[inside]
    area = 0.5 * np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    # Triangles that no hair can stand on are left out before hairs are drawn.
    likely = np.maximum.reduce([beard_lengths(corner[:, k], spec)[0] for k in range(3)])
    share = area * (likely > 0)
    count = int(share.sum() * _HAIRS_PER_M2 * spec.density)
    drawn = rng.choice(len(triangles), count, p=share / share.sum()) if count else np.zeros(0, int)
    split = rng.random((count, 2))
    split = np.where(split.sum(1, keepdims=True) > 1, 1 - split, split)
    roots = SkinRoots(triangles[drawn], np.concatenate([1 - split.sum(1, keepdims=True), split], 1))
    place = roots.of(sheet.canonical_m)
    density, length = beard_lengths(place, spec) if count else (np.zeros(0), np.zeros(0))
    kept = np.flatnonzero(rng.random(count) < density)[:MOST_HAIRS]
    return roots.taken(kept), place[kept], length[kept]


def _growth(place: np.ndarray, spec: BeardSpec) -> np.ndarray:
    """Return (N, 3) directions of growth in canonical coordinates: down and forwards on cheeks and jaw, outwards over the
    lip, forwards under the chin, as combed."""
    x, z = place[:, 0], place[:, 2]
    style = BEARD_STYLES[spec.style]
    result = np.stack([-0.10 * np.sign(x) * np.clip(np.abs(x) / 0.03, 0, 1), np.full(len(x), -0.30), np.full(len(x), -1.0)], 1)
    # Long beards are combed to the middle.
    result[:, 0] -= np.sign(x) * np.clip(np.abs(x) / 0.05, 0, 1) * np.clip(spec.length_m / 0.10, 0, 0.42)
    under = np.clip((-0.108 - z) / 0.012, 0, 1)
    result[:, 1] -= 0.5 * under
    result[:, 2] += 0.35 * under
    lip = (z > MOUTH_Z_M) & (np.abs(x) < 0.034) & (z < -0.044)
    sideways = np.sign(x + 1e-9) * style.moustache_sweep * np.clip(0.25 + np.abs(x) / 0.016, 0.25, 1.25)
    down = np.full(len(x), 0.55 * style.moustache_sweep - 1.0)
    result[lip] = np.stack([2.2 * sideways, 0.25 * np.abs(sideways), down], 1)[lip]
    return unit(result)


def _trimmed(length: np.ndarray, place: np.ndarray, spec: BeardSpec, rng: random.Generator) -> np.ndarray:
    """Return (N,) lengths: natural spread; long beards are cut to end in the middle, moustaches at the lip."""
    style = BEARD_STYLES[spec.style]
    spread = 0.12 + 0.25 * spec.unruly
    own = length * np.clip(rng.normal(1 - 0.5 * spread, spread, len(length)), 0.35, 1.35)
    x, z = np.abs(place[:, 0]), place[:, 2]
    own = own * (1 - np.clip(spec.length_m / 0.06, 0, 1) * np.interp(x, [0.015, 0.06], [0.0, 0.52]))
    lip = (z > MOUTH_Z_M) & (x < 0.03) & (z < -0.044)
    edge = np.interp(x, [0, 0.006, 0.017, 0.026], [-0.0605, -0.0595, -0.0635, -0.0720])
    room = np.clip(z - edge, 0.0008, None) / np.interp(style.moustache_sweep, [0, 0.4, 1], [1.0, 0.85, 0.4])
    return np.where(lip, np.minimum(own, np.maximum(room * style.overhang * rng.uniform(0.85, 1.1, len(x)), 0.0012)), own)


def _grown(start: np.ndarray, normal: np.ndarray, growth: np.ndarray, length: np.ndarray, spec: BeardSpec,
           rng: random.Generator) -> np.ndarray:
    """Return (N, K, 3) hairs that leave the skin at an angle and bend into the direction of growth and gravity."""
    count = len(start)
    t = np.linspace(0, 1, _POINTS)
    short = np.clip(0.006 / max(spec.length_m, 1e-4), 0, 1)
    lift = rng.normal(0.5 + 0.15 * short, 0.10 + 0.22 * spec.unruly, count)
    # The weight of long hair straightens it.
    stray = rng.normal(0, 0.10 + 0.25 * spec.unruly, (count, 3)) / (1 + length / 0.05)[:, None]
    side = np.cross(normal, growth)
    curl = spec.curl * np.clip(length / 0.012, 0, 1)
    phase, turns = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.7, 1.3, count) * (1 + length / 0.012)
    hang = np.clip(length / 0.05, 0, 1.2)
    points = [start]
    for k in range(1, _POINTS):
        flat = lift * (1 - 0.75 * t[k])
        wind = phase + turns * 2 * np.pi * t[k] * 0.6
        step = growth * np.cos(flat)[:, None] + normal * np.sin(flat)[:, None] + stray * (0.5 + t[k])
        step = step + curl[:, None] * (side * np.cos(wind)[:, None] + normal * (0.3 + np.sin(wind))[:, None])
        step[:, 2] -= hang * (0.2 + t[k])
        points.append(points[-1] + unit(step) * (length / (_POINTS - 1))[:, None])
    return np.stack(points, 1)


def _locks(points: np.ndarray, place: np.ndarray, spec: BeardSpec, rng: random.Generator) -> np.ndarray:
    """Return the hairs drawn together into locks towards their tips, as longer beards are."""
    count = len(points)
    leaders = rng.choice(count, max(8, count // 22), replace=False)
    nearest = leaders[point_tree(place[leaders]).query(place)[1]]
    share = (0.55 - 0.3 * spec.unruly) * np.linspace(0, 1, _POINTS) ** 1.2 * np.clip(spec.length_m / 0.03, 0, 1)
    offset = points[nearest] - points
    return points + offset * share[None, :, None] * 0.9


def _above_skin(points: np.ndarray, sheet: SkinSheet, shape: HeadShape) -> np.ndarray:
    """Return the posed hairs with what dips into the skin lifted above it, a little more with every point, and off the chest
    by the thickness of a garment."""
    used = np.unique(sheet.triangles)
    low = (-0.15, -0.15, -0.35)
    near = used[((sheet.canonical_m[used] > low) & (sheet.canonical_m[used] < _REACH_M[1] + 0.03)).all(1)]
    normals = sheet.normals(shape.posed_m)
    free = points[:, 1:].reshape(-1, 3)
    distance, index = point_tree(shape.posed_m[near]).query(free, distance_upper_bound=0.03)
    met = np.isfinite(distance)
    vertex = near[np.where(met, index, 0)]
    normal = normals[vertex]
    height = ((free - shape.posed_m[vertex]) * normal).sum(1)
    least = np.tile(np.linspace(0.0002, 0.0010, _POINTS - 1), len(points))
    least = least + 0.012 * np.clip((-0.145 - sheet.canonical_m[vertex, 2]) / 0.03, 0, 1)
    # Before neck and chest hair gives way to the front; along their normals it would be thrown apart.
    front = np.clip((-0.115 - sheet.canonical_m[vertex, 2]) / 0.02, 0, 1)[:, None]
    away = unit(normal + 2.0 * front * np.array([0.0, -1.0, 0.0]))
    push = np.clip(least - height, 0, 0.03) / np.maximum((away * normal).sum(1), 0.35)
    lifted = free + away * (push * met)[:, None]
    return np.concatenate([points[:, :1], lifted.reshape(len(points), _POINTS - 1, 3)], 1)
