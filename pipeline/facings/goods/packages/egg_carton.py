"""An egg carton of moulded pulp: a cup under each egg, a lid with hollows between them, paper labels."""

from collections.abc import Callable

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import PAPER, linear
from facings.goods.packages.box import panel_rect
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel, Surface

VARIANTS = 2
PITCH_MM = 49.0
_AROUND = 144


def _labels(product: Product) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return width and height in mm of the label on top and of the one on the lid's front."""
    width, depth, height = product.dimensions_mm
    return (width * 0.80, depth * 0.56), (width * 0.72, height * 0.30)


def net(product: Product) -> ArtNet:
    """Return the two labels, the top one above the front one."""
    top, front = _labels(product)
    width = max(top[0], front[0])
    return ArtNet(width, top[1] + front[1], min(9.0, 1800 / width), (
        Panel("front", (width - top[0]) / 2, 0, *top, (2, 2, 2, 2)),
        Panel("side", (width - front[0]) / 2, top[1], *front, (2, 1.5, 2, 1.5)),
    ))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return two cartons; `content.body_colour` dyes the pulp."""
    pulp = Surface("pulp", base_color=linear(product.content.body_colour, (0.30, 0.29, 0.26)), roughness=0.92,
                   specular=0.25, bump_scale=420.0, bump_distance_m=0.0006, bump_strength=0.55)
    return Package(tuple(_carton(product, rng) for _ in range(VARIANTS)), (pulp, PAPER), net(product), round=False,
                   stack_levels=4)


def _carton(product: Product, rng: np.random.Generator) -> MeshData:
    width, depth, height = product.dimensions_mm
    columns, rows = max(2, round(width / PITCH_MM)), max(1, round(depth / PITCH_MM))
    half = np.array([width / 2, depth / 2])
    rim = 0.52 * height
    rim_width = 4.5
    uneven = rng.normal(0, 0.35, 4)
    builder = MeshBuilder()
    turn = np.linspace(0, 2 * np.pi, _AROUND + 1)

    def ring(inset: float, scallop: float, radius: float) -> np.ndarray:
        """The outline `inset` mm inside the rim, drawn in by `scallop` mm between the cups."""
        size = half - inset
        box = _rounded_rectangle(size, min(radius, size.min() - 1), turn)
        x, y = box[:, 0], box[:, 1]
        # The hollows lie between the cups of the side one is on; they fade out at the corners.
        on_long = np.abs(y) > size[1] - 1e-6
        on_short = np.abs(x) > size[0] - 1e-6
        dent = scallop * (0.5 + 0.5 * np.cos(2 * np.pi * columns * (x / width + 0.5))) ** 2 * on_long
        dent += scallop * (0.5 + 0.5 * np.cos(2 * np.pi * rows * (y / depth + 0.5))) ** 2 * on_short
        fade = np.clip(np.minimum(size[0] - np.abs(x) if rows else 0, 99) / 12, 0, 1) * on_long
        fade = fade + np.clip((size[1] - np.abs(y)) / 12, 0, 1) * on_short
        normal = np.stack([on_short * np.sign(x), on_long * np.sign(y)], -1)
        return box - normal * (dent * np.clip(fade, 0, 1))[:, None]

    # inset, scallop, height, corner radius from the foot to the lid's shoulder
    body = [(13.5, 9.0, 0.6, 16), (12.2, 9.0, 0.0, 17), (10.8, 8.6, 1.4, 18), (9.0, 7.5, 0.18 * rim, 20),
            (6.6, 5.5, 0.45 * rim, 20), (5.0, 3.2, 0.72 * rim, 19), (rim_width, 1.2, rim - 3.4, 18),
            (rim_width - 0.4, 0.3, rim - 2.2, 17), (0.4, 0, rim - 1.9, 15), (0.0, 0, rim - 1.2, 15),
            (0.0, 0, rim - 0.35, 15), (0.5, 0, rim - 0.1, 15), (0.5, 0, rim + 0.1, 15), (0.0, 0, rim + 0.4, 15),
            (0.1, 0, rim + 1.5, 15), (0.6, 0, rim + 1.9, 15), (rim_width - 0.6, 0, rim + 2.2, 16),
            (rim_width + 0.2, 0.0, rim + 3.2, 17)]
    wall = np.linspace(0.12, 1, 9)
    shoulder = height - 7.0
    lid = [(rim_width + 0.4 + 6.0 * t, 0.0, rim + 3.2 + (shoulder - rim - 3.2) * t, 17) for t in wall]
    inset = rim_width + 6.4
    bend = np.linspace(0.2, np.pi / 2, 6)
    lid += [(inset + 6.5 * (1 - np.cos(a)), 0.0, shoulder + 6.5 * np.sin(a), 17) for a in bend]
    outlines, heights = [], []
    for step in body + lid:
        outlines.append(ring(step[0], step[1], step[3]))
        heights.append(step[2])
    top = outlines[-1]

    def crown(p: np.ndarray, edge: np.ndarray | float) -> np.ndarray:
        x, y = p[..., 0], p[..., 1]
        sag = 0.35 * np.sin(3 * x / half[0] + uneven[0]) * np.cos(2 * y / half[1] + uneven[1])
        return height - 0.5 + (0.5 + sag * 0.5) * edge

    for share in (0.97, 0.9, 0.75, 0.55, 0.35, 0.15, 0.0):
        outlines.append(top * share)
        heights.append(np.broadcast_to(crown(top * share, 1 - share), _AROUND + 1))
    points = np.stack([np.concatenate([outline, np.broadcast_to(z, _AROUND + 1)[:, None]], 1)
                       for outline, z in zip(outlines, heights, strict=True)])
    points = _finger_hollows(points, half, rim, shoulder, columns)
    builder.grid(points, None, 0)
    foot = np.concatenate([outlines[0] * 0.0, np.full((_AROUND + 1, 1), 1.2)], 1)
    builder.grid(np.stack([foot, points[0]]), None, 0)
    _label_top(builder, product, lambda p: crown(p, 1.0), rng)
    _label_front(builder, product, half, rim, shoulder, rim_width, rng)
    return fitted(builder.build(weld_mm=0.01), product.dimensions_mm)


def _rounded_rectangle(half: np.ndarray, radius: float, turn: np.ndarray) -> np.ndarray:
    """Return (N, 2) points once around from the middle of the back, by way of -X, the front and +X."""
    straight = 2 * half - 2 * radius
    arc = radius * np.pi / 2
    lengths = np.array([straight[0] / 2, arc, straight[1], arc, straight[0], arc, straight[1], arc, straight[0] / 2])
    ends = np.concatenate([[0], np.cumsum(lengths)])
    s = turn / (2 * np.pi) * ends[-1]
    piece = np.clip(np.searchsorted(ends, s, side="right") - 1, 0, 8)
    t = (s - ends[piece])
    hx, hy, r = half[0], half[1], radius
    a = t / radius
    x = np.choose(piece, [-t, -(hx - r) - r * np.sin(a), -hx + 0 * t, -(hx - r) - r * np.cos(a), -(hx - r) + t,
                          hx - r + r * np.sin(a), hx + 0 * t, hx - r + r * np.cos(a), hx - r - t])
    y = np.choose(piece, [hy + 0 * t, hy - r + r * np.cos(a), hy - r - t, -(hy - r) - r * np.sin(a), -hy + 0 * t,
                          -(hy - r) - r * np.cos(a), -(hy - r) + t, hy - r + r * np.sin(a), hy + 0 * t])
    return np.stack([x, y], -1)


def _finger_hollows(points: np.ndarray, half: np.ndarray, rim: float, shoulder: float, columns: int) -> np.ndarray:
    """Press hollows into the lid's walls between the eggs: they stiffen it."""
    result = points.copy()
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    on_wall = np.clip((z - rim - 4) / 5, 0, 1) * (z <= shoulder + 7)
    between = (0.5 + 0.5 * np.cos(2 * np.pi * columns * (x / (2 * half[0]) + 0.5))) ** 8
    back = np.clip((y - half[1] * 0.45) / (half[1] * 0.3), 0, 1)
    end = np.clip((np.abs(x) - half[0] * 0.7) / (half[0] * 0.1), 0, 1)
    middle = np.exp(-((y / 9.0) ** 2))
    result[..., 1] -= 3.0 * on_wall * between * back * (1 - end)
    result[..., 0] -= np.sign(x) * 3.2 * on_wall * middle * end
    return result


def _label_top(builder: MeshBuilder, product: Product,
               crown: Callable[[np.ndarray], np.ndarray], rng: np.random.Generator) -> None:
    (width, height), _ = _labels(product)
    art = net(product)
    u0, v0, u1, v1 = panel_rect(art, art.panels[0])
    s, t = np.meshgrid(np.linspace(-0.5, 0.5, 30), np.linspace(-0.5, 0.5, 14))
    angle = rng.normal(0, 0.008)
    x, y = s * width, t * height
    p = np.stack([x - angle * y, y + angle * x], -1)
    z = crown(p) + 0.35
    rim = (np.abs(s) > 0.499) | (np.abs(t) > 0.499)
    uv = np.stack([u0 + (u1 - u0) * (s + 0.5), v0 + (v1 - v0) * (t + 0.5)], -1)
    builder.grid(np.concatenate([p, (z - 0.25 * rim)[..., None]], -1), uv, 1)


def _label_front(builder: MeshBuilder, product: Product, half: np.ndarray, rim: float, shoulder: float,
                 rim_width: float, rng: np.random.Generator) -> None:
    _, (width, height) = _labels(product)
    art = net(product)
    u0, v0, u1, v1 = panel_rect(art, art.panels[1])
    s, t = np.meshgrid(np.linspace(-0.5, 0.5, 24), np.linspace(0, 1, 8))
    low = rim + 3.6
    wall = shoulder - low
    z = low + 1.0 + t * min(height, wall - 1.5)
    inset = rim_width + 0.4 + 6.0 * (z - rim - 3.2) / (shoulder - rim - 3.2)
    rim_of_label = (np.abs(s) > 0.499) | (t < 0.001) | (t > 0.999)
    y = -(half[1] - inset) - 0.35 + 0.25 * rim_of_label
    x = s * width + rng.normal(0, 0.6)
    uv = np.stack([u0 + (u1 - u0) * (s + 0.5), v0 + (v1 - v0) * t], -1)
    builder.grid(np.stack([x, y, z], -1), uv, 1)
