"""Tapered plastic tub with a snap-on lid: round (yoghurt), or a rounded rectangle where width and depth differ."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.mesh import MeshBuilder, lathe, outline_length
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import arc_length, filleted, refined
from facings.goods.packages.surfaces import PRINTED_PLASTIC, plastic

_PRINT, _LID, _LIP = 0, 1, 2
_SKIRT_MM = 9.0
_TAPER = 0.83
"""Radius of the foot to that of the mouth."""


def net(product: Product) -> ArtNet:
    """Return the wrap (as wide as the tub is around at half its height) and the lid."""
    wall = _wall(product)
    exponent, ratio = _outline(product)
    around = outline_length(exponent, ratio) * float(wall[:, 0].mean())
    half_width, half_depth = _lid_halves(product)
    margin = 0.06 * min(half_width, half_depth)
    return nets.stacked([("wrap", around, float(arc_length(wall)[-1]), (0, 4, 0, 3)),
                         ("lid", 2 * half_width, 2 * half_depth, (margin, margin, margin, margin))], 6.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the tub in two variants; on round ones the lid's print is turned differently."""
    is_round = _outline(product)[1] == 1.0
    turns = [float(rng.uniform(-0.5, 0.5)) if is_round else 0.0 for _ in range(2)]
    content = product.content
    lid = plastic("lid", content.cap_colour or "#f4f4f0", roughness=0.33, subsurface=0.12)
    lip = plastic("lip", content.body_colour or "#f4f4f0", subsurface=0.12)
    return Package(tuple(_tub(product, t) for t in turns), (PRINTED_PLASTIC, lid, lip), net(product), round=is_round,
                   stack_levels=3, stack_pitch_m=(product.dimensions_mm[2] - 1.7) * 1e-3)


def _outline(product: Product) -> tuple[float, float]:
    width, depth, _ = product.dimensions_mm
    return (2.0, 1.0) if abs(width - depth) < 2 else (3.6, depth / width)


def _lid_halves(product: Product) -> tuple[float, float]:
    edge = product.dimensions_mm[0] / 2 - 6.0
    return edge, edge * _outline(product)[1]


def _wall(product: Product) -> np.ndarray:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    top = r - 2.2
    low = _TAPER * top
    return refined(filleted([(low - 0.6, 1.3), (low + 0.5, 4.0, 3), (top, h - _SKIRT_MM - 1.0)], 3), 14.0)


def _tub(product: Product, lid_turn: float) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    exponent, ratio = _outline(product)
    shape = {"exponent": exponent, "depth_ratio": ratio, "segments": 64}
    sheet, wall = net(product), _wall(product)
    builder = MeshBuilder()
    low = wall[0, 0]
    foot = filleted([(0, 2.2), (low - 7, 2.2, 1), (low - 6, 0, 0.8), (low - 1.6, 0, 0.9), (low, 1.3)], 3)
    lathe(builder, foot, _LIP, **shape)
    way = arc_length(wall)
    lathe(builder, wall, _PRINT, v_profile=way / way[-1], uv_rect=nets.uv_rect(sheet, 0), **shape)
    lip = filleted([(wall[-1, 0], wall[-1, 1]), (r - 1.4, h - _SKIRT_MM - 0.6, 0.5), (r - 1.4, h - 2)], 3)
    lathe(builder, lip, _LIP, **shape)
    lid = MeshBuilder()
    edge = r - 6.0
    skirt = filleted([(r - 1.5, h - _SKIRT_MM + 0.5), (r - 0.6, h - _SKIRT_MM + 0.2, 0.4),
                      (r, h - _SKIRT_MM + 1.2, 0.5), (r - 0.5, h, 1.4), (r - 3.6, h, 1.2),
                      (r - 4.4, h - 2.0, 0.8), (edge, h - 2.0)], 4)
    lathe(lid, skirt, _LID, **shape)
    disc = np.array([(edge, h - 2.0), (0.97 * edge, h - 1.9), (0.6 * edge, h - 1.75), (0, h - 1.7)])
    lathe(lid, disc, _PRINT, uv_rect=nets.uv_rect(sheet, 1), planar_mm=_lid_halves(product), **shape)
    c, s = np.cos(lid_turn), np.sin(lid_turn)
    builder.add(lid, lambda p: p @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]))
    return builder.build()
