"""Where on its object each pixel lies: normalised coordinates in the object's own box (Wang et al. 2019, NOCS)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from facings.labels.camera import Pinhole


def object_coordinates(instance_map: np.ndarray, depth_m: np.ndarray, instances: Sequence[Mapping[str, Any]],
                       camera: Pinhole) -> np.ndarray:
    """Return (H, W, 3) float32 in 0 to 1, NaN where the (H, W) map shows no instance.

    0 is `box_min_m` and 1 `box_max_m` along each axis of the object's own frame, so that equal places of equal objects have
    equal coordinates however they stand. What is at the pixel's centre is told, from depth and pose; an axis along which the
    box has no extent is 0.
    """
    result = np.full((*instance_map.shape, 3), np.nan, np.float32)
    for instance in instances:
        if instance["bbox_visible_xywh_px"] is None:
            continue
        x, y, width, height = instance["bbox_visible_xywh_px"]
        window = np.s_[y:y + height, x:x + width]
        shown = instance_map[window] == instance["id"]
        rows, columns = np.nonzero(shown)
        in_camera = camera.rays_through(columns + x, rows + y) * depth_m[window][shown, None]
        pose, low = np.array(instance["camera_from_object"], float), np.array(instance["box_min_m"], float)
        size = np.array(instance["box_max_m"], float) - low
        in_box = (in_camera - pose[:3, 3]) @ pose[:3, :3] - low
        result[window][shown] = np.clip(np.divide(in_box, size, out=np.zeros_like(in_box), where=size > 0), 0, 1)
    return result
