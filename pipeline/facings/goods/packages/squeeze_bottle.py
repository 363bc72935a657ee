"""Squeezable bottle: ketchup and honey standing on their cap, washing-up liquid upright with a push-pull cap."""

from dataclasses import dataclass, replace

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import closures, loft, nets
from facings.goods.packages.mesh import MeshBuilder, lathe, smooth_profile
from facings.goods.packages.package import ArtNet, MeshData, Package, Surface
from facings.goods.packages.profile import filleted, simplified
from facings.goods.packages.surfaces import FILM_LABEL, LABEL_BACK, WHITE, liquid, plastic

_LABEL, _BODY, _CAP, _BACK = 0, 1, 2, 3
_HONEY = Surface("honey in plastic", WHITE, roughness=0.05, ior=1.49, transmission=1.0,
                 absorption_color=(0.98, 0.60, 0.05), absorption_density=42.0, shadow_color=(0.85, 0.55, 0.15))


@dataclass(frozen=True)
class _Form:
    """The body's loft and the label's place on it; mm."""

    body: loft.Loft
    label: tuple[float, float]
    label_width: float
    taper: float
    cap: tuple[float, float]
    """Foot and top of the cap."""


def net(product: Product) -> ArtNet:
    """Return the front label and the information label of the same outline at the back."""
    form = _form(product)
    height, margin = form.label[1] - form.label[0], 3.0 + form.taper * form.label_width / 3
    panel = (form.label_width, height, (margin, 3.0, margin, 3.0))
    return nets.stacked([("front", *panel), ("info", *panel)], 6.5)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the bottle in two variants: as moulded, and pressed in a little on one side."""
    content = product.content
    if content.liquid is not None:
        body = replace(liquid(content, across_mm=product.dimensions_mm[0]), roughness=0.08)
    elif _holds_honey(product):
        body = _HONEY
    else:
        body = plastic("bottle", content.body_colour or "#b01818", roughness=0.24, subsurface=0.2)
    cap = plastic("cap", content.cap_colour or "#f4f4f4", roughness=0.25)
    variants = tuple(_bottle(product, depth) for depth in (0.0, float(rng.uniform(0.8, 1.6))))
    return Package(variants, (FILM_LABEL, body, cap, LABEL_BACK), net(product), round=False, lying=("back", "side"))


def _upright(product: Product) -> bool:
    return product.content.liquid is not None or product.dimensions_mm[2] >= 220


def _holds_honey(product: Product) -> bool:
    return product.content.filling == "honey" or (product.art is not None and product.art.hero == "honey")


def _form(product: Product) -> _Form:
    width, depth, h = product.dimensions_mm
    a, ratio = width / 2, depth / width
    if _upright(product):
        cap_low = h - 0.20 * h
        wall = smooth_profile([(a - 1.2, 5), (a, 14), (0.99 * a, 0.18 * h), (0.88 * a, 0.40 * h),
                               (0.86 * a, 0.50 * h), (0.93 * a, 0.63 * h), (0.86 * a, 0.72 * h), (0.55 * a, 0.785 * h),
                               (0.40 * a, cap_low)], 7)
        foot = filleted([(0, 3), (a - 12, 2.4, 4), (a - 8, 0, 2), (a - 4.5, 0, 3), (a - 1.2, 5)], 4)
        label, width_share, taper, cap = (0.10 * h, 0.66 * h), 1.34, 0.0, (cap_low - 2, h)
        n_body, n_neck, round_from = 2.5, 2.0, 0.66 * h
    else:
        cap_high = 0.165 * h
        wall = smooth_profile([(0.62 * a, cap_high), (0.72 * a, cap_high + 5), (0.80 * a, 0.28 * h),
                               (0.90 * a, 0.45 * h), (0.985 * a, 0.66 * h), (a, 0.78 * h), (0.95 * a, 0.885 * h),
                               (0.80 * a, 0.957 * h), (0.52 * a, 0.99 * h)], 7)
        foot = np.zeros((0, 2))
        label, width_share, taper, cap = (0.235 * h, 0.86 * h), 1.46, 0.16, (0.0, cap_high + 1.5)
        n_body, n_neck, round_from = 2.35, 2.2, 2 * h
    wall = simplified(np.vstack([foot[:-1], wall]), 0.05, 14.0)
    # Towards a round neck the depth grows relative to the width.
    blend = np.clip((wall[:, 1] - round_from) / (0.13 * h), 0, 1)
    rounder = blend * blend * (3 - 2 * blend)
    half_depth = np.minimum(wall[:, 0] * (ratio + (1 - ratio) * rounder), depth / 2)
    exponent = n_body + (n_neck - n_body) * rounder
    sections = np.column_stack([wall[:, 0], half_depth, wall[:, 1], exponent])
    return _Form(loft.Loft(sections), label, width_share * a, taper, cap)


def _bottle(product: Product, pressed_mm: float) -> MeshData:
    width, depth, h = product.dimensions_mm
    form = _form(product)
    part = MeshBuilder()
    sections = form.body.sections
    if not _upright(product):
        sections = np.vstack([sections, [[0, 0, h, sections[-1, 3]]]])
    loft.shell(part, sections, _BODY)
    side = form.body if not _upright(product) else loft.Loft(sections[np.argmax(sections[:, 2] > 5.0):])
    sheet = net(product)
    clear = product.content.liquid is not None or _holds_honey(product)
    for i, back in enumerate((False, True)):
        loft.patch(part, side, form.label, form.label_width, nets.uv_rect(sheet, i), _LABEL, back=back, corner_mm=9.0,
                   taper=form.taper, backing=_BACK if clear else None)
    middle = 0.5 * h

    def pressed(points: np.ndarray) -> np.ndarray:
        result = points.copy()
        near = np.exp(-((points[:, 2] - middle) / (0.13 * h)) ** 2 - (points[:, 0] / (0.3 * width)) ** 2)
        result[:, 1] -= np.sign(points[:, 1]) * pressed_mm * near
        return result

    builder = MeshBuilder()
    builder.add(part, pressed)
    ratio = depth / width
    low, high = form.cap
    if _upright(product):
        _push_pull(builder, float(sections[-1, 0]) + 2.5, low, high)
    else:
        radius = 0.66 * width / 2
        closures.flip_top(builder, radius, low, high, _CAP, exponent=2.2, depth_ratio=min(1.0, 1.12 * ratio))
    return builder.build()


def _push_pull(builder: MeshBuilder, r: float, low: float, high: float) -> None:
    span = high - low
    profile = filleted([
        (r - 2.5, low + 0.3), (r, low, 0.5), (r - 0.6, low + 0.42 * span, 2.0), (0.55 * r, low + 0.55 * span, 2.5),
        (0.50 * r, low + 0.72 * span, 0.6), (0.66 * r, low + 0.74 * span, 0.6), (0.62 * r, low + 0.86 * span, 0.8),
        (0.40 * r, high, 1.6), (0, high),
    ], 4)
    lathe(builder, profile, _CAP, segments=48)
