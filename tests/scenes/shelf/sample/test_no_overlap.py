"""Items stand on something, inside their bay and apart: measured on their hulls by code that Facings does not use."""

from collections import defaultdict

import numpy as np
import pytest
from collision_oracle import penetrations
from scipy.spatial import ConvexHull
from shelf_world import (
    catalogue,
    centre_of_mass,
    cooler,
    drawn,
    gondola,
    mixed_shapes,
    placed,
    placed_hull,
    random_template,
    simple_shapes,
)

from facings.goods.shape import ProductShape
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.stock import sample_stock
from facings.scenes.shelf.spec import PlacedProduct

WILD = drawn(bays=2, fill=0.8, fill_spread=0.25, gap_rate=0.06, misplaced_rate=0.1, turned_rate=0.15, lying_rate=0.15,
             pulled_back_rate=0.2, jitter_position_mm=6.0, jitter_yaw_round_deg=35.0, jitter_yaw_box_deg=3.5,
             jitter_yaw_soft_deg=8.5, soft_scale_jitter=0.06)
"""Everything that moves items, far more often than in any shop."""


def check_frame(info, recipe: ShelfRecipe, shapes, seed: int, frame: int) -> int:
    """Assert all that must hold of one frame; return its number of items."""
    bays, items, _, gaps, *_ = sample_stock(recipe, info, catalogue(), shapes, seed, frame)
    hulls = [placed_hull(item, shapes[item.sku]) for item in items]
    low = np.array([h.min(0) for h in hulls]).reshape(-1, 3)
    high = np.array([h.max(0) for h in hulls]).reshape(-1, 3)
    stack_of = [(i.bay, i.board, i.run, i.facing, i.depth) for i in items]
    stacks = np.array(stack_of)
    by_stack = {(s, i.level): n for n, (s, i) in enumerate(zip(stack_of, items, strict=True))}
    assert len(by_stack) == len(items)

    centres = {sku: centre_of_mass(shapes[sku].hull_m) for sku in {i.sku for i in items}}
    for n, item in enumerate(items):
        bay, board = bays[item.bay], bays[item.bay].boards[item.board]
        assert low[n, 0] >= bay.x_m + 0.016 and high[n, 0] <= bay.x_m + bay.width_m - 0.016
        assert low[n, 1] >= board.front_y_m and high[n, 1] <= board.back_y_m
        assert high[n, 2] <= board.z_m + board.clear_height_m - recipe.stock.hand_room_m + 2e-4
        centre = placed(centres[item.sku], item)
        if item.level == 0:
            assert 0.0 <= low[n, 2] - board.z_m <= 2e-4
            assert board.front_y_m < centre[1] < board.back_y_m
        else:
            below = by_stack[stack_of[n], item.level - 1]
            carrier = shapes[items[below].sku]
            top = low[below, 2] + (carrier.stack_pitch_m or np.ptp(hulls[below][:, 2]))
            assert abs(low[n, 2] - top) < 5e-4
            sides = ConvexHull(hulls[below][:, :2]).equations
            assert ((sides[:, :2] * centre[:2]).sum(1) + sides[:, 2]).max() < 0

    rows = defaultdict(list)
    for n, item in enumerate(items):
        rows[item.bay, item.board].append(n)
    for members in rows.values():
        n = np.array(members)
        apart = np.maximum(low[n, None, :2] - high[None, n, :2], low[None, n, :2] - high[n, None, :2]).max(-1)
        same = (stacks[n, None] == stacks[None, n]).all(-1)
        assert apart[~same].min(initial=1.0) >= 3e-4

    for (a, b), depth_m in penetrations(items, shapes).items():
        nested = 0.0
        if stack_of[a] == stack_of[b] and abs(items[a].level - items[b].level) == 1:
            shape = shapes[items[a].sku]
            nested = shape.size_m[2] - (shape.stack_pitch_m or shape.size_m[2])
        assert depth_m < 1e-3 + nested, (items[a], items[b], depth_m)

    for gap in gaps:
        inside = (low < np.array(gap.box_max_m) - 1e-6).all(1) & (high > np.array(gap.box_min_m) + 1e-6).all(1)
        assert not inside.any()
    return len(items)


def test_the_oracle_sees_what_overlaps() -> None:
    """Two unit cubes, one moved by 0.9: 0.1 deep; moved by 1.1: apart."""
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
    cube = ProductShape("cube", (1.0, 1.0, 1.0), corners, False, 1, 0.0, (), 0.0, 1)

    def at(x: float) -> PlacedProduct:
        return PlacedProduct("cube", 0, (x, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (1.0, 1.0, 1.0),
                             0, 0, 0, 0, 0, 0, False, False, False)

    found = penetrations((at(0.0), at(0.9), at(2.1)), {"cube": cube})
    assert list(found) == [(0, 1)]
    assert found[0, 1] == pytest.approx(0.1, abs=1e-6)


@pytest.mark.parametrize("frame", range(4))
def test_a_usual_gondola_with_real_packages(frame: int) -> None:
    assert check_frame(gondola(3), drawn(bays=3), mixed_shapes(), 11, frame) > 200


@pytest.mark.parametrize("frame", range(2))
def test_a_usual_cooler(frame: int) -> None:
    assert check_frame(cooler(2), drawn(bays=2), simple_shapes(), 12, frame) > 100


@pytest.mark.parametrize("frame", range(6))
def test_any_template_and_much_disorder(frame: int) -> None:
    info = random_template(np.random.default_rng([5, frame]), 2)
    assert check_frame(info, WILD, simple_shapes(), 13, frame) > 30


@pytest.mark.slow
def test_two_hundred_frames() -> None:
    shapes = mixed_shapes()
    for frame in range(200):
        info = random_template(np.random.default_rng([6, frame]), 2)
        recipe = WILD if frame % 2 else drawn(bays=2)
        check_frame(info, recipe, shapes, 14, frame)
