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

_CELLS = 256
"""The grid of `Beams` has so many cells either way."""

_MARGIN = 1e-5
"""By which triangles are taken larger on it, as slopes: far above what a ray's single precision loses."""

_HIDING = [k for k, name in enumerate(STRAND_CLASSES) if name in ("hair", "beard")]


class Beams:
    """Cells of the picture's plane through which rays go: what lies in no such cell, as most of a person does, hides none."""

    def __init__(self, targets_in_camera_m: np.ndarray) -> None:
        """Take the (N, 3) points that rays from the camera go to; the camera is the origin."""
        ahead = targets_in_camera_m[targets_in_camera_m[:, 2] > NEAR_M]
        slopes = ahead[:, :2] / ahead[:, 2:]
        self._low = slopes.min(0, initial=np.inf) - _MARGIN
        self._per_slope = _CELLS / np.maximum(slopes.max(0, initial=-np.inf) + _MARGIN - self._low, 1e-6)
        column, row = self._cells(slopes).T
        count = np.zeros((_CELLS + 3, _CELLS + 3), np.int32)
        np.add.at(count, (row + 2, column + 2), 1)
        self._summed = count.cumsum(0).cumsum(1)

    def may_meet(self, vertices_in_camera_m: np.ndarray, triangles: np.ndarray) -> np.ndarray:
        """Return (T,) bool for (T, 3) triangles: False only where no ray meets them."""
        ahead = vertices_in_camera_m[:, 2] > NEAR_M / 2
        slopes = vertices_in_camera_m[:, :2] / np.where(ahead, vertices_in_camera_m[:, 2], 1.0)[:, None]
        corners = self._cells(slopes - _MARGIN).astype(np.int16), self._cells(slopes + _MARGIN).astype(np.int16)
        (x0, y0), (x1, y1) = (
            extreme.reduce([bound[triangles[:, k]] for k in range(3)]).T.astype(np.int64) + offset
            for extreme, bound, offset in ((np.minimum, corners[0], 1), (np.maximum, corners[1], 2)))
        rays = self._summed[y1, x1] - self._summed[y0, x1] - self._summed[y1, x0] + self._summed[y0, x0]
        # What reaches behind the camera has no bounds before it.
        return (rays > 0) | ~ahead[triangles].all(1)

    def _cells(self, slopes: np.ndarray) -> np.ndarray:
        """Return (..., 2) int64 columns and rows; -1 and `_CELLS` are all that lies outside."""
        return np.clip(np.floor((slopes - self._low) * self._per_slope), -1, _CELLS).astype(np.int64)


class Occluders:
    """Triangles that rays from the camera may meet; the camera is the origin."""

    def __init__(self, corners_m: np.ndarray) -> None:
        """Take triangles by their corners (T, 3, 3) in the camera's frame, which keeps single precision good."""
        self._scene = None
        if len(corners_m):
            self._scene = EmbreeScene(robust=True)
            TriangleMesh(self._scene, corners_m.astype(np.float32))

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

    def __init__(self, surfaces: Sequence[LabelledSurface], camera: Pinhole, coverage: np.ndarray,
                 targets_in_camera_m: np.ndarray) -> None:
        """Take the solid surfaces, the (H, W, 6) coverage by `STRAND_CLASSES`, and all points (N, 3) that rays will go to."""
        beams = Beams(targets_in_camera_m)
        turn, shift = camera.camera_from_world[:3, :3], camera.camera_from_world[:3, 3]
        met: dict[bool, list[np.ndarray]] = {True: [], False: []}
        for surface in surfaces:
            in_camera = surface.vertices_m @ turn.T + shift
            kept = np.flatnonzero(beams.may_meet(in_camera, surface.triangles))
            accessory = np.isin(surface.classes[kept], ACCESSORY_CLASSES)
            for kind, corners in met.items():
                corners.append(in_camera[surface.triangles[kept[accessory == kind]]])
        self._worn, self._own = (Occluders(np.concatenate(met[kind])) for kind in (True, False))
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
