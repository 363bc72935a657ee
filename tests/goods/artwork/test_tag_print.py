"""Price tags."""

import numpy as np
import pytest
import zxingcpp

from facings.goods.artwork.tags import tag_image
from facings.goods.placement import PriceTag


def _tag(**changes) -> PriceTag:
    return PriceTag(**{"sku": "norvang-tomatoes", "name": "Norvang Chopped Tomatoes", "detail": "In rich tomato juice, 400 g",
                       "price": "2.78", "currency": "€", "unit_price": "€ 6.95/kg", "ean": "2000000000039",
                       "promotion": False, "style": "rail", "width_m": 0.066, "height_m": 0.038,
                       "position_m": (0.0, 0.0, 0.0), "rotation_wxyz": (1.0, 0.0, 0.0, 0.0), **changes})


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
