"""Trays stand around runs without touching anything, and nothing stands otherwise for them."""

import json

import numpy as np
import pytest
from shelf_world import catalogue, drawn, gondola, mixed_shapes, placed_hull

from facings.frames.spec import from_json, to_json
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.frame import sample_shelf
from facings.scenes.shelf.sample.stock import sample_stock
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.trays import WALL_MM

WILD = {"bays": 2, "fill": 0.8, "gap_rate": 0.06, "misplaced_rate": 0.1, "turned_rate": 0.15, "lying_rate": 0.1,
        "pulled_back_rate": 0.2, "jitter_position_mm": 6.0, "jitter_yaw_round_deg": 35.0, "jitter_yaw_box_deg": 3.5,
        "jitter_yaw_soft_deg": 8.5, "soft_scale_jitter": 0.06}


@pytest.mark.parametrize("frame", range(3))
def test_no_item_touches_a_wall(frame):
    recipe = drawn(**WILD, tray_rate=1.0)
    _, items, _, _, trays, _ = sample_stock(recipe, gondola(), catalogue(), mixed_shapes(), 5, frame)
    assert trays is not None and len(trays) > 6
    hulls = [placed_hull(item, mixed_shapes()[item.sku]) for item in items]
    low, high = np.array([h.min(0) for h in hulls]), np.array([h.max(0) for h in hulls])
    runs = np.array([(i.bay, i.board, i.run) for i in items])
    wall = WALL_MM / 1000
    for tray in trays:
        outer_low, outer_high = np.array(tray.box_min_m), np.array(tray.box_max_m)
        own = (runs == (tray.bay, tray.board, tray.run)).all(1)
        assert (low[own, :2] >= outer_low[:2] + wall).all() and (high[own, :2] <= outer_high[:2] - wall).all()
        others = ~own
        apart = np.maximum(outer_low - high[others], low[others] - outer_high).max(1)
        assert apart.min() > 0
        assert 0 < tray.lip_m <= outer_high[2] - outer_low[2]
        assert (low[own, 2] > outer_low[2] + 5e-5).all()  # above the tray's floor
    boxes = [(np.array(tray.box_min_m), np.array(tray.box_max_m)) for tray in trays]
    for k, (one_low, one_high) in enumerate(boxes):
        assert all(np.maximum(one_low - h, low - one_high).max() > 0 for low, h in boxes[:k])


def test_nothing_else_depends_on_trays_and_they_are_absent_where_unasked():
    without = sample_stock(drawn(bays=2), gondola(), catalogue(), mixed_shapes(), 5, 0)
    with_trays = sample_stock(drawn(bays=2, tray_rate=0.5), gondola(), catalogue(), mixed_shapes(), 5, 0)
    assert without[:4] == with_trays[:4]
    assert without[4] is None
    every = sample_stock(drawn(bays=2, tray_rate=1.0), gondola(), catalogue(), mixed_shapes(), 5, 0)[4]
    assert 0 < len(with_trays[4]) < len(every) and set(with_trays[4]) < set(every)


def test_specs_hold_them_and_older_ones_are_written_as_before():
    for rate in (0.0, 0.6):
        recipe = ShelfRecipe.model_validate({"bays": {"count": 1}, "catalogue": {"departments": ["sauces"]},
                                             "stock": {"tray_rate": rate}})
        spec = sample_shelf(recipe, gondola(), catalogue(), lambda skus: {s: mixed_shapes()[s] for s in skus}, 1, 0)
        data = json.loads(json.dumps(to_json(spec)))
        assert ("trays" in data) == (rate > 0)
        assert from_json(ShelfSpec, data) == spec
    assert "tray_rate" not in ShelfRecipe().plain()["stock"]
