"""Which product stands where when the shop has just been filled: departments, boards and runs of facings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from facings.scenes.shelf.catalogue import Department, Product
from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.families import Family, families_of, sample_families, sample_order
from facings.scenes.shelf.sample.pose_variation import SOFT_HEIGHT_SHARE
from facings.scenes.shelf.sample.settings import StockSettings
from facings.scenes.shelf.sample.shape import ProductShape
from facings.scenes.shelf.template_info import ShelfTemplateInfo

UPRIGHT_M = 0.016
"""Kept free at each side of a bay for its uprights."""

CLEARANCE_M = 0.0008
"""Free width of a facing beyond its product's."""

WIDEST_RUN_M = 0.5
"""A run grows beyond this only where nothing else fills its board."""

WIDEST_SLACK_M = 0.045
"""A board's unused width is shared between its facings up to this much each; what is left lies between the runs."""


@dataclass(frozen=True)
class Run:
    """Facings of one product side by side."""

    product: Product
    shape: ProductShape
    cells_x_m: tuple[tuple[float, float], ...]
    """Left and right bound of each facing, in the world."""


@dataclass(frozen=True)
class BoardPlan:
    """One board: its height, the free height above it and its runs from left to right."""

    index: int
    z_m: float
    front_y_m: float
    back_y_m: float
    clear_height_m: float
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class BayPlan:
    """One bay with its boards from the bottom up."""

    index: int
    x_m: float
    width_m: float
    department: Department
    boards: tuple[BoardPlan, ...]


@dataclass
class _Row:
    """A board while it is being filled."""

    board: int
    room_m: float
    runs: list[list]
    """[product, cell width, facings]."""

    def free_m(self) -> float:
        return self.room_m - sum(width * facings for _, width, facings in self.runs)


def sample_departments(rng: np.random.Generator, departments: Sequence[Department], bays: int,
                       continue_rate: float) -> list[Department]:
    """Return each bay's department: all before any comes back, and some going on over two bays."""
    result: list[Department] = []
    waiting: list[Department] = []
    for _ in range(bays):
        if result and rng.random() < continue_rate and result[-2:-1] != result[-1:]:
            result.append(result[-1])
            continue
        if not waiting:
            waiting = [departments[i] for i in rng.permutation(len(departments))]
            if result and len(waiting) > 1 and waiting[-1] == result[-1]:
                waiting.reverse()
        result.append(waiting.pop())
    return result


def sample_bay(rng: np.random.Generator, settings: StockSettings, info: ShelfTemplateInfo, index: int, x_m: float,
               department: Department, products: Sequence[Product], shapes: Mapping[str, ProductShape],
               used: set[str]) -> BayPlan:
    """Return the plan of one bay whose left edge is at `x_m`.

    products: the department's. used: SKUs of a neighbour with the same department, which are taken last.
    """
    room_m = info.bay_width_m - 2 * UPRIGHT_M
    every = families_of(products, shapes)
    chosen = sample_families(rng, every, settings.families_min, settings.families_max, used)
    order = sample_order(rng, chosen, settings.brand_blocking)
    heights = BoardHeights(info.boards, info.top_z_m)
    rows = [_Row(k, room_m, []) for k in range(len(info.boards))]
    # Depth matters as well: a pack deeper than the shallowest board stands only where it fits.
    depth_m = [slot.back_y_m - slot.front_y_m for slot in info.boards]
    widths = {p.sku: cell_width_m(settings, shapes[p.sku]) for f in every for p in f.products}

    def fits(row: _Row, product: Product, facings: int = 1) -> bool:
        shape = shapes[product.sku]
        return (widths[product.sku] * facings <= row.free_m() and shape.size_m[1] + 0.004 <= depth_m[row.board]
                and heights.can_have(row.board, tallest_m(settings, shape) + settings.hand_room_m))

    def place(row: _Row, product: Product, facings: int) -> None:
        heights.need(row.board, tallest_m(settings, shapes[product.sku]) + settings.hand_room_m)
        row.runs.append([product, widths[product.sku], facings])

    queue = _sample_queue(rng, settings, order, widths, room_m * len(rows))
    for row in rows:
        if not any(fits(row, product) for product, _ in queue):
            # All of the bay's families hang already, or are too tall here: the lighter ones come back on upper boards.
            again = sample_order(rng, chosen, settings.brand_blocking)[::-1]
            queue = queue + _sample_queue(rng, settings, again, widths, room_m * (len(rows) - row.board))
        queue = _fill(row, queue, fits, place, widths)
        _widen(rng, row, [p for f in every for p in f.products], fits, place, settings)
    wished = [_wished_height(row, shapes, settings) for row in rows]
    z_m, clear_m = heights.sample(rng, wished)
    boards = tuple(
        BoardPlan(row.board, float(z_m[row.board]), slot.front_y_m, slot.back_y_m, float(clear_m[row.board]),
                  _spread(rng, row, shapes, x_m + UPRIGHT_M))
        for row, slot in zip(rows, info.boards, strict=True)
    )
    return BayPlan(index, x_m, info.bay_width_m, department, boards)


def cell_width_m(settings: StockSettings, shape: ProductShape) -> float:
    """Return the width that a facing of `shape` needs: its hull, a little turned, and a hair's clearance."""
    x, y = shape.hull_m[:, 0], shape.hull_m[:, 1]
    if shape.round:
        return 2 * float(np.hypot(x, y).max()) + CLEARANCE_M
    yaw = settings.yaw_jitter_soft_rad if shape.tilt_back_max_rad > 0 else settings.yaw_jitter_box_rad
    turned = [x * np.cos(a) - y * np.sin(a) for a in (-yaw, 0.0, yaw)]
    return max(float(np.ptp(t)) for t in turned) + CLEARANCE_M


def tallest_m(settings: StockSettings, shape: ProductShape) -> float:
    """Return how high a single standing item can reach: flat bags are taller, and leaning ones lift their front."""
    if shape.tilt_back_max_rad <= 0:
        return shape.size_m[2]
    taller = 1.0 + 2 * settings.soft_scale_jitter * SOFT_HEIGHT_SHARE
    return taller * shape.size_m[2] + 1.1 * shape.size_m[1] * float(np.sin(shape.tilt_back_max_rad))


def _sample_queue(rng: np.random.Generator, settings: StockSettings, order: list[Family], widths: Mapping[str, float],
                  total_m: float) -> list[tuple[Product, int]]:
    """Products in hanging order with the facings each should have, so that together they fill `total_m`."""
    products = [p for f in order for p in f.products]
    share_m = rng.uniform(0.14, 0.42, len(products))
    width_m = np.array([widths[p.sku] for p in products])
    facings = np.ones(len(products), int)
    most = np.clip(WIDEST_RUN_M // width_m, settings.facings_min, settings.facings_max)
    # Those at their greatest number of facings leave their share to the others.
    for scale in np.geomspace(1.0, 12.0, 26):
        facings = np.clip(np.round(share_m * scale / width_m), settings.facings_min, most).astype(int)
        if (facings * width_m).sum() >= total_m:
            break
    return list(zip(products, facings.tolist(), strict=True))


def _fill(row: _Row, queue: list, fits, place, widths: Mapping[str, float]) -> list:
    """Put runs from the head of `queue` on a board; return what is left. A run is narrowed rather than split."""
    left = list(queue)
    position = 0
    while position < len(left):
        product, facings = left[position]
        if not fits(row, product):
            # Too wide or too tall here. Look a little further, so that a board is not left half empty.
            position += 1
            if position > 6 and row.free_m() < 0.3 * row.room_m:
                break
            continue
        if any(product is run[0] for run in row.runs):
            position += 1
            continue
        place(row, product, min(facings, int(row.free_m() / widths[product.sku])))
        del left[position]
    return left


def _widen(rng: np.random.Generator, row: _Row, spare: list[Product], fits, place, settings: StockSettings) -> None:
    """Use up a board's free width: more facings of what is there, narrow further products, yet more facings."""
    _grow(row, settings.facings_max)
    there = {run[0].sku for run in row.runs}
    for index in rng.permutation(len(spare)):
        product = spare[index]
        if product.sku not in there and fits(row, product):
            place(row, product, 1)
            _grow(row, settings.facings_max)
    _grow(row, None)
    if settings.brand_blocking:
        brands = list(dict.fromkeys(run[0].brand for run in row.runs))
        row.runs.sort(key=lambda run: brands.index(run[0].brand))
    else:
        row.runs = [row.runs[i] for i in rng.permutation(len(row.runs))]


def _grow(row: _Row, most: int | None) -> None:
    """Add facings to the narrowest runs as long as they fit, up to `most` each (None: any number and any width)."""
    while True:
        growing = [run for run in row.runs if run[1] <= row.free_m() and (
            most is None or (run[2] < most and run[1] * (run[2] + 1) <= WIDEST_RUN_M))]
        if not growing:
            return
        min(growing, key=lambda run: run[1] * run[2])[2] += 1


def _wished_height(row: _Row, shapes: Mapping[str, ProductShape], settings: StockSettings) -> float:
    """Clear height at which the board's stacks reach their full height."""
    heights = [0.0]
    for product, _, _ in row.runs:
        shape = shapes[product.sku]
        levels = shape.stack_levels if settings.stacking else 1
        pitch = shape.stack_pitch_m or shape.size_m[2]
        heights.append(shape.size_m[2] + (levels - 1) * pitch)
    return max(heights) + settings.hand_room_m + 0.012


def _spread(rng: np.random.Generator, row: _Row, shapes: Mapping[str, ProductShape], left_m: float) -> tuple[Run, ...]:
    """Give every facing its place, the board's free width shared between them."""
    count = sum(facings for _, _, facings in row.runs)
    if not count:
        return ()
    free = row.free_m()
    slack = min(free / count, WIDEST_SLACK_M)
    between = (free - slack * count) / len(row.runs)
    runs = []
    x = left_m
    for product, width, facings in row.runs:
        x += between / 2
        cells = tuple((x + i * (width + slack), x + (i + 1) * (width + slack)) for i in range(facings))
        runs.append(Run(product, shapes[product.sku], cells))
        x = cells[-1][1] + between / 2
    return tuple(runs)
