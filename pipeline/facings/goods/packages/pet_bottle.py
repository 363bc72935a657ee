"""Blown PET bottle: one of several bodies, liquid to the fill line, clear shell above it, film label, knurled cap.

The liquid is one solid out to the outer wall (rays know no nested dielectrics); above the fill line the shell is a
thin sheet. Neck and cap follow the 28 mm PCO 1881 finish.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import labels, nets
from facings.goods.packages.closures import screw_cap
from facings.goods.packages.mesh import MeshBuilder, lathe, smooth_profile
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import filleted, refined, simplified
from facings.goods.packages.surfaces import FILM_LABEL, LABEL_BACK, PET_SHELL, liquid, plastic

_LABEL, _LIQUID, _SHELL, _CAP, _BACK = 0, 1, 2, 3, 4
_NECK_MM = 21.0
_STILL = ("water", "tea", "apple", "oil", "milk", "syrup_red", "vinegar")
_SEGMENTS = 60


@dataclass(frozen=True)
class _Body:
    """The wall from the end of the base upwards to the neck, and the label's place on it; mm."""

    wall: np.ndarray
    label: tuple[float, float]


def net(product: Product) -> ArtNet:
    """Return one wrap of the label panel's own circumference."""
    body = _body(product)
    low, high = body.label
    radius = float(np.interp((low + high) / 2, body.wall[:, 1], body.wall[:, 0])) + labels.OFF_WALL_MM
    return nets.stacked([("wrap", 2 * np.pi * radius, high - low, (0, 1.5, 0, 1.5))], 6.0 if high - low < 90 else 5.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the bottle in three variants: fill level and the label's seat differ."""
    variants = tuple(_bottle(product, rng, rng.uniform(-3, 3), rng.uniform(-1, 1) * 0.03 if i else 0.0)
                     for i in range(3))
    content = product.content
    surfaces = (FILM_LABEL, liquid(content, across_mm=product.dimensions_mm[0]), PET_SHELL,
                plastic("cap", content.cap_colour or "#2468c0", roughness=0.28), LABEL_BACK)
    return Package(variants, surfaces, net(product), round=True, lying=("side",))


def _design(product: Product) -> str:
    # The choice must be the same for `net`, which gets no generator: it comes from the SKU and the content.
    mark = sum(product.sku.encode())
    if (product.content.liquid or "water") in _STILL:
        return ("ribbed", "ringed", "plain")[mark % 3]
    return ("contour", "plain", "grip")[mark % 3]


def _body(product: Product) -> _Body:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    top, large = h - _NECK_MM, product.dimensions_mm[0] > 78
    base = 0.30 * r + 6
    neck = [(0.66 * r + 3, top - 0.42 * r - 7), (14.6, top - 5), (13.2, top)]
    design, low, high = _design(product), 0.40 * h, 0.64 * h
    if design == "contour":
        low, high = 0.42 * h, 0.63 * h
        body = [(r - 0.4, base), (r, base + 0.09 * h), (0.90 * r, 0.30 * h), (0.925 * r, 0.355 * h), (r - 0.6, low - 5),
                (r - 1.0, low), (r - 1.0, (low + high) / 2), (r - 1.0, high), (r - 0.5, high + 5), (0.93 * r, 0.71 * h)]
    elif design == "grip":
        low, high = 0.46 * h, 0.70 * h
        body = [(r - 0.3, base), (r, 0.20 * h), (r - 0.8, 0.26 * h), (0.87 * r, 0.33 * h), (r - 0.9, 0.405 * h),
                (r, low - 6), (r - 1.0, low - 1), (r - 1.0, (low + high) / 2), (r - 1.0, high + 1), (r - 0.2, high + 7)]
    elif design == "ribbed":
        low, high = 0.37 * h, 0.60 * h
        body = [(r - 0.5, base), (r, base + 8), (r, low - 4), (r - 0.9, low), (r - 0.9, (low + high) / 2),
                (r - 0.9, high), (r, high + 4), (0.985 * r, 0.68 * h)]
    elif design == "ringed":
        low, high = 0.44 * h, 0.66 * h
        body = [(r - 0.5, base), (r, base + 8), (r, low - 5), (r - 0.9, low), (r - 0.9, (low + high) / 2),
                (r - 0.9, high), (r - 0.1, high + 4)]
    else:
        body = [(r - 0.4, base), (r, base + 10), (r, low - 5), (r - 0.9, low), (r - 0.9, (low + high) / 2),
                (r - 0.9, high), (r, high + 5), (0.99 * r, 0.685 * h)]
    wall = smooth_profile([*body, *neck], 7 if large else 6)
    wall[:, 0] = np.minimum(wall[:, 0], r)
    wall = _grooved(refined(wall, 4.0), design, (low, high), base)
    return _Body(simplified(wall, 0.13 if large else 0.09), (low + 1, high - 1))


def _grooved(wall: np.ndarray, design: str, label: tuple[float, float], base: float) -> np.ndarray:
    """Return the wall with the horizontal ribs that stiffen thin bottles pressed in."""
    if design not in ("ribbed", "ringed"):
        return wall
    z, result = wall[:, 1], wall.copy()
    scale = max(1.0, wall[-1, 1] / 185)
    pitch, depth = (9.0 * scale, 1.1) if design == "ribbed" else (16.0 * scale, 1.7)
    for low, high in ((base + 8, label[0] - 6), (label[1] + 6, label[1] + (22 if design == "ribbed" else 17))):
        count = int((high - low) // pitch)
        for k in range(count):
            middle = low + (k + 0.5) * (high - low) / count
            near = middle + np.linspace(-3, 3, 7)
            extra = np.stack([np.interp(near, z, wall[:, 0]), near], -1)
            result = np.vstack([result[(result[:, 1] < middle - 3) | (result[:, 1] > middle + 3)], extra])
            result = result[np.argsort(result[:, 1])]
            result[:, 0] -= depth * np.exp(-(((result[:, 1] - middle) / 1.5) ** 2))
    return result


def _base(product: Product) -> np.ndarray:
    r = product.dimensions_mm[0] / 2
    return filleted([(0, 7.0), (0.30 * r, 6.0, 6), (0.52 * r, 0.8, 3), (0.62 * r, 0, 4), (0.74 * r, 0.3, 5),
                     (0.93 * r, 0.16 * r + 2, 8), (r - 0.4, 0.30 * r + 6)], 4)


def _petals(product: Product) -> Callable[[np.ndarray], np.ndarray]:
    """Return the transform that lifts the base between its five feet, as of bottles under pressure."""
    r = product.dimensions_mm[0] / 2
    depth = 0.24 * r
    feet = 5

    def transform(points: np.ndarray) -> np.ndarray:
        radius = np.hypot(points[:, 0], points[:, 1])
        angle = np.arctan2(points[:, 0], -points[:, 1])
        valley = (0.5 - 0.5 * np.cos(feet * angle)) ** 1.5
        low = np.clip(1 - points[:, 2] / (0.30 * r + 6), 0, 1)
        weight = valley * low**0.9 * np.clip((radius / r - 0.12) / 0.4, 0, 1)
        result = points.copy()
        result[:, 2] += depth * weight
        result[:, :2] *= (1 - 0.05 * weight)[:, None]
        return result

    return transform


def _bottle(product: Product, rng: np.random.Generator, level_mm: float, turned: float) -> MeshData:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    body = _body(product)
    line = h - _NECK_MM - 0.28 * r - 6 + level_mm
    builder = MeshBuilder()
    base = MeshBuilder()
    lathe(base, _base(product), _LIQUID, segments=_SEGMENTS)
    still = (product.content.liquid or "water") in _STILL
    builder.add(base, (lambda p: p) if still else _petals(product))
    cut = int(np.argmax(body.wall[:, 1] > line))
    rim = (float(np.interp(line, body.wall[:, 1], body.wall[:, 0])), line)
    lathe(builder, np.vstack([body.wall[:cut], [rim, (0, line)]]), _LIQUID, segments=_SEGMENTS)
    finish = filleted([(13.2, h - _NECK_MM), (13.2, h - 18.2, 0.8), (16.4, h - 17.6, 0.4), (16.4, h - 16.6, 0.5),
                       (12.8, h - 16.0, 0.5), (12.8, h - 2)], 2)
    lathe(builder, np.vstack([[rim], body.wall[cut:-1], finish]), _SHELL, segments=_SEGMENTS)
    screw_cap(builder, 14.6, h - 15.8, h, _CAP, knurls=40)
    labels.wrap(builder, body.wall, body.label, nets.uv_rect(net(product), 0), _LABEL, turned_rad=turned,
                overlap_mm=6.0, backing=_BACK, segments=_SEGMENTS)
    return builder.build()
