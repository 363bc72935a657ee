"""Squeeze tube standing on its cap: round at the shoulder, flat and crimped at the top (toothpaste, creams)."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import filleted, refined
from facings.goods.packages.surfaces import FILM_LABEL, plastic

_PRINT, _CAP, _SHOULDER = 0, 1, 2
_CRIMP_MM = 9.0
_HALF_COLUMNS = 28


def net(product: Product) -> ArtNet:
    """Return front and back: each half of the circumference by the height from the shoulder to the crimp's end."""
    width, depth, height = product.dimensions_mm
    low = _cap_height(product) + 3.0
    # Towards the shoulder the sides bend away, so what is to be read keeps to the cap's width and a little more.
    side = max(3.0, 0.5 * (width - depth) - 2.0)
    panel = (width, height - low, (side, _CRIMP_MM + 2, side, 4.0))
    return nets.stacked([("front", *panel), ("info", *panel)], 7.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the tube in three variants of fullness and creases."""
    variants = tuple(_tube(product, float(rng.uniform(0.8, 1.25)), rng) for _ in range(3))
    content = product.content
    surfaces = (FILM_LABEL, plastic("cap", content.cap_colour or "#f4f4f4", roughness=0.25),
                plastic("shoulder", content.body_colour or "#f4f4f4"))
    return Package(variants, surfaces, net(product), round=False, lying=("back",))


def _cap_height(product: Product) -> float:
    return min(28.0, 0.17 * product.dimensions_mm[2])


def _half_width(half_perimeter: float, half_depth: np.ndarray) -> np.ndarray:
    """Return the ellipses' half widths that keep the film's length around (Ramanujan 1914, solved by bisection)."""
    low, high = np.full_like(half_depth, 0.1), np.full_like(half_depth, half_perimeter)
    for _ in range(40):
        a = (low + high) / 2
        h = ((a - half_depth) / (a + half_depth)) ** 2
        half = np.pi / 2 * (a + half_depth) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))
        low, high = np.where(half < half_perimeter, a, low), np.where(half < half_perimeter, high, a)
    return (low + high) / 2


def _tube(product: Product, fullness: float, rng: np.random.Generator) -> MeshData:
    width, depth, height = product.dimensions_mm
    foot = _cap_height(product) + 3.0
    t = np.linspace(0, 1, 17)
    top = height - _CRIMP_MM
    start = depth / 2 - 0.4
    # Paste keeps the lower part full; the film then runs straight to the crimp.
    half_depth = np.maximum(start * (1 - t ** (1.5 * fullness)), 0.55)
    z = foot + t * (top - foot)
    crimp = np.linspace(top + 0.4, height, 13)
    half_depth = np.concatenate([half_depth, np.full(13, 0.55)])
    z = np.concatenate([z, crimp])
    share = np.concatenate([t, np.ones(13)])
    # The film's own length around may differ from the shoulder's by a trifle, so that any width and depth can be had.
    around_foot, around_top = np.pi * start, width - 0.4
    half_width = np.array([_half_width(p, np.array([b]))[0] for p, b in
                           zip(around_foot + (around_top - around_foot) * share**0.7, half_depth, strict=True)])
    half_width = np.minimum(half_width, width / 2)
    ridges = np.concatenate([np.zeros(17), 0.16 * (-1.0) ** np.arange(13)])
    builder = MeshBuilder()
    sheet = net(product)
    for index, side in enumerate((1.0, -1.0)):
        builder.grid(*_half(half_width, half_depth, z, ridges, side, foot, nets.uv_rect(sheet, index), rng), _PRINT)
    _close_top(builder, width / 2, 0.55, height)
    _add_cap(builder, depth / 2, start, foot)
    return builder.build(weld_mm=0.05)


def _half(half_width: np.ndarray, half_depth: np.ndarray, z: np.ndarray, ridges: np.ndarray, side: float, foot: float,
          rect: nets.UvRect, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return points and texture coordinates of the front (side 1) or back (-1) sheet, columns even along the film."""
    dense = np.linspace(-np.pi / 2, np.pi / 2, 257)
    rows = []
    for a, b in zip(half_width, half_depth, strict=True):
        x, y = a * np.sin(dense), -b * np.cos(dense)
        way = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        at = np.linspace(0, way[-1], _HALF_COLUMNS + 1)
        rows.append(np.stack([np.interp(at, way, x), np.interp(at, way, y)], -1))
    xy = np.array(rows)
    inside = np.sin(np.linspace(0, np.pi, _HALF_COLUMNS + 1))[None, :]
    xy[..., 1] += ridges[:, None] * np.minimum(1, 4 * inside)
    # A soft crease or two runs from the crimp down, where the film was pressed flat.
    u = np.linspace(-1, 1, _HALF_COLUMNS + 1)[None, :]
    t = ((z - foot) / (z[-1] - foot))[:, None]
    for _ in range(2):
        middle, slope = rng.uniform(-0.6, 0.6), rng.uniform(-0.5, 0.5)
        depth = rng.uniform(0.2, 0.5)
        ridge = np.exp(-(((u - middle - slope * (1 - t)) / 0.12) ** 2)) * np.exp(-(((t - 0.8) / 0.13) ** 2))
        xy[..., 1] += depth * ridge * inside
    points = np.stack([side * xy[..., 0], side * xy[..., 1], np.broadcast_to(z[:, None], xy.shape[:2])], -1)
    uu = np.broadcast_to((u + 1) / 2, xy.shape[:2])
    vv = np.broadcast_to(t, xy.shape[:2])
    uv = np.stack([rect[0] + (rect[2] - rect[0]) * uu, rect[1] + (rect[3] - rect[1]) * vv], -1)
    return points, uv


def _close_top(builder: MeshBuilder, half_width: float, half_depth: float, z: float) -> None:
    x = np.linspace(-half_width, half_width, 9)
    front = np.stack([x, np.full(9, -half_depth), np.full(9, z)], -1)
    builder.grid(np.stack([front, front * [1, -1, 1]]), None, _SHOULDER)


def _add_cap(builder: MeshBuilder, cap_radius: float, body_radius: float, foot: float) -> None:
    shoulder = filleted([(0.72 * cap_radius, foot - 3.0), (body_radius - 1.2, foot - 1.6, 1.0), (body_radius, foot)], 3)
    lathe(builder, shoulder, _SHOULDER, segments=56)
    r, top = cap_radius, foot - 2.2
    cap = filleted([(0, 0.5), (r - 5, 0.5, 0.5), (r - 4, 0, 0.5), (r - 1.2, 0, 1.2), (r - 0.3, 0.5 * top - 0.3, 0.25),
                    (r - 1.1, 0.5 * top, 0.1), (r - 0.3, 0.5 * top + 0.3, 0.25), (r, top, 1.4), (0.7 * r, top)], 4)
    lathe(builder, refined(cap, 12.0), _CAP, segments=56)
