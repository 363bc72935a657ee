"""Samples how single items stand: a little turned, leaning, the wrong way round, or lying."""

import math
from typing import Protocol

import numpy as np

from facings.frames.spec import Quaternion, Vec3
from facings.goods.shape import ProductShape
from facings.goods.stance import AS_MADE, UPRIGHT, Stance, about_x, about_y, about_z, composed, stance, turned_round

ON_ITS_BACK = about_x(-math.pi / 2)
"""Front up, foot towards the aisle."""

SOFT_HEIGHT_SHARE = 0.15
"""A bag that is fuller by some share is shorter by this part of it, because its film does not stretch."""


class PoseJitter(Protocol):
    """How crooked items stand, by the shape of the package: standard deviations, cut off at two of them."""

    @property
    def jitter_yaw_round_rad(self) -> float: ...

    @property
    def jitter_yaw_box_rad(self) -> float: ...

    @property
    def jitter_yaw_soft_rad(self) -> float: ...

    @property
    def soft_scale_jitter(self) -> float:
        """How much fuller or flatter one bag is than another, relative."""
        ...


def sample_standing(rng: np.random.Generator, jitter: PoseJitter, shape: ProductShape, room_m: float) -> Stance:
    """Return a stance that fills no more than `room_m` of width, as a shop's staff leave an item."""
    if shape.round:
        return turned_round(shape, _cut_off(rng, jitter.jitter_yaw_round_rad))
    if shape.tilt_back_max_rad <= 0:
        return _within(shape, _cut_off(rng, jitter.jitter_yaw_box_rad), room_m)
    fuller = 1.0 + _cut_off(rng, jitter.soft_scale_jitter)
    scale = (1.0, fuller, 1.0 - SOFT_HEIGHT_SHARE * (fuller - 1.0))
    lean = float(rng.uniform(0.0, shape.tilt_back_max_rad))
    yaw = _cut_off(rng, jitter.jitter_yaw_soft_rad)
    return _within(shape, yaw, room_m, about_x(-lean), scale)


def sample_turned(rng: np.random.Generator, shape: ProductShape, room_m: float) -> Stance | None:
    """Return a stance whose front does not face the aisle; None where none fits into `room_m` of width."""
    if shape.round:
        return turned_round(shape, float(rng.uniform(math.pi / 3, 5 * math.pi / 3)))
    quarter = int(rng.choice((1, 2, 3), p=(0.25, 0.5, 0.25)))
    jitter = float(rng.normal(0.0, 0.03))
    for turns, extra in ((quarter, jitter), (quarter, 0.0), (2, 0.0)):
        candidate = stance(shape, about_z(turns * math.pi / 2 + extra))
        if candidate.width_m <= room_m:
            return candidate
    return None


def sample_lying(rng: np.random.Generator, shape: ProductShape, room_m: float, depth_m: float,
                 clear_height_m: float) -> Stance | None:
    """Return a stance on the back or on a side, whichever the package allows; None where none fits the given room."""
    if not shape.lying:
        return None
    way = shape.lying[int(rng.integers(len(shape.lying)))]
    half_turn = math.pi * int(rng.integers(2))
    skew = _cut_off(rng, 0.1)
    if way == "back":
        turns = ((half_turn, ON_ITS_BACK),)
    else:
        side = about_y(math.copysign(math.pi / 2, rng.random() - 0.5))
        # Across the facing where it is wide enough, else with its length into the shelf.
        turns = ((half_turn, side), (math.pi / 2 + half_turn, side))
    for yaw, base in turns:
        for extra in (skew, 0.3 * skew, 0.0):
            candidate = stance(shape, composed(about_z(yaw + extra), base))
            if (candidate.width_m <= room_m and candidate.depth_m <= depth_m
                    and candidate.height_m <= clear_height_m):
                return candidate
    return None


def _within(shape: ProductShape, yaw_rad: float, room_m: float, base: Quaternion = UPRIGHT,
            scale: Vec3 = AS_MADE) -> Stance:
    """A stance at `yaw_rad`, or at less where that would be wider than the facing."""
    for share in (1.0, 0.5, 0.0):
        candidate = stance(shape, composed(about_z(share * yaw_rad), base), scale)
        if candidate.width_m <= room_m:
            break
    return candidate


def _cut_off(rng: np.random.Generator, deviation: float) -> float:
    """A normal draw, cut off at two standard deviations."""
    return float(np.clip(rng.normal(0.0, deviation), -2 * deviation, 2 * deviation)) if deviation > 0 else 0.0
