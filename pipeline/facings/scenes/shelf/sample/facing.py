"""Fills one facing: items behind one another and on top of one another, as customers and staff have left them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.pose_variation import sample_lying, sample_standing, sample_turned
from facings.goods.shape import ProductShape
from facings.goods.stance import Stance
from facings.scenes.shelf.recipe import StockRecipe
from facings.scenes.shelf.spec import PlacedProduct

SIDE_M = 0.0002
"""Kept free at each side of a facing, so that neighbours stand at least twice this apart."""

BEHIND_M = 0.0006
"""Least free depth between an item and the one behind it."""

EYE_LEVEL_M = 1.2
"""On boards from this height up, the front items hide those far behind: half as many stand there."""

THIN_M = 0.06
"""Of thinner items more stand behind one another."""

ABOVE_BOARD_M = 0.0001
"""Items stand this high above their board, so that the two surfaces do not share a plane."""


@dataclass(frozen=True)
class Place:
    """One facing of a board: the room it gives and where it belongs."""

    left_x_m: float
    right_x_m: float
    front_y_m: float
    back_y_m: float
    z_m: float
    clear_height_m: float
    """Free height above the board that products may fill, hand room taken off already."""
    bay: int
    board: int
    run: int
    facing: int

    @property
    def width_m(self) -> float:
        return self.right_x_m - self.left_x_m - 2 * SIDE_M


@dataclass(frozen=True)
class _Item:
    shape: ProductShape
    stance: Stance
    misplaced: bool = False
    lying: bool = False
    turned: bool = False


def levels_within(settings: StockRecipe, shape: ProductShape, clear_height_m: float) -> int:
    """Return how many of `shape` may stand on top of one another under `clear_height_m`."""
    if not settings.stacking or shape.stack_levels <= 1:
        return 1
    pitch = shape.stack_pitch_m or shape.size_m[2]
    return int(np.clip(1 + (clear_height_m - shape.size_m[2]) // pitch, 1, shape.stack_levels))


def most_behind(settings: StockRecipe, z_m: float, depth_m: float) -> int:
    """Return how many may stand behind one another on a board at that height.

    Up to twice the usual number of thin ones; fewer where nobody sees them.
    """
    usual = settings.max_depth if z_m < EYE_LEVEL_M else (settings.max_depth + 1) // 2
    return int(np.clip(usual * THIN_M / depth_m, usual, 2 * usual))


def sample_facing(rng: np.random.Generator, settings: StockRecipe, place: Place, shape: ProductShape, fill: float,
                  foreigner: Callable[[float, float, float], ProductShape | None]) -> list[PlacedProduct]:
    """Return the items of one facing that is not a gap.

    fill: the run's share of places that hold an item. `foreigner(width_m, depth_m, height_m)` gives the shape of
    another product that fits into such a room, or None.
    """
    levels = levels_within(settings, shape, place.clear_height_m)
    depth_m = place.back_y_m - place.front_y_m
    columns = max(1, min(most_behind(settings, place.z_m, shape.size_m[1]), int(depth_m / (shape.size_m[1] + 0.002))))
    stacks = _sample_stacks(rng, settings, columns, levels, fill)
    start_m = abs(rng.normal(0.0, settings.jitter_position_m)) + 0.0015
    pulled_back = rng.random() < settings.pulled_back_rate
    if pulled_back:
        start_m += float(rng.uniform(0.02, max(0.021, settings.pulled_back_max_m)))
    special = _sample_special(rng, settings, place, shape, foreigner)
    taken = 0
    while taken < len(stacks) - 1 and stacks[taken] == 0:
        taken += 1
    # What customers took from the front leaves its room empty, unless the rest would no longer fit behind.
    start_m += taken * (shape.size_m[1] + 0.002)
    start_m = min(start_m, max(0.0, depth_m - shape.size_m[1] * 1.1 - 0.004))
    y_m = place.front_y_m + start_m
    result: list[PlacedProduct] = []
    for count in stacks[taken:]:
        if special is not None:
            stack, special = [special], None
        else:
            stack = _sample_stack(rng, settings, shape, count, place)
        y_next = _put(rng, settings, place, stack, y_m, len({p.depth for p in result}), result)
        if y_next is None:
            break
        y_m = y_next
    return result


def _sample_stacks(rng: np.random.Generator, settings: StockRecipe, columns: int, levels: int,
                   fill: float) -> list[int]:
    """How many stand on top of one another at each depth, the front first; at least one item is left."""
    capacity = columns * levels
    missing = capacity - int(np.clip(round(capacity * fill + rng.uniform(-0.5, 0.5)), 1, capacity))
    stacks = [levels] * columns
    order = list(range(columns))
    if rng.random() < settings.fronted_rate:
        order.reverse()  # staff pulled the rest forward, so what is missing is missing at the back
    for column in order:
        gone = min(missing, stacks[column])
        stacks[column] -= gone
        missing -= gone
    return stacks


def _sample_special(rng: np.random.Generator, settings: StockRecipe, place: Place, shape: ProductShape,
                    foreigner: Callable) -> _Item | None:
    """A misplaced or lying item for the front of the facing, where chance wants one and it fits."""
    depth_m = place.back_y_m - place.front_y_m
    misplaced, lying = rng.random() < settings.misplaced_rate, rng.random() < settings.lying_rate
    if misplaced:
        other = foreigner(place.width_m, depth_m * 0.9, place.clear_height_m)
        if other is not None:
            standing = sample_standing(rng, settings, other, place.width_m)
            if standing.width_m <= place.width_m and standing.height_m <= place.clear_height_m:
                return _Item(other, standing, misplaced=True)
    if lying:
        found = sample_lying(rng, shape, place.width_m, depth_m * 0.9, place.clear_height_m)
        if found is not None:
            return _Item(shape, found, lying=True)
    return None


def _sample_stack(rng: np.random.Generator, settings: StockRecipe, shape: ProductShape, count: int,
                  place: Place) -> list[_Item]:
    """`count` items, each standing on the one before."""
    items = []
    for level in range(count):
        turned = rng.random() < settings.turned_rate
        # Only the top item of a stack is put back the wrong way round; those below carry the others squarely.
        found = sample_turned(rng, shape, place.width_m) if turned and level == count - 1 else None
        if found is not None:
            items.append(_Item(shape, found, turned=True))
        else:
            items.append(_Item(shape, sample_standing(rng, settings, shape, place.width_m)))
    return items


def _put(rng: np.random.Generator, settings: StockRecipe, place: Place, stack: list[_Item], y_m: float, depth: int,
         result: list[PlacedProduct]) -> float | None:
    """Append a stack whose foremost point is at `y_m`; return where the next may begin, None where it does not fit."""
    if not stack:
        return y_m
    offsets = [(0.0, 0.0)] + [tuple(rng.normal(0.0, 0.0007, 2).clip(-0.0014, 0.0014)) for _ in stack[1:]]
    low = np.array([[i.stance.low_m[a] + o[a] for a in (0, 1)] for i, o in zip(stack, offsets, strict=True)]).min(0)
    high = np.array([[i.stance.high_m[a] + o[a] for a in (0, 1)] for i, o in zip(stack, offsets, strict=True)]).max(0)
    if high[0] - low[0] > place.width_m:
        # The upper items' small shifts are what makes it too wide: set them straight.
        offsets = [(0.0, o[1]) for o in offsets]
        low[0], high[0] = min(i.stance.low_m[0] for i in stack), max(i.stance.high_m[0] for i in stack)
        if high[0] - low[0] > place.width_m:
            return None
    if y_m + (high[1] - low[1]) > place.back_y_m - 0.001:
        return None
    free = place.width_m - (high[0] - low[0])
    shift = float(np.clip(0.5 * free + rng.normal(0.0, settings.jitter_position_m), 0.0, free))
    x_m = place.left_x_m + SIDE_M + shift - float(low[0])
    anchor_y_m = y_m - float(low[1])
    z_m = place.z_m + ABOVE_BOARD_M
    for level, (item, (dx, dy)) in enumerate(zip(stack, offsets, strict=True)):
        body = item.shape
        result.append(PlacedProduct(
            sku=body.sku, variant=int(rng.integers(max(1, body.variants))),
            position_m=(x_m + float(dx), anchor_y_m + float(dy), z_m - item.stance.low_m[2]),
            rotation_wxyz=item.stance.rotation_wxyz, scale=item.stance.scale, tint=_sample_tint(rng, settings),
            bay=place.bay, board=place.board, run=place.run, facing=place.facing, depth=depth, level=level,
            misplaced=item.misplaced, lying=item.lying, turned=item.turned,
        ))
        z_m += body.stack_pitch_m or item.stance.height_m
    return y_m + float(high[1] - low[1]) + BEHIND_M + float(rng.exponential(0.0012))


def _sample_tint(rng: np.random.Generator, settings: StockRecipe) -> tuple[float, float, float]:
    """Print-colour jitter, mostly in lightness."""
    if settings.tint_jitter <= 0:
        return 1.0, 1.0, 1.0
    common, *channels = rng.normal(0.0, settings.tint_jitter, 4).tolist()
    red, green, blue = (float(np.clip(1.0 + common + 0.35 * c, 0.8, 1.1)) for c in channels)
    return red, green, blue
