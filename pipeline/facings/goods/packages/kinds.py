"""The package kinds, and how a product is built with its own: made, checked, stood on the ground.

A kind has two functions: `net(product) -> ArtNet` and `build(product, rng) -> Package`. Kinds that hold other products
(`multipack`, `tray`) take a further argument `inner: Package` in both. Those that ship are modules of this package;
an installed package adds its own under the entry points `facings.package_kinds`.
"""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np

from facings.errors import InputError
from facings.goods.entries import Product
from facings.goods.packages import (
    aerosol,
    brick,
    carton,
    cup,
    drinks_can,
    egg_carton,
    flat_tub,
    flow_wrap,
    food_tin,
    gable_top,
    glass_bottle,
    jar,
    jug,
    multipack,
    paper_bag,
    pet_bottle,
    pillow_bag,
    pouch,
    roll_pack,
    squeeze_bottle,
    tray,
    tub,
    tube,
)
from facings.goods.packages.hull import enclosing_hull
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.vocabulary import PACKAGE_KINDS

SIZE_TOLERANCE_M = 3e-3
FOOT_TOLERANCE_M = 5e-4


@runtime_checkable
class PackageKind(Protocol):
    """A module or object that knows one kind of package."""

    net: Callable[..., ArtNet]
    build: Callable[..., Package]


_SHIPPED = cast(dict[str, PackageKind], {
    "aerosol": aerosol, "brick": brick, "carton": carton, "cup": cup, "drinks_can": drinks_can,
    "egg_carton": egg_carton, "flat_tub": flat_tub, "flow_wrap": flow_wrap, "food_tin": food_tin,
    "gable_top": gable_top, "glass_bottle": glass_bottle, "jar": jar, "jug": jug, "multipack": multipack,
    "paper_bag": paper_bag, "pet_bottle": pet_bottle, "pillow_bag": pillow_bag, "pouch": pouch,
    "roll_pack": roll_pack, "squeeze_bottle": squeeze_bottle, "tray": tray, "tub": tub, "tube": tube,
})


def package_kind(name: str) -> PackageKind:
    """Return the kind that ships, or that an installed package adds; raises InputError where neither is there."""
    return _SHIPPED[name] if name in _SHIPPED else PACKAGE_KINDS.installed(name, PackageKind)


def net(product: Product, inner: Package | None = None) -> ArtNet:
    """Return the sheet `product` is printed on; `inner` is what a multipack or tray holds.

    Raises InputError where the product has no package kind or size, or lacks what it holds.
    """
    return _call(_kind(product).net, product, inner)


def build(product: Product, inner: Package | None = None) -> Package:
    """Return the body of `product`, the same bytes for the same product, with `hull_m` filled in.

    Raises InputError as `net` does, and where the kind cannot take the product's `size_mm`: the mesh must stand on
    z = 0, centred, within 3 mm of that size.
    """
    package = _call(_kind(product).build, product, inner, _generator(product))
    _check_size(product, package)
    variants = tuple(_on_the_ground(v) for v in package.variants)
    hull = enclosing_hull(np.concatenate([v.vertices_m for v in variants]))
    return replace(package, variants=variants, hull_m=hull)


def _generator(product: Product) -> np.random.Generator:
    seed = hashlib.sha256(f"package/{product.sku}".encode()).digest()[:8]
    return np.random.default_rng(int.from_bytes(seed, "little"))


def _kind(product: Product) -> PackageKind:
    if product.package is None or product.size_mm is None:
        missing = "package" if product.package is None else "size_mm"
        raise InputError(f"Product {product.sku!r} has no `{missing}`; a generated product needs a package kind and "
                         f"its width, depth and height in millimetres.")
    return package_kind(product.package)


def _call(function: Callable[..., Any], product: Product, inner: Package | None, *arguments: Any) -> Any:
    if "inner" not in inspect.signature(function).parameters:
        return function(product, *arguments)
    if inner is None:
        raise InputError(f"Product {product.sku!r} is a {product.package} and holds other products: its "
                         f"`content.inner` must name the SKU that it holds.")
    return function(product, *arguments, inner=inner)


def _on_the_ground(mesh: MeshData) -> MeshData:
    # Rounded feet and crumpled bottoms come out a fraction of a millimetre high or low; an item must not float.
    lowest = np.array([0, 0, mesh.vertices_m[:, 2].min()], np.float32)
    return replace(mesh, vertices_m=mesh.vertices_m - lowest)


def _check_size(product: Product, package: Package) -> None:
    wanted = np.asarray(product.dimensions_mm) * 1e-3
    for variant in package.variants:
        low, high = variant.vertices_m.min(0).astype(float), variant.vertices_m.max(0).astype(float)
        centre = (low + high)[:2] / 2
        if (np.abs(high - low - wanted) > SIZE_TOLERANCE_M).any() or (np.abs(centre) > SIZE_TOLERANCE_M / 2).any():
            found = " x ".join(f"{v:.1f}" for v in (high - low) * 1e3)
            raise InputError(f"Product {product.sku!r} asks for a {product.package} of {product.dimensions_mm} mm (width, "
                             f"depth, height), but such a package comes out at {found} mm, centred at "
                             f"({centre[0] * 1e3:.1f}, {centre[1] * 1e3:.1f}) mm. Give a size this kind can have: "
                             f"round packages are as deep as they are wide.")
        if abs(low[2]) > FOOT_TOLERANCE_M:
            raise InputError(f"Product {product.sku!r}: the {product.package} of {product.dimensions_mm} mm has its foot at "
                             f"z = {low[2] * 1e3:.2f} mm instead of 0. Give a size this kind can have.")
