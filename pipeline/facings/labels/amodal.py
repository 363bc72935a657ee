"""Amodal masks by ray casts of each object alone: Embree (through embreex), one ray through each pixel's centre."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.labels.camera import NEAR_M, Pinhole, box_corners


@dataclass(frozen=True)
class Triangles:
    """A mesh in its object's own frame, scale not yet applied."""

    key: str
    """Equal keys mean equal geometry within one run."""
    vertices_m: np.ndarray
    """(V, 3) float32."""
    triangles: np.ndarray
    """(T, 3) int32."""

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Minimum and maximum corner, (3,) each."""
        return self.vertices_m.min(0).astype(float), self.vertices_m.max(0).astype(float)


@dataclass(frozen=True)
class AmodalExtent:
    """How much of an object would be seen if nothing stood before it."""

    pixels: int
    bbox_xywh_px: list[int] | None
    """In picture coordinates; may lie outside the picture."""
    clipped: bool
    """The 3x3 pictures around, or the near plane, cut it."""


class AmodalCaster:
    """Casts rays at meshes; keeps the acceleration structures of the most recent `capacity` of them."""

    def __init__(self, capacity: int = 256) -> None:
        self._scenes: OrderedDict[str, tuple[EmbreeScene, np.ndarray, np.ndarray]] = OrderedDict()
        self._capacity = capacity

    def _scene(self, mesh: Triangles) -> tuple[EmbreeScene, np.ndarray, np.ndarray]:
        if mesh.key in self._scenes:
            self._scenes.move_to_end(mesh.key)
            return self._scenes[mesh.key]
        scene = EmbreeScene(robust=True)
        TriangleMesh(scene, np.ascontiguousarray(mesh.vertices_m, np.float32),
                     np.ascontiguousarray(mesh.triangles, np.int32))
        low, high = mesh.bounds
        self._scenes[mesh.key] = (scene, low, high)
        while len(self._scenes) > self._capacity:
            self._scenes.popitem(last=False)
        return self._scenes[mesh.key]

    def cast(self, mesh: Triangles, world_from_object: np.ndarray, scale: np.ndarray, camera: Pinhole,
             visible_mask_box: tuple[int, int, int, int] | None = None,
             visible: np.ndarray | None = None) -> AmodalExtent:
        """Return the extent of `mesh` at a rigid pose (4, 4) with `scale` (3,) applied in its own frame first.

        `visible` is the bool mask of the pixels where the label render shows it, cut to its box `visible_mask_box`
        (x0, y0, x1, y1): a pixel counted there counts here, so that a silhouette tie never makes the visible fraction
        exceed one.
        """
        scene, low, high = self._scene(mesh)
        camera_from_object = camera.camera_from_world @ world_from_object
        corners = box_corners(low * scale, high * scale) @ camera_from_object[:3, :3].T + camera_from_object[:3, 3]
        width, height = camera.width_px, camera.height_px
        window = np.array([-width, -height, 2 * width, 2 * height])
        depth = corners[:, 2]
        if depth.max() <= NEAR_M:
            return AmodalExtent(0, None, True)
        clipped = bool(depth.min() <= NEAR_M)
        if clipped:
            x0, y0, x1, y1 = window
        else:
            pixels = camera.project(corners)
            wanted = np.array([*np.floor(pixels.min(0)), *np.ceil(pixels.max(0))])
            x0, y0 = np.maximum(wanted[:2], window[:2]).astype(int)
            x1, y1 = np.minimum(wanted[2:], window[2:]).astype(int)
            clipped = bool((wanted[:2] < window[:2]).any() or (wanted[2:] > window[2:]).any())
        if visible_mask_box is not None:
            x0, y0 = min(x0, visible_mask_box[0]), min(y0, visible_mask_box[1])
            x1, y1 = max(x1, visible_mask_box[2]), max(y1, visible_mask_box[3])
        if x1 <= x0 or y1 <= y0:
            return AmodalExtent(0, None, clipped)
        object_from_camera = np.linalg.inv(camera_from_object)
        directions = camera.rays(x0, y0, x1, y1) @ object_from_camera[:3, :3].T / scale
        origin = object_from_camera[:3, 3] / scale
        directions = directions.reshape(-1, 3)
        starts = (origin + directions * NEAR_M).astype(np.float32)
        hit = scene.run(starts, directions.astype(np.float32), query="INTERSECT") >= 0
        hit = hit.reshape(y1 - y0, x1 - x0)
        if visible is not None and visible_mask_box is not None:
            a, b, c, d = visible_mask_box
            hit[b - y0:d - y0, a - x0:c - x0] |= visible
        count = int(hit.sum())
        if not count:
            return AmodalExtent(0, None, clipped)
        ys, xs = np.flatnonzero(hit.any(1)), np.flatnonzero(hit.any(0))
        bbox = [int(x0 + xs[0]), int(y0 + ys[0]), int(xs[-1] - xs[0] + 1), int(ys[-1] - ys[0] + 1)]
        return AmodalExtent(count, bbox, clipped)
