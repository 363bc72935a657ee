"""Samples what products cost in one shop on one day."""

from dataclasses import dataclass

import numpy as np

from facings.frames.streams import stream
from facings.goods.entries import Product
from facings.scenes.shelf.recipe import PriceTagRecipe


@dataclass(frozen=True)
class Price:
    """What a tag asks for."""

    amount: float
    promotion: bool
    wobbler: bool
    """A second tag sticks out into the aisle."""


def sample_price(settings: PriceTagRecipe, product: Product, seed: int, frame: int) -> Price:
    """Return a product's price in a frame, the same on every board: a stream of its own is drawn for it."""
    rng = stream(seed, frame, f"price/{product.sku}")
    amount = product.price * float(np.exp(rng.normal(0.0, settings.price_jitter)))
    promotion = bool(rng.random() < settings.promotion_rate)
    wobbler = bool(rng.random() < settings.wobbler_rate)
    reduced = float(rng.choice((0.67, 0.75, 0.8, 0.85)))
    return Price(ending_in_nine(amount * (reduced if promotion else 1.0)), promotion, promotion and wobbler)


def ending_in_nine(amount: float) -> float:
    """Return the nearest price that ends in .x9, at least 0.09."""
    return max(1, round(amount * 10 + 0.1)) / 10 - 0.01
