"""What an instance map says of every instance at once: pixel counts and tight boxes."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import find_objects


@dataclass(frozen=True)
class VisibleExtents:
    """Row k belongs to instance k (row 0 to the background)."""

    pixels: np.ndarray
    """(N + 1,) int64."""
    box: np.ndarray
    """(N + 1, 4) int64: x0, y0, x1, y1, right and bottom exclusive; zeros where there are no pixels."""

    def bbox_xywh(self, instance: int) -> list[int] | None:
        """Return the COCO box of one instance, or None where it has no pixels."""
        if not self.pixels[instance]:
            return None
        x0, y0, x1, y1 = self.box[instance].tolist()
        return [x0, y0, x1 - x0, y1 - y0]


def visible_extents(instance_map: np.ndarray, count: int) -> VisibleExtents:
    """Return counts and boxes of instances 0 to `count` in an (H, W) integer map.

    Raises ValueError where the map holds a higher id.
    """
    if instance_map.size and int(instance_map.max()) > count:
        raise ValueError(f"the instance map holds id {int(instance_map.max())}, but there are {count} instances")
    pixels = np.bincount(instance_map.ravel(), minlength=count + 1)
    box = np.zeros((count + 1, 4), np.int64)
    for number, found in enumerate(find_objects(instance_map.astype(np.int32), max_label=count), 1):
        if found is not None:
            rows, columns = found
            box[number] = columns.start, rows.start, columns.stop, rows.stop
    if pixels[0]:
        ys, xs = np.nonzero(instance_map == 0)
        box[0] = xs.min(), ys.min(), xs.max() + 1, ys.max() + 1
    return VisibleExtents(pixels, box)
