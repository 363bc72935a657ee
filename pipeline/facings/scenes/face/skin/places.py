"""Soft places on the reference head, by coordinates in metres: X to the subject's left, the face towards -Y, Z up."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Blob:
    """An ellipsoid of influence; `pair` mirrors it to the other side as well."""

    centre_mm: tuple[float, float, float]
    radius_mm: tuple[float, float, float]
    """Where the influence has fallen to 1/e along each axis."""
    pair: bool = False
    weight: float = 1.0

    def at(self, point_m: np.ndarray) -> np.ndarray:
        """Return (N,) float32 influences at (N, 3) points."""
        point = np.abs(point_m * (1, 0, 0)) + point_m * (0, 1, 1) if self.pair else point_m
        offset = (point * 1000 - np.float32(self.centre_mm)) / np.float32(self.radius_mm)
        return (self.weight * np.exp(-np.einsum("nk,nk->n", offset, offset))).astype(np.float32)


def blobs(point_m: np.ndarray, *parts: Blob) -> np.ndarray:
    """Return (N,) the sum of several influences."""
    return sum((part.at(point_m) for part in parts), np.zeros(len(point_m), np.float32))


def step(value: np.ndarray, start: float, end: float) -> np.ndarray:
    """Return 0 before start, 1 after end, eased in between; start may lie above end."""
    t = np.clip((value - start) / (end - start), 0.0, 1.0)
    return t * t * (3 - 2 * t)
