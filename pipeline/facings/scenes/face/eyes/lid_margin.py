"""A lid's margin as a smooth line with a frame, for whatever grows or lies along it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import make_smoothing_spline

from facings.scenes.face.geometry import lengths
from facings.scenes.face.heads.shape import HeadShape


@dataclass(frozen=True, eq=False)
class LidMargin:
    """Points along one margin from the outer to the inner corner; unposed body frame."""

    points_m: np.ndarray
    """(N, 3)."""
    along: np.ndarray
    """(N, 3) unit: towards the inner corner."""
    outward: np.ndarray
    """(N, 3) unit: away from the eyeball, square to `along`."""
    away: np.ndarray
    """(N, 3) unit: from the gap between the lids onto this lid's skin, square to both."""
    share: np.ndarray
    """(N,): 0 at the outer, 1 at the inner corner, by arc length."""

    def at(self, share: np.ndarray) -> "LidMargin":
        """Return the margin at other places, interpolated."""
        def between(values: np.ndarray) -> np.ndarray:
            return np.stack([np.interp(share, self.share, values[:, k]) for k in range(3)], -1)

        along, outward, away = (_unit(between(values)) for values in (self.along, self.outward, self.away))
        return LidMargin(between(self.points_m), along, outward, away, np.asarray(share, float))


@lru_cache(maxsize=4)
def lid_margin(shape: HeadShape, side: int, upper: bool, count: int = 64) -> LidMargin:
    """Return one lid's margin, smoothed: model edges zigzag more than lids do. Those of the last head are kept."""
    model = shape.model
    path = (model.lid_upper if upper else model.lid_lower)[side]
    points = shape.unposed_m[path].astype(float)
    length = np.append(0, np.cumsum(np.maximum(np.linalg.norm(np.diff(points, axis=0), axis=1), 1e-7)))
    share = length / length[-1]
    at = np.linspace(0, 1, count)
    # Where edges run back and forth, the spline needs rising places: lengths are, by construction.
    if len(points) >= 5:
        smooth = np.stack([make_smoothing_spline(share, points[:, k], lam=2e-6)(at) for k in range(3)], -1)
    else:
        smooth = np.stack([np.interp(at, share, points[:, k]) for k in range(3)], -1)
    along = _unit(np.gradient(smooth, axis=0))
    outward = smooth - shape.eye_centres_m[side]
    outward = _unit(outward - (outward * along).sum(1, keepdims=True) * along)
    # Right eye: along is +X, outward -Y, so along x outward points down; the left eye mirrors it.
    sign = (-1.0 if side == 0 else 1.0) * (1.0 if upper else -1.0)
    return LidMargin(smooth, along, outward, sign * np.cross(along, outward), at)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(lengths(vectors), 1e-12)[..., None]
