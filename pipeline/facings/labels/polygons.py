"""Outlines of 3D regions in the picture: clipped at the near plane and at the picture's border."""

import numpy as np

from facings.labels.bent import clipped, pieces, seen_part
from facings.labels.camera import NEAR_M, Pinhole

_BEND_PX = 0.1


def visible_polygon(points_in_camera_m: np.ndarray, camera: Pinhole) -> list[list[float]] | None:
    """Return the picture outline of the convex hull of (N, 3) points as [[x, y], ...] in pixels, counter-clockwise in a
    y-down picture, or None where none of it lies inside the picture.

    Clipping is Sutherland and Hodgman's (1974): exact for convex regions. What a lens bends has as many points as keep it
    within `_BEND_PX`.
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
    plane = camera.project(points) if camera.lens is None else points[:, :2] / points[:, 2:]
    try:
        polygon = plane[ConvexHull(plane).vertices]
    except QhullError:
        return None
    if camera.lens is not None:
        polygon = seen_part(polygon, camera)
        if len(polygon) < 3:
            return None
        polygon, _, _ = pieces(polygon, np.roll(polygon, -1, 0), camera, _BEND_PX)
    for inwards, offset in (((1, 0), 0), ((-1, 0), camera.width_px), ((0, 1), 0), ((0, -1), camera.height_px)):
        polygon = clipped(polygon, np.array(inwards, float), float(offset))
        if len(polygon) < 3:
            return None
    return polygon.tolist()
