"""A small convex body that encloses a package: what placement tests for collisions and for falling over."""

import numpy as np

MAX_POINTS = 200
_MAX_PLANES = MAX_POINTS // 2 - 2


def enclosing_hull(points: np.ndarray) -> np.ndarray:
    """Return at most 200 points (H, 3) float32 whose convex hull holds all `points` (V, 3), with the same bounding box.

    Where the exact hull has more corners, an intersection of half-spaces replaces it: the bounding box's six, and the
    exact hull's largest facets with distinct directions, each pushed out to the points' support. A simple polytope of
    F faces has 2F - 4 corners (Euler), so 98 planes stay below 200.
    """
    from scipy.spatial import ConvexHull, HalfspaceIntersection

    points = np.asarray(points, float)
    hull = ConvexHull(points)
    corners = points[np.sort(hull.vertices)]
    if len(corners) <= MAX_POINTS:
        return corners.astype(np.float32)
    normals = _distinct_normals(corners, hull.equations[:, :3], _facet_areas(points, hull.simplices))
    support = (corners @ normals.T).max(0)
    planes = np.column_stack([normals, -support])
    outer = HalfspaceIntersection(planes, corners.mean(0)).intersections
    outer = np.clip(outer, corners.min(0), corners.max(0))
    # Corners shared by more than three planes come back several times, once per triple, up to rounding.
    return np.unique(np.round(outer, 6), axis=0).astype(np.float32)


def _facet_areas(points: np.ndarray, simplices: np.ndarray) -> np.ndarray:
    a, b, c = (points[simplices[:, i]] for i in range(3))
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


def _distinct_normals(corners: np.ndarray, normals: np.ndarray, areas: np.ndarray) -> np.ndarray:
    chosen = np.concatenate([np.eye(3), -np.eye(3)])
    # Rounded areas make the order the same where qhull splits a flat facet differently by one rounding.
    order = np.lexsort((np.arange(len(areas)), -np.round(areas, 12)))
    for apart_deg in (12.0, 6.0, 3.0):
        for i in order:
            if len(chosen) == _MAX_PLANES:
                return chosen
            if (chosen @ normals[i]).max() < np.cos(np.radians(apart_deg)):
                chosen = np.vstack([chosen, normals[i]])
    return chosen
