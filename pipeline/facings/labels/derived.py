"""What of an instance's record follows from its other keys: computed when a frame is labelled, and again when one is read."""

import numpy as np

from facings.labels.camera import Pinhole
from facings.labels.placement import corners_in_camera


def box_corners_px(camera_from_object: np.ndarray, box_min_m: np.ndarray, box_max_m: np.ndarray,
                   camera: Pinhole) -> list[list[list[float] | None]]:
    """Return the eight corners of each box as a record has them; poses (N, 4, 4), boxes (N, 3) in their own frames."""
    pixels = camera.project(corners_in_camera(camera_from_object, box_min_m, box_max_m))
    result = pixels.tolist()
    for number in np.flatnonzero(~np.isfinite(pixels).all((1, 2))):
        result[number] = [point if np.isfinite(point).all() else None for point in result[number]]
    return result


def visible_fraction(visible_px: int, amodal_px: int) -> float:
    """Return the share of an instance that is seen, 0 where nothing of it could be."""
    return visible_px / amodal_px if amodal_px else 0.0


def truncated(bbox_amodal_xywh_px: list[int] | None, width_px: int, height_px: int) -> bool:
    """Return whether part of an instance lies outside the picture."""
    if bbox_amodal_xywh_px is None:
        return True
    x, y, w, h = bbox_amodal_xywh_px
    return x < 0 or y < 0 or x + w > width_px or y + h > height_px
