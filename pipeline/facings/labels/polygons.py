"""Outlines of 3D regions in the picture: clipped at the near plane and at the picture's border."""

import numpy as np

from facings.labels.camera import NEAR_M, Pinhole


def visible_polygon(points_in_camera_m: np.ndarray, camera: Pinhole) -> list[list[float]] | None:
    """Return the picture outline of the convex hull of (N, 3) points as [[x, y], ...] in pixels, counter-clockwise in a
    y-down picture, or None where none of it lies inside the picture.

    Clipping is Sutherland and Hodgman's (1974): exact for convex regions.
    """
    from scipy.spatial import ConvexHull, QhullError

    points = np.asarray(points_in_camera_m, float)
    front = points[:, 2] >= NEAR_M
    if not front.any():
        return None
    if not front.all():
        # Every segment between a point in front and one behind meets the near plane; the hull of those crossings and
        # of the points in front is the clipped body.
        a, b = points[front][:, None], points[~front][None]
        t = (NEAR_M - a[..., 2:]) / (b[..., 2:] - a[..., 2:])
        points = np.concatenate([points[front], (a + t * (b - a)).reshape(-1, 3)])
        points[:, 2] = np.maximum(points[:, 2], NEAR_M)
    pixels = camera.project(points)
    try:
        polygon = pixels[ConvexHull(pixels).vertices]
    except QhullError:
        return None
    for axis, limit, keep_below in ((0, 0.0, False), (0, float(camera.width_px), True), (1, 0.0, False),
                                    (1, float(camera.height_px), True)):
        polygon = _clip(polygon, axis, limit, keep_below)
        if len(polygon) < 3:
            return None
    return polygon.tolist()


def _clip(polygon: np.ndarray, axis: int, limit: float, keep_below: bool) -> np.ndarray:
    distance = (limit - polygon[:, axis]) if keep_below else (polygon[:, axis] - limit)
    result = []
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if distance[i] >= 0:
            result.append(polygon[i])
        if (distance[i] >= 0) != (distance[j] >= 0):
            t = distance[i] / (distance[i] - distance[j])
            result.append(polygon[i] + t * (polygon[j] - polygon[i]))
    return np.array(result).reshape(-1, 2)
