"""Penetration depths between placed hulls, by the Flexible Collision Library (GJK and EPA on convex meshes)."""

from collections.abc import Mapping

import fcl
import numpy as np
from scipy.spatial import ConvexHull
from shelf_world import placed_hull

from facings.goods.shape import ProductShape
from facings.scenes.shelf.spec import PlacedProduct


def penetrations(items: tuple[PlacedProduct, ...], shapes: Mapping[str, ProductShape]) -> dict[tuple[int, int], float]:
    """Return the penetration depth in metres of every pair of items that touch, by their indices."""
    faces = {sku: _outward_faces(shapes[sku].hull_m) for sku in {i.sku for i in items}}
    objects = []
    for item in items:
        vertices = np.asarray(shapes[item.sku].hull_m, float) * item.scale
        triangles = faces[item.sku]
        flat = np.concatenate([np.full((len(triangles), 1), 3), triangles], 1).ravel()
        body = fcl.Convex(vertices, len(triangles), flat)
        pose = fcl.Transform(np.array(item.rotation_wxyz), np.array(item.position_m))
        objects.append(fcl.CollisionObject(body, pose))
    found: dict[tuple[int, int], float] = {}
    hulls = [placed_hull(item, shapes[item.sku]) for item in items]
    for a, b in _near(np.array([[h.min(0), h.max(0)] for h in hulls])):
        request, result = fcl.CollisionRequest(num_max_contacts=8, enable_contact=True), fcl.CollisionResult()
        if fcl.collide(objects[a], objects[b], request, result):
            found[a, b] = max(abs(c.penetration_depth) for c in result.contacts)
    return found


def _near(bounds: np.ndarray) -> list[tuple[int, int]]:
    """Pairs whose boxes (N, 2, 3) meet."""
    low, high = bounds[:, 0], bounds[:, 1]
    meet = (low[:, None] <= high[None]).all(-1) & (high[:, None] >= low[None]).all(-1)
    return [(int(a), int(b)) for a, b in zip(*np.nonzero(np.triu(meet, 1)), strict=True)]


def _outward_faces(points: np.ndarray) -> np.ndarray:
    """(F, 3) triangles of a convex hull, counter-clockwise seen from outside."""
    hull = ConvexHull(points)
    triangles = hull.simplices.copy()
    a, b, c = (points[triangles[:, i]] for i in range(3))
    inward = np.einsum("ij,ij->i", np.cross(b - a, c - a), hull.equations[:, :3]) < 0
    triangles[inward] = triangles[inward][:, ::-1]
    return triangles
