"""Price tags: one below each run, apart, at the rail's pose, with prices that add up."""

from collections import defaultdict

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from shelf_world import catalogue, cooler, drawn, gondola, simple_shapes

from facings.goods.entries import ean13
from facings.scenes.shelf.sample.prices import ending_in_nine
from facings.scenes.shelf.sample.stock import sample_stock


def stock(frame: int = 0, info=None, **tags):
    """A frame none of whose tags is missing, but where `tags` (keys of `price_tags`) say so."""
    recipe = drawn(tags={"missing_rate": 0.0} | tags)
    return sample_stock(recipe, info or gondola(), catalogue(), simple_shapes(), 4, frame)[:4]


def test_nearly_every_run_has_one_tag_below_it() -> None:
    runs, tagged = 0, 0
    for frame in range(5):
        _, items, tags, gaps = stock(frame=frame)
        spans = defaultdict(list)
        for item in items:
            spans[item.bay, item.board, item.run].append(item.position_m[0])
        for gap in gaps:
            spans[gap.bay, gap.board, gap.run].append((gap.box_min_m[0] + gap.box_max_m[0]) / 2)
        rail = [t for t in tags if t.style == "rail"]
        keys = [(t.bay, t.board, t.run) for t in rail]
        assert len(set(keys)) == len(keys)
        for tag, key in zip(rail, keys, strict=True):
            assert min(spans[key]) - 0.3 < tag.position_m[0] < max(spans[key]) + 0.12
        runs, tagged = runs + len(spans), tagged + len(keys)
    assert tagged > 0.93 * runs


def test_tags_on_a_rail_are_apart_and_within_their_bay() -> None:
    for frame in range(5):
        bays, _, tags, _ = stock(frame=frame)
        rows = defaultdict(list)
        for tag in tags:
            if tag.style == "rail":
                left = tag.position_m[0] - tag.width_m / 2
                rows[tag.bay, tag.board].append((left, left + tag.width_m))
        for (bay, _), spans in rows.items():
            spans.sort()
            assert spans[0][0] >= bays[bay].x_m
            assert spans[-1][1] <= bays[bay].x_m + bays[bay].width_m
            assert all(a[1] < b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_tags_hang_at_the_rails_pose() -> None:
    info = gondola()
    bays, _, tags, _ = stock(info=info)
    for tag in tags:
        if tag.style != "rail":
            continue
        board = bays[tag.bay].boards[tag.board]
        assert tag.position_m[1] == pytest.approx(board.front_y_m + info.rail.y_m)
        assert tag.position_m[2] == pytest.approx(board.z_m + info.rail.z_m, abs=2e-3)
        assert tag.height_m <= info.rail.height_m
        w, x, y, z = tag.rotation_wxyz
        right, up, out = Rotation.from_quat([x, y, z, w]).apply([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
        assert right[0] > 0.99  # hardly crooked
        # Leaning back: the upper edge away from the aisle, so that the face looks a little upwards.
        assert up[1] == pytest.approx(np.sin(info.rail.tilt_rad), abs=0.02)
        assert out[2] > 0


def test_what_is_printed() -> None:
    _, _, tags, _ = stock()
    prices = {}
    for tag in tags:
        product = catalogue().product(tag.sku)
        assert tag.ean == ean13(product)
        assert tag.name == f"{catalogue().brand(product.brand).name} {product.name}"
        assert product.net_content in tag.detail and product.art.descriptor in tag.detail
        assert tag.price.endswith("9") and float(tag.price) > 0
        assert prices.setdefault(tag.sku, tag.price) == tag.price
        assert 0.5 < float(tag.price) / product.price < 1.5
        number, base = tag.unit_price.split("/")
        assert base in ("kg", "l", "pc") and float(number) > 0
        assert tag.currency == "EUR"


def test_promotions_wobblers_and_missing_tags() -> None:
    _, _, tags, _ = stock(promotion_rate=1.0, wobbler_rate=1.0)
    assert all(t.promotion for t in tags)
    wobblers = [t for t in tags if t.style == "wobbler"]
    assert len(wobblers) == len(tags) / 2
    assert all(t.position_m[1] < -0.05 for t in wobblers)
    _, _, behind_glass, _ = stock(promotion_rate=1.0, wobbler_rate=1.0, info=cooler())
    assert {t.style for t in behind_glass} == {"rail"}
    assert not stock(missing_rate=1.0)[2]
    few = len(stock(missing_rate=0.3, promotion_rate=0.0)[2])
    assert 0.55 < few / len(stock(promotion_rate=0.0)[2]) < 0.85
    assert not any(t.promotion for t in stock(promotion_rate=0.0)[2])


@pytest.mark.parametrize(("amount", "price"), [(3.29, 3.29), (3.31, 3.29), (3.33, 3.29), (3.36, 3.39), (0.95, 0.99),
                                               (0.02, 0.09), (22.9, 22.89)])
def test_prices_end_in_nine(amount: float, price: float) -> None:
    assert ending_in_nine(amount) == pytest.approx(price)


def test_cards_hang_below_the_rail_apart_from_one_another_and_change_no_other_tag() -> None:
    info = gondola()
    plain = stock(promotion_rate=0.7, wobbler_rate=0.2)[2]
    bays, _, tags, _ = stock(promotion_rate=0.7, wobbler_rate=0.2, card_rate=1.0)
    cards = [tag for tag in tags if tag.style == "card"]
    assert [tag for tag in tags if tag.style != "card"] == list(plain)
    assert len(cards) > 10 and all(card.promotion for card in cards)
    spans = defaultdict(list)
    for card in cards:
        board = bays[card.bay].boards[card.board]
        assert card.board != 1  # the deck below it is deeper
        assert card.position_m[1] < board.front_y_m + info.rail.y_m - 0.005
        assert card.position_m[2] + card.height_m / 2 < board.z_m + info.rail.z_m
        spans[card.bay, card.board].append((card.position_m[0] - card.width_m / 2, card.position_m[0] + card.width_m / 2))
    for (bay, _), row in spans.items():
        row.sort()
        assert row[0][0] >= bays[bay].x_m and row[-1][1] <= bays[bay].x_m + bays[bay].width_m
        assert all(left[1] < right[0] for left, right in zip(row, row[1:], strict=False))
    assert not any(tag.style == "card" for tag in stock(promotion_rate=1.0, card_rate=1.0, info=cooler())[2])
