"""Glass bottle for wine, beer, oil, vinegar and sauces: shape by content and proportion, paper labels front and back.

Glass and liquid are one solid up to the fill line (rays know no nested dielectrics); above, the wall is a thin sheet.
"""

from dataclasses import dataclass, replace

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import closures, labels, nets
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import filleted, refined
from facings.goods.packages.surfaces import (
    LABEL_BACK,
    PAPER_LABEL,
    UNCOATED_LABEL,
    glass_wall,
    liquid,
    painted_metal,
    plastic,
)

_LABEL, _LIQUID, _WALL, _CLOSURE, _BACK = 0, 1, 2, 3, 4


@dataclass(frozen=True)
class _Form:
    """A bottle's shape: where its parts are, mm."""

    side: np.ndarray
    """Outer profile from the end of the base to the mouth, heights increasing."""
    punt: float
    label: tuple[float, float]
    label_width: float
    line: float
    closure: str


def net(product: Product) -> ArtNet:
    """Return the front label and the smaller information label at the back."""
    form = _form(product)
    height = form.label[1] - form.label[0]
    margins = (2.0, 2.0, 2.0, 2.0)
    return nets.stacked([("front", form.label_width, height, margins),
                         ("info", 0.86 * form.label_width, height, margins)], 7.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the bottle in three variants: fill level and the labels' seat differ."""
    variants = tuple(_bottle(product, rng, first=i == 0) for i in range(3))
    content = product.content
    closure = _form(product).closure
    color = content.cap_colour or "#30281c"
    cap = plastic("cap", color) if closure == "screw" else painted_metal("closure", color)
    if closure == "capsule":
        cap = replace(cap, roughness=0.36, metallic=0.3, coat=0.15)
    paper = UNCOATED_LABEL if closure == "capsule" else PAPER_LABEL
    surfaces = (paper, liquid(content, across_mm=product.dimensions_mm[0], glass_mm=3.0, default="vinegar"),
                glass_wall(content), cap, LABEL_BACK)
    return Package(variants, surfaces, net(product), round=True, lying=("side",))


def _form(product: Product) -> _Form:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    content = product.content.liquid or "vinegar"
    foot = [(r - 1.8, 2.6), (r, 8, 6)]
    around = 2 * np.pi * r
    if content == "beer" or (product.content.glass == "brown" and h > 200):
        side = [*foot, (r, 0.48 * h, 22), (13.6, 0.74 * h, 60), (12.6, h - 18, 20), (12.6, h - 13.5, 1),
                (14.0, h - 12, 1), (14.0, h - 7, 1), (13.2, h - 1.2)]
        return _Form(_turned(side), 5, (0.10 * h, 0.42 * h), 0.40 * around, 0.80 * h, "crown")
    if (content in ("wine_red", "wine_white") and h > 240) or h > 292:
        ring = [(14.2, h - 14, 8), (14.2, h - 12, 0.8), (15.0, h - 11, 0.8), (15.0, h - 4, 0.8), (14.2, h - 2.5, 1),
                (14.2, h - 0.6)]
        if content == "wine_red":
            side = [*foot, (r, 0.645 * h, 30), (14.6, 0.735 * h, 26), *ring]
            return _Form(_turned(side), 22, (0.13 * h, 0.47 * h), 0.40 * around, 0.80 * h, "capsule")
        side = [*foot, (r, 0.455 * h, 75), (15.6, 0.735 * h, 90), *ring]
        return _Form(_turned(side), 20, (0.10 * h, 0.38 * h), 0.40 * around, 0.79 * h, "capsule")
    neck = min(13.4, 0.46 * r)
    if h > 3.6 * 2 * r or content == "oil":
        side = [*foot, (r, 0.63 * h, 22), (neck + 0.6, 0.735 * h, 20), (neck, h - 30, 8), (neck, h - 3)]
        return _Form(_turned(side), 6, (0.11 * h, 0.50 * h), 0.42 * around, 0.70 * h, "screw")
    side = [*foot, (r, 0.52 * h, 26), (0.62 * r, 0.71 * h, 40), (neck, h - 26, 16), (neck, h - 3)]
    return _Form(_turned(side), 4, (0.10 * h, 0.46 * h), 0.44 * around, 0.74 * h, "screw")


def _turned(corners: list) -> np.ndarray:
    profile = refined(filleted(corners, 8), 9.0)
    # Heights must increase strictly, so that labels and the fill line can be looked up by height.
    return profile[np.concatenate([[True], np.diff(profile[:, 1]) > 1e-6])]


def _bottle(product: Product, rng: np.random.Generator, *, first: bool) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    form = _form(product)
    builder = MeshBuilder()
    line = form.line + rng.uniform(-4, 4)
    base = filleted([(0, form.punt), (0.45 * r, 0.55 * form.punt + 1, 10), (0.72 * r, 1.6, 4), (0.80 * r, 0, 2.2),
                     (r - 4.4, 0, 2.2), (r - 1.8, 2.6)], 4)
    cut = int(np.argmax(form.side[:, 1] > line))
    rim = (float(np.interp(line, form.side[:, 1], form.side[:, 0])), line)
    # The meniscus climbs at the wall.
    surface = [rim, (0.75 * rim[0], line - 1.1), (0, line - 1.3)]
    lathe(builder, np.vstack([base[:-1], form.side[:cut], surface]), _LIQUID)
    lathe(builder, np.vstack([[rim], form.side[cut:]]), _WALL)
    _close(builder, form, h)
    sheet = net(product)
    for i, centre in enumerate((0.0, np.pi)):
        slip = 0.0 if first else rng.uniform(-1.2, 1.2)
        heights = (form.label[0] + slip, form.label[1] + slip)
        labels.patch(builder, form.side, heights, sheet.panels[i].width_mm, nets.uv_rect(sheet, i), _LABEL,
                     centre_rad=centre, tilt_rad=0.0 if first else float(rng.normal(0, 0.006)), backing=_BACK)
    return builder.build()


def _close(builder: MeshBuilder, form: _Form, h: float) -> None:
    if form.closure == "crown":
        closures.crown(builder, h, _CLOSURE)
    elif form.closure == "capsule":
        closures.capsule(builder, form.side, h - 62, _CLOSURE)
    else:
        radius = float(form.side[-1, 0]) + 2.0
        closures.screw_cap(builder, radius, h - 24, h, _CLOSURE, knurls=44, depth_mm=0.25, ring_mm=4.0)
