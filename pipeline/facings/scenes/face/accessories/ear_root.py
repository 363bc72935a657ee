"""Where an ear joins the head: the path that temples, mask loops and cords take over and behind it."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.accessories.skin_caster import SkinCaster

_ANGLES = 72
_FAR_M = 0.3


@dataclass(frozen=True, eq=False)
class EarRoot:
    """One ear, seen from its side: horizontal Y (backwards), vertical Z; angles run from backwards (0) over up to forwards."""

    side: float
    """-1 right, 1 left."""
    caster: SkinCaster
    """The skin without ears."""
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
        origins = np.column_stack([np.full(len(yz_m), self.side * _FAR_M), yz_m])
        reach = _FAR_M - self.caster.distance_m(origins, np.array([-self.side, 0.0, 0.0]))
        # A ray through the hole that the ear has left meets the far side, if anything.
        known = np.isfinite(reach) & (reach > 0.02)
        return np.interp(np.arange(len(reach)), np.flatnonzero(known), reach[known]) if known.any() else reach


def measure_ear_root(earless: SkinCaster, points_m: np.ndarray, side: float) -> EarRoot:
    """Return the root of the ear on one side, from points (n, 3) of its skin and the skin without ears."""
    outward = points_m[:, 0] * side
    near_m = np.percentile(outward, 2) + 0.010
    root = points_m[outward < max(near_m, np.percentile(outward, 35))]
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
    smooth = gaussian_filter1d(widest, 2.0, mode="wrap")
    return EarRoot(side, earless, centre, smooth, points_m[points_m[:, 2].argmax()], points_m[points_m[:, 2].argmin()],
                   float(outward.max()))
