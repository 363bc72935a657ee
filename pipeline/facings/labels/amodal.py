"""Amodal extents: which pixel centres each object alone would cover.

What decides is a ray through the pixel's centre, cast by Embree (through embreex) in single precision. Nearly all pixels follow
from the projected outline in double precision; rays are cast where an edge passes so close that rounding could matter, at the
triangles there.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore import EmbreeDevice
from embreex.rtcore_scene import EmbreeScene

from facings.labels.bent import pieces
from facings.labels.camera import NEAR_M, Pinhole
from facings.labels.placement import Placements
from facings.labels.silhouette import Surface, Triangles, coverage

_TIE = 1e-6
"""Of the focal length, for an object that is small beside its distance: five times what Embree's single precision was seen to
move an outline."""

_BEND_PX = 0.002
"""How far the pieces of an edge that a lens bends may leave it: rays decide pixels that are so near."""


@dataclass(frozen=True, eq=False)
class AmodalExtent:
    """How much of an object would be seen if nothing stood before it."""

    pixels: int
    bbox_xywh_px: list[int] | None
    """In picture coordinates; may lie outside the picture."""
    clipped: bool
    """The 3x3 pictures around, the near plane, or the reach of a lens, cut it."""
    covered: np.ndarray | None = field(default=None, repr=False)
    """(h, w) bool: its pixels in that box."""


class AmodalCaster:
    """Measures objects one after the other; keeps what it computed of the most recent `capacity` meshes."""

    def __init__(self, capacity: int) -> None:
        self._surfaces: OrderedDict[str, Surface] = OrderedDict()
        self._capacity = capacity
        self._device = EmbreeDevice()

    def extent(self, mesh: Triangles, placed: Placements, number: int, camera: Pinhole,
               visible_mask_box: tuple[int, int, int, int] | None = None,
               visible: np.ndarray | None = None) -> AmodalExtent:
        """Return the extent of the object of that `number`, counted from 0, among those placed, whose mesh is `mesh`.

        `visible` is the bool mask of the pixels where the label render shows it, cut to its box `visible_mask_box`
        (x0, y0, x1, y1): a pixel counted there counts here, so that a silhouette tie never makes the visible fraction
        exceed one.
        """
        nearest_m, farthest_m = placed.depth_m[number]
        if farthest_m <= NEAR_M:
            return AmodalExtent(0, None, True)
        x0, y0, x1, y1 = placed.window_px[number].tolist()
        clipped = bool(placed.clipped[number])
        if visible_mask_box is not None:
            x0, y0 = min(x0, visible_mask_box[0]), min(y0, visible_mask_box[1])
            x1, y1 = max(x1, visible_mask_box[2]), max(y1, visible_mask_box[3])
        if x1 <= x0 or y1 <= y0:
            return AmodalExtent(0, None, clipped)
        window = (x0, y0, x1, y1)
        seen = np.zeros((y1 - y0, x1 - x0), bool)
        if visible is not None and visible_mask_box is not None:
            a, b, c, d = visible_mask_box
            seen[b - y0:d - y0, a - x0:c - x0] = visible
        if nearest_m <= NEAR_M:
            hit = self._met(mesh.vertices_m[mesh.triangles], placed, number, camera.rays(*window))
        else:
            hit = self._covered(mesh, placed, number, camera, window, seen)
        hit |= seen
        count = int(np.count_nonzero(hit))
        if not count:
            return AmodalExtent(0, None, clipped)
        ys, xs = np.flatnonzero(hit.any(1)), np.flatnonzero(hit.any(0))
        bbox = [int(x0 + xs[0]), int(y0 + ys[0]), int(xs[-1] - xs[0] + 1), int(ys[-1] - ys[0] + 1)]
        return AmodalExtent(count, bbox, clipped, hit[ys[0]:ys[-1] + 1, xs[0]:xs[-1] + 1])

    def _covered(self, mesh: Triangles, placed: Placements, number: int, camera: Pinhole,
                 window: tuple[int, int, int, int], known: np.ndarray) -> np.ndarray:
        """(H, W) bool of an object wholly in front of the near plane; rays are spared where it is `known` to be."""
        surface = self._surface(mesh)
        scale, pose = placed.scale[number], placed.camera_from_object[number]
        edges, weights = surface.outline(placed.eye[number])
        # Every vertex once: an edge ends where the next one starts, to the last bit.
        used = np.zeros(len(surface.vertices_m), bool)
        used[edges] = True
        used = np.flatnonzero(used)
        slot = np.empty(len(surface.vertices_m), np.int32)
        slot[used] = np.arange(len(used))
        points = surface.vertices_m[used].astype(float) @ (pose[:3, :3] * scale).T + pose[:3, 3]
        size = window[2] - window[0], window[3] - window[1]
        nearest_m, farthest_m = placed.depth_m[number]
        margin_px = _TIE * max(camera.K[0, 0], camera.K[1, 1]) * farthest_m / nearest_m
        pixels = camera.project(points)
        if camera.lens is None:
            starts, ends = pixels[slot[edges[0]]], pixels[slot[edges[1]]]
        elif np.isfinite(pixels).all():
            xy = points[:, :2] / points[:, 2:]
            starts, ends, of_edge = pieces(xy[slot[edges[0]]], xy[slot[edges[1]]], camera, _BEND_PX)
            weights, margin_px = weights[of_edge], margin_px + 2 * _BEND_PX
        else:  # the lens does not see all of it
            return self._met(mesh.vertices_m[mesh.triangles], placed, number, camera.rays(*window))
        hit, unsure = coverage(starts - window[:2], ends - window[:2], weights, size, margin_px)
        unsure = unsure[~known.reshape(-1)[unsure]]
        rows, columns = np.divmod(unsure, size[0])
        rays = camera.rays_through(columns + window[0], rows + window[1])
        if camera.lens is not None:
            there = np.isfinite(rays).all(-1)
            unsure, rays = unsure[there], rays[there]
        if len(unsure):
            corners = surface.near(placed.eye[number], rays @ placed.object_from_camera[number, :3, :3].T / scale)
            hit.reshape(-1)[unsure] = self._met(corners, placed, number, rays)
        return hit

    def _met(self, corners_m: np.ndarray, placed: Placements, number: int, rays: np.ndarray) -> np.ndarray:
        """(...,) bool: which of (..., 3) rays meet triangles, (n, 3, 3) in their own frame; the near plane cuts them."""
        if not len(corners_m):
            return np.zeros(rays.shape[:-1], bool)
        there = np.isfinite(rays).all(-1)
        if not there.all():  # outside the picture a lens may see nothing
            hit = np.zeros(there.shape, bool)
            hit[there] = self._met(corners_m, placed, number, rays[there])
            return hit
        scene = EmbreeScene(self._device, robust=True)
        TriangleMesh(scene, np.ascontiguousarray(corners_m.reshape(-1, 3), np.float32),
                     np.arange(3 * len(corners_m), dtype=np.int32).reshape(-1, 3))
        directions = (rays @ placed.object_from_camera[number, :3, :3].T / placed.scale[number]).reshape(-1, 3)
        starts = (placed.eye[number] + directions * NEAR_M).astype(np.float32)
        return (scene.run(starts, directions.astype(np.float32), query="INTERSECT") >= 0).reshape(rays.shape[:-1])

    def _surface(self, mesh: Triangles) -> Surface:
        if mesh.key not in self._surfaces:
            self._surfaces[mesh.key] = Surface(mesh)
            while len(self._surfaces) > self._capacity:
                self._surfaces.popitem(last=False)
        self._surfaces.move_to_end(mesh.key)
        return self._surfaces[mesh.key]
