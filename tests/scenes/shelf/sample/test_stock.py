"""A stocked row of bays: determinism, planogram rules, rates, gaps, speed and errors."""

import json
import math
import time
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from shelf_world import catalogue, cooler, drawn, gondola, placed_hull, simple_shapes

from facings.errors import InputError
from facings.frames.spec import from_json, to_json
from facings.goods.catalogue import Catalogue
from facings.goods.stance import about_x, about_y, about_z, composed, stance
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.board_row import WIDEST_SLACK_M
from facings.scenes.shelf.sample.facing import EYE_LEVEL_M, THIN_M
from facings.scenes.shelf.sample.stock import needed_skus, sample_stock, stocked_departments
from facings.scenes.shelf.spec import BaySpec, Gap, PlacedProduct, PlacedTag

ORDERLY = {"fill": 1.0, "fill_spread": 0.0, "fronted_rate": 1.0, "gap_rate": 0.0, "misplaced_rate": 0.0, "turned_rate": 0.0,
           "lying_rate": 0.0, "pulled_back_rate": 0.0}


def orderly(**keys) -> ShelfRecipe:
    return drawn(**ORDERLY | keys)


def stock(recipe: ShelfRecipe | None = None, info=None, seed: int = 3, frame: int = 0):
    return sample_stock(recipe or orderly(), info or gondola(), catalogue(), simple_shapes(), seed, frame)[:4]


def facings(items) -> dict[tuple, list[PlacedProduct]]:
    """Items by facing."""
    result = defaultdict(list)
    for item in items:
        result[item.bay, item.board, item.run, item.facing].append(item)
    return result


def test_the_same_seed_gives_the_same_bytes_and_another_frame_others() -> None:
    first, again, other = (json.dumps(to_json(stock(drawn(), frame=f))) for f in (0, 0, 1))
    assert first == again
    assert first != other


def test_json_round_trip() -> None:
    for kind, values in zip((BaySpec, PlacedProduct, PlacedTag, Gap), stock(drawn()), strict=True):
        for value in values:
            assert from_json(kind, json.loads(json.dumps(to_json(value)))) == value


def test_a_shelf_is_sampled_at_once() -> None:
    info = gondola(7)
    stock(drawn(), info)
    start = time.process_time()
    _, items, _, _ = stock(drawn(), info)
    assert time.process_time() - start < 1.5
    assert len(items) > 600


def test_disorder_does_not_move_the_planogram() -> None:
    calm, wild = stock()[0], stock(drawn(misplaced_rate=0.5, gap_rate=0.3))[0]
    assert calm == wild


@pytest.mark.parametrize("frame", range(6))
def test_boards_are_within_reach_and_their_products_below_what_is_above(frame: int) -> None:
    info = gondola()
    bays, items, *_ = stock(frame=frame, info=info)
    assert len(bays) == info.bay_count
    assert bays[0].x_m == pytest.approx(-info.bay_width_m * info.bay_count / 2)
    for bay in bays:
        assert len(bay.boards) == len(info.boards)
        for board, slot in zip(bay.boards, info.boards, strict=True):
            assert slot.z_min_m <= board.z_m <= slot.z_max_m
    for item in items:
        board = bays[item.bay].boards[item.board]
        top = placed_hull(item, simple_shapes()[item.sku])[:, 2].max()
        assert top <= board.z_m + board.clear_height_m - orderly().stock.hand_room_m + 2e-4


def test_board_heights_differ_between_bays() -> None:
    bays = stock()[0]
    assert len({tuple(round(b.z_m, 3) for b in bay.boards) for bay in bays}) > len(bays) // 2


@pytest.mark.parametrize("frame", range(6))
def test_boards_are_filled_to_their_width(frame: int) -> None:
    bays, items, *_ = stock(frame=frame)
    bounds = defaultdict(list)
    for item in items:
        hull = placed_hull(item, simple_shapes()[item.sku])
        bounds[item.bay, item.board].append((hull[:, 0].min(), hull[:, 0].max()))
    assert len(bounds) == sum(len(b.boards) for b in bays)
    for (bay, _), spans in bounds.items():
        left, right = bays[bay].x_m, bays[bay].x_m + bays[bay].width_m
        assert min(s[0] for s in spans) - left < 0.13
        assert right - max(s[1] for s in spans) < 0.13


def test_neighbours_stand_close_and_hardly_any_width_is_unused() -> None:
    unused = []
    for frame in range(6):
        bays, items, *_ = stock(frame=frame)
        rows = defaultdict(dict)
        for item in items:
            if item.depth == item.level == 0:
                hull = placed_hull(item, simple_shapes()[item.sku])
                rows[item.bay, item.board][item.run, item.facing] = hull[:, 0].min(), hull[:, 0].max()
        for (bay, _), spans in rows.items():
            row = [spans[key] for key in sorted(spans)]
            unused.append(bays[bay].width_m - sum(right - left for left, right in row))
            keys = sorted(spans)
            for (one, other), (a, b) in zip(zip(keys, keys[1:], strict=False), zip(row, row[1:], strict=False),
                                            strict=True):
                if one[0] == other[0]:
                    # Bags' and boxes' cells have room for being turned, and each stands anywhere in its own.
                    assert b[0] - a[1] < 2 * WIDEST_SLACK_M + 0.006
    assert np.median(unused) < 0.08
    assert max(unused) < 0.25


def test_a_bay_holds_one_department_and_neighbours_mostly_another() -> None:
    departments = {p.sku: p.department for p in catalogue().products}
    same = 0
    for frame in range(10):
        bays, items, *_ = stock(frame=frame)
        assert all(departments[i.sku] == bays[i.bay].department for i in items)
        assert all(b.header == catalogue().department(b.department).name for b in bays)
        same += sum(a.department == b.department for a, b in zip(bays, bays[1:], strict=False))
        assert not any(a.department == b.department == c.department
                       for a, b, c in zip(bays, bays[1:], bays[2:], strict=False))
    assert 2 <= same <= 22


def test_cooled_departments_are_for_the_cooler() -> None:
    cooled = {d.id for d in catalogue().departments if d.cooled}
    assert {d.id for d in stocked_departments(None, cooler(), catalogue())} == cooled
    assert not cooled & {b.department for f in range(5) for b in stock(frame=f)[0]}
    bays, _, _, _ = stock(info=cooler())
    assert {b.department for b in bays} <= cooled
    assert all(board.lit for b in bays for board in b.boards)
    assert all(len(b.door_open_rad) == 2 for b in bays)


def test_heavy_and_tall_products_stand_low() -> None:
    low, high = [], []
    for frame in range(8):
        for item in stock(frame=frame)[1]:
            (low if item.board == 0 else high if item.board >= 3 else []).append(simple_shapes()[item.sku].size_m[2])
    assert np.mean(low) > 1.25 * np.mean(high)


def test_runs_are_one_product_and_flavours_are_neighbours() -> None:
    bays, items, *_ = stock()
    runs = defaultdict(dict)
    for item in items:
        assert runs[item.bay, item.board].setdefault(item.run, item.sku) == item.sku
    brands = [[catalogue().product(sku).brand for _, sku in sorted(r.items())] for r in runs.values()]
    for row in brands:
        changes = sum(a != b for a, b in zip(row, row[1:], strict=False))
        assert changes == len(set(row)) - 1


def test_stacks_and_depth() -> None:
    bays, items, *_ = stock(orderly(max_depth=2))
    deepest = defaultdict(int)
    for item in items:
        thin = simple_shapes()[item.sku].size_m[1] <= THIN_M
        at_eye_level = bays[item.bay].boards[item.board].z_m >= EYE_LEVEL_M
        deepest[thin, at_eye_level] = max(deepest[thin, at_eye_level], item.depth + 1)
    assert deepest == {(False, False): 2, (False, True): 1, (True, False): 4, (True, True): 2}
    assert max(i.level for i in items) == 2
    _, flat, _, _ = stock(orderly(stacking=False))
    assert max(i.level for i in flat) == 0


def test_rates_are_what_was_asked_for() -> None:
    wanted = drawn(gap_rate=0.1, misplaced_rate=0.08, turned_rate=0.1, lying_rate=0.05, max_depth=2)
    gaps = count = misplaced = lying = turned = items = 0
    for frame in range(12):
        _, placed, _, empty = stock(wanted, frame=frame)
        filled = facings(placed)
        gaps, count = gaps + len(empty), count + len(empty) + len(filled)
        misplaced += sum(any(i.misplaced for i in f) for f in filled.values())
        lying += sum(any(i.lying for i in f) for f in filled.values())
        turned, items = turned + sum(i.turned for i in placed), items + len(placed)
    assert gaps / count == pytest.approx(0.1, abs=0.015)
    assert 0.04 < misplaced / count < 0.085  # not every facing has room for another product
    assert 0.01 < lying / count < 0.055  # not every package may lie
    assert 0.04 < turned / items < 0.105  # only the top one of a stack


def test_all_facings_may_be_empty_and_none_need_be() -> None:
    _, items, _, gaps = stock(orderly(gap_rate=1.0))
    assert not items
    assert len(gaps) > 100
    _, items, _, gaps = stock()
    assert items and not gaps


def test_flags_say_what_was_done() -> None:
    settings = drawn(misplaced_rate=0.2, lying_rate=0.2, turned_rate=0.2)
    _, items, _, _ = stock(settings)
    usual = {key: Counter(i.sku for i in f if not i.misplaced).most_common(1) for key, f in facings(items).items()}
    for item in items:
        shown = usual[item.bay, item.board, item.run, item.facing]
        if item.misplaced:
            assert not shown or item.sku != shown[0][0]
        w, x, y, z = item.rotation_wxyz
        up, front = Rotation.from_quat([x, y, z, w]).apply([[0, 0, 1], [0, -1, 0]])
        assert (abs(up[2]) < 0.3) == item.lying
        if not item.lying:
            assert (front[1] > -0.6) == item.turned
    assert {i.variant for i in items} == {0, 1, 2}


def test_a_gap_is_as_wide_as_its_facing_and_as_high_as_its_product() -> None:
    bays, _, _, gaps = stock(orderly(gap_rate=0.2))
    for gap in gaps:
        size = np.subtract(gap.box_max_m, gap.box_min_m)
        board = bays[gap.bay].boards[gap.board]
        shape = simple_shapes()[gap.sku]
        assert shape.size_m[0] <= size[0] <= shape.size_m[0] + 0.06
        assert size[1] == pytest.approx(board.back_y_m - board.front_y_m)
        assert size[2] == pytest.approx(shape.size_m[2])
        assert gap.box_min_m[2] == board.z_m


def test_emptier_shelves_hold_less_and_show_it_at_the_front() -> None:
    full, half = stock()[1], stock(orderly(fill=0.4))[1]
    assert 0.3 < len(half) / len(full) < 0.6
    depleted = stock(orderly(fill=0.4, fronted_rate=0.0))[1]
    front = np.mean([i.position_m[1] for i in half])
    assert np.mean([i.position_m[1] for i in depleted]) > front + 0.03


def test_named_departments_only() -> None:
    bays, _, _, _ = stock(orderly(departments=("pet", "baby")))
    assert {b.department for b in bays} == {"pet", "baby"}
    with pytest.raises(InputError, match="Did you mean 'baby'"):
        stock(orderly(departments=("babby",)))


def test_nothing_to_stock_is_an_error() -> None:
    only_cooled = Catalogue(
        departments=catalogue().departments, brands=catalogue().brands,
        products=tuple(p for p in catalogue().products if p.department == "dairy"),
    )
    with pytest.raises(InputError, match="no products for a gondola"):
        sample_stock(orderly(), gondola(), only_cooled, simple_shapes(), 0, 0)


def test_only_the_needed_shapes_matter() -> None:
    for frame in range(3):
        needed = needed_skus(orderly(), gondola(3), catalogue(), 3, frame)
        few = {sku: simple_shapes()[sku] for sku in needed}
        assert len(few) < 0.35 * len(simple_shapes())
        assert sample_stock(orderly(), gondola(3), catalogue(), few, 3, frame)[:4] == stock(info=gondola(3), frame=frame)


def test_few_products_still_fill_a_bay() -> None:
    one = {"colarra-cola": simple_shapes()["colarra-cola"]}
    settings = orderly(bays=1, departments=("soft_drinks",))
    bays, items, *_ = sample_stock(settings, gondola(), catalogue(), one, 0, 0)
    assert {i.board for i in items} == set(range(len(bays[0].boards)))


def test_too_tall_products_leave_boards_empty_rather_than_fail() -> None:
    shape = simple_shapes()["colarra-cola-family"]
    tall = replace(shape, size_m=(0.09, 0.09, 0.9), hull_m=shape.hull_m * [1, 1, 2.8])
    settings = orderly(bays=1, departments=("soft_drinks",))
    bays, items, *_ = sample_stock(settings, gondola(), catalogue(), {shape.sku: tall}, 0, 0)
    assert not items and len(bays) == 1


def test_stances_agree_with_scipy() -> None:
    shape = simple_shapes()["solbry-honey-rings"]
    rotation = composed(about_z(0.4), about_x(-0.2), about_y(1.1))
    about = Rotation.from_rotvec
    expected = about([0, 0, 0.4]) * about([-0.2, 0, 0]) * about([0, 1.1, 0])
    scale = (1.0, 1.05, 0.98)
    points = expected.apply(shape.hull_m * scale)
    found = stance(shape, rotation, scale)
    np.testing.assert_allclose(found.low_m, points.min(0), atol=1e-12)
    np.testing.assert_allclose(found.high_m, points.max(0), atol=1e-12)
    assert math.isclose(sum(v * v for v in rotation), 1.0)
