"""The line that a brow follows over the reference head, and how wide it is."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from facings.scenes.face.facial_hair.spec import BrowSpec
from facings.scenes.face.heads.model import HeadModel

_AXIS_Y_M = 0.07
"""Rays towards the brow's skin come square to a vertical axis so far behind the eyes."""


@dataclass(frozen=True, eq=False)
class BrowLine:
    """One brow: places by `t`, 0 at the inner end and 1 at the tail, and `s`, -1 the lower and 1 the upper edge."""

    middle: CubicSpline
    height_m: float

    def points(self, t: np.ndarray, s: np.ndarray) -> np.ndarray:
        """Return (N, 3) canonical points near the skin."""
        place = self.middle(t)
        along = self.middle(t, 1)
        along /= np.linalg.norm(along, axis=-1, keepdims=True)
        outward = self.outward(place)
        up = np.cross(along, outward)
        up *= np.sign(up[..., 2:])
        return place + up * (s * self.half_width_m(t))[..., None]

    def along(self, t: np.ndarray) -> np.ndarray:
        """Return (N, 3) unit directions towards the tail."""
        along = self.middle(t, 1)
        return along / np.linalg.norm(along, axis=-1, keepdims=True)

    def outward(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N, 3) unit horizontal directions away from the head."""
        out = points_m - np.array([0.0, _AXIS_Y_M, 0.0])
        out[..., 2] = 0
        return out / np.linalg.norm(out, axis=-1, keepdims=True)

    def half_width_m(self, t: np.ndarray) -> np.ndarray:
        """Return (N,): a blunt head, full until the peak, then a tail."""
        share = np.interp(t, [0, 0.06, 0.22, 0.5, 0.72, 0.9, 1.0], [0.66, 0.88, 1.0, 0.96, 0.76, 0.48, 0.24])
        return 0.5 * self.height_m * share


def brow_line(spec: BrowSpec, model: HeadModel, side: int) -> BrowLine:
    """Return the line of one brow (0 right, 1 left): through the model's brow landmarks, shaped by the spec."""
    marks = model.landmarks[17:22][::-1] if side == 0 else model.landmarks[22:27]
    knots = model.canonical_m[marks].astype(np.float64)
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1)))
    whole = CubicSpline(length / length[-1], knots)
    t = np.linspace(0, 1, 9)
    start = spec.gap_m / length[-1]
    points = whole(start + t * (spec.reach - start))
    # The landmarks lie on the brow's middle at its head and on its upper edge further out; the peak is at two thirds.
    points[:, 2] += spec.lift_m - 0.12 * spec.height_m * t + spec.arch_m * np.exp(-(((t - 0.64) / 0.24) ** 2))
    return BrowLine(CubicSpline(t, points), spec.height_m)
