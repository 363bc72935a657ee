"""Hair under garments: what runs into a hood or collar stays in it and does not come out below."""

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.scenes.face.geometry import Mesh, lengths

_DEEP_M, _FAR_M = 0.008, 0.20
"""Hair is under a garment where cloth lies so far outside of it; less is a fold that it lies in."""


def tuck(points_m: np.ndarray, garment: Mesh, below_m: float) -> None:
    """End hairs (N, K, 3) where they run under a garment, both posed; only points below the level `below_m` are asked.

    The rest of such a hair is drawn together to where it vanishes, in place.
    """
    # Rays rise: above all of the garment they meet nothing of it.
    low = points_m[..., 2] < min(below_m, float(garment.vertices_m[:, 2].max()))
    point = points_m[low].astype(np.float32)
    if len(point) == 0:
        return
    scene = EmbreeScene()
    vertices, triangles = np.ascontiguousarray(garment.vertices_m, np.float32), garment.triangles
    reached = vertices[:, 2] > point[:, 2].min() - 0.001
    TriangleMesh(scene, vertices, triangles[reached[triangles].any(1)].astype(np.int32))
    # Away from the spine, and up a little: cloth lies so on every side of the torso.
    middle = garment.vertices_m.mean(0)
    way = point - np.array([0.0, middle[1], 0.0], np.float32)
    way[:, 2] = 0.3 * np.linalg.norm(way[:, :2], axis=1)
    way /= np.maximum(lengths(way), 1e-6)[:, None]
    found = scene.run(point, way.astype(np.float32), dists=np.full(len(point), _FAR_M, np.float32), output=1)
    deep = np.zeros(low.shape, bool)
    deep[low] = (found["primID"] >= 0) & (found["tfar"] > _DEEP_M) & (found["tfar"] < _FAR_M)
    gone = np.maximum.accumulate(deep, axis=1)
    gone[:, 0] = False
    last = np.maximum(points_m.shape[1] - 1 - gone.sum(1), 0)
    end = points_m[np.arange(len(points_m)), last]
    beyond = np.maximum(np.arange(points_m.shape[1]) - last[:, None], 0)
    # Not all on one point: a curve needs some length between its points.
    drawn = end[:, None] - np.array([0.0, 0.0, 1e-4]) * beyond[..., None]
    points_m[gone] = drawn[gone]
