"""Hair in locks of its own: dreadlocks and box braids."""

import numpy as np

from facings.scenes.face.geometry import point_tree
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.loose import hanging
from facings.scenes.face.hair.styles.roots import HairRoots


def locks(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Each guide is the middle line of a lock; its own section gathers the hairs of its cell of the scalp."""
    centre, normal = _cells(spec, roots)
    guides = hanging(spec, HairRoots(centre, normal), field, rng)
    return Guides(guides.points_m, np.arange(len(centre)))


def _cells(spec: HairSpec, roots: HairRoots) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of `spec.locks` cells of about equal size (Lloyd's algorithm), and the skin's normals there."""
    root = roots.root_m
    centre = root[:min(spec.locks, len(root))].copy()
    for _ in range(6):
        _, cell = point_tree(centre).query(root)
        size = np.maximum(np.bincount(cell, minlength=len(centre)), 1)
        centre = np.stack([np.bincount(cell, root[:, axis], len(centre)) for axis in range(3)], 1) / size[:, None]
    _, nearest = point_tree(root).query(centre)
    return root[nearest], roots.normal[nearest]


def locked_strands(spec: HairSpec, guides: Guides, roots_m: np.ndarray, points: int, braided: bool,
                   rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return hairs (N, K, 3) and metres along them: from their roots together into the lock, then twisted or braided."""
    line = guides.points_m
    lock = np.asarray(point_tree(line[:, 0]).query(roots_m)[1])
    count, steps = len(roots_m), line.shape[1]
    tangent = unit(np.gradient(line, axis=1))
    radial = line - np.array([0.0, 0.075, 0.01])
    first = unit(radial - (radial * tangent).sum(-1, keepdims=True) * tangent)
    second = np.cross(tangent, first)
    place = np.linspace(0, steps - 1.001, points)
    low = place.astype(int)
    t = (place - low)[None, :, None]

    def sample(values: np.ndarray) -> np.ndarray:
        return values[lock][:, low] * (1 - t) + values[lock][:, low + 1] * t

    length = np.linalg.norm(np.diff(line, axis=1), axis=2).sum(1)[lock]
    travelled = length[:, None] * np.linspace(0, 1, points)
    angle, size = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0.15, 1.0, count))
    thick = spec.wave_radius_m * np.exp(0.15 * rng.normal(0, 1, len(line)))[lock]
    share = np.linspace(0, 1, points)
    if braided:
        phase = rng.integers(0, 3, count)[:, None] * 2 * np.pi / 3 + 2 * np.pi * travelled / spec.wave_length_m
        a = thick[:, None] * (0.75 * np.sin(phase) + 0.5 * (size * np.cos(angle))[:, None])
        b = thick[:, None] * (0.45 * np.sin(2 * phase) + 0.5 * (size * np.sin(angle))[:, None])
    else:
        turn = angle[:, None] + 2 * np.pi * travelled / spec.wave_length_m * rng.uniform(0.6, 1.2, count)[:, None]
        lumps = 1 + 0.16 * np.sin(2 * np.pi * travelled / 0.017 + 6.0 * lock[:, None])
        rough = 1 + 0.25 * spec.frizz * rng.normal(0, 1, (count, points))
        a = thick[:, None] * lumps * rough * size[:, None] * np.cos(turn)
        b = thick[:, None] * lumps * rough * size[:, None] * np.sin(turn)
    taper = (1 - 0.35 * share) * np.clip((1.02 - share) / 0.05, 0.35, 1)
    path = sample(line) + (a * taper)[..., None] * sample(first) + (b * taper)[..., None] * sample(second)
    ease = np.exp(-((travelled / 0.006) ** 2))[..., None]
    return (path * (1 - ease) + roots_m[:, None] * ease).astype(np.float32), travelled.astype(np.float32)
