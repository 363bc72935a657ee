"""Price tags and signs."""

from types import SimpleNamespace

import numpy as np
import pytest
import zxingcpp

from facings.goods.artwork.signs import header_image
from facings.goods.artwork.tags import tag_image


def _tag(**changes) -> SimpleNamespace:
    return SimpleNamespace(**{"name": "Norvang Chopped Tomatoes", "detail": "In rich tomato juice, 400 g",
                              "price": "2.78", "currency": "€", "unit_price": "€ 6.95/kg", "ean": "2000000000039",
                              "promotion": False, "style": "rail", "width_m": 0.066, "height_m": 0.038, **changes})


@pytest.mark.parametrize("promotion", [False, True])
def test_rail_tags_carry_a_readable_code(promotion):
    picture = tag_image(_tag(promotion=promotion))
    assert picture.mode == "RGB" and picture.size == (792, 456)
    assert [r.text for r in zxingcpp.read_barcodes(picture)] == ["2000000000039"]


def test_small_tags_do_without_a_code():
    assert not zxingcpp.read_barcodes(tag_image(_tag(width_m=0.045, height_m=0.03)))


@pytest.mark.parametrize("ean", ["2000000000039", "2000000000107", "2000000001210"])
def test_wobblers_are_discs(ean):
    picture = tag_image(_tag(style="wobbler", width_m=0.07, height_m=0.07, ean=ean))
    assert picture.size == (840, 840)
    corner = np.asarray(picture)[:60, :60]
    assert (corner == 255).all()


def test_signs_are_filled():
    for text, rgb in (("Pasta & rice", (0.7, 0.1, 0.1)), ("Milk, yoghurt & cheese", (0.95, 0.95, 0.9))):
        picture = header_image(text, "12", rgb, 640, 120)
        assert picture.size == (640, 120) and np.asarray(picture).std() > 20
