"""An independent oracle of the label render: Embree (through embreex) on the evaluated world-space meshes of a scene.

A **tie** is a pixel whose centre lies on a silhouette to within single precision: rays a hundredth of a pixel to the
left, right, above, below and diagonally meet the label's object as well. Only there may the two differ.
"""

from dataclasses import dataclass

import bpy
import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.labels.camera import NEAR_M, Pinhole

TIE_PX = 0.01
_AROUND = [(du, dv) for du in (-TIE_PX, 0.0, TIE_PX) for dv in (-TIE_PX, 0.0, TIE_PX) if du or dv]


@dataclass
class Cast:
    index: np.ndarray
    depth_m: np.ndarray
    cosine: np.ndarray
    point: np.ndarray
    normal: np.ndarray
    """Of the plane that was hit, in world space."""


class SceneOracle:
    """All renderable meshes of a scene but the `hidden` ones."""

    def __init__(self, scene: bpy.types.Scene, hidden=()) -> None:
        graph = bpy.context.evaluated_depsgraph_get()
        vertices, triangles, owner, offset = [], [], [], 0
        hidden = set(hidden)
        for item in scene.objects:
            if item.type != "MESH" or item.hide_render or item in hidden or not item.visible_camera:
                continue
            evaluated = item.evaluated_get(graph)
            mesh = evaluated.to_mesh()
            co = np.empty(len(mesh.vertices) * 3, np.float32)
            mesh.vertices.foreach_get("co", co)
            tri = np.empty(len(mesh.loop_triangles) * 3, np.int32)
            mesh.loop_triangles.foreach_get("vertices", tri)
            evaluated.to_mesh_clear()
            if not len(tri):
                continue
            world = np.array(evaluated.matrix_world, float)
            vertices.append(co.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3])
            triangles.append(tri.reshape(-1, 3) + offset)
            owner.append(np.full(len(tri) // 3, item.pass_index))
            offset += len(co) // 3
        # Embree takes single precision; the plane of what it hits is then computed in double, since rounding a world
        # position by 1e-7 m tilts a sliver of 1e-4 m visibly.
        self._vertices = np.concatenate(vertices)
        self._triangles = np.concatenate(triangles).astype(np.int32)
        self._owner = np.concatenate(owner)
        self._scene = EmbreeScene(robust=True)
        TriangleMesh(self._scene, self._vertices.astype(np.float32), self._triangles)

    def sees(self, camera: Pinhole, points: np.ndarray, slack: float) -> np.ndarray:
        """Whether nothing lies between a camera and each of (N, 3) points of the world, but within `slack` of the distance."""
        eye = camera.world_from_camera[:3, 3]
        way = points - eye
        length = np.linalg.norm(way, axis=1)
        hit = self._scene.run(np.repeat(eye[None], len(points), 0).astype(np.float32),
                              (way / length[:, None]).astype(np.float32), output=1)
        return (hit["primID"] < 0) | (hit["tfar"] > length * (1 - slack))

    def cast(self, camera: Pinhole, du: float = 0.0, dv: float = 0.0) -> Cast:
        rays = camera.rays(0, 0, camera.width_px, camera.height_px)
        rays = rays + np.array([du / camera.K[0, 0], dv / camera.K[1, 1], 0.0])
        shape = rays.shape[:2]
        directions = (rays @ camera.world_from_camera[:3, :3].T).reshape(-1, 3)
        starts = camera.world_from_camera[:3, 3] + directions * NEAR_M
        hit = self._scene.run(starts.astype(np.float32), directions.astype(np.float32), output=1)
        primitive = hit["primID"]
        found = primitive >= 0
        a, b, c = (self._vertices[self._triangles[np.maximum(primitive, 0), k]] for k in range(3))
        normal = np.cross(b - a, c - a)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
        # The plane of the triangle that was hit, in double precision: exact depth on that triangle.
        origin = camera.world_from_camera[:3, 3]
        along = (normal * directions).sum(1)
        depth = np.where(found, (normal * (a - origin)).sum(1) / np.where(along == 0, 1, along), np.inf)
        cosine = np.abs(along) / np.linalg.norm(directions, axis=1)
        return Cast(
            np.where(found, self._owner[np.maximum(primitive, 0)], 0).reshape(shape), depth.reshape(shape),
            cosine.reshape(shape), (origin + directions * np.where(found, depth, 0)[:, None]).reshape(*shape, 3),
            normal.reshape(*shape, 3),
        )

    def depth_ties(self, camera: Pinhole, centre: Cast) -> np.ndarray:
        """(H, W) bool: an object's silhouette before itself; rays within TIE_PX leave the plane that the centre's hit.

        By more than single precision explains, that is: relative to the distance and across the plane, 5e-6.
        """
        result = np.zeros(centre.index.shape, bool)
        origin = camera.world_from_camera[:3, 3]
        for du, dv in _AROUND:
            other = self.cast(camera, du, dv)
            with np.errstate(invalid="ignore"):
                across = np.abs(((other.point - centre.point) * centre.normal).sum(-1))
                distance = np.linalg.norm(other.point - origin, axis=-1)
                result |= ~(across <= 5e-6 * distance) | ~np.isfinite(other.depth_m)
        return result

    def ties(self, camera: Pinhole, index: np.ndarray, centre: Cast) -> np.ndarray:
        """(H, W) bool: where `index` differs from the centre's cast but a ray within TIE_PX of it agrees."""
        agrees = np.zeros(index.shape, bool)
        for du, dv in _AROUND:
            agrees |= self.cast(camera, du, dv).index == index
        return (index != centre.index) & agrees
