"""The lids' margins as curves, and the ellipse that an iris is in the picture."""

from functools import lru_cache

import numpy as np

from facings.labels.camera import Pinhole
from facings.scenes.face.facial_hair.skin_roots import SkinRoots
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.label.face_mesh import places_on

POINTS = 17
"""Of each margin, evenly from the outer corner to the inner one."""
_AROUND = 64


@lru_cache(maxsize=4)
def margins_on(model: HeadModel) -> SkinRoots:
    """Return the 68 places of the right upper, right lower, left upper and left lower margin on a head model."""
    shares = np.linspace(0, 1, POINTS).tolist()
    return places_on(model, [{"line": f"{side}_{lid}_lid", "share": share} for side in ("right", "left")
                             for lid in ("upper", "lower") for share in shares])


def iris_ellipse(ring_in_camera_m: np.ndarray, camera: Pinhole) -> dict[str, object] | None:
    """Return the ellipse of an iris' edge in the picture; None where the camera does not see all of the circle.

    ring_in_camera_m: (8, 3), evenly around the circle. {'centre_px': [x, y], 'semi_axes_px': [larger, smaller], 'angle_deg': of
    the larger one, clockwise from the picture's right, -90 to 90}. A pinhole sees a circle as an ellipse exactly, and its
    middle is not that of the circle; through a lens it is the one that fits best.
    """
    centre = ring_in_camera_m.mean(0)
    right, up = ring_in_camera_m[0] - centre, ring_in_camera_m[2] - centre
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)[:, None]
    circle = centre + np.cos(angle) * right + np.sin(angle) * up
    pixels = camera.project(circle)
    if not np.isfinite(pixels).all() or circle[:, 2].min() <= 0:
        return None
    middle, size = pixels.mean(0), np.ptp(pixels, 0).max()
    x, y = ((pixels - middle) / max(size, 1e-9)).T
    # a x^2 + b x y + c y^2 + d x + e y = 1
    a, b, c, d, e = np.linalg.lstsq(np.stack([x * x, x * y, y * y, x, y], 1), np.ones(_AROUND), rcond=None)[0]
    form = np.array([[a, b / 2], [b / 2, c]])
    offset = np.linalg.solve(form, -np.array([d, e]) / 2)
    values, axes = np.linalg.eigh(form / (1 + offset @ form @ offset))
    larger, smaller = 1 / np.sqrt(np.abs(values))
    direction = axes[:, 0] * (1 if axes[0, 0] >= 0 else -1)
    return {"centre_px": (middle + size * offset).tolist(), "semi_axes_px": [float(size * larger), float(size * smaller)],
            "angle_deg": float(np.degrees(np.arctan2(direction[1], direction[0])))}
