"""Soft places on the reference head, by coordinates in metres: X to the subject's left, the face towards -Y, Z up."""

from dataclasses import dataclass

import numpy as np

_REACH = 2.8
"""Radii beyond which an influence is below 0.0004 and left out."""


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
        result = np.zeros(len(point_m), np.float32)
        centre, radius = (np.array(row, np.float32) / 1000 for row in (self.centre_mm, self.radius_mm))
        for side in (1, -1) if self.pair else (1,):
            mirrored = centre * np.array((side, 1, 1), np.float32)
            near = np.flatnonzero((np.abs(point_m[:, 0] - mirrored[0]) < _REACH * radius[0])
                                  & (np.abs(point_m[:, 2] - mirrored[2]) < _REACH * radius[2]))
            offset = (point_m[near] - mirrored) / radius
            result[near] += self.weight * np.exp(-np.einsum("nk,nk->n", offset, offset))
        return result


def blobs(point_m: np.ndarray, *parts: Blob) -> np.ndarray:
    """Return (N,) the sum of several influences."""
    return sum((part.at(point_m) for part in parts), np.zeros(len(point_m), np.float32))


def step(value: np.ndarray, start: float | np.ndarray, end: float | np.ndarray) -> np.ndarray:
    """Return 0 before start, 1 after end, eased in between; start may lie above end."""
    t = np.clip((value - start) / (end - start), 0.0, 1.0)
    return t * t * (3 - 2 * t)
