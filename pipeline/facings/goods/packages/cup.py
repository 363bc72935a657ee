"""Single-portion cup with a heat-sealed foil lid whose pull tab is folded down: yoghurt, pudding, cottage cheese."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import arc_length, filleted, refined
from facings.goods.packages.surfaces import PRINTED_FOIL, PRINTED_PLASTIC, plastic

_PRINT, _FOIL, _CUP = 0, 1, 2
_RIM_MM = 4.2


def net(product: Product) -> ArtNet:
    """Return the wrap (as wide as the cup is around at half its height) and the foil."""
    wall = _wall(product)
    r = product.dimensions_mm[0] / 2
    margin = 0.1 * r
    return nets.stacked([("wrap", 2 * np.pi * float(wall[:, 0].mean()), float(arc_length(wall)[-1]), (0, 4, 0, 3)),
                         ("lid", 2 * r, 2 * r, (margin, margin, margin, margin))], 8.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the cup in three variants: the foil bulges or sinks, its tab points elsewhere."""
    variants = tuple(_cup(product, float(rng.uniform(-0.9, 1.1)), float(rng.uniform(-2.6, 2.6)), rng) for _ in range(3))
    cup = plastic("cup", product.content.body_colour or "#f6f6f2", subsurface=0.15)
    return Package(variants, (PRINTED_PLASTIC, PRINTED_FOIL, cup), net(product), round=True, stack_levels=3,
                   stack_pitch_m=(product.dimensions_mm[2] + 0.3) * 1e-3)


def _wall(product: Product) -> np.ndarray:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    top = r - 4.0
    low = top * (0.80 if h > 0.8 * 2 * r else 0.87)
    return refined(filleted([(low - 0.5, 1.3), (low + 0.4, 4.0, 3), (top, h - _RIM_MM)], 3), 12.0)


def _cup(product: Product, bulge: float, tab_rad: float, rng: np.random.Generator) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    sheet, wall = net(product), _wall(product)
    builder = MeshBuilder()
    low = wall[0, 0]
    foot = filleted([(0, 3.5), (low - 7, 3.0, 3), (low - 4.5, 0, 1.2), (low - 1.6, 0, 0.9), (low, 1.3)], 3)
    lathe(builder, foot, _CUP, segments=56)
    way = arc_length(wall)
    lathe(builder, wall, _PRINT, v_profile=way / way[-1], uv_rect=nets.uv_rect(sheet, 0), segments=56)
    rim = filleted([(wall[-1, 0], wall[-1, 1]), (r - 3.4, h - 2.6, 0.6), (r - 0.9, h - 1.6, 0.5),
                    (r - 0.5, h - 0.8, 0.3), (r - 0.8, h - 0.45)], 3)
    lathe(builder, rim, _CUP, segments=56)
    phase = rng.uniform(0, 2 * np.pi, 3)

    def crumple(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        wave = sum(np.sin(n * angle + p) for n, p in zip((17, 23, 31), phase, strict=True))
        return np.broadcast_to(-0.12 - 0.10 * wave, np.broadcast_shapes(angle.shape, height_mm.shape))

    # The die-cut foil stands over the rim by a hair, wavy at its edge; inside the seal it is stretched flat.
    edge = np.array([(r - 1.2, h - 1.0), (r - 0.15, h - 0.75), (r - 0.15, h - 0.6)])
    face = np.array([(r - 0.15, h - 0.6), (r - 1.2, h - 0.1), (r - 3.2, h), (r - 3.7, h - 0.3),
                     *[(k * r, h - 0.35 + bulge * (1 - (k / 0.88) ** 2)) for k in (0.8, 0.65, 0.5, 0.3, 0.0)]])
    planar = {"uv_rect": nets.uv_rect(sheet, 1), "planar_mm": (r, r), "segments": 88}
    lathe(builder, edge, _FOIL, relief=crumple, **planar)
    lathe(builder, face[:2], _FOIL, relief=crumple, **planar)
    lathe(builder, face[1:], _FOIL, **planar)
    _tab(builder, r, h, tab_rad, nets.uv_rect(sheet, 1))
    return builder.build()


def _tab(builder: MeshBuilder, r: float, h: float, angle: float, rect: nets.UvRect) -> None:
    # A rounded tongue that hangs down outside the rim, printed like the lid's edge it continues.
    across, down = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(1, 0, 6))
    half = 8.0 * np.sqrt(np.maximum(1 - (0.96 * down) ** 4, 0.0))
    sideways = across * half / r
    radius = r + 0.15 + 0.9 * np.sin(down * np.pi / 2)
    z = h - 0.55 - 7.5 * down**1.2
    turn = angle + sideways
    points = np.stack([radius * np.sin(turn), -radius * np.cos(turn), z], -1)
    u = 0.5 + 0.45 * np.sin(turn)
    v = 0.5 + 0.45 * np.cos(turn)
    uv = np.stack([rect[0] + (rect[2] - rect[0]) * u, rect[1] + (rect[3] - rect[1]) * (1 - v)], -1)
    builder.grid(points, uv, _FOIL)
    inwards = -0.12 * np.stack([np.sin(turn), -np.cos(turn), np.zeros_like(turn)], -1)
    builder.grid(points + inwards, uv, _FOIL, flip=True)
