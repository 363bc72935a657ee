"""Where an ear joins the head: the path that temples, mask loops and cords take over and behind it."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d, map_coordinates

from facings.scenes.face.accessories.skin_caster import SkinCaster

_ANGLES = 72
_FAR_M = 0.3
_CELL_M = 0.0025
_ROOT_M = 0.0065
"""What of the ear lies nearer to the head than this is in the way of temples and cords."""


@dataclass(frozen=True, eq=False)
class EarRoot:
    """One ear, seen from its side: horizontal Y (backwards), vertical Z; angles run from backwards (0) over up to forwards."""

    side: float
    """-1 right, 1 left."""
    side_map: "SideMap"
    """The head beside the ear."""
    centre_yz_m: np.ndarray
    """(2,)"""
    reach_m: np.ndarray
    """(72,) How far the ear's root, the part close to the head, reaches from the centre at each angle."""
    top_m: np.ndarray
    """(3,) The ear's highest point."""
    lobe_m: np.ndarray
    """(3,) Its lowest."""
    outer_x_m: float
    """How far from the head's middle plane the ear stands out (positive on both sides)."""

    def around(self, angles_rad: np.ndarray, away_m: float | np.ndarray) -> np.ndarray:
        """Return (n, 2): points (y, z) on a smooth curve that keeps `away_m` from the root."""
        place = np.asarray(angles_rad) / (2 * np.pi) * _ANGLES
        reach = np.interp(place, np.arange(_ANGLES + 1), np.append(self.reach_m, self.reach_m[0]), period=_ANGLES)
        return self.centre_yz_m + (reach + away_m)[:, None] * np.stack([np.cos(angles_rad), np.sin(angles_rad)], 1)

    def head_x_m(self, yz_m: np.ndarray) -> np.ndarray:
        """Return (n,): how far the head (not the ear) reaches sideways at points (y, z), positive on both sides."""
        return self.side_map.at(yz_m)


@dataclass(frozen=True, eq=False)
class SideMap:
    """How far the head without its ears reaches sideways, seen from one side."""

    first_yz_m: np.ndarray
    """(2,) The first cell's centre."""
    reach_m: np.ndarray
    """(Y, Z) metres from the head's middle plane."""

    def at(self, yz_m: np.ndarray) -> np.ndarray:
        """Return (...,) the reach at points (..., 2)."""
        cells = (np.asarray(yz_m) - self.first_yz_m) / _CELL_M
        return map_coordinates(self.reach_m, np.moveaxis(cells, -1, 0), order=1, mode="nearest")


def measure_ear_root(earless: SkinCaster, points_m: np.ndarray, side: float) -> EarRoot:
    """Return the root of the ear on one side, from points (n, 3) of its skin and the skin without ears."""
    outward = points_m[:, 0] * side
    side_map = _side_map(earless, points_m[:, 1:], side)
    root = points_m[outward - side_map.at(points_m[:, 1:]) < _ROOT_M]
    low, high = root[:, 1:].min(0), root[:, 1:].max(0)
    centre = (low + high) / 2
    offset = root[:, 1:] - centre
    angle = np.arctan2(offset[:, 1], offset[:, 0]) % (2 * np.pi)
    cell = np.floor(angle / (2 * np.pi) * _ANGLES).astype(int) % _ANGLES
    reach = np.zeros(_ANGLES)
    np.maximum.at(reach, cell, np.linalg.norm(offset, axis=1))
    known = reach > 0
    reach = np.interp(np.arange(_ANGLES), np.flatnonzero(known), reach[known], period=_ANGLES)
    # The widest of each neighbourhood, then smooth: a cord is taut and never dips into a notch.
    widest = np.max([np.roll(reach, k) for k in range(-3, 4)], 0)
    smooth = gaussian_filter1d(widest, 1.5, mode="wrap")
    return EarRoot(side, side_map, centre, smooth, points_m[points_m[:, 2].argmax()], points_m[points_m[:, 2].argmin()],
                   float(outward.max()))


def _side_map(earless: SkinCaster, ear_yz_m: np.ndarray, side: float) -> SideMap:
    first, last = ear_yz_m.min(0) - (0.12, 0.05), ear_yz_m.max(0) + (0.05, 0.05)
    y, z = (np.arange(a, b, _CELL_M) for a, b in zip(first, last, strict=True))
    origins = np.stack(np.broadcast_arrays(side * _FAR_M, y[:, None], z[None, :]), -1)
    reach = _FAR_M - earless.outer_distance_m(origins, np.array([-side, 0.0, 0.0]))
    # Through the hole that the ear has left a ray meets the ear's back from within, or the far side, if anything.
    known = np.isfinite(reach) & (reach > 0.02)
    along_y, along_z = _bridged(reach, known), _bridged(reach.T, known.T).T
    bridged = np.where(np.isfinite(along_y) & np.isfinite(along_z), (along_y + along_z) / 2,
                       np.where(np.isfinite(along_y), along_y, along_z))
    filled = np.where(known, reach, bridged)
    return SideMap(np.array([y[0], z[0]]), np.where(np.isfinite(filled), filled, np.nanmin(filled)))


def _bridged(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return each row with its gaps bridged by straight lines; rows without any value stay NaN."""
    result = np.full(values.shape, np.nan)
    columns = np.arange(values.shape[1])
    for k, row in enumerate(known):
        if row.any():
            result[k] = np.interp(columns, columns[row], values[k, row])
    return result
