"""Templates, shapes and a catalogue to stock shelves with, and where scipy says that placed hulls are."""

import math
from functools import cache

import numpy as np
from scipy.spatial import ConvexHull
from scipy.spatial.transform import Rotation

from facings.goods import packages
from facings.goods.catalogue import Catalogue, load_catalogue
from facings.goods.entries import Product
from facings.goods.shape import ProductShape
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.frame import draw_contents
from facings.scenes.shelf.spec import PlacedProduct
from facings.scenes.shelf.template_info import BoardSlot, RailInfo, ShelfTemplateInfo

ROUND_KINDS = ("drinks_can", "food_tin", "pet_bottle", "glass_bottle", "jar", "tub", "aerosol", "cup")
SOFT_KINDS = ("pillow_bag", "pouch")

BUILT_SKUS = ("solbry-corn-flakes", "campovero-chickpeas", "gronnvik-peaches-in-syrup", "fangstad-tuna-in-oil",
              "colarra-cola", "zapturo-blue-ice", "fizzoro-orange-bottle", "olivarento-mild-olive-oil",
              "verrano-arrabbiata-sauce", "syltefar-gherkins", "kvernstad-wheat-flour", "ashenleaf-green-tea")
"""Real packages of kinds that build in a fraction of a second."""


USUAL = {
    "facings": [1, 10], "max_depth": 4, "fill": 0.92, "fronted_rate": 0.65, "gap_rate": 0.03, "misplaced_rate": 0.01,
    "turned_rate": 0.02, "lying_rate": 0.006, "pulled_back_rate": 0.08, "jitter_position_mm": 2.0,
    "jitter_yaw_round_deg": math.degrees(0.16), "jitter_yaw_box_deg": math.degrees(0.022),
    "jitter_yaw_soft_deg": math.degrees(0.07),
}
"""Keys of `stock`, none of which varies."""

USUAL_TAGS = {"missing_rate": 0.04, "roll_deg": 0.5, "promotion_rate": 0.1, "wobbler_rate": 0.2}


def drawn(*, bays: int | None = None, departments: tuple[str, ...] | None = None, tags: dict | None = None,
          **stock) -> ShelfRecipe:
    """A usual shop's recipe, drawn, with some keys of `stock` and of `price_tags` (`tags`) changed."""
    recipe = ShelfRecipe.model_validate({
        "stock": USUAL | stock, "price_tags": USUAL_TAGS | (tags or {}), "bays": {"count": bays},
        "catalogue": {"departments": departments}, "fixture": {"door_open_deg": 50.0},
    })
    return draw_contents(recipe, np.random.default_rng(0))


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def simple_shape(product: Product) -> ProductShape:
    """A cylinder or a box of the product's size that stacks, lies and leans as much as any package may."""
    width, depth, height = (v / 1000 for v in product.size_mm)
    if product.package in ROUND_KINDS:
        angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        ring = np.stack([np.cos(angle), np.sin(angle)], -1) * width / 2
        hull = np.concatenate([np.c_[ring, np.full(24, z)] for z in (0.0, height)])
    else:
        hull = np.array([[x * width / 2, y * depth / 2, z * height] for x in (-1, 1) for y in (-1, 1) for z in (0, 1)])
    soft = product.package in SOFT_KINDS
    nested = height - 0.002 if product.package == "drinks_can" else 0.0
    return ProductShape(
        sku=product.sku, size_m=(width, depth, height), hull_m=hull, round=product.package in ROUND_KINDS,
        stack_levels=1 if soft or height > 0.2 else 3, stack_pitch_m=nested,
        lying=("back", "side"), tilt_back_max_rad=0.12 if soft else 0.0, variants=3,
    )


@cache
def simple_shapes() -> dict[str, ProductShape]:
    return {p.sku: simple_shape(p) for p in catalogue().products}


@cache
def mixed_shapes() -> dict[str, ProductShape]:
    """Simple shapes, and for some SKUs those of the real packages."""
    built = {s: ProductShape.from_package(s, packages.build(catalogue().product(s))) for s in BUILT_SKUS}
    return simple_shapes() | built


def gondola(bays: int = 6) -> ShelfTemplateInfo:
    slots = [BoardSlot(0.16, 0.16, 0.16, -0.03, 0.416, 0.04)]
    slots += [BoardSlot(z, low, high, 0.0, 0.416, 0.04)
              for z, low, high in ((0.50, 0.36, 0.58), (0.82, 0.68, 0.90), (1.13, 1.00, 1.22), (1.46, 1.32, 1.56))]
    return _info("gondola", bays, slots, 1.98, cooled=False)


def cooler(bays: int = 3) -> ShelfTemplateInfo:
    slots = [BoardSlot(0.3 + 0.31 * k, 0.3 + 0.31 * k - 0.04 * (k > 0), 0.3 + 0.31 * k + 0.04 * (k > 0), 0.0, 0.5, 0.05)
             for k in range(5)]
    return _info("cooler", bays, slots, 1.85, cooled=True, door_count=2)


def random_template(rng: np.random.Generator, bays: int) -> ShelfTemplateInfo:
    """Four to seven boards of any spacing and depth a shop might have."""
    count = int(rng.integers(4, 8))
    z = float(rng.uniform(0.1, 0.3))
    slots = [BoardSlot(z, z, z, float(rng.uniform(-0.1, 0.0)), 0.4, 0.03)]
    for _ in range(count - 1):
        z += float(rng.uniform(0.2, 0.42))
        reach = float(rng.uniform(0.0, 0.09))
        front = float(rng.uniform(0.0, 0.12))
        slots.append(BoardSlot(z, z - reach, z + reach, front, 0.4, float(rng.uniform(0.02, 0.06))))
    return _info("random", bays, slots, z + float(rng.uniform(0.3, 0.5)), cooled=bool(rng.random() < 0.3),
                 width_m=float(rng.uniform(0.6, 1.35)))


def _info(name: str, bays: int, slots: list[BoardSlot], top_z_m: float, cooled: bool, door_count: int = 0,
          width_m: float = 1.25) -> ShelfTemplateInfo:
    return ShelfTemplateInfo(
        name=name, sha256="0" * 64, bay_width_m=width_m, bay_count=bays, boards=tuple(slots), top_z_m=top_z_m,
        rail=RailInfo(y_m=-0.02, z_m=-0.02, tilt_rad=0.12, height_m=0.04), door_count=door_count, lights=(),
        camera_y_min_m=0.7, camera_y_max_m=3.0, ceiling_z_m=3.0, room_x_m=6.0, cooled=cooled,
    )


def placed(points_m: np.ndarray, item: PlacedProduct) -> np.ndarray:
    """Points of an item's own frame in the world, (N, 3) metres."""
    w, x, y, z = item.rotation_wxyz
    return Rotation.from_quat([x, y, z, w]).apply(points_m * np.array(item.scale)) + item.position_m


def placed_hull(item: PlacedProduct, shape: ProductShape) -> np.ndarray:
    """The item's hull in the world, (H, 3) metres."""
    return placed(shape.hull_m, item)


def centre_of_mass(points: np.ndarray) -> np.ndarray:
    """Of a convex hull of even density: the mean of its tetrahedra's centroids, weighted by volume."""
    apex = points.mean(0)
    corners = points[ConvexHull(points).simplices] - apex
    volume = np.abs(np.linalg.det(corners))
    return apex + (corners.sum(1) / 4 * volume[:, None]).sum(0) / volume.sum()
