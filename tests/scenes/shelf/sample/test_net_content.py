"""Net contents as printed, and the price per kilogram, litre or piece."""

import pytest

from facings.scenes.shelf.sample.net_content import net_content, unit_price


@pytest.mark.parametrize(("printed", "amount", "base"), [
    ("375 g", 0.375, "kg"), ("1 kg", 1.0, "kg"), ("1.5 L", 1.5, "l"), ("1,5 l", 1.5, "l"), ("330 ml", 0.33, "l"),
    ("6 x 330 ml", 1.98, "l"), ("2 × 60 g", 0.12, "kg"), ("50 cl", 0.5, "l"), ("40 pcs", 40, "pc"),
    ("10 eggs", 10, "pc"), ("8 rolls", 8, "pc"), ("500g", 0.5, "kg"),
])
def test_printed_contents_are_read(printed: str, amount: float, base: str) -> None:
    content = net_content(printed)
    assert content.amount == pytest.approx(amount)
    assert content.base == base


@pytest.mark.parametrize("printed", ["", "big bag", "0 g", "375", "g"])
def test_others_give_no_unit_price(printed: str) -> None:
    assert net_content(printed) is None
    assert unit_price(1.0, printed) == ""


def test_unit_prices() -> None:
    assert unit_price(3.29, "375 g") == "8.77/kg"
    assert unit_price(4.99, "6 x 330 ml") == "2.52/l"
    assert unit_price(8.99, "40 pcs") == "0.22/pc"
