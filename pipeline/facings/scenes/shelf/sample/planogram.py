"""Which product stands where when the shop has just been filled: departments, boards and runs of facings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Department, Product
from facings.goods.shape import ProductShape
from facings.scenes.shelf.recipe import StockRecipe
from facings.scenes.shelf.sample.board_count import reserve, sample_slots
from facings.scenes.shelf.sample.board_heights import BoardHeights
from facings.scenes.shelf.sample.board_row import WIDEST_RUN_M, BoardRow, Facings
from facings.scenes.shelf.sample.candidate import Candidate, candidates_of
from facings.scenes.shelf.sample.families import Family, families_of, sample_families, sample_order
from facings.scenes.shelf.template_info import ShelfTemplateInfo

UPRIGHT_M = 0.016
"""Kept free at each side of a bay for its uprights."""

PLANS = 6
"""So many ways to hang a bay are drawn; the one that leaves its front least empty is taken."""


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


def sample_bay(rng: np.random.Generator, settings: StockRecipe, info: ShelfTemplateInfo, index: int, x_m: float,
               department: Department, products: Sequence[Product], shapes: Mapping[str, ProductShape],
               used: set[str], boards: tuple[int, int] | None = None) -> BayPlan:
    """Return the plan of one bay whose left edge is at `x_m`.

    products: the department's. used: SKUs of a neighbour with the same department, which are taken last. boards: at least and
    at most so many, as they suit the products; None: the template's own.
    """
    every = families_of(products, shapes)
    candidates = candidates_of(settings, tuple(p for f in every for p in f.products), shapes)
    best, least_m2 = (), math.inf
    for attempt in rng.spawn(PLANS):
        chosen = sample_families(attempt, every, settings.families[0], settings.families[1], used)
        rows, z_m, clear_m = _sample_rows(attempt, settings, info, chosen, candidates, boards)
        empty_m2 = sum(row.empty_m2(clear) for row, clear in zip(rows, clear_m.tolist(), strict=True))
        if empty_m2 < least_m2:
            best, least_m2 = (rows, z_m, clear_m), empty_m2
    hung = tuple(
        BoardPlan(row.board, float(z), row.slot.front_y_m, row.slot.back_y_m, float(clear), _runs(row, x_m + UPRIGHT_M))
        for row, z, clear in zip(*best, strict=True)
    )
    return BayPlan(index, x_m, info.bay_width_m, department, hung)


def _sample_rows(rng: np.random.Generator, settings: StockRecipe, info: ShelfTemplateInfo, chosen: list[Family],
                 candidates: Mapping[str, Candidate],
                 boards: tuple[int, int] | None) -> tuple[list[BoardRow], np.ndarray, np.ndarray]:
    """One way to hang a bay: its rows with their boards' heights and clear heights, both (B,) in metres."""
    order = sample_order(rng, chosen, settings.brand_blocking)
    room_m = info.bay_width_m - 2 * UPRIGHT_M
    slots = info.boards
    if boards is not None:
        slots = sample_slots(rng.spawn(1)[0], boards, info, [candidates[p.sku] for family in chosen for p in family.products])
    heights = BoardHeights(slots, info.top_z_m)
    if boards is not None:  # the lower ones leave each of those above room for something
        reserve(heights, len(slots), min(candidate.height_m for candidate in candidates.values()))
    rows = [BoardRow(k, slot, room_m, heights) for k, slot in enumerate(slots)]
    queue = _sample_queue(rng, settings, order, candidates, room_m * len(rows))
    for row in rows:
        if not any(row.fits(waiting.candidate) for waiting in queue):
            # All of the bay's families hang already, or are too tall here: the lighter ones come back on upper boards.
            again = sample_order(rng, chosen, settings.brand_blocking)[::-1]
            queue = queue + _sample_queue(rng, settings, again, candidates, room_m * (len(rows) - row.board))
        queue = row.fill(queue)
        row.widen(_sample_spare(rng, row, candidates), settings.facings[1])
        row.arrange(None if settings.brand_blocking else rng.permutation(len(row.runs)))
    return rows, *heights.sample(rng, [row.wished_height_m() for row in rows])


def _sample_spare(rng: np.random.Generator, row: BoardRow, candidates: Mapping[str, Candidate]) -> list[Candidate]:
    """What may fill the rest of a row: mostly what is about as tall as its other products."""
    every = list(candidates.values())
    height_m = row.wished_height_m()
    unlike_m = [abs(c.stacked_height_m - height_m) for c in every] + rng.uniform(0.0, 0.05, len(every))
    return [every[i] for i in np.argsort(unlike_m, kind="stable")]


def _sample_queue(rng: np.random.Generator, settings: StockRecipe, order: list[Family],
                  candidates: Mapping[str, Candidate], total_m: float) -> list[Facings]:
    """Products in hanging order with the facings each should have, so that together they fill `total_m`."""
    waiting = [candidates[p.sku] for f in order for p in f.products]
    share_m = rng.uniform(0.14, 0.42, len(waiting))
    width_m = np.array([c.width_m for c in waiting])
    facings = np.ones(len(waiting), int)
    most = np.clip(WIDEST_RUN_M // width_m, settings.facings[0], settings.facings[1])
    # Those at their greatest number of facings leave their share to the others.
    for scale in np.geomspace(1.0, 12.0, 26):
        facings = np.clip(np.round(share_m * scale / width_m), settings.facings[0], most).astype(int)
        if (facings * width_m).sum() >= total_m:
            break
    return [Facings(c, count) for c, count in zip(waiting, facings.tolist(), strict=True)]


def _runs(row: BoardRow, left_m: float) -> tuple[Run, ...]:
    return tuple(Run(f.candidate.product, f.candidate.shape, cells)
                 for f, cells in zip(row.runs, row.cells_x_m(left_m), strict=True))
