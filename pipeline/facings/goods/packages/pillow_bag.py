"""A pillow bag: a tube of film sealed flat at top and bottom, blown up by its air (crisps, frozen peas, sweets)."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import FILM, MATTE_FILM
from facings.goods.packages.film import Film, Loads, refine, settle, smoothed
from facings.goods.packages.film_tube import back_seam, sealed_tube
from facings.goods.packages.fins import fin
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel

VARIANTS = 3
FIN_MM = 12.0
_COLUMNS, _ROWS = 36, 50


def net(product: Product) -> ArtNet:
    """Return the flat tube: front on the left, back on the right, the fins above and below in the same print."""
    width, height = _flat_mm(product)
    fin_mm = _fin_mm(product)
    full = height + 2 * fin_mm
    side, end = width * 0.08 + product.dimensions_mm[1] * 0.15, fin_mm + height * 0.06
    return ArtNet(2 * width, full, min(6.0, 1500 / full), (
        Panel("front", 0, 0, width, full, (side, end, side, end)),
        Panel("info", width, 0, width, full, (side, end, side, end)),
    ))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return three bags of one size, each with its own wrinkles, fullness and bent fins."""
    film = MATTE_FILM if product.art is not None and product.art.layout == "premium" else FILM
    return Package(tuple(_bag(product, rng) for _ in range(VARIANTS)), (film,), net(product), round=False,
                   lying=("back",), tilt_back_max_rad=0.14)


def _fin_mm(product: Product) -> float:
    return min(FIN_MM, 0.06 * product.dimensions_mm[2])


def _flat_mm(product: Product) -> tuple[float, float]:
    """The flat tube's width and the height between its seals.

    Blowing up draws the tube in; the factors were measured on settled bags and leave a few per cent for `fitted`.
    """
    width, depth, height = product.dimensions_mm
    return width, (height - 1.35 * _fin_mm(product)) * (1.05 + 0.22 * (depth / height) ** 2)


def _bag(product: Product, rng: np.random.Generator) -> MeshData:
    width, height = _flat_mm(product)
    fin_mm = _fin_mm(product)
    depth = product.dimensions_mm[1]
    coarse, _ = sealed_tube(width, height, fin_mm, _COLUMNS // 2, _ROWS // 2)
    fine, opposite = sealed_tube(width, height, fin_mm, _COLUMNS, _ROWS)
    start = _start(coarse, width, height, rng)
    lean = rng.uniform(0.25, 0.55)
    heap = rng.normal(0, 0.12, 3)

    def weight(position: np.ndarray) -> np.ndarray:
        t = np.clip(position[:, 2] / height, 0, 1)
        u = position[:, 0] / width
        return 1 + lean * (1 - 2 * t) + heap[0] * np.sin(7 * t + 4 * u) + heap[1] * np.cos(9 * u - 3 * t) + heap[2] * u

    loads = Loads(pressure=0.006, depth_mm=depth * 0.98, weight=weight, bend=14.0)
    _, coarse_opposite = sealed_tube(width, height, fin_mm, _COLUMNS // 2, _ROWS // 2)
    blown = settle(coarse, start, loads, steps=320, opposite=coarse_opposite)
    begin = refine(coarse, blown, fine) + rng.normal(0, 0.05, (fine.count, 3))
    position = settle(fine, begin, Loads(pressure=0.012, depth_mm=depth, weight=weight, bend=24.0, damping=0.93),
                      steps=260, opposite=opposite)
    position = smoothed(fine, position, rounds=2)
    builder = MeshBuilder()
    art = net(product)
    scale = np.array([art.width_mm, art.height_mm])
    tube, top, bottom = fine.sheets
    half = _COLUMNS // 2
    for part, shift in ((slice(0, half + 1), 2 * width), (slice(half, None), 0.0)):
        flat = tube.flat_mm[:, part] + [shift, fin_mm]
        builder.grid(position[tube.vertices[:, part]], flat / scale, 0)
    fold = rng.choice([-1.0, 1.0]) * rng.uniform(0.9, 1.25)
    for sheet, bend, up in ((top, rng.normal(0, 0.12), 1.0), (bottom, fold, -1.0)):
        seal, edge = position[sheet.vertices[0]], position[sheet.vertices[1]]
        grow = 0.35 * (edge - seal) / fin_mm + [0, 0, up]
        fin(builder, seal, grow, fin_mm, bend, sheet.flat_mm[0] + [0, fin_mm], up, width, scale, rng)
    back_seam(builder, position[tube.vertices], tube.flat_mm + [2 * width, fin_mm], scale)
    return fitted(builder.build(), product.dimensions_mm)


def _start(film: Film, width: float, height: float, rng: np.random.Generator) -> np.ndarray:
    position = np.zeros((film.count, 3))
    tube = film.sheets[0]
    s, z = tube.flat_mm[..., 0], tube.flat_mm[..., 1]
    x = np.where(s < 0, -width / 2 - s, np.where(s > width, 1.5 * width - s, s - width / 2))
    side = np.where((s < 0) | (s > width), 1.0, -1.0)
    bulge = 3.0 * np.cos(np.pi * np.clip(x / width, -0.5, 0.5)) * np.sin(np.pi * z / height)
    position[tube.vertices] = np.stack([x, side * bulge, z], -1)
    for sheet in film.sheets[1:]:
        flat = sheet.flat_mm[1]
        position[sheet.vertices[1]] = np.stack([flat[:, 0] - width / 2, 0 * flat[:, 0], flat[:, 1]], -1)
    return position + rng.normal(0, 0.25, position.shape)
