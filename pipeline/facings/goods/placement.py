"""Goods in the world: items at a pose, and price tags. A kind's spec extends them with what it knows beside."""

from dataclasses import dataclass

from facings.frames.spec import Quaternion, Vec3


@dataclass(frozen=True)
class PlacedItem:
    """One item. Rigid pose of its own frame (foot centre, front -Y) and a scale near 1 for soft packs."""

    sku: str
    variant: int
    position_m: Vec3
    rotation_wxyz: Quaternion
    scale: Vec3
    tint: Vec3
    """Print-colour jitter, linear RGB multiplied onto the artwork."""


@dataclass(frozen=True)
class PriceTag:
    """A printed tag: its own frame lies in the middle of its face, X right, Y away from who reads it, Z up."""

    sku: str
    name: str
    detail: str
    """Small print: descriptor and net content."""
    price: str
    """As printed: '2.78'."""
    currency: str
    unit_price: str
    ean: str
    promotion: bool
    style: str
    """'rail' on a price rail, 'wobbler' sticking out in front of it, 'card' a larger one that hangs below it."""
    width_m: float
    height_m: float
    position_m: Vec3
    rotation_wxyz: Quaternion
