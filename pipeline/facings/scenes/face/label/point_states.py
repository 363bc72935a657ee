"""Which of its states (`facings.scenes.face.label.states`) a point of the face is in, by rays and the strands' coverage."""

from collections.abc import Sequence

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.labels.camera import NEAR_M, Pinhole
from facings.scenes.face.label.scene import LabelledSurface
from facings.scenes.face.label.states import ACCESSORY, HAIR, OUTSIDE, SELF, VISIBLE
from facings.scenes.face.semantics import SEMANTIC_CLASSES, STRAND_CLASSES

TOLERANCE_M = 0.001
"""A point lies on a surface; what the ray meets closer to it than this is that surface."""

ACCESSORY_CLASSES = tuple(SEMANTIC_CLASSES[name] for name in ("clothing", "glasses", "headwear", "facewear"))

_HIDING = [k for k, name in enumerate(STRAND_CLASSES) if name in ("hair", "beard")]


class Occluders:
    """Triangles that rays from the camera may meet; the camera is the origin."""

    def __init__(self, vertices_m: np.ndarray, triangles: np.ndarray) -> None:
        """Take (V, 3) vertices in the camera's frame, which keeps single precision good, and (T, 3) triangles."""
        self._scene = None
        if len(triangles):
            self._scene = EmbreeScene(robust=True)
            TriangleMesh(self._scene, vertices_m.astype(np.float32), np.ascontiguousarray(triangles, np.int32))

    def hide(self, points_in_camera_m: np.ndarray) -> np.ndarray:
        """Return (N,) bool: whether the ray to a point meets something more than the tolerance before it."""
        distance = np.linalg.norm(points_in_camera_m, axis=1)
        result = np.zeros(len(distance), bool)
        ahead = points_in_camera_m[:, 2] > NEAR_M
        if self._scene is None or not ahead.any():
            return result
        direction = points_in_camera_m[ahead] / distance[ahead, None]
        # What lies before the near plane is not rendered either.
        start = NEAR_M / direction[:, 2]
        hit = self._scene.run((direction * start[:, None]).astype(np.float32), direction.astype(np.float32), output=1)
        met = start + np.where(hit["primID"] >= 0, hit["tfar"], np.inf)
        result[ahead] = met < distance[ahead] - TOLERANCE_M
        return result


class PointStates:
    """Tells states of points on one person before one camera."""

    def __init__(self, surfaces: Sequence[LabelledSurface], camera: Pinhole, coverage: np.ndarray) -> None:
        """Take the solid surfaces, and the (H, W, 6) coverage by `STRAND_CLASSES`."""
        turn, shift = camera.camera_from_world[:3, :3], camera.camera_from_world[:3, 3]
        worn = {True: ([], [], 0), False: ([], [], 0)}
        for surface in surfaces:
            accessory = np.isin(surface.classes, ACCESSORY_CLASSES)
            in_camera = surface.vertices_m @ turn.T + shift
            for kind in (True, False):
                chosen = surface.triangles[accessory == kind]
                if len(chosen):
                    vertices, triangles, count = worn[kind]
                    worn[kind] = ([*vertices, in_camera], [*triangles, chosen + count], count + len(in_camera))
        self._worn, self._own = (Occluders(*_joined(*worn[kind][:2])) for kind in (True, False))
        self._camera, self._hair = camera, coverage[..., _HIDING].sum(-1)

    def of(self, points_in_camera_m: np.ndarray, towards_m: np.ndarray | None = None) -> list[str]:
        """Return the state of each of (N, 3) points; rays go to `towards_m` instead where it is given."""
        pixels = self._camera.project(points_in_camera_m)
        size = np.array([self._camera.width_px, self._camera.height_px])
        with np.errstate(invalid="ignore"):
            inside = ((pixels >= 0) & (pixels < size)).all(1) & (points_in_camera_m[:, 2] > NEAR_M)
        target = points_in_camera_m if towards_m is None else towards_m
        own, worn = self._own.hide(target), self._worn.hide(target)
        cell = np.where(inside[:, None], pixels, 0).astype(int)
        hair = self._hair[cell[:, 1], cell[:, 0]] >= 0.5
        return np.select([~inside, own, worn, hair], [OUTSIDE, SELF, ACCESSORY, HAIR], VISIBLE).tolist()


def _joined(vertices: list[np.ndarray], triangles: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    if not triangles:
        return np.zeros((0, 3)), np.zeros((0, 3), np.int32)
    return np.concatenate(vertices), np.concatenate(triangles)
