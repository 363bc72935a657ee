"""How an item stands, leans or lies: a rotation of its hull, and the box that the hull then fills."""

import math
from dataclasses import dataclass
from functools import reduce

import numpy as np

from facings.frames.spec import Quaternion, Vec3
from facings.goods.shape import ProductShape

UPRIGHT: Quaternion = (1.0, 0.0, 0.0, 0.0)
AS_MADE: Vec3 = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Stance:
    """A rotated and scaled hull; bounds are relative to the item's own origin, in world axes."""

    rotation_wxyz: Quaternion
    scale: Vec3
    low_m: Vec3
    high_m: Vec3

    @property
    def width_m(self) -> float:
        return self.high_m[0] - self.low_m[0]

    @property
    def depth_m(self) -> float:
        return self.high_m[1] - self.low_m[1]

    @property
    def height_m(self) -> float:
        return self.high_m[2] - self.low_m[2]


def stance(shape: ProductShape, rotation_wxyz: Quaternion = UPRIGHT, scale: Vec3 = AS_MADE) -> Stance:
    """Return the stance of a hull that is scaled, then rotated about its origin (Blender's order)."""
    points = shape.hull_m * scale @ _matrix(rotation_wxyz).T
    low, high = points.min(0), points.max(0)
    return Stance(rotation_wxyz, scale, tuple(low.tolist()), tuple(high.tolist()))


def turned_round(shape: ProductShape, yaw_rad: float) -> Stance:
    """Return the stance of a round hull at any yaw, its bounds those of the circle that it turns in."""
    radius = float(np.hypot(shape.hull_m[:, 0], shape.hull_m[:, 1]).max())
    low, high = float(shape.hull_m[:, 2].min()), float(shape.hull_m[:, 2].max())
    return Stance(about_z(yaw_rad), AS_MADE, (-radius, -radius, low), (radius, radius, high))


def about_x(angle_rad: float) -> Quaternion:
    """A right-handed turn about X: negative lets an item lean back, its top away from the aisle."""
    return math.cos(angle_rad / 2), math.sin(angle_rad / 2), 0.0, 0.0


def about_y(angle_rad: float) -> Quaternion:
    """A right-handed turn about Y."""
    return math.cos(angle_rad / 2), 0.0, math.sin(angle_rad / 2), 0.0


def about_z(angle_rad: float) -> Quaternion:
    """A right-handed turn about Z: counter-clockwise seen from above."""
    return math.cos(angle_rad / 2), 0.0, 0.0, math.sin(angle_rad / 2)


def composed(*rotations: Quaternion) -> Quaternion:
    """Return the rotation that applies the last of `rotations` first (Hamilton's product, left to right)."""
    return reduce(_product, rotations)


def _product(a: Quaternion, b: Quaternion) -> Quaternion:
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (aw * bw - ax * bx - ay * by - az * bz, aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw)


def _matrix(wxyz: Quaternion) -> np.ndarray:
    w, x, y, z = wxyz
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])
