"""Low superelliptic tub with an overlapping lid: margarine, spreads, cream cheese, sliced cheese."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.mesh import MeshBuilder, lathe, outline_length
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import arc_length, filleted, refined
from facings.goods.packages.surfaces import PRINTED_PLASTIC, plastic

_PRINT, _LID, _BODY = 0, 1, 2
_SKIRT_MM = 10.0


def net(product: Product) -> ArtNet:
    """Return the wrap below the lid's skirt and the lid, whose print reaches to the rim's bend."""
    wall = _wall(product)
    exponent, ratio = _outline(product)
    around = outline_length(exponent, ratio) * float(wall[:, 0].mean())
    half_width, half_depth = _lid_halves(product)
    margin = 0.07 * min(half_width, half_depth)
    return nets.stacked([("wrap", around, float(arc_length(wall)[-1]), (0, 2, 0, 2.5)),
                         ("lid", 2 * half_width, 2 * half_depth, (margin, margin, margin, margin))], 6.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the tub in two variants: the lid sits straight, or one corner stands a fraction higher."""
    content = product.content
    lid = plastic("lid", content.cap_colour or "#f4f4f0", roughness=0.33, subsurface=0.12)
    body = plastic("tub", content.body_colour or "#f4f4f0", subsurface=0.12)
    lifts = ((0.0, 0.0), (float(rng.uniform(-0.006, 0.006)), float(rng.uniform(-0.006, 0.006))))
    return Package(tuple(_tub(product, lift) for lift in lifts), (PRINTED_PLASTIC, lid, body), net(product),
                   round=_outline(product)[0] == 2.0, stack_levels=4, stack_pitch_m=(product.dimensions_mm[2] - 0.5) * 1e-3)


def _outline(product: Product) -> tuple[float, float]:
    width, depth, _ = product.dimensions_mm
    return (2.0, 1.0) if abs(width - depth) < 1 and width < 105 else (4.5, depth / width)


def _lid_halves(product: Product) -> tuple[float, float]:
    edge = product.dimensions_mm[0] / 2 - 7.0
    return edge, edge * _outline(product)[1]


def _wall(product: Product) -> np.ndarray:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    top = r - 3.4
    low = top - 0.17 * h
    return refined(filleted([(low - 0.8, 1.5), (low + 1.0, 5.0, 4), (top, h - _SKIRT_MM)], 3), 12.0)


def _tub(product: Product, lift: tuple[float, float]) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    exponent, ratio = _outline(product)
    shape = {"exponent": exponent, "depth_ratio": ratio, "segments": 88}
    sheet, wall = net(product), _wall(product)
    builder = MeshBuilder()
    low = wall[0, 0]
    foot = filleted([(0, 2.0), (low - 7, 2.0, 1), (low - 6, 0, 0.8), (low - 2.0, 0, 1.0), (low, 1.5)], 3)
    lathe(builder, foot, _BODY, **shape)
    way = arc_length(wall)
    lathe(builder, wall, _PRINT, v_profile=way / way[-1], uv_rect=nets.uv_rect(sheet, 0), **shape)
    lathe(builder, np.array([(wall[-1, 0], wall[-1, 1]), (r - 3.2, h - 2.5)]), _BODY, **shape)
    lid, edge = MeshBuilder(), r - 7.0
    skirt = filleted([
        (r - 2.6, h - _SKIRT_MM + 0.8), (r - 0.9, h - _SKIRT_MM, 0.4), (r, h - _SKIRT_MM + 0.9, 0.5),
        (r, h - _SKIRT_MM + 2.4, 0.4), (r - 0.8, h - _SKIRT_MM + 3.0, 0.4), (r - 1.2, h - 0.8, 1.6),
        (r - 4.4, h - 0.8, 1.2), (r - 5.4, h - 2.3, 0.8), (edge, h - 2.3),
    ], 4)
    lathe(lid, skirt, _LID, **shape)
    disc = filleted([(edge, h - 2.3), (edge - 1.5, h - 2.3, 0.7), (edge - 2.6, h - 0.8, 0.9), (0.5 * edge, h - 0.5),
                     (0, h - 0.45)], 3)
    lathe(lid, disc, _PRINT, uv_rect=nets.uv_rect(sheet, 1), planar_mm=_lid_halves(product), **shape)

    def seated(points: np.ndarray) -> np.ndarray:
        result = points.copy()
        result[:, 2] += points[:, 0] * lift[0] + points[:, 1] * lift[1]
        return result

    builder.add(lid, seated)
    return builder.build()
