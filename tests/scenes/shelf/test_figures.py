"""Shares, availability, prices and compliance of a shelf that was counted by hand."""

import copy

import numpy as np
import pytest

from facings.scenes.shelf.figures import facings_of, shelf_figures

CATEGORIES = [{"id": 1, "name": "price_tag", "supercategory": "fixture"},
              {"id": 2, "name": "tea", "supercategory": "drinks", "brand": "Alba"},
              {"id": 3, "name": "coffee", "supercategory": "drinks", "brand": "Bruno"},
              {"id": 4, "name": "soap", "supercategory": "household", "brand": "Alba"},
              {"id": 5, "name": "jam", "supercategory": "food"}]
TURN = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]], float)
"""Camera axes in the world: X right, Y up-side down, Z into the shelf."""


def product(sku: str, run: int, facing: int, visible_px: int, *, depth=0, level=0, width_m=0.1, quarter=False, misplaced=False):
    pose = np.linalg.inv(TURN)
    size = [0.3, width_m, 0.2] if quarter else [width_m, 0.3, 0.2]
    if quarter:  # turned about the world's Z: its own Y runs along the board
        pose = pose @ np.array([[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], float)
    return {"kind": "product", "sku": sku, "bay": 0, "board": 1, "run": run, "facing": facing, "depth": depth, "level": level,
            "misplaced": misplaced, "visible_px": visible_px, "camera_from_object": pose.tolist(), "box_min_m": [0, 0, 0],
            "box_max_m": size}


def tag(sku: str, run: int, price: str, visible_px: int = 9):
    return {"kind": "price_tag", "sku": sku, "bay": 0, "board": 1, "run": run, "price": price, "currency": "EUR",
            "unit_price": "EUR 1/kg", "promotion": False, "visible_px": visible_px}


def gap(sku: str, run: int, facing: int, visible_px: int):
    return {"sku": sku, "bay": 0, "board": 1, "run": run, "facing": facing, "visible_px": visible_px,
            "box_min_m": [1.0, 0, 0], "box_max_m": [1.25, 0.3, 0.3]}


RECORD = {
    "camera": {"world_from_camera": TURN.tolist()},
    "gaps": [gap("coffee", 1, 1, 40), gap("coffee", 1, 2, 0)],
    "instances": [
        product("tea", 0, 0, 100), product("tea", 0, 0, 20, depth=1), product("tea", 0, 1, 100, width_m=0.12, quarter=True),
        product("coffee", 1, 0, 50, width_m=0.2),
        product("tea", 2, 0, 30, misplaced=True), product("soap", 2, 0, 5, depth=1),  # tea stands before the soap
        product("jam", 2, 1, 10, misplaced=True),
        product("soap", 2, 2, 0), product("soap", 2, 3, 60),
        tag("tea", 0, "1.99"), tag("coffee", 1, "4.99"), tag("coffee", 1, "4.99", 0),
    ],
}


def test_facings_are_what_stands_in_front():
    found = {facing.place[2:]: (facing.planned, facing.found, facing.state) for facing in facings_of(RECORD)}
    assert found == {
        (0, 0): ("tea", "tea", "as_planned"), (0, 1): ("tea", "tea", "as_planned"),
        (1, 0): ("coffee", "coffee", "as_planned"), (1, 1): ("coffee", None, "missing"), (1, 2): ("coffee", None, "missing"),
        (2, 0): ("soap", "tea", "misplaced"), (2, 1): ("soap", "jam", "extra"), (2, 2): ("soap", "soap", "as_planned"),
        (2, 3): ("soap", "soap", "as_planned")}


def test_the_figures_are_those_counted_by_hand():
    figures = shelf_figures(RECORD, CATEGORIES)
    brands = figures["share"]["brand"]
    assert {name: (told["facings"], told["visible_px"]) for name, told in brands.items()} == {
        "": (1, 10), "Alba": (4, 100 + 20 + 100 + 30 + 5 + 60), "Bruno": (1, 50)}
    assert brands["Alba"]["width_m"] == pytest.approx(0.1 + 0.12 + 0.1 + 0.1)
    assert brands["Bruno"]["width_share"] == pytest.approx(0.2 / (0.42 + 0.2 + 0.1))
    assert brands["Bruno"]["facings_share"] == 1 / 6 and brands["Bruno"]["visible_share"] == 50 / 375
    assert {name: told["facings"] for name, told in figures["share"]["department"].items()} == {
        "drinks": 4, "food": 1, "household": 1}
    assert figures["availability"] == {"facings": 7, "filled": 6, "share": 6 / 7, "skus": 3, "skus_there": 3, "sku_share": 1.0}
    assert figures["prices"] == {
        sku: {"price": price, "currency": "EUR", "unit_price": "EUR 1/kg", "promotion": False, "tags": 1}
        for sku, price in (("tea", "1.99"), ("coffee", "4.99"))}
    told = figures["compliance"]
    assert [told[state] for state in ("as_planned", "missing", "misplaced", "extra")] == [4, 1, 1, 1]
    assert told["share"] == 4 / 7
    assert told["departures"][1] == {"bay": 0, "board": 1, "run": 2, "facing": 0, "planned": "soap", "found": "tea",
                                     "state": "misplaced"}
    assert told["tags"] == [{"bay": 0, "board": 1, "run": 2, "sku": "soap", "state": "no_tag"}]


def test_wrong_tags_are_told():
    record = copy.deepcopy(RECORD)
    record["instances"] += [tag("tea", 0, "1.99"), tag("tea", 0, "2.49"), tag("jam", 2, "3.00")]
    faults = shelf_figures(record, CATEGORIES)["compliance"]["tags"]
    assert [(fault["run"], fault["sku"], fault["state"]) for fault in faults] == [
        (0, "tea", "wrong_price"), (2, "jam", "wrong_product")]


def test_an_empty_frame_has_figures():
    figures = shelf_figures({"camera": {}, "gaps": [], "instances": []}, [])
    assert figures["availability"]["share"] == 0.0 and figures["share"] == {"brand": {}, "department": {}}
