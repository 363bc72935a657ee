"""From the canonical head to a given person's: hair made over the one lies over the other likewise."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from facings.scenes.face.hair.distance_field import HIGH_M, LOW_M
from facings.scenes.face.hair.scalp import Scalp
from facings.scenes.face.heads.model import PARTS
from facings.scenes.face.heads.shape import HeadShape

_CELL_M = 0.015
_ROOT_REACH_M = 0.03
"""Over this length a hair forgets by how much its root's own skin differs from the smooth displacement."""


@dataclass(frozen=True, eq=False)
class Carriage:
    """An affine map, and smooth displacements on a lattice on top of it."""

    affine: np.ndarray
    """(4, 3): (x, y, z, 1) @ affine is the body frame's point."""
    lattice_m: np.ndarray
    """(3, X, Y, Z) displacements over `LOW_M`, in steps of 15 mm."""

    def __call__(self, canonical_m: np.ndarray) -> np.ndarray:
        """Return (..., 3) unposed body-frame points of canonical ones."""
        point = np.asarray(canonical_m, np.float32)
        flat = point.reshape(-1, 3)
        place = ((flat - LOW_M.astype(np.float32)) / np.float32(_CELL_M)).T
        moved = flat @ self.affine[:3].astype(np.float32) + self.affine[3].astype(np.float32)
        for axis in range(3):
            moved[:, axis] += ndimage.map_coordinates(self.lattice_m[axis], place, order=1, mode="nearest", output=np.float32)
        return moved.reshape(point.shape)

    def hairs(self, canonical_m: np.ndarray, travelled_m: np.ndarray, roots_m: np.ndarray) -> np.ndarray:
        """Return (N, K, 3) hairs carried along, with their first points exactly at `roots_m` (N, 3)."""
        carried = self(canonical_m)
        ease = np.exp(-np.asarray(travelled_m, np.float32) / _ROOT_REACH_M)
        return carried + (roots_m.astype(np.float32) - carried[:, 0])[:, None] * ease[..., None]


def carriage_to(shape: HeadShape) -> Carriage:
    """Return how points about the mean head move to a person's head without its expression (a jaw moves no hair)."""
    model = shape.model
    sizes = np.diff(np.append(model.starts, len(model.corners)))
    skin = np.unique(model.corners[np.repeat(model.part == PARTS.index("skin"), sizes)])
    source, target = model.canonical_m[skin].astype(np.float64), shape.neutral_m[skin].astype(np.float64)
    ones = np.c_[source, np.ones(len(source))]
    affine = np.linalg.lstsq(ones, target, rcond=None)[0]
    return Carriage(affine, _spread(source, target - ones @ affine))


def _spread(source_m: np.ndarray, offset_m: np.ndarray) -> np.ndarray:
    """Return (3, X, Y, Z) offsets: near the given points theirs, farther away ever broader means of them."""
    counts = np.ceil((HIGH_M - LOW_M) / _CELL_M).astype(int) + 1
    place = (source_m - LOW_M) / _CELL_M
    first = np.clip(place.astype(int), 0, counts - 2)
    share = place - first
    total = np.zeros((4, counts.prod()))
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, share, 1 - share), axis=1)
        node = np.ravel_multi_index(np.clip(first + corner, 0, counts - 1).T, counts)
        for row, values in enumerate((np.ones(len(weight)), *offset_m.T)):
            total[row] += np.bincount(node, weight * values, minlength=total.shape[1])
    total = total.reshape(4, *counts).astype(np.float32)
    result = np.zeros((3, *counts), np.float32)
    for sigma in (9.0, 4.0, 2.0, 1.0, 0.0):
        blurred = [ndimage.gaussian_filter(part, sigma, mode="nearest", truncate=3) if sigma else part for part in total]
        trust = blurred[0] / (blurred[0] + 0.02)
        mean = np.stack(blurred[1:]) / np.maximum(blurred[0], 1e-9)
        result = result * (1 - trust) + mean * trust
    return result


def root_points(scalp: Scalp, chosen: np.ndarray, shape: HeadShape) -> np.ndarray:
    """Return (N, 3) where the chosen follicles lie on the person's unposed skin, expression included."""
    corner = shape.unposed_m[scalp.triangle[chosen]]
    return (corner * scalp.weight[chosen][..., None]).sum(1)
