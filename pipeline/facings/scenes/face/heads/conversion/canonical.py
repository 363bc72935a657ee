"""Canonical coordinates: where a head's vertices would lie on the reference head, the mean of ICT-FaceKit.

Another head is brought there by the similarity that fits its landmarks, then by a smooth warp (the biharmonic spline in
space, whose kernel is the distance) that takes its landmarks, its ears and the points where rays from within leave skull
and neck to the reference's.
The reference's points lie in `assets/faces/canonical.json`, so that the pack itself is not needed.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from scipy.interpolate import RBFInterpolator

from facings.assets.folders import assets_dir
from facings.scenes.face.heads.conversion.fits import similarity
from facings.scenes.face.semantics import SEMANTIC_CLASSES

SKULL_M = (0.0, 0.055, 0.02)
"""Canonical point that rays to the skull start from."""

NECK_AXIS_M = ((0.0, 0.085, -0.09), (0.0, 0.100, -0.14))
"""Canonical line, top and bottom, that rays to the neck start from."""

_FAR_M = 1.0
_SMOOTHING = 1e-3
_MOST_SHIFT_M = 0.030
"""Points that would have to move further do not correspond (another hit behind an ear, the end of the shoulders)."""


@dataclass(frozen=True, eq=False)
class Reference:
    """What is known of the reference head, canonical metres; NaN where a ray leaves it without a hit."""

    landmarks_m: np.ndarray
    """(68, 3)"""
    ears_m: np.ndarray
    """(10, 3): `ear_points`."""
    hits_m: np.ndarray
    """(R, 3): `ray_hits`."""


@cache
def reference() -> Reference:
    """Return the reference head's points."""
    data = json.loads((assets_dir() / "faces" / "canonical.json").read_text(encoding="utf-8"))
    points = {name: np.array([[np.nan] * 3 if p is None else p for p in data[f"{name}_mm"]], np.float64) / 1000
              for name in ("landmarks", "ears", "hits")}
    return Reference(points["landmarks"], points["ears"], points["hits"])


def canonical_positions(vertices_m: np.ndarray, triangles: np.ndarray, triangle_region: np.ndarray,
                        landmarks: np.ndarray) -> np.ndarray:
    """Return (V, 3) float32 canonical coordinates of a mean, neutral head.

    `triangles` (T, 3) are those of its skin alone, `triangle_region` (T,) their parsing classes (for the ears), `landmarks`
    (68,) its vertices in iBUG's order. Vertices of teeth and the like are warped along with the skin around them.
    """
    known = reference()
    scale, rotation, shift = similarity(vertices_m[landmarks].astype(np.float64), known.landmarks_m)
    aligned = scale * vertices_m.astype(np.float64) @ rotation.T + shift
    ears = ear_points(aligned, triangles, triangle_region)
    hits = ray_hits(aligned, without_ears(triangles, triangle_region))
    source = np.concatenate([aligned[landmarks], ears, hits])
    goal = np.concatenate([known.landmarks_m, known.ears_m, known.hits_m])
    usable = np.linalg.norm(goal - source, axis=1) < _MOST_SHIFT_M
    source, goal = source[usable], goal[usable]
    warp = RBFInterpolator(source, goal - source, kernel="linear", degree=0, smoothing=_SMOOTHING)
    return (aligned + warp(aligned)).astype(np.float32)


def ear_points(vertices_m: np.ndarray, triangles: np.ndarray, triangle_region: np.ndarray) -> np.ndarray:
    """Return (10, 3): of the right, then the left ear the highest, lowest, foremost, rearmost and outermost vertex."""
    points = []
    for name, outward in (("right_ear", -1.0), ("left_ear", 1.0)):
        ear = vertices_m[np.unique(triangles[triangle_region == SEMANTIC_CLASSES[name]])]
        for direction in ((0, 0, 1), (0, 0, -1), (0, -1, 0), (0, 1, 0), (outward, 0, 0)):
            points.append(ear[np.argmax(ear @ np.array(direction, np.float64))])
    return np.array(points)


def ray_hits(vertices_m: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Return (R, 3): where rays from within leave the surface for the last time; NaN where they do not meet it.

    Rays go to the whole skull except the face's middle, which landmarks know better, and level to all sides of the neck.
    """
    origins, directions = _rays()
    scene = EmbreeScene()
    TriangleMesh(scene, np.ascontiguousarray(vertices_m[triangles], np.float32))
    # From outside inwards: the first hit is the last one from within.
    outside = origins + directions * _FAR_M
    depth = scene.run(outside.astype(np.float32), -directions.astype(np.float32), query="DISTANCE").astype(np.float64)
    reached = _FAR_M - depth
    return np.where((reached > 0)[:, None], origins + directions * reached[:, None], np.nan)


def _rays() -> tuple[np.ndarray, np.ndarray]:
    origins, directions = [], []
    for elevation in np.radians(np.arange(-20, 91, 11)):
        count = max(1, round(32 * np.cos(elevation)))
        for turn in 2 * np.pi * np.arange(count) / count:
            direction = np.array([np.sin(turn) * np.cos(elevation), -np.cos(turn) * np.cos(elevation), np.sin(elevation)])
            if np.arccos(np.clip(-direction[1], -1, 1)) > np.radians(42) or direction[2] > 0.5:
                origins.append(SKULL_M)
                directions.append(direction)
    for share in np.linspace(0, 1, 4):
        for turn in 2 * np.pi * np.arange(24) / 24:
            origins.append((1 - share) * np.array(NECK_AXIS_M[0]) + share * np.array(NECK_AXIS_M[1]))
            directions.append((np.sin(turn), -np.cos(turn), 0.0))
    return np.array(origins, np.float64), np.array(directions, np.float64)


def without_ears(triangles: np.ndarray, triangle_region: np.ndarray) -> np.ndarray:
    """Return the triangles of neither ear."""
    ears = [SEMANTIC_CLASSES["right_ear"], SEMANTIC_CLASSES["left_ear"]]
    return triangles[~np.isin(triangle_region, ears)]
