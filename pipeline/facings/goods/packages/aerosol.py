"""Pressure can: one piece of aluminium with a rounded shoulder (deodorant), or welded tinplate with dome and cap."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.dents import Relief, dents
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import arc_length, filleted, refined
from facings.goods.packages.surfaces import ALUMINIUM, PRINTED_ALUMINIUM, PRINTED_STEEL, STEEL, plastic

_PRINT, _METAL, _CAP = 0, 1, 2


def net(product: Product) -> ArtNet:
    """Return one wrap: the circumference by the way up the printed wall, shoulder included."""
    wall = _printed(product)
    shoulder = 9.0 if _one_piece(product) else 2.0
    return nets.stacked([("wrap", np.pi * product.dimensions_mm[0], float(arc_length(wall)[-1]), (0, shoulder, 0, 3))], 6.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the can in two variants: sound, and with a faint dent."""
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    variants = tuple(_can(product, dents(rng, count, radius_mm=r, heights_mm=(0.15 * h, 0.5 * h), depth_mm=(0.3, 0.8),
                                         spread_mm=(6, 12))) for count in (0, 1))
    cap = plastic("cap", product.content.cap_colour or "#f2f2f2", roughness=0.25)
    metals = (PRINTED_ALUMINIUM, ALUMINIUM) if _one_piece(product) else (PRINTED_STEEL, STEEL)
    return Package(variants, (*metals, cap), net(product), round=True, lying=("side",))


def _one_piece(product: Product) -> bool:
    return product.dimensions_mm[0] < 60


def _printed(product: Product) -> np.ndarray:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    if _one_piece(product):
        top = 0.745 * h
        return refined(filleted([(r - 1.2, 1.6), (r, 4.0, 3), (r, top, 16), (0.74 * r, top + 0.42 * r)], 6), 12.0)
    return np.array([(r - 0.9, z) for z in np.linspace(4.2, 0.715 * h, 9)])


def _can(product: Product, relief: Relief) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    builder = MeshBuilder()
    wall = _printed(product)
    way = arc_length(wall)
    lathe(builder, wall, _PRINT, v_profile=way / way[-1], uv_rect=nets.uv_rect(net(product), 0), relief=relief)
    (_one_piece_ends if _one_piece(product) else _welded_ends)(builder, wall, r, h)
    return builder.build()


def _one_piece_ends(builder: MeshBuilder, wall: np.ndarray, r: float, h: float) -> None:
    base = filleted([(0, 8), (0.6 * r, 5, 8), (r - 5, 0, 1.5), (r - 3.2, 0, 1.5), (wall[0, 0], wall[0, 1])], 4)
    lathe(builder, base, _METAL)
    neck, top = wall[-1]
    seat = filleted([(neck, top), (0.70 * r, top + 1.5, 1), (0.70 * r, top + 3.5)], 3)
    lathe(builder, seat, _METAL)
    cap = filleted([(0.70 * r, top + 1.2), (0.80 * r, top + 1.0, 0.5), (0.80 * r, top + 4, 0.4),
                    (0.785 * r, top + 4.4, 0.3), (0.74 * r, h - 1.0, 4.5), (0.35 * r, h, 6), (0, h)], 5)
    lathe(builder, cap, _CAP)


def _welded_ends(builder: MeshBuilder, wall: np.ndarray, r: float, h: float) -> None:
    foot = filleted([(0, 7), (0.55 * r, 5, 8), (r - 3.4, 2.2, 1), (r - 2.4, 0, 0.8), (r, 0, 0.8), (r, 3.2, 0.5),
                     (wall[0, 0], wall[0, 1])], 3)
    lathe(builder, foot, _METAL)
    z = wall[-1, 1]
    dome = filleted([(wall[-1, 0], z), (r, z + 0.6, 0.5), (r, z + 3.4, 0.9), (r - 2.2, z + 3.4, 0.7),
                     (r - 3.0, z + 1.8, 0.6), (0.74 * r, z + 6.5, 10), (0.50 * r, z + 10, 3), (0.48 * r, z + 13)], 4)
    lathe(builder, dome, _METAL)
    cap = filleted([(0.62 * r, z + 8.0), (0.74 * r, z + 7.6, 0.5), (0.74 * r, z + 10, 0.6), (0.66 * r, h - 6, 6),
                    (0.56 * r, h, 3.5), (0, h)], 5)

    def flutes(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        inside = np.clip((height_mm - z - 12) / 4, 0, 1) * np.clip((h - 5 - height_mm) / 4, 0, 1)
        return -0.5 * inside * (0.5 - 0.5 * np.cos(24 * angle))

    lathe(builder, refined(cap, 5.0), _CAP, segments=96, relief=flutes)
