"""Groups a department's products into families: flavours of one brand in one package, hung side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.shape import ProductShape


@dataclass(frozen=True)
class Family:
    """Products of one brand that share package and size."""

    brand: str
    products: tuple[Product, ...]
    height_m: float
    volume_m3: float
    """Of one pack's bounding box: stands for its weight."""


def families_of(products: Iterable[Product], shapes: Mapping[str, ProductShape]) -> tuple[Family, ...]:
    """Return the families of those products that have a shape, in the catalogue's order."""
    groups: dict[tuple, list[Product]] = {}
    for product in products:
        if product.sku in shapes:
            groups.setdefault((product.brand or product.sku, product.package, product.size_mm), []).append(product)
    result = []
    for (brand, _, _), members in groups.items():
        sizes = np.array([shapes[p.sku].size_m for p in members])
        result.append(Family(brand, tuple(members), float(sizes[:, 2].max()), float(sizes.prod(axis=1).max())))
    return tuple(result)


def sample_families(rng: np.random.Generator, families: tuple[Family, ...], least: int, most: int,
                    used: set[str]) -> list[Family]:
    """Return some of a department's families; those whose SKUs are not in `used` (by a neighbour) come first."""
    wanted = int(rng.integers(least, most + 1))
    order = [families[i] for i in rng.permutation(len(families))]
    order.sort(key=lambda f: any(p.sku in used for p in f.products))
    return order[:max(1, wanted)]


def sample_order(rng: np.random.Generator, families: list[Family], blocked: bool) -> list[Family]:
    """Return families as they are hung from the bottom board up: tall and heavy ones low, a brand's together."""
    if not families:
        return []
    weight = np.array([0.6 * np.log(f.height_m) + 0.2 * np.log(f.volume_m3) for f in families])
    weight += rng.normal(0.0, 0.22, len(families))
    if blocked:
        # A brand's lighter families are drawn half-way to its heaviest, so that it forms one block without
        # putting a tea bag carton under the two-litre bottles.
        for i, family in enumerate(families):
            kin = [w for w, f in zip(weight.tolist(), families, strict=True) if f.brand == family.brand]
            weight[i] = 0.5 * weight[i] + 0.5 * max(kin)
    return [families[i] for i in np.argsort(-weight, kind="stable")]
