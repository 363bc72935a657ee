"""Where lids lie on an eye they press it in: no part of a ball or cornea comes through the skin."""

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.heads.shape import HeadShape

_NEARBY = 1.9
"""Skin within so many ball radii of the eye's centre counts."""
_DEEPEST = 0.82
"""Nothing is pressed deeper than this share of the ball's radius: what lies there is the socket, not a lid."""


class LidContact:
    """The skin around one eye of a head, unposed, that rays from the ball's centre can meet."""

    def __init__(self, shape: HeadShape, side: int) -> None:
        self._centre = shape.eye_centres_m[side]
        self._radius_m = float(shape.eye_radius_m[side])
        triangles, _ = skin_faces(shape.model)
        near = np.linalg.norm(shape.unposed_m - self._centre, axis=1) < _NEARBY * self._radius_m
        kept = triangles[near[triangles].all(1)]
        self._scene = EmbreeScene(robust=True) if len(kept) else None
        if self._scene is not None:
            used, local = np.unique(kept, return_inverse=True)
            TriangleMesh(self._scene, np.ascontiguousarray(shape.unposed_m[used], np.float32),
                         local.reshape(-1, 3).astype(np.int32))

    def pressed(self, points_m: np.ndarray, gap_m: float) -> np.ndarray:
        """Return (N, 3) points of the unposed body frame drawn towards the ball's centre to `gap_m` under the skin, where
        they came through or nearer."""
        offset = np.asarray(points_m, float) - self._centre
        distance = np.linalg.norm(offset, axis=1)
        if self._scene is None:
            return self._centre + offset
        direction = np.ascontiguousarray(offset / distance[:, None], np.float32)
        start = np.ascontiguousarray(self._centre + direction * (_DEEPEST * self._radius_m), np.float32)
        met = self._scene.run(start, direction, output=True)
        skin = np.full(len(offset), np.inf)
        hit = met["primID"] >= 0
        skin[hit] = met["tfar"][hit] + _DEEPEST * self._radius_m
        wanted = np.minimum(distance, np.maximum(skin - gap_m, _DEEPEST * self._radius_m))
        return self._centre + direction * wanted[:, None]


def skin_faces(model: HeadModel) -> tuple[np.ndarray, np.ndarray]:
    """Return (T, 3) int32, the triangles of a head's skin (not of mouth and teeth), and (T,) int64, the face each is of."""
    mesh = Mesh(model.vertices_m, model.corners, model.starts)
    face = mesh.triangle_face
    skin = model.part[face] == PARTS.index("skin")
    return mesh.triangles[skin], face[skin]
