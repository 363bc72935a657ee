"""Shelf-ready trays ready for Blender: their bodies of folded board, and what is printed on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from facings.goods.artwork.canvas import Canvas
from facings.goods.artwork.colours import RGB, darker, readable, rgb
from facings.goods.artwork.marks import mark
from facings.goods.atlas import atlas
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Brand, Product
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import MeshData, Surface
from facings.goods.price_tags import seen_width_px
from facings.labels.camera import Pinhole
from facings.scenes.shelf.spec import PlacedTray

PRINT = Surface("tray print", printed=True, base_color=(1.0, 1.0, 1.0), roughness=0.55)
"""A tray's first surface."""

BOARD = Surface("tray board", base_color=(0.46, 0.31, 0.18), roughness=0.85)
"""A tray's second surface: unbleached liner, inside and at the cut edges."""

WALL_MM = 0.4
_KRAFT: RGB = (182, 147, 105)
_UNIT_M = 0.28
"""About so wide is one tray; a longer run stands in several, whose fronts make one row."""
_PX_PER_MM = 3.0
_FLOOR_MM = 0.05
"""The tray's floor lies between the board and what stands on it."""
_PLAIN_UV = (0.02, 0.5)
"""Where the print is its ground: the walls' outside."""


@dataclass(frozen=True, eq=False)
class TrayCards:
    """The bodies of a frame's trays and the one picture of all their prints."""

    meshes: tuple[MeshData, ...]
    """One a tray; its origin is the lower left front corner, its texture coordinates are the picture's."""
    picture: np.ndarray
    """(H, W, 3) uint8 sRGB; (0, 0, 3) where there is no tray."""


def tray_cards(trays: Sequence[PlacedTray], catalogue: Catalogue, camera: Pinhole) -> TrayCards:
    """Return the trays' bodies and prints, each printed as finely as `camera` can see it."""
    if not trays:
        return TrayCards((), np.zeros((0, 0, 3), np.uint8))
    prints = [_print(tray, catalogue, camera) for tray in trays]
    picture, cells = atlas(prints)
    return TrayCards(tuple(_body(tray, cell) for tray, cell in zip(trays, cells, strict=True)), picture)


def _units(tray: PlacedTray) -> int:
    return max(1, round((tray.box_max_m[0] - tray.box_min_m[0]) / _UNIT_M))


def _print(tray: PlacedTray, catalogue: Catalogue, camera: Pinhole) -> np.ndarray:
    """A front's print, as wide as all of the run, the same for each tray in it."""
    product, count = catalogue.product(tray.sku), _units(tray)
    width_m = (tray.box_max_m[0] - tray.box_min_m[0]) / count
    drawn = _drawn(product, catalogue.brand(product.brand) if product.brand else None, tray.kraft, width_m, tray.lip_m)
    middle = ((tray.box_min_m[0] + tray.box_max_m[0]) / 2, tray.box_min_m[1], tray.box_min_m[2] + tray.lip_m / 2)
    seen = seen_width_px(middle, (1.0, 0.0, 0.0, 0.0), width_m * count, tray.lip_m, camera) // count
    width_px = int(np.clip(seen, 24, drawn.width))
    if width_px < drawn.width:
        drawn = drawn.resize((width_px, max(2, round(width_px * drawn.height / drawn.width))), resample=3, reducing_gap=3.0)
    return np.tile(np.asarray(drawn), (1, count, 1))


def _drawn(product: Product, brand: Brand | None, kraft: bool, width_m: float, height_m: float) -> Image.Image:
    """One tray's front: the brand's mark beside the product's name; on unbleached board in one dark ink."""
    size = max(24, round(width_m * 1000 * _PX_PER_MM)), max(12, round(height_m * 1000 * _PX_PER_MM))
    ground = _KRAFT if kraft or product.art is None else rgb(product.art.palette.main)
    canvas = Canvas(Image.new("RGB", size, ground), _PX_PER_MM)
    w, h = size
    ink = darker(ground, 0.75) if kraft or product.art is None else readable(rgb(product.art.palette.text), ground, 2.6)
    if not kraft and product.art is not None:
        canvas.shape((0, h * 0.86, w, h), rgb(product.art.palette.accent))
    split = w * 0.42 if brand is not None else w * 0.06
    if brand is not None:
        area = (w * 0.05, h * 0.14, split, h * 0.80)
        if kraft:
            canvas.fit("brand", brand.name, brand.font, area, ink)
        else:
            canvas.place("mark", mark(brand, ground), area)
    face = brand.name_font if brand is not None else "league-spartan"
    canvas.fit("name", product.name, face, (split + w * 0.04, h * 0.20, w * 0.95, h * 0.74), ink, most_lines=2)
    seam = max(1, round(0.8 * _PX_PER_MM))
    for x in (0, w - seam):  # where one tray meets the next
        canvas.shape((x, 0, x + seam, h), darker(ground, 0.6))
    return canvas.image


def _body(tray: PlacedTray, cell: np.ndarray) -> MeshData:
    """Front, sides, back and floor; the sides rise from the lip to their full height within a third of the depth."""
    width, depth, height = (1000 * (high - low) for low, high in zip(tray.box_min_m, tray.box_max_m, strict=True))
    lip = 1000 * tray.lip_m
    builder = MeshBuilder()
    x = np.linspace(0.0, width, 16 * _units(tray) + 1)
    # The tear-off front leaves a soft dip in the middle of each tray.
    dip = 0.5 - 0.5 * np.cos(np.linspace(0.0, 2 * math.pi, 17)[:-1])
    top = lip * (1 - 0.28 * np.append(np.tile(dip, _units(tray)), 0.0) ** 2)
    uv = np.stack([np.stack([x / width, np.zeros_like(x)], -1), np.stack([x / width, top / lip], -1)])
    _wall(builder, np.stack([x, np.zeros_like(x)], -1), top, np.array([0.0, WALL_MM]), uv, cell)
    y = np.array([WALL_MM, 0.12 * depth, 0.33 * depth, depth])
    rise = np.array([lip, lip, height, height])
    _wall(builder, np.stack([np.zeros(4), y[::-1]], -1), rise[::-1], np.array([WALL_MM, 0.0]), None, cell)
    _wall(builder, np.stack([np.full(4, width), y], -1), rise, np.array([-WALL_MM, 0.0]), None, cell)
    back = np.array([[width - WALL_MM, depth], [WALL_MM, depth]])
    _wall(builder, back, np.full(2, height), np.array([0.0, -WALL_MM]), None, cell)
    floor = np.array([[[a, b, _FLOOR_MM] for a in (WALL_MM, width - WALL_MM)] for b in (WALL_MM, depth - WALL_MM)])
    builder.grid(floor, None, 1, smooth=False)
    return builder.build(weld_mm=0.0)


def _wall(builder: MeshBuilder, foot_mm: np.ndarray, top_mm: np.ndarray, inwards_mm: np.ndarray, uv: np.ndarray | None,
          cell: np.ndarray) -> None:
    """A wall on the outer line `foot_mm` (N, 2), seen from outside from left to right, `top_mm` (N,) high.

    uv: (2, N, 2) in the tray's own print; None: its ground.
    """
    low = np.c_[foot_mm, np.full(len(foot_mm), 2 * _FLOOR_MM)]
    outer = np.stack([low, np.c_[foot_mm, top_mm]])
    inner = outer + np.append(inwards_mm, 0.0)
    own = np.broadcast_to(_PLAIN_UV, (*outer.shape[:2], 2)) if uv is None else uv
    builder.grid(outer, cell[:2] + own * cell[2:], 0, smooth=False)
    builder.grid(inner, None, 1, flip=True, smooth=False)
    builder.grid(np.stack([outer[1], inner[1]]), None, 1, smooth=False)
    builder.grid(np.stack([inner[:, 0], outer[:, 0]], 1), None, 1, smooth=False)
    builder.grid(np.stack([outer[:, -1], inner[:, -1]], 1), None, 1, smooth=False)


