"""Bar codes: numbers, bars and the widths that a scanner needs; zxing is the oracle."""

import pytest
import zxingcpp

from facings.goods.artwork.barcode import barcode_image, bars, module_px
from facings.goods.entries import check_digit, ean13

KNOWN = [("400638133393", "1"), ("978014300723", "4"), ("629104150021", "3")]


@pytest.mark.parametrize(("first_twelve", "digit"), KNOWN)
def test_check_digit_of_known_numbers(first_twelve, digit):
    assert check_digit(first_twelve) == digit


@pytest.mark.parametrize("module", [2, 3, 5])
@pytest.mark.parametrize("first_digit", range(10))
def test_every_parity_pattern_reads_back(first_digit, module):
    code = f"{first_digit}74019283650"
    code += check_digit(code)
    read = zxingcpp.read_barcodes(barcode_image(code, module, 30 * module))
    assert [(r.text, r.format.name) for r in read] == [(code, "EAN13")]


def test_in_store_numbers_are_distinct_and_valid(product):
    numbers = [ean13(product(id=i)) for i in range(2, 4000)]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert 20 <= int(number[:2]) <= 29
        assert len(number) == 13 and check_digit(number[:12]) == number[12]


def test_own_number_is_kept(product):
    assert ean13(product(ean="4006381333931")) == "4006381333931"


@pytest.mark.parametrize("px_per_mm", [4.0, 5.0, 6.0, 7.5, 9.0, 12.0])
def test_modules_are_never_below_80_percent_or_two_pixels(px_per_mm):
    size = module_px(px_per_mm, 10_000)
    assert size >= 2 and size / px_per_mm >= 0.264
    assert module_px(px_per_mm, 112) == 0


def test_bars_have_guards():
    pattern = bars("4006381333931")
    assert len(pattern) == 95 and pattern.startswith("101") and pattern.endswith("101") and pattern[45:50] == "01010"
