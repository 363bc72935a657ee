"""Amodal masks of instances, and who hides what of them: counted pixel by pixel in the picture."""

from typing import Any

import numpy as np

from facings.labels.amodal import AmodalExtent
from facings.labels.mask_boxes import oriented_box
from facings.labels.rle import Runs, rle_of_runs


class Occlusion:
    """What one frame's instances are without one another, collected one by one in any order."""

    def __init__(self, instance: np.ndarray) -> None:
        """`instance` is the frame's map, (H, W) integer."""
        self._instance = instance
        self._runs: list[Runs] = []
        self._told: dict[int, dict[str, Any]] = {}

    def add(self, number: int, extent: AmodalExtent, shown: tuple[tuple[int, int, int, int], np.ndarray] | None) -> None:
        """Take in an instance: its extent, and the box (x0, y0, x1, y1) and mask of where it is seen, None for nowhere."""
        told: dict[str, Any] = {"oriented_visible_px": None, "oriented_amodal_px": None, "occluders": []}
        if shown is not None:
            told["oriented_visible_px"] = oriented_box(shown[1], *shown[0][:2])
        if extent.covered is not None and extent.bbox_xywh_px is not None:
            x, y, _, _ = extent.bbox_xywh_px
            told["oriented_amodal_px"] = oriented_box(extent.covered, x, y)
            told["occluders"] = self._within(number, extent.covered, x, y)
        self._told[number] = told

    def _within(self, number: int, mask: np.ndarray, x: int, y: int) -> list[dict[str, int]]:
        """Keep the mask's part in the picture, and count what is seen there instead."""
        height, width = self._instance.shape
        left, top, right, bottom = max(x, 0), max(y, 0), min(x + mask.shape[1], width), min(y + mask.shape[0], height)
        if right <= left or bottom <= top:
            return []
        inside = mask[top - y:bottom - y, left - x:right - x]
        self._runs.append(Runs.of(inside, left, top, height, number))
        ids, counts = np.unique(self._instance[top:bottom, left:right][inside], return_counts=True)
        return [{"id": int(i), "pixels": int(n)} for i, n in zip(ids, counts, strict=True) if i != number]

    def records(self) -> dict[int, dict[str, Any]]:
        """Return the keys of each instance's record, by its number; see `facings.labels.instance_record`."""
        masks = rle_of_runs(self._runs, self._instance.shape)
        return {number: {"amodal_segmentation": masks.get(number), **told} for number, told in self._told.items()}
