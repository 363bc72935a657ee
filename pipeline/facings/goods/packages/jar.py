"""Preserving jar: glass body, tinplate lug lid, paper label, and what one sees through the glass.

Rays know no nested dielectrics, so the glass is one solid out to its outer wall up to the fill line with the food
inside it, without air between; above, the wall is a thin sheet.
"""

from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import fillings, labels, nets
from facings.goods.packages.closures import lug_lid
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, Package
from facings.goods.packages.profile import between, filleted
from facings.goods.packages.surfaces import LABEL_BACK, PAPER_LABEL, glass_wall, painted_metal

_LABEL, _LID, _GLASS, _WALL, _BACK, _FILLING = 0, 1, 2, 3, 4, 5
_LID_MM = 13.5
_THICKNESS_MM = 2.4


@dataclass(frozen=True)
class _Form:
    """Where things are on a jar, mm."""

    wall: np.ndarray
    """Outer profile from the base's centre to the mouth."""
    lid_radius: float
    label: tuple[float, float]
    """Heights of the label's lower and upper edge."""
    shoulder: float


def net(product: Product) -> ArtNet:
    """Return front and information labels where the food is to be seen between them, else one wrap."""
    form = _form(product)
    r = product.dimensions_mm[0] / 2
    height = form.label[1] - form.label[0]
    if _two_labels(product):
        front, info = min(1.9 * r, 1.55 * height), 1.35 * r
        return nets.stacked([("front", front, height, (2, 2, 2, 2)), ("info", info, height, (1.5, 1.5, 1.5, 1.5))], 7.0)
    return nets.stacked([("wrap", 2 * np.pi * _belt(form), height, (0, 1.5, 0, 1.5))], 6.5)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the jar in three variants: fill level, pieces and the label's seat differ."""
    variants = [_jar(product, rng, askew=0.0 if i == 0 else float(rng.normal(0, 0.008))).build()
                for i in range(3)]
    content = product.content
    food = fillings.filling(content.filling or "jam", _hero(product))
    surfaces = (PAPER_LABEL, painted_metal("lid", content.cap_colour or "#f2efe6"),
                fillings.glass_body(content, food, product.dimensions_mm[0]), glass_wall(content), LABEL_BACK, *food.surfaces)
    height = product.dimensions_mm[2]
    return Package(tuple(variants), surfaces, net(product), round=True,
                   stack_levels=3 if height < 100 else 2 if height < 130 else 1, stack_pitch_m=height * 1e-3)


def _hero(product: Product) -> str | None:
    return product.art.hero if product.art else None


def _two_labels(product: Product) -> bool:
    return product.content.filling in ("honey", "pickles", "olives", "beans", "jam")


def _belt(form: _Form) -> float:
    return float(between(form.wall[np.argmax(form.wall[:, 0] > 0.8 * form.wall[:, 0].max()):], *form.label)[:, 0].max())


def _form(product: Product) -> _Form:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    filling = product.content.filling or "jam"
    slim = h / (2 * r) > 1.55
    lid = r - (6.0 if slim else 2.5 if filling in ("spread", "baby_food") else 3.4)
    neck = lid - 1.6
    mouth = h - 1.2
    shoulder = h - _LID_MM - (0.13 * h if slim else 0.09 * h)
    foot = [(0, 2.6), (r - 13, 2.2, 8), (r - 8, 0, 2.2), (r - 4.0, 0, 3.0)]
    top = [(neck, h - _LID_MM + 2.0, 4), (neck, mouth)]
    if filling == "honey":
        body = [(r - 0.8, 8, 8), (r, 0.40 * h, 60), (r - 0.6, shoulder - 5, 14)]
    elif filling in ("jam", "pesto"):
        # A stacking foot and a belt for the label between two slight beads.
        body = [(r - 0.6, 6, 4), (r, 10, 2), (r, 14, 2), (r - 0.7, 16, 2), (r - 0.7, shoulder - 7, 2),
                (r, shoulder - 5, 2), (r, shoulder - 1, 8)]
    else:
        body = [(r, 7, 7), (r, shoulder, 16)]
    wall = filleted([*foot, *body, *top], 5)
    low = 17.5 if filling in ("jam", "pesto") else 0.15 * h
    return _Form(wall, lid, (low, min(shoulder - 8.5, 0.70 * h)), shoulder)


def _jar(product: Product, rng: np.random.Generator, askew: float) -> MeshBuilder:
    form, h = _form(product), product.dimensions_mm[2]
    builder = MeshBuilder()
    line = h - _LID_MM - rng.uniform(-1.5, 3.0)
    cut = int(np.argmax(form.wall[:, 1] > line))
    radius = np.interp(line, form.wall[cut - 1:cut + 1, 1], form.wall[cut - 1:cut + 1, 0])
    lathe(builder, np.vstack([form.wall[:cut], [(radius, line), (0, line)]]), _GLASS)
    lathe(builder, np.vstack([[(radius, line)], form.wall[cut:]]), _WALL)
    lug_lid(builder, form.lid_radius, h - _LID_MM, h, _LID)
    content = fillings.Vessel(form.wall[:cut], line, _THICKNESS_MM)
    fillings.fill(builder, product.content.filling or "jam", content, rng, _FILLING, hero=_hero(product))
    side = form.wall[int(np.argmax(form.wall[:, 0] > product.dimensions_mm[0] / 2 - 1.5)):]
    sheet = net(product)
    backing = _BACK if fillings.is_clear(product.content.filling or "jam") else None
    if _two_labels(product):
        for i, centre in enumerate((0.0, np.pi)):
            labels.patch(builder, side, form.label, sheet.panels[i].width_mm, nets.uv_rect(sheet, i), _LABEL,
                         centre_rad=centre, tilt_rad=askew, backing=backing)
    else:
        labels.wrap(builder, side, form.label, nets.uv_rect(sheet, 0), _LABEL, turned_rad=askew, overlap_mm=6.0)
    return builder
