"""Rays against the skin: Embree through embreex."""

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene


class SkinCaster:
    """A triangle mesh that can be hit."""

    def __init__(self, vertices_m: np.ndarray, triangles: np.ndarray) -> None:
        corners = np.asarray(vertices_m, np.float64)[triangles]
        self._normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self._scene = EmbreeScene(robust=True)
        TriangleMesh(self._scene, np.ascontiguousarray(vertices_m, np.float32), np.ascontiguousarray(triangles, np.int32))

    def distance_m(self, origins_m: np.ndarray, directions: np.ndarray) -> np.ndarray:
        """Return (...,) float64: how far each ray (..., 3) goes until it first meets the skin; inf where it never does.

        `directions` (broadcast to the origins) are unit vectors.
        """
        origins = np.asarray(origins_m, np.float32)
        rays = np.ascontiguousarray(np.broadcast_to(np.asarray(directions, np.float32), origins.shape)).reshape(-1, 3)
        hits = self._scene.run(np.ascontiguousarray(origins).reshape(-1, 3), rays, query="DISTANCE")
        distances = np.asarray(hits, np.float64).reshape(origins.shape[:-1])
        # Embree leaves the ray's own length, 1e37, where nothing was met.
        return np.where(distances < 1e6, distances, np.inf)

    def outer_distance_m(self, origins_m: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Return what `distance_m` does for one direction (3,), but inf where the skin is met from its inner side."""
        origins = np.ascontiguousarray(origins_m, np.float32).reshape(-1, 3)
        rays = np.ascontiguousarray(np.broadcast_to(np.asarray(direction, np.float32), origins.shape))
        hits = self._scene.run(origins, rays, output=True)
        met = hits["primID"] >= 0
        facing = np.zeros(len(origins), bool)
        facing[met] = self._normals[hits["primID"][met]] @ np.asarray(direction, np.float64) < 0
        return np.where(facing, hits["tfar"], np.inf).astype(np.float64).reshape(np.shape(origins_m)[:-1])
