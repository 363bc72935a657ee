"""The points of MediaPipe's face mesh (468, and five of each iris) on any head: the same places on every head model.

`assets/faces/meshes/mediapipe.json` says where each lies on the reference head, as measured by MediaPipe itself on rendered
faces (`scripts/face_mesh`): a place of the skin in canonical coordinates, kept to one lip where the lips meet, or a share of
the line along a lid's margin or along an inner lip, for which a place in space would not tell upper from lower.
"""

import json
from functools import lru_cache
from typing import Any

import numpy as np
from trimesh.triangles import closest_point, points_to_barycentric

from facings.assets.folders import assets_dir
from facings.scenes.face.eyes.lid_contact import skin_faces
from facings.scenes.face.facial_hair.skin_roots import SkinRoots
from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.model import SIDES, HeadModel
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.semantics import SEMANTIC_CLASSES

COUNT = 468
"""Points of the skin, in MediaPipe's order."""
IRIS_RING = (0, 2, 4, 6)
"""After each iris' middle MediaPipe has four points of the ring of `eyes.landmarks.iris_ring`: of a face that looks into the
camera the picture's right one, the top, the left, the bottom one."""

_NEAR = 48
"""So many triangles with the nearest middles are asked for the nearest point of the skin."""


def mesh_points(scene: FaceScene) -> np.ndarray:
    """Return (478, 3) points in the world: of the skin, then of the right iris and of the left."""
    irises = [np.vstack([pupil, ring[list(IRIS_RING)]]) for pupil, ring in zip(scene.pupils_m, scene.iris_rings_m, strict=True)]
    return np.vstack([mesh_on(scene.shape.model).of(scene.head_vertices_m), *irises])


@lru_cache(maxsize=4)
def mesh_on(model: HeadModel) -> SkinRoots:
    """Return the 468 places on a head model."""
    file = assets_dir() / "faces" / "meshes" / "mediapipe.json"
    return places_on(model, json.loads(file.read_text("utf-8"))["points"])


def places_on(model: HeadModel, points: list[dict[str, Any]]) -> SkinRoots:
    """Return places of a head model's skin.

    points: each {"mm": [x, y, z]}, canonical; the same with "on": a parsing class that its triangle must be of; or {"line": a
    name of `lines_of`, "share": of its length}.
    """
    lines, skin = lines_of(model), {}
    corners, shares = np.zeros((len(points), 3), np.int32), np.zeros((len(points), 3))
    for number, point in enumerate(points):
        if "line" in point:
            corners[number], shares[number] = _along(model, lines[point["line"]], point["share"])
            continue
        part = point.get("on")
        if part not in skin:
            skin[part] = _Surface(model, part)
        corners[number], shares[number] = skin[part].nearest(np.array(point["mm"]) / 1000)
    return SkinRoots(corners, shares)


def lines_of(model: HeadModel) -> dict[str, np.ndarray]:
    """Return vertices by name: the lids' margins from the outer to the inner corner, the inner lips from the subject's right
    corner to the left."""
    lines = {f"{side}_{name}_lid": vertices for name, lids in (("upper", model.lid_upper), ("lower", model.lid_lower))
             for side, vertices in zip(SIDES, lids, strict=True)}
    loop = model.lip_inner
    left = int(model.canonical_m[loop, 0].argmax())
    return lines | {"upper_inner_lip": loop[:left + 1], "lower_inner_lip": np.append(loop[left:], loop[0])[::-1]}


def line_shares(model: HeadModel, line: np.ndarray) -> np.ndarray:
    """Return (n,) how far along its line each vertex lies, 0 to 1 by canonical length."""
    steps = np.linalg.norm(np.diff(model.canonical_m[line].astype(float), axis=0), axis=1)
    return np.append(0, np.cumsum(steps)) / steps.sum()


def _along(model: HeadModel, line: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    known = line_shares(model, line)
    k = int(np.clip(np.searchsorted(known, share) - 1, 0, len(line) - 2))
    part = float(np.clip((share - known[k]) / max(known[k + 1] - known[k], 1e-12), 0, 1))
    return np.array([line[k], line[k + 1], line[k + 1]]), np.array([1 - part, part, 0.0])


class _Surface:
    """The skin of a head model, or what of it belongs to one parsing class, in canonical coordinates."""

    def __init__(self, model: HeadModel, part: str | None) -> None:
        triangles, faces = skin_faces(model)
        self._triangles = triangles if part is None else triangles[model.region[faces] == SEMANTIC_CLASSES[part]]
        self._corners_m = model.canonical_m[self._triangles].astype(np.float64)
        self._tree = point_tree(self._corners_m.mean(1))

    def nearest(self, point_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the three vertices and the shares of the nearest point of the surface."""
        near = np.atleast_1d(self._tree.query(point_m, min(_NEAR, len(self._triangles)))[1])
        corners = self._corners_m[near]
        found = closest_point(corners, np.repeat(point_m[None], len(near), 0))
        best = [np.linalg.norm(found - point_m, axis=1).argmin()]
        return self._triangles[near[best[0]]], points_to_barycentric(corners[best], found[best])[0]
