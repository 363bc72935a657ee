"""Kitchen or toilet rolls in printed film: the film shrinks round them, so the rolls press through."""

from collections.abc import Callable

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import CLEAR_PRINTED_FILM
from facings.goods.packages.box import FACES, box_net, face_rects
from facings.goods.packages.film import Film, Loads, Sheet, settle, smoothed
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, PanelKind

VARIANTS = 2
ROLL_MM = 112.0
"""Usual diameter; how many rolls there are follows from the pack's size."""
CORE_MM = 21.0
"""Radius of the cardboard core."""


def net(product: Product) -> ArtNet:
    """Return the six panels as the film measures them, stretched round the rolls; the right side has the facts."""
    size = np.asarray(product.dimensions_mm, float)
    width, depth, height = (float(v) for v in size * _tightness(size, *_rows(size)))
    kinds: dict[str, PanelKind] = {"front": "front", "right": "info", "back": "back", "left": "side",
                                   "top": "top", "bottom": "seal"}
    safe = {face: (14.0, 10.0, 14.0, 10.0) for face in FACES}
    return box_net((width, depth, height), kinds, max(3.0, min(5.0, 2600 / (2 * (width + depth)))), safe)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return two packs whose rolls and film sit a little differently."""
    return Package(tuple(_pack(product, rng) for _ in range(VARIANTS)), (CLEAR_PRINTED_FILM,), net(product),
                   round=False, stack_levels=max(1, min(2, int(420 // product.dimensions_mm[2]))), lying=("back", "side"))


def _pack(product: Product, rng: np.random.Generator) -> MeshData:
    size = np.asarray(product.dimensions_mm, float)
    across, deep = _rows(size)
    layers = max(1, round(size[2] / 105)) if size[2] < 215 else max(1, round(size[2] / 230))
    film, start, rests = _wrap(size, _tightness(size, across, deep))
    start = start + rng.normal(0, 0.25, start.shape)
    loads = Loads(pressure=-0.0018, bend=8.0, damping=0.85)
    position = settle(film, start, loads, steps=170,
                      keep_outside=_rolls(size - 1.0, across, deep, layers, rng))
    position = smoothed(film, position, rounds=1)
    rects = face_rects(net(product))
    builder = MeshBuilder()
    for face, sheet, (length, height) in zip(FACES, film.sheets, rests, strict=True):
        u0, v0, u1, v1 = rects[face]
        share = sheet.flat_mm / [length, height]
        builder.grid(position[sheet.vertices], [u0, v0] + share * [u1 - u0, v1 - v0], 0)
    return fitted(builder.build(weld_mm=0.01), product.dimensions_mm)


def _rows(size: np.ndarray) -> tuple[int, int]:
    """Return how many rolls stand side by side and behind one another."""
    return max(1, round(size[0] / ROLL_MM)), max(1, round(size[1] / ROLL_MM))


def _tightness(size: np.ndarray, across: int, deep: int) -> np.ndarray:
    """Return (3,) the film's length along each axis as a share of the box's: it spans the rolls' hull, not the box."""
    diameter = (size[:2] / [across, deep]).min()
    hull = 2 * (size[0] - diameter) + 2 * (size[1] - diameter) + np.pi * diameter
    around = hull / (2 * (size[0] + size[1]))
    return np.array([around * 0.995, around * 0.995, 0.985])


def _wrap(size: np.ndarray, tightness: np.ndarray) -> tuple[Film, np.ndarray, list[tuple[float, float]]]:
    """Return film round a box: one sheet a face in the order of `FACES`, welded along the edges."""
    frames = {"front": (0, 1, 2, 1, 1, -1), "right": (1, 1, 2, 1, 0, 1), "back": (0, -1, 2, 1, 1, 1),
              "left": (1, -1, 2, 1, 0, -1), "top": (0, 1, 1, 1, 2, 1), "bottom": (0, 1, 1, -1, 2, -1)}
    cells = [max(10, round(length / 8.5)) for length in size]
    grids, flats, rests = [], [], []
    for face in FACES:
        s_axis, s_sign, t_axis, t_sign, n_axis, n_sign = frames[face]
        s, t = np.meshgrid(np.arange(cells[s_axis] + 1), np.arange(cells[t_axis] + 1))
        p = np.zeros((*s.shape, 3), int)
        p[..., s_axis] = s if s_sign > 0 else cells[s_axis] - s
        p[..., t_axis] = t if t_sign > 0 else cells[t_axis] - t
        p[..., n_axis] = cells[n_axis] if n_sign > 0 else 0
        grids.append(p)
        lengths = size[s_axis] * tightness[s_axis], size[t_axis] * tightness[t_axis]
        flats.append(np.stack([s * lengths[0] / cells[s_axis], t * lengths[1] / cells[t_axis]], -1))
        rests.append(lengths)
    places, inverse = np.unique(np.concatenate([g.reshape(-1, 3) for g in grids]), axis=0, return_inverse=True)
    start = places * (size / cells) - [size[0] / 2, size[1] / 2, 0]
    sheets, at = [], 0
    for grid, flat in zip(grids, flats, strict=True):
        count = grid.shape[0] * grid.shape[1]
        sheets.append(Sheet(inverse[at:at + count].reshape(grid.shape[:2]), flat))
        at += count
    return Film(tuple(sheets), len(places)), start, rests


def _rolls(size: np.ndarray, across: int, deep: int, layers: int,
           rng: np.random.Generator) -> Callable[[np.ndarray], np.ndarray]:
    """Return a map of points to points outside upright rolls whose cores are hollow and whose rims are soft."""
    pitch = size[:2] / [across, deep]
    radius = pitch.min() / 2
    roll = size[2] / layers
    shift = rng.normal(0, 0.8, (across, deep, 2))
    soft = 5.0

    def outside(p: np.ndarray) -> np.ndarray:
        column = np.clip(np.floor((p[:, :2] + size[:2] / 2) / pitch).astype(int), 0, [across - 1, deep - 1])
        centre = (column + 0.5) * pitch - size[:2] / 2 + shift[column[:, 0], column[:, 1]]
        layer = np.clip(np.floor(p[:, 2] / roll), 0, layers - 1)
        away = p[:, :2] - centre
        rho = np.linalg.norm(away, axis=1)
        up = p[:, 2] - (layer + 0.5) * roll
        # signed distance of a rounded cylinder, Quilez "distance functions"
        q = np.stack([rho - radius + soft, np.abs(up) - roll / 2 + soft], -1)
        outer = np.maximum(q, 0)
        length = np.linalg.norm(outer, axis=1)
        distance = length + np.minimum(q.max(1), 0) - soft
        hollow = rho < CORE_MM
        inside = (distance < 0) & ~hollow
        step = np.where(length[:, None] > 1e-9, outer / np.maximum(length, 1e-9)[:, None], np.eye(2)[q.argmax(1)])
        moved = p.copy()
        push = -distance[:, None] * step
        moved[:, :2] += push[:, :1] * away / np.maximum(rho, 1e-9)[:, None]
        moved[:, 2] += push[:, 1] * np.sign(up)
        # over the hollow core the film may sag, not fall
        ends = (np.abs(p[:, 2] - size[2] / 2) < size[2] / 2 - 6.0) & hollow
        moved[ends, 2] = np.where(p[ends, 2] > size[2] / 2, size[2] - 6.0, 6.0)
        return np.where((inside | ends)[:, None], moved, p)

    return outside
