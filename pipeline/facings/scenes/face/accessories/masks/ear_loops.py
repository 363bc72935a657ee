"""The cords of a mask: from its upper corner over the ear, behind it, and back to the lower corner."""

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull

from facings.scenes.face.accessories.ear_root import EarRoot
from facings.scenes.face.accessories.solids import tube
from facings.scenes.face.geometry import Mesh


def ear_loop(upper_m: np.ndarray, lower_m: np.ndarray, ear: EarRoot, radius_m: float) -> Mesh:
    """Return the cord between two corners (3,) of a mask, taut around the ear."""
    angles = np.radians(np.arange(-100, 150, 4.0))
    root = ear.around(angles, radius_m + 0.0010)
    cloud = np.concatenate([root, upper_m[None, 1:], lower_m[None, 1:]])
    # A taut cord is the hull of what it runs around.
    hull = ConvexHull(cloud).vertices
    first, last = len(root), len(root) + 1
    if first not in hull or last not in hull:
        order = [first, *np.flatnonzero(angles > np.radians(-60))[::-1], last]
    else:
        hull = np.roll(hull, -int(np.flatnonzero(hull == first)[0]))
        cut = int(np.flatnonzero(hull == last)[0])
        way = hull[: cut + 1], np.append(hull[cut:], hull[0])[::-1]
        # The one of the two ways between the corners that passes behind the ear.
        order = max(way, key=lambda ids: cloud[ids, 0].max())
    corners = cloud[np.asarray(order)]
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1)))
    even = np.linspace(0, length[-1], 90)
    yz = np.stack([np.interp(even, length, corners[:, k]) for k in range(2)], 1)
    x = ear.head_x_m(yz) + radius_m + 0.0005
    x = np.maximum(gaussian_filter1d(np.maximum(x, gaussian_filter1d(x, 4, mode="nearest")), 2, mode="nearest"), x)
    share = np.linspace(0, 1, len(x))
    for place, corner in ((share, upper_m), (1 - share, lower_m)):
        start = np.clip(1 - place / 0.08, 0, 1)
        x = x + (abs(corner[0]) - x) * start
    return tube(np.column_stack([x * ear.side, yz]), radius_m, sides=8)
