"""A product that may hang in a bay, and the room that one facing of it needs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.pose_variation import SOFT_HEIGHT_SHARE
from facings.goods.shape import ProductShape
from facings.scenes.shelf.recipe import StockRecipe

CLEARANCE_M = 0.0008
"""Free width of a facing beyond its product's."""


@dataclass(frozen=True)
class Candidate:
    """A product with the room it needs under the frame's settings."""

    product: Product
    shape: ProductShape
    width_m: float
    """Of one facing: the hull, a little turned, and a hair's clearance."""
    depth_m: float
    height_m: float
    """Clear height for a single item, hand room included."""
    stacked_height_m: float
    """Clear height for as many on top of one another as a shop puts."""
    pitch_m: float
    """What each level of a stack adds."""

    def reach_m(self, clear_height_m: float) -> float:
        """Return how much of a board's clear height its stacks fill, hand room included."""
        missing = max(0.0, self.stacked_height_m - clear_height_m)
        return max(self.height_m, self.stacked_height_m - math.ceil(missing / self.pitch_m - 1e-6) * self.pitch_m)


def candidates_of(settings: StockRecipe, products: tuple[Product, ...],
                  shapes: Mapping[str, ProductShape]) -> dict[str, Candidate]:
    """Return the candidates by SKU, in the given order."""
    return {p.sku: _candidate(settings, p, shapes[p.sku]) for p in products}


def _candidate(settings: StockRecipe, product: Product, shape: ProductShape) -> Candidate:
    levels = shape.stack_levels if settings.stacking else 1
    pitch = shape.stack_pitch_m or shape.size_m[2]
    return Candidate(
        product=product, shape=shape, width_m=_cell_width(settings, shape), depth_m=shape.size_m[1] + 0.004,
        height_m=_tallest(settings, shape) + settings.hand_room_m,
        stacked_height_m=shape.size_m[2] + (levels - 1) * pitch + settings.hand_room_m + 0.012, pitch_m=pitch,
    )


def _cell_width(settings: StockRecipe, shape: ProductShape) -> float:
    x, y = shape.hull_m[:, 0], shape.hull_m[:, 1]
    if shape.round:
        return 2 * float(np.hypot(x, y).max()) + CLEARANCE_M
    yaw = settings.jitter_yaw_soft_rad if shape.tilt_back_max_rad > 0 else settings.jitter_yaw_box_rad
    turned = [x * np.cos(a) - y * np.sin(a) for a in (-yaw, 0.0, yaw)]
    return max(float(np.ptp(t)) for t in turned) + CLEARANCE_M


def _tallest(settings: StockRecipe, shape: ProductShape) -> float:
    """How high a single standing item can reach: flat bags are taller, and leaning ones lift their front."""
    if shape.tilt_back_max_rad <= 0:
        return shape.size_m[2]
    taller = 1.0 + 2 * settings.soft_scale_jitter * SOFT_HEIGHT_SHARE
    return taller * shape.size_m[2] + 1.1 * shape.size_m[1] * float(np.sin(shape.tilt_back_max_rad))
