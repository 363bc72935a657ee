"""What placing a product must know of its body: size, hull and how it may stand, stack and lie."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from facings.goods.packages.package import Package


@dataclass(frozen=True)
class ProductShape:
    """A product's body, standing on z = 0 with its front towards -Y."""

    sku: str
    size_m: tuple[float, float, float]
    """Width, depth, height of the standing hull."""
    hull_m: np.ndarray = field(compare=False)
    """(H, 3) convex hull of all variants; its foot is at z = 0 and its footprint about centred."""
    round: bool
    """Turning about Z does not change the silhouette."""
    stack_levels: int
    """How many a shop puts on top of one another (1: never stacked)."""
    stack_pitch_m: float
    """Height from one level's foot to the next one's; 0 means the hull's own height."""
    lying: tuple[Literal["back", "side"], ...]
    tilt_back_max_rad: float
    variants: int

    @classmethod
    def from_package(cls, sku: str, package: Package) -> "ProductShape":
        """Return the shape of a built package, whose `hull_m` is filled in."""
        hull = np.asarray(package.hull_m, np.float64)
        width, depth, height = (float(v) for v in np.ptp(hull, axis=0))
        return cls(sku=sku, size_m=(width, depth, height), hull_m=hull, round=package.round,
                   stack_levels=package.stack_levels, stack_pitch_m=package.stack_pitch_m, lying=tuple(package.lying),
                   tilt_back_max_rad=package.tilt_back_max_rad, variants=len(package.variants))
