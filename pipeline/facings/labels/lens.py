"""How a lens bends a pinhole's picture: OpenCV's two models, forwards and backwards, in double precision.

`opencv` (calib3d, "Detailed Description"; Brown 1966) moves the point (x, y) = (X/Z, Y/Z) by k1, k2, p1, p2, k3;
`opencv_fisheye` (calib3d, "Fisheye camera model"; Kannala and Brandt 2006) gives the angle from the axis by k1, k2, k3, k4.
Both have a reach: where the distance from the middle stops to grow with the angle from the axis, a second thing would be seen
at one place, which no lens does and no inverse tells. Nothing beyond is projected.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

LensModel = Literal["opencv", "opencv_fisheye"]

COEFFICIENTS: dict[LensModel, tuple[str, ...]] = {
    "opencv": ("k1", "k2", "p1", "p2", "k3"),
    "opencv_fisheye": ("k1", "k2", "k3", "k4"),
}
"""In the order in which OpenCV takes them."""

WIDEST_RAD = math.radians(89.0)
"""From the axis: what a pixel may look at. Depth along the axis says nothing of what lies across it."""

LEAST_GROWTH = 0.05
"""Of what it is on the axis: the least growth within the reach. Where there is less, single precision cannot turn it round."""

_STEPS = 60
"""Newton's method needs five or six; so many halvings end in the last digit."""
_CLOSE = 1e-14
"""In focal lengths, of what the distance from the middle is: far below what single precision tells apart."""


@dataclass(frozen=True)
class Lens:
    """One lens; coordinates are pixels before the camera matrix: ((u - cx) / fx, (v - cy) / fy)."""

    model: LensModel
    coefficients: tuple[float, ...]
    """As many as the model has, in OpenCV's order."""

    def __post_init__(self) -> None:
        names = COEFFICIENTS[self.model]
        if len(self.coefficients) != len(names):
            raise ValueError(f"{self.model} has {len(names)} coefficients ({', '.join(names)}), not {len(self.coefficients)}")

    @property
    def is_fisheye(self) -> bool:
        return self.model == "opencv_fisheye"

    @cached_property
    def reach(self) -> float:
        """X/Z (`opencv`) or radians (`opencv_fisheye`) from the axis up to which the lens sees."""
        k1, k2, k3, k4 = self._radial
        limit = math.pi if self.is_fisheye else math.inf
        # Growth is a polynomial of the square; the roots of a leading zero are none.
        roots = np.roots(np.trim_zeros([9 * k4, 7 * k3, 5 * k2, 3 * k1, 1 - LEAST_GROWTH], "f"))
        real = roots.real[(np.abs(roots.imag) <= 1e-9 * np.abs(roots)) & (roots.real > 0)]
        return min(limit, math.sqrt(real.min()) if len(real) else math.inf)

    def distorted(self, points_m: np.ndarray) -> np.ndarray:
        """Return (..., 2) coordinates of (..., 3) points in the camera's frame; NaN where the lens does not see.

        `opencv` sees what is before the camera's plane, `opencv_fisheye` may see beyond it.
        """
        points = np.asarray(points_m, float)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if self.is_fisheye:
                across = np.hypot(points[..., 0], points[..., 1])
                angle = np.arctan2(across, points[..., 2])
                scale = np.where(across > 0, self._grown(angle) / across, 1 / points[..., 2])
                result = points[..., :2] * scale[..., None]
                seen = (angle <= self.reach) & ((across > 0) | (points[..., 2] > 0))
            else:
                z = points[..., 2]
                xy = points[..., :2] / np.where(z > 0, z, np.nan)[..., None]
                result = self._moved(xy)
                seen = np.hypot(xy[..., 0], xy[..., 1]) <= self.reach
        return np.where(seen[..., None], result, np.nan)

    def undistorted(self, xy: np.ndarray) -> np.ndarray:
        """Return (..., 3) directions with z = 1 of the rays that end at (..., 2) coordinates; NaN where there is none, or one
        `WIDEST_RAD` or more off the axis."""
        xy = np.asarray(xy, float)
        distance = np.hypot(xy[..., 0], xy[..., 1])
        most = min(self.reach, WIDEST_RAD if self.is_fisheye else math.tan(WIDEST_RAD))
        radius = _solved(self._grown, self._growth, distance, most)
        with np.errstate(invalid="ignore", divide="ignore"):
            stretch = np.where(distance > 0, (np.tan(radius) if self.is_fisheye else radius) / distance, 1.0)
        found = xy * stretch[..., None]
        if not self.is_fisheye and (self.coefficients[2] or self.coefficients[3]):
            found = self._without_tangential(xy, found)
        return np.concatenate([found, np.ones((*found.shape[:-1], 1))], -1)

    @cached_property
    def _radial(self) -> tuple[float, float, float, float]:
        if self.is_fisheye:
            k1, k2, k3, k4 = self.coefficients
            return k1, k2, k3, k4
        k1, k2, _, _, k3 = self.coefficients
        return k1, k2, k3, 0.0

    def _stretch(self, square: np.ndarray) -> np.ndarray:
        """By how much the radial part stretches what lies at a distance (or angle) from the axis whose square is given."""
        k1, k2, k3, k4 = self._radial
        return 1 + square * (k1 + square * (k2 + square * (k3 + square * k4)))

    def _grown(self, radius: np.ndarray) -> np.ndarray:
        """The distance from the middle, without the tangential part, of what lies at a distance (or angle) from the axis."""
        return radius * self._stretch(radius * radius)

    def _growth(self, radius: np.ndarray) -> np.ndarray:
        k1, k2, k3, k4 = self._radial
        square = radius * radius
        return 1 + square * (3 * k1 + square * (5 * k2 + square * (7 * k3 + square * 9 * k4)))

    def _moved(self, xy: np.ndarray) -> np.ndarray:
        """The `opencv` model's (..., 2) coordinates of a pinhole's."""
        _, _, p1, p2, _ = self.coefficients
        x, y = xy[..., 0], xy[..., 1]
        square = x * x + y * y
        radial = self._stretch(square)
        return np.stack([x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
                         y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y], -1)

    def _slopes(self, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """How `_moved` changes at (..., 2): x with x, x with y, which is y with x, and y with y."""
        k1, k2, p1, p2, k3 = self.coefficients
        x, y = xy[..., 0], xy[..., 1]
        square = x * x + y * y
        radial = self._stretch(square)
        slope = 2 * (k1 + square * (2 * k2 + square * 3 * k3))
        return (radial + x * x * slope + 2 * p1 * y + 6 * p2 * x, x * y * slope + 2 * p1 * x + 2 * p2 * y,
                radial + y * y * slope + 6 * p1 * y + 2 * p2 * x)

    def _without_tangential(self, wanted: np.ndarray, found: np.ndarray) -> np.ndarray:
        """Newton's method in the plane from where the radial part alone would lead."""
        wanted, result = wanted.reshape(-1, 2), found.reshape(-1, 2).copy()
        open_ = np.flatnonzero(np.isfinite(result).all(-1))
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for _ in range(_STEPS):
                miss = wanted[open_] - self._moved(result[open_])
                off = np.abs(miss).max(-1) > _CLOSE * (1 + np.abs(wanted[open_]).max(-1))
                open_, miss = open_[off], miss[off]
                if not len(open_):
                    break
                a, b, d = self._slopes(result[open_])
                step = np.stack([d * miss[..., 0] - b * miss[..., 1], a * miss[..., 1] - b * miss[..., 0]], -1)
                result[open_] += step / (a * d - b * b)[..., None]
            result[open_] = np.nan
            result[np.hypot(result[:, 0], result[:, 1]) > self.reach] = np.nan
        return result.reshape(found.shape)

    def px_per_rad(self, angle: np.ndarray) -> np.ndarray:
        """Return (...) how fast the picture moves with the direction at angles from the axis, above 0 and below a right one,
        in focal lengths a radian, whichever way that is most; the tangential part is left out."""
        radius = angle if self.is_fisheye else np.tan(angle)
        outwards = self._growth(radius) * (1 if self.is_fisheye else 1 + radius * radius)
        return np.maximum(np.abs(outwards), self._grown(radius) / np.sin(angle))

    def growth_around(self, rays: np.ndarray) -> np.ndarray:
        """Return (...) how much the least of all directions grows at (..., 3) rays with z = 1, against the axis: 0 and less is
        beyond what can be turned round, NaN where there is no ray."""
        if self.is_fisheye:
            return self._growth(np.arctan(np.hypot(rays[..., 0], rays[..., 1])))
        with np.errstate(invalid="ignore"):
            a, b, d = self._slopes(rays[..., :2])
            return (a + d) / 2 - np.hypot((a - d) / 2, b)  # the smaller eigenvalue: the matrix is symmetric


def _solved(grown: Callable[[np.ndarray], np.ndarray], growth: Callable[[np.ndarray], np.ndarray], wanted: np.ndarray,
            most: float) -> np.ndarray:
    """The radii up to `most` that grow to the wanted distances; NaN where none does. Newton's method within a bracket."""
    target = wanted.ravel()
    radius = np.where(target <= grown(np.array(most)), np.minimum(target, most), np.nan)
    open_ = np.flatnonzero(np.isfinite(radius))
    low, high = np.zeros(len(open_)), np.full(len(open_), most)
    for _ in range(_STEPS):
        here = radius[open_]
        miss = grown(here) - target[open_]
        off = np.abs(miss) > _CLOSE * (1 + target[open_])
        open_, here, miss, low, high = open_[off], here[off], miss[off], low[off], high[off]
        if not len(open_):
            break
        low, high = np.where(miss < 0, here, low), np.where(miss > 0, here, high)
        step = here - miss / growth(here)
        radius[open_] = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return radius.reshape(wanted.shape)
