"""What an instance map says of every instance at once: pixel counts and tight boxes."""

from dataclasses import dataclass

import numpy as np


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
    flat = instance_map.astype(np.int64)
    pixels = np.bincount(flat.ravel(), minlength=count + 1)
    big = np.iinfo(np.int64).max
    box = np.zeros((count + 1, 4), np.int64)
    low = np.full((count + 1, 2), big)
    high = np.zeros((count + 1, 2), np.int64)
    ys, xs = np.indices(flat.shape)
    np.minimum.at(low[:, 0], flat, xs)
    np.minimum.at(low[:, 1], flat, ys)
    np.maximum.at(high[:, 0], flat, xs + 1)
    np.maximum.at(high[:, 1], flat, ys + 1)
    seen = pixels > 0
    box[seen, :2], box[seen, 2:] = low[seen], high[seen]
    return VisibleExtents(pixels, box)
