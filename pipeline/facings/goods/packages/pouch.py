"""A stand-up pouch: two sheets sealed at the sides and a gusset that opens into an oval base (coffee, granola, sweets).

The gusset is a third sheet folded in between front and back; its corners are welded to them along a curve, which is
what makes the feet. Film, weld and contents then settle together in the solver.
"""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages.board import FILM, MATTE_FILM
from facings.goods.packages.film import Film, Loads, Sheet, refine, settle, smoothed
from facings.goods.packages.fins import flat_seal
from facings.goods.packages.footing import fitted
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel

VARIANTS = 3
_COLUMNS, _ROWS, _GUSSET = 32, 44, 8


def _flat(product: Product) -> tuple[float, float, float, float]:
    """Return the unsealed sheet's width and height, the seals' width and the gusset's depth, all in mm."""
    width, depth, height = product.dimensions_mm
    seal = float(np.clip(0.045 * width, 4.0, 8.0))
    sheet_width = width - 2 * seal
    sheet_height = (height - seal) * (1 + 0.10 * (depth / height) ** 2 + 0.01)
    return sheet_width, sheet_height, seal, min(0.54 * depth, 0.30 * height)


def net(product: Product) -> ArtNet:
    """Return front and back side by side, the gusset's print below the front."""
    width, height, seal, gusset = _flat(product)
    full_width, full_height = width + 2 * seal, height + seal
    # The deeper the pouch, the more of its sides bends away from the aisle.
    side = seal + 0.04 * width + 0.16 * product.dimensions_mm[1]
    safe = (side, seal + 0.13 * full_height, side, gusset * 0.5 + 4)
    total = full_height + 2 * gusset
    return ArtNet(2 * full_width, total, min(6.5, 1700 / total), (
        Panel("front", 0, 0, full_width, full_height, safe),
        Panel("info", full_width, 0, full_width, full_height, safe),
        Panel("seal", 0, full_height, full_width, 2 * gusset),
    ))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return three filled pouches of one size."""
    matte = product.art is not None and product.art.layout in ("premium", "clean", "retro")
    return Package(tuple(_pouch(product, rng) for _ in range(VARIANTS)), (MATTE_FILM if matte else FILM,), net(product),
                   round=False, lying=("back",), tilt_back_max_rad=0.08)


def _pouch(product: Product, rng: np.random.Generator) -> MeshData:
    width, height, seal, gusset = _flat(product)
    depth = product.dimensions_mm[1]
    coarse, coarse_opposite = _film(width, height, seal, gusset, _COLUMNS // 2, _ROWS // 2, _GUSSET // 2)
    fine, opposite = _film(width, height, seal, gusset, _COLUMNS, _ROWS, _GUSSET)
    fill = rng.uniform(0.62, 0.74) * height
    lump = rng.normal(0, 0.10, 3)

    def weight(position: np.ndarray) -> np.ndarray:
        z, u = position[:, 2], position[:, 0] / width
        head = np.clip((fill - z) / height, 0, 1)
        return 0.03 + 1.7 * head + (lump[0] * np.sin(9 * u + 5 * z / height) + lump[1] * np.cos(11 * z / height)
                                    + lump[2] * u) * (z < fill)

    def floor(position: np.ndarray) -> np.ndarray:
        position[:, 2] = np.maximum(position[:, 2], 0)
        return position

    start = _start(coarse, width, height, seal, gusset, rng)
    loads = Loads(pressure=0.006, depth_mm=depth * 0.97, weight=weight, bend=10.0)
    blown = settle(coarse, start, loads, steps=360, opposite=coarse_opposite, keep_outside=floor)
    begin = refine(coarse, blown, fine) + rng.normal(0, 0.04, (fine.count, 3))
    loads = Loads(pressure=0.010, depth_mm=depth, weight=weight, bend=18.0, damping=0.92)
    position = settle(fine, begin, loads, steps=240, opposite=opposite, keep_outside=floor)
    position = _straightened(fine, smoothed(fine, position, rounds=2))
    return fitted(_mesh(product, fine, position, opposite), product.dimensions_mm)


def _film(width: float, height: float, seal: float, gusset: float, columns: int, rows: int,
          gusset_rows: int) -> tuple[Film, np.ndarray]:
    """Return front, back, gusset, and the left, right and top seals; pairs of opposite vertices.

    Flat x runs over the front from `seal` to width + `seal`; the back is as far to the right again, as printed.
    """
    x = np.linspace(0, width, columns + 1)
    row_mm = gusset / gusset_rows
    # The gusset's rows are the sheets' own lowest rows, so that the weld can share vertices.
    z = np.concatenate([np.arange(gusset_rows) * row_mm, np.linspace(gusset, height, rows - gusset_rows + 1)])
    front = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    back = front + front.size
    back[:, 0], back[:, -1], back[-1] = front[:, 0], front[:, -1], front[-1]
    count = 2 * front.size
    weld_z = gusset * np.clip(np.abs(2 * x / width - 1), 0, 1) ** 2.4 + 0.02 * gusset
    fold = count + np.arange((2 * gusset_rows + 1) * (columns + 1)).reshape(-1, columns + 1)
    count += fold.size
    for k in range(2 * gusset_rows + 1):
        level = min(k, 2 * gusset_rows - k)
        sheet = front if k <= gusset_rows else back
        welded = (level * row_mm <= weld_z) if level else np.ones(columns + 1, bool)
        fold[k] = np.where(welded, sheet[level], fold[k])
    own = fold > back.max()
    present = own[:-1, :-1] | own[:-1, 1:] | own[1:, :-1] | own[1:, 1:]
    full = width + 2 * seal
    grid_x, grid_z = np.meshgrid(x + seal, z)
    front_flat = np.stack([grid_x, grid_z], -1)
    back_flat = np.stack([2 * full - grid_x, grid_z], -1)
    fold_flat = np.stack(np.meshgrid(x + seal, -np.arange(2 * gusset_rows + 1) * row_mm), -1)
    sheets = [Sheet(front, front_flat), Sheet(back[:, ::-1], back_flat[:, ::-1]),
              Sheet(fold[::-1], fold_flat[::-1], present[::-1])]
    # Seals: lines that run along the weld and their cut edges.
    for line, flat, away in ((front[:, 0], front_flat[:, 0], [-seal, 0]), (front[:, -1], front_flat[:, -1], [seal, 0]),
                             (front[-1], front_flat[-1], [0, seal])):
        edge = count + np.arange(len(line))
        count += len(line)
        sheets.append(Sheet(np.stack([line, edge]), np.stack([flat, flat + away]), closed=False, stiff=True))
    used, inverse = np.unique(np.concatenate([s.vertices.ravel() for s in sheets]), return_inverse=True)
    result, begin = [], 0
    for sheet in sheets:
        ids = inverse[begin:begin + sheet.vertices.size].reshape(sheet.vertices.shape)
        begin += sheet.vertices.size
        result.append(Sheet(ids, sheet.flat_mm, sheet.present, sheet.closed, sheet.stiff))
    new_front, new_back = result[0].vertices, result[1].vertices[:, ::-1]
    opposite = np.stack([new_front[:-1, 1:-1], new_back[:-1, 1:-1]], -1).reshape(-1, 2)
    return Film(tuple(result), len(used)), opposite


def _start(film: Film, width: float, height: float, seal: float, gusset: float,
           rng: np.random.Generator) -> np.ndarray:
    position = np.zeros((film.count, 3))
    front, back, fold, *seals = film.sheets

    def half_depth(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        across = np.cos(np.pi * np.clip(x / width, -0.5, 0.5))
        return (2.0 + 7.0 * (1 - z / height)) * across * np.clip((height - z) / (0.2 * height), 0, 1)

    for sheet, side in ((fold, 0.0), (front, -1.0), (back, 1.0)):
        x = sheet.flat_mm[..., 0] - seal - width / 2
        z = sheet.flat_mm[..., 1]
        if sheet is back:
            x = 2 * (width + 2 * seal) - sheet.flat_mm[..., 0] - seal - width / 2
        if sheet is fold:
            share = -z / gusset - 1
            z = gusset * (1 - np.abs(share)) * 0.8
            side = share
        position[sheet.vertices] = np.stack([x, side * half_depth(x, z), z], -1)
    position[front.vertices[:, [0, -1]], 1] = 0
    for sheet in seals:
        flat = sheet.flat_mm[1]
        position[sheet.vertices[1]] = np.stack([flat[:, 0] - seal - width / 2, 0 * flat[:, 0], flat[:, 1]], -1)
    return position + rng.normal(0, 0.2, position.shape) * [1, 1, 0.3]


def _straightened(film: Film, position: np.ndarray) -> np.ndarray:
    """Return positions with the seals' cut edges set out sideways and upwards: welds are stiffer than the solver's."""
    result = position.copy()
    for sheet, away in zip(film.sheets[3:], ([-1.0, 0, 0], [1.0, 0, 0], [0, 0, 1.0]), strict=True):
        line, edge = sheet.vertices
        reach = np.linalg.norm(sheet.flat_mm[1, 0] - sheet.flat_mm[0, 0])
        grow = 0.3 * (position[edge] - position[line]) / reach + away
        result[edge] = position[line] + reach * grow / np.linalg.norm(grow, axis=1, keepdims=True)
    return result


def _mesh(product: Product, film: Film, position: np.ndarray, opposite: np.ndarray) -> MeshData:
    art = net(product)
    width, height, seal, gusset = _flat(product)
    scale = np.array([art.width_mm, art.height_mm])
    base = np.array([0, 2 * gusset])
    full = width + 2 * seal
    builder = MeshBuilder()
    front, back, fold, left, right, top = film.sheets
    for sheet in (front, back):
        builder.grid(position[sheet.vertices], (sheet.flat_mm + base) / scale, 0)
    flat = fold.flat_mm.reshape(-1, 2)
    ids = np.arange(flat.shape[0]).reshape(fold.vertices.shape)
    quads = np.stack([ids[:-1, :-1], ids[:-1, 1:], ids[1:, 1:], ids[1:, :-1]], -1)[fold.present]
    builder.faces(position[fold.vertices].reshape(-1, 3), quads, ((flat + base) / scale)[quads], 0)
    for sheet, flip, notch in ((left, False, 0.90), (right, True, 0.90), (top, False, None)):
        line, edge = sheet.flat_mm + base
        mirror = np.array([[2 * full, 0]]) + line * [-1, 1], np.array([[2 * full, 0]]) + edge * [-1, 1]
        flat_seal(builder, position[sheet.vertices[0]], position[sheet.vertices[1]], line, edge, *mirror, scale,
                  flip=flip, notch_at=notch)
    _corners(builder, film, position, base, full, scale)
    for sheet in (front, back):
        _zip(builder, position[sheet.vertices], sheet.flat_mm + base, scale)
    return builder.build(weld_mm=0.01)


def _corners(builder: MeshBuilder, film: Film, position: np.ndarray, base: np.ndarray, full: float,
             scale: np.ndarray) -> None:
    """Fill the upper corners between the side seals and the top seal, cut round."""
    left, right, top = film.sheets[3:]
    for side, column, out in ((left, 0, -1.0), (right, -1, 1.0)):
        inner = position[side.vertices[0, -1]]
        beside, above = position[side.vertices[1, -1]], position[top.vertices[1, column]]
        flat_inner, flat_beside, flat_above = side.flat_mm[0, -1], side.flat_mm[1, -1], top.flat_mm[1, column]
        angle = np.linspace(0, np.pi / 2, 6)[:, None]
        arc = inner + np.cos(angle) * (beside - inner) + np.sin(angle) * (above - inner)
        flat_arc = flat_inner + np.cos(angle) * (flat_beside - flat_inner) + np.sin(angle) * (flat_above - flat_inner)
        points = np.concatenate([inner[None], arc])
        flat = np.concatenate([flat_inner[None], flat_arc]) + base
        fan = np.stack([np.zeros(5, int), np.arange(1, 6), np.arange(2, 7)], -1)
        if out < 0:
            fan = fan[:, ::-1]
        builder.faces(points - [0, 0.1, 0], fan, (flat / scale)[fan], 0)
        back = flat * [-1, 1] + [2 * full, 0]
        builder.faces(points + [0, 0.1, 0], fan[:, ::-1], (back / scale)[fan[:, ::-1]], 0)


def _zip(builder: MeshBuilder, sheet_mm: np.ndarray, flat_mm: np.ndarray, scale: np.ndarray) -> None:
    """Two pressed ridges of the press-to-close zip, standing out from one side."""
    rows = sheet_mm.shape[0] - 1
    normal = np.cross(sheet_mm[-5, -2] - sheet_mm[-5, 1], [0, 0, 1.0])
    normal /= np.linalg.norm(normal)
    row_mm = abs(flat_mm[-1, 0, 1] - flat_mm[-2, 0, 1])
    for level in (0.855, 0.875):
        lines, prints = [], []
        for offset, rise in ((-1.0, -0.05), (-0.7, 0.28), (0.0, 0.5), (0.7, 0.28), (1.0, -0.05)):
            at = level * rows + offset / row_mm
            low = int(at)
            share = at - low
            lines.append(sheet_mm[low] * (1 - share) + sheet_mm[low + 1] * share + normal * rise)
            prints.append((flat_mm[low] * (1 - share) + flat_mm[low + 1] * share) / scale)
        builder.grid(np.stack(lines), np.stack(prints), 0)
