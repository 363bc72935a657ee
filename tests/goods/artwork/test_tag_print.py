"""Price tags."""

import numpy as np
import pytest
import zxingcpp

from facings.goods.artwork.shaping import clusters
from facings.goods.artwork.tags import LEAST_NAME_MM, PX_PER_MM, _setting, printed_texts, tag_face
from facings.goods.catalogue import load_catalogue
from facings.goods.placement import PriceTag


def _tag(**changes) -> PriceTag:
    return PriceTag(**{"sku": "norvang-tomatoes", "name": "Norvang Chopped Tomatoes", "detail": "In rich tomato juice, 400 g",
                       "price": "2.78", "currency": "€", "unit_price": "€ 6.95/kg", "ean": "2000000000039",
                       "promotion": False, "style": "rail", "width_m": 0.066, "height_m": 0.038,
                       "position_m": (0.0, 0.0, 0.0), "rotation_wxyz": (1.0, 0.0, 0.0, 0.0), **changes})


@pytest.mark.parametrize("promotion", [False, True])
def test_rail_tags_carry_a_readable_code(promotion):
    picture = tag_face(_tag(promotion=promotion)).image
    assert picture.mode == "RGB" and picture.size == (792, 456)
    assert [r.text for r in zxingcpp.read_barcodes(picture)] == ["2000000000039"]


def test_small_tags_do_without_a_code():
    assert not zxingcpp.read_barcodes(tag_face(_tag(width_m=0.045, height_m=0.03)).image)


@pytest.mark.parametrize("ean", ["2000000000039", "2000000000107", "2000000001210"])
def test_wobblers_are_discs(ean):
    picture = tag_face(_tag(style="wobbler", width_m=0.07, height_m=0.07, ean=ean)).image
    assert picture.size == (840, 840)
    corner = np.asarray(picture)[:60, :60]
    assert (corner == 255).all()

LONG = "Extraordinarily Long Product Name With A Hundred Letters That No Shopper Would Ever Read On A Tag Ok"


def test_long_names_break_over_two_lines_and_are_cut_where_these_are_full():
    assert len(LONG) == 100
    whole = _tag(name=LONG)
    assert printed_texts(whole)[0] == LONG
    block, _, _ = _setting("name", whole)
    assert len(block.lines) == 2 and block.size_px >= LEAST_NAME_MM * PX_PER_MM
    for style in ({}, {"promotion": True}, {"style": "wobbler", "width_m": 0.072, "height_m": 0.072}):
        shown = printed_texts(_tag(name=LONG * 3, **style))[0]
        assert shown.endswith("…") and (LONG * 3).startswith(shown[:-1]) and 40 < len(shown) < 200
        assert _setting("name", _tag(name=LONG * 3, **style))[0].size_px >= LEAST_NAME_MM * PX_PER_MM


def test_names_that_ship_are_shown_whole_on_one_line():
    catalogue = load_catalogue()
    for product in catalogue.products:
        tag = _tag(name=f"{catalogue.brand(product.brand).name} {product.name}", width_m=0.045, height_m=0.03)
        assert printed_texts(tag)[0] == tag.name and len(_setting("name", tag)[0].lines) == 1


@pytest.mark.parametrize("name", ["北海道牛乳", "حليب طازج 2.5 لتر", "हिन्दी क्षेत्र", "Żółty ser", "👨\u200d👩\u200d👧 Milk 🥛"])
@pytest.mark.parametrize("style", [{}, {"promotion": True}, {"style": "wobbler", "width_m": 0.072, "height_m": 0.072}])
def test_names_of_any_script_are_in_the_picture(name, style):
    """Each letter shows: a text with one letter replaced by a space is another picture."""
    pictures = {tag_face(_tag(name=text, currency="৳", **style)).image.tobytes()
                for text in (name, *(name.replace(letter, " ") for letter in set(clusters(name)) - {" "}))}
    assert len(pictures) == 1 + len(set(clusters(name)) - {" "})
    assert printed_texts(_tag(name=name, **style))[0] == name


def test_currencies_of_any_script_are_in_the_picture():
    shown = [np.asarray(tag_face(_tag(currency=currency)).image) for currency in ("৳", "د.إ", "₪", "円", "៛", "")]
    assert len({picture.tobytes() for picture in shown}) == 6
