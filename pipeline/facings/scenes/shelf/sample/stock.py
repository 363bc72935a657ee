"""Stocks a whole row of bays: planogram, then what customers have left of it, then the tags."""

from collections.abc import Mapping

import numpy as np

from facings.errors import InputError, nearest
from facings.frames.streams import stream
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Department
from facings.goods.shape import ProductShape
from facings.scenes.shelf.recipe import FixtureRecipe, ShelfRecipe, StockRecipe
from facings.scenes.shelf.sample.facing import Place, sample_facing
from facings.scenes.shelf.sample.planogram import BayPlan, BoardPlan, Run, sample_bay, sample_departments
from facings.scenes.shelf.sample.tags import sample_tags
from facings.scenes.shelf.sample.trays import sample_trays
from facings.scenes.shelf.spec import BaySpec, BoardSpec, Gap, PlacedProduct, PlacedTag, PlacedTray
from facings.scenes.shelf.template_info import ShelfTemplateInfo

Stock = tuple[tuple[BaySpec, ...], tuple[PlacedProduct, ...], tuple[PlacedTag, ...], tuple[Gap, ...],
              tuple[PlacedTray, ...] | None, tuple[Gap, ...]]


def sample_stock(drawn: ShelfRecipe, info: ShelfTemplateInfo, catalogue: Catalogue,
                 shapes: Mapping[str, ProductShape], seed: int, frame: int) -> Stock:
    """Return the bays, the items on them, the price tags, the empty facings and the trays (None: unasked) of one frame,
    and each facing, stocked or not, as the gap that it would be.

    drawn: the recipe, its bays, stock, price tags and fixture drawn. shapes: at least those of `needed_skus`; more change
    nothing, and a product without a shape is left out. Items never touch each other, the fixture or the next bay: by
    construction their boxes are apart, and each stands on its board or on the item below.

    Raises InputError where no product of the wanted departments may stand in this template.
    """
    chosen = frame_departments(drawn, info, catalogue, seed, frame)
    count = len(chosen)
    bays: list[BaySpec] = []
    products: list[PlacedProduct] = []
    tags: list[PlacedTag] = []
    gaps: list[Gap] = []
    facings: list[Gap] = []
    trays: list[PlacedTray] = []
    plans: list[BayPlan] = []
    for index, department in enumerate(chosen):
        plan = sample_bay(
            stream(seed, frame, f"planogram/bay{index}"), drawn.stock, info, index,
            (index - count / 2) * info.bay_width_m, department,
            [p for p in catalogue.products if p.department == department.id], shapes, _used(plans, department),
            drawn.bays.boards,
        )
        plans.append(plan)
        fixture = stream(seed, frame, f"fixture/bay{index}")
        bays.append(_bay_spec(fixture, drawn.fixture, info, plan))
    every_shape = sorted((shapes[r.product.sku] for p in plans for b in p.boards for r in b.runs), key=lambda s: s.sku)
    for plan in plans:
        rng = stream(seed, frame, f"stock/bay{plan.index}")
        for board in plan.boards:
            for run_index, run in enumerate(board.runs):
                _stock_run(rng, drawn.stock, plan, board, run_index, run, every_shape, products, gaps, facings)
        tags += sample_tags(stream(seed, frame, f"tags/bay{plan.index}"), drawn.price_tags, info, catalogue, plan, seed, frame)
        if drawn.stock.tray_rate > 0:
            trays += sample_trays(stream(seed, frame, f"trays/bay{plan.index}"), drawn.stock, plan)
    return (tuple(bays), tuple(products), tuple(tags), tuple(gaps), tuple(trays) if drawn.stock.tray_rate > 0 else None,
            tuple(facings))


def frame_departments(drawn: ShelfRecipe, info: ShelfTemplateInfo, catalogue: Catalogue, seed: int,
                      frame: int) -> list[Department]:
    """Return the department of each bay of a frame, from left to right; raises InputError as `sample_stock` does."""
    count = info.bay_count if drawn.bays.count is None else drawn.bays.count
    departments = stocked_departments(drawn.catalogue.departments, info, catalogue)
    return sample_departments(stream(seed, frame, "planogram"), departments, count, drawn.stock.continue_rate)


def needed_skus(drawn: ShelfRecipe, info: ShelfTemplateInfo, catalogue: Catalogue, seed: int,
                frame: int) -> tuple[str, ...]:
    """Return the SKUs whose shapes `sample_stock` asks for in a frame, in the catalogue's order."""
    chosen = {d.id for d in frame_departments(drawn, info, catalogue, seed, frame)}
    return tuple(p.sku for p in catalogue.products if p.department in chosen)


def stocked_departments(wanted: tuple[str, ...] | None, info: ShelfTemplateInfo, catalogue: Catalogue) -> list[Department]:
    """Return the departments that a template may stock and that have products: the `wanted` ones, None: all that suit it.

    Raises InputError where a wanted department does not exist, or none is left.
    """
    known = [d.id for d in catalogue.departments]
    for name in wanted or ():
        if name not in known:
            raise InputError(f"The recipe asks for the department {name!r}, which the catalogue does not have."
                             f"{nearest(name, known)}")
    sold = {p.department for p in catalogue.products}
    # Named departments are the user's own wish: then a gondola may hold milk.
    found = [d for d in catalogue.departments
             if d.id in sold and (d.id in wanted if wanted else d.cooled == info.cooled)]
    if not found:
        case = "a refrigerated case, which stocks departments marked `cooled: true`" if info.cooled else (
            "a gondola, which stocks departments without `cooled: true`")
        asked = f" of {', '.join(wanted)}" if wanted else f" for {case}"
        raise InputError(f"The catalogue has no products{asked}; the template is {info.name!r}.")
    return found


def _used(plans: list[BayPlan], department: Department) -> set[str]:
    return {r.product.sku for p in plans if p.department == department for b in p.boards for r in b.runs}


def _bay_spec(rng: np.random.Generator, fixture: FixtureRecipe, info: ShelfTemplateInfo, plan: BayPlan) -> BaySpec:
    lit = info.cooled if fixture.lit is None else fixture.lit
    doors = tuple(
        fixture.door_open_rad * float(rng.uniform(0.8, 1.2)) if rng.random() < fixture.door_open_rate else 0.0
        for _ in range(info.door_count)
    )
    return BaySpec(
        index=plan.index, x_m=plan.x_m, width_m=plan.width_m, department=plan.department.id,
        header=plan.department.name, door_open_rad=doors,
        boards=tuple(BoardSpec(index=b.index, z_m=b.z_m, front_y_m=b.front_y_m, back_y_m=b.back_y_m,
                               clear_height_m=b.clear_height_m, lit=lit) for b in plan.boards),
    )


def _stock_run(rng: np.random.Generator, settings: StockRecipe, bay: BayPlan, board: BoardPlan, run_index: int,
               run: Run, every_shape: list[ProductShape], products: list[PlacedProduct], gaps: list[Gap],
               facings: list[Gap]) -> None:
    fill = float(np.clip(settings.fill + rng.normal(0.0, settings.fill_spread), 0.02, 1.0))
    here = run.product.sku

    def foreigner(width_m: float, depth_m: float, height_m: float) -> ProductShape | None:
        for index in rng.integers(len(every_shape), size=8):
            other = every_shape[index]
            if other.sku != here and other.size_m[0] <= width_m and other.size_m[1] <= depth_m and (
                    other.size_m[2] <= height_m):
                return other
        return None

    for facing, (left, right) in enumerate(run.cells_x_m):
        placed = []
        if rng.random() >= settings.gap_rate:
            place = Place(left, right, board.front_y_m, board.back_y_m, board.z_m,
                          board.clear_height_m - settings.hand_room_m, bay.index, board.index, run_index, facing)
            placed = sample_facing(rng, settings, place, run.shape, fill, foreigner)
        facings.append(Gap(
            sku=here, box_min_m=(left, board.front_y_m, board.z_m),
            box_max_m=(right, board.back_y_m, board.z_m + run.shape.size_m[2]),
            bay=bay.index, board=board.index, run=run_index, facing=facing,
        ))
        if not placed:
            gaps.append(facings[-1])
        products += placed
