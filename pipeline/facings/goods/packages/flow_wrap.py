"""A flow wrap: film drawn tightly round a bar or a roll of biscuits, a fin at either end and a seam down the back.

The tube follows its longest direction. Its ends start as the folding machine leaves them (sides tucked in as a V,
front and back pressed together), then the film settles round the contents.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import FILM
from facings.goods.packages.film import Film, Loads, Sheet, settle, smoothed
from facings.goods.packages.film_tube import back_seam
from facings.goods.packages.fins import fin
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel, PanelKind

VARIANTS = 3
_FRONT, _SIDE, _ROWS = 18, 6, 54


@dataclass(frozen=True)
class _Measures:
    """The tube in millimetres, its length taken upright."""

    wide: float
    thick: float
    side: float
    """Film at either side of the front: the thickness, less round a roll."""
    length: float
    """Between the seals, as filled."""
    flat_length: float
    fin: float
    lying: bool
    """The tube runs left to right."""
    roll: bool
    """A long pack as deep as it is wide holds a roll of round biscuits."""


def _measures(product: Product) -> _Measures:
    width, depth, height = product.dimensions_mm
    lying = width >= height
    long, wide = (width, height) if lying else (height, width)
    fin_mm = min(11.0, 0.08 * long)
    roll = abs(wide - depth) < 0.15 * wide and long > 2.2 * wide
    # The film is a little shorter than the sharp box round the contents, whose edges are rounded.
    side = (np.pi / 2 - 1) * wide if roll else 0.9 * depth - 0.6
    length = long - 2 * fin_mm
    return _Measures(wide, depth, side, length, length + 0.5 * depth, fin_mm, lying, roll)


def net(product: Product) -> ArtNet:
    """Return the unwrapped tube: panels beside one another where it stands, above one another where it lies."""
    m = _measures(product)
    full, around = m.flat_length + 2 * m.fin, 2 * (m.wide + m.side)
    side: PanelKind = "side" if m.side > 26 else "seal"
    end, edge = m.fin + 0.5 * m.thick + 4, 0.13 * m.wide if m.roll else 2.0
    panels, at = [], 0.0
    # a lying tube's print runs from its front down over the lower side to the back
    faces: tuple[tuple[PanelKind, float], ...] = (("front", m.wide), (side, m.side), ("info", m.wide), (side, m.side))
    for kind, size in faces:
        if m.lying:
            panels.append(Panel(kind, 0, at, full, size, (end, edge, end, edge)))
        else:
            panels.append(Panel(kind, at, 0, size, full, (edge, end, edge, end)))
        at += size
    sheet = (full, around) if m.lying else (around, full)
    return ArtNet(*sheet, min(8.0, 1500 / max(sheet)), tuple(panels))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return three packs with their own creases and bent fins."""
    thick = product.dimensions_mm[1]
    lying = product.dimensions_mm[0] >= product.dimensions_mm[2]
    levels = max(1, min(4, int(240 // product.dimensions_mm[2]))) if lying and thick > 30 else 1
    return Package(tuple(_pack(product, rng) for _ in range(VARIANTS)), (FILM,), net(product), round=False,
                   stack_levels=levels, lying=("back",), tilt_back_max_rad=0.0 if thick > 30 else 0.2)


def _pack(product: Product, rng: np.random.Generator) -> MeshData:
    m = _measures(product)
    wide, thick, side, length, fin_mm, lying = m.wide, m.thick, m.side, m.length, m.fin, m.lying
    film, start, ends = _tube(m)
    start = start + rng.normal(0, 0.25, start.shape) * ~ends[:, None]
    half = np.array([wide / 2 - 0.8, thick / 2 - 0.6, length / 2 - 0.30 * thick])
    corner = min(half[:2]) - 0.05 if m.roll else min(3.0, 0.35 * thick)
    middle = np.array([0, 0, length / 2])
    pinned = start[ends]

    def outside(position: np.ndarray) -> np.ndarray:
        position = _pushed_out(position - middle, half, corner) + middle
        # The folding jaws keep the tucked sides from standing out wider than the pack.
        position[:, 0] = np.clip(position[:, 0], -wide / 2 - 0.3, wide / 2 + 0.3)
        position[ends] = pinned
        return position

    wander = rng.normal(0, 0.6, 2)

    def weight(position: np.ndarray) -> np.ndarray:
        t = position[:, 2] / length
        x = position[:, 0]
        return wander[0] * np.sin(9 * t + 0.06 * x) + wander[1] * np.cos(14 * t - 0.05 * x) - 1.2

    loads = Loads(pressure=0.0035, weight=weight, bend=12.0, damping=0.9)
    position = settle(film, start, loads, steps=220, keep_outside=outside)
    position = smoothed(film, position, rounds=1)
    art = net(product)
    scale = np.array([art.width_mm, art.height_mm])

    def printed(flat: np.ndarray) -> np.ndarray:
        """Map the tube's (around, along) to the net in mm, v upwards."""
        around, along = flat[..., 0], flat[..., 1] + fin_mm
        return np.stack([along, art.height_mm - around], -1) if lying else np.stack([around, along], -1)

    sheet = film.sheets[0]
    circumference = 2 * (wide + side)
    builder = MeshBuilder()
    begin = _FRONT // 2 + _SIDE
    for part, shift in ((slice(0, begin + 1), circumference), (slice(begin, None), 0.0)):
        builder.grid(position[sheet.vertices[:, part]], printed(sheet.flat_mm[:, part] + [shift, 0]) / scale, 0)
    front = slice(begin, begin + _FRONT + 1)
    for row, up in ((-1, 1.0), (0, -1.0)):
        line = position[sheet.vertices[row, front]]
        grow = np.tile([0.0, 0.0, up], (len(line), 1))
        flat = sheet.flat_mm[row, front]
        _end_fin(builder, line, grow, fin_mm, rng.normal(0, 0.22), flat, up, printed, scale, rng)
    back_seam(builder, position[sheet.vertices], printed(sheet.flat_mm + [circumference, 0]), scale)
    if lying:
        upright, builder = builder, MeshBuilder()
        # The tube's Z becomes world X and its X points down: a rotation about Y.
        builder.add(upright, lambda p: np.stack([p[:, 2], p[:, 1], -p[:, 0]], -1))
    return fitted(builder.build(weld_mm=0.01), product.dimensions_mm)


def _end_fin(builder: MeshBuilder, line: np.ndarray, grow: np.ndarray, fin_mm: float, bend: float, flat: np.ndarray,
             up: float, printed: Callable[[np.ndarray], np.ndarray], scale: np.ndarray,
             rng: np.random.Generator) -> None:
    """Add a fin in the tube's own coordinates and move its print to the net's."""
    part = MeshBuilder()
    fin(part, line, grow, fin_mm, bend, flat, up, 0.0, np.ones(2), rng, back_flat_mm=flat)
    part._uv = [printed(uv) / scale for uv in part._uv]
    builder.add(part)


def _tube(m: _Measures) -> tuple[Film, np.ndarray, np.ndarray]:
    """Return the film, its start and which vertices the end seals hold.

    Columns begin at the middle of the back and pass the left side, the front (flat x from 0 to `wide`) and the right.
    """
    wide, thick, side, length = m.wide, m.thick, m.side, m.length
    half, edge = np.linspace(0, wide / 2, _FRONT // 2 + 1), np.linspace(0, side, _SIDE + 1)
    s = np.concatenate([half, wide / 2 + edge[1:], wide / 2 + side + np.linspace(0, wide, _FRONT + 1)[1:],
                        1.5 * wide + side + edge[1:], 1.5 * wide + 2 * side + half[1:]])
    # More rows where the ends fold.
    t = np.linspace(0, 1, _ROWS + 1)
    t = t - 0.6 * np.sin(2 * np.pi * t) / (2 * np.pi)
    flat = np.stack(np.meshgrid(s - wide / 2 - side, t * m.flat_length), -1)
    around = len(s) - 1
    ids = np.arange((_ROWS + 1) * around).reshape(_ROWS + 1, around)[:, np.arange(around + 1) % around]
    taper = 0.5 * thick
    z = t * length
    close = np.clip(np.minimum(z, length - z) / taper, 0, 1)
    half_thick = np.maximum(side / 2 * np.sin(close * np.pi / 2), 0.12)
    grid = np.zeros((_ROWS + 1, around + 1, 3))
    for row, c in enumerate(half_thick):
        grid[row, :, :2] = _section(s, wide, side, c)
    grid[..., 2] = z[:, None]
    if m.roll:
        angle = (s / s[-1] * 2 - 1) * np.pi
        ring = np.stack([np.sin(angle) * wide / 2, -np.cos(angle) * thick / 2], -1)
        share = (close**0.7)[:, None, None]
        grid[..., :2] = grid[..., :2] * (1 - share) + ring * share
    position = np.zeros((ids.max() + 1, 3))
    position[ids] = grid
    ends = np.zeros(len(position), bool)
    ends[ids[[0, -1]]] = True
    return Film((Sheet(ids, flat),), len(position)), position, ends


def _section(s: np.ndarray, wide: float, thick: float, half_thick: float) -> np.ndarray:
    """Return (C, 2) the tube's outline where it is `half_thick` thick, its sides tucked in so that lengths are kept."""
    tuck = np.sqrt(max((thick / 2) ** 2 - half_thick**2, 0.0))
    b = wide / 2
    corners_s = np.array([0, b, b + thick / 2, b + thick, 3 * b + thick, 3 * b + 1.5 * thick, 3 * b + 2 * thick,
                          4 * b + 2 * thick])
    x = np.array([0, -b, -b + tuck, -b, b, b - tuck, b, 0])
    y = half_thick * np.array([1, 1, 0, -1, -1, 0, 1, 1])
    return np.stack([np.interp(s, corners_s, x), np.interp(s, corners_s, y)], -1)


def _pushed_out(p: np.ndarray, half: np.ndarray, radius: float) -> np.ndarray:
    """Return points (N, 3) moved out of a box of half sizes `half` whose edges are rounded by `radius`."""
    q = np.abs(p) - (half - np.minimum(radius, half))
    outer = np.maximum(q, 0)
    length = np.linalg.norm(outer, axis=1)
    distance = length + np.minimum(q.max(1), 0) - radius
    inside = distance < 0
    if not inside.any():
        return p
    gradient = np.where(length[:, None] > 1e-9, outer / np.maximum(length, 1e-9)[:, None], np.eye(3)[q.argmax(1)])
    moved = p - np.minimum(distance, 0)[:, None] * gradient * np.sign(p)
    return np.where(inside[:, None], moved, p)
