"""Colour temperatures against published chromaticities, sRGB against its own definition's inverse."""

import numpy as np
import pytest

from facings.frames.colour import linear_from_hex, linear_from_temperature, planckian_xy


@pytest.mark.parametrize(
    "temperature_k, x, y",
    [
        # CIE 15:2004: illuminant A is a black body of 2856 K.
        (2856, 0.44757, 0.40745),
        # Planck's law with the CIE 1931 observer (Wyszecki & Stiles, "Color Science", 2nd ed.).
        (2000, 0.5267, 0.4133),
        (4000, 0.3805, 0.3768),
        (6500, 0.3135, 0.3237),
        (10000, 0.2807, 0.2884),
    ],
)
def test_black_bodies_lie_where_the_tables_put_them(temperature_k, x, y):
    np.testing.assert_allclose(planckian_xy(temperature_k), (x, y), atol=1.2e-3)


def test_splines_join():
    for joint in (2222, 4000):
        np.testing.assert_allclose(planckian_xy(joint), planckian_xy(joint + 1e-6), atol=5e-4)


def test_temperature_changes_the_hue_and_not_the_brightness():
    colours = np.array([linear_from_temperature(t) for t in range(2000, 12001, 500)])
    np.testing.assert_allclose(colours @ (0.2126729, 0.7151522, 0.0721750), 1, atol=1e-4)
    ratio = colours[:, 2] / colours[:, 0]
    assert np.all(np.diff(ratio) > 0)
    assert abs(np.log(linear_from_temperature(6600)[2] / linear_from_temperature(6600)[0])) < 0.05


@pytest.mark.parametrize("outside", [1000, 25001])
def test_beyond_the_fitted_range_is_an_error(outside):
    with pytest.raises(ValueError, match="1667 to 25000"):
        planckian_xy(outside)


def test_hex_is_decoded_by_the_standards_curve():
    linear = np.array(linear_from_hex("#0a80ff"))
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    np.testing.assert_allclose(encoded * 255, (0x0A, 0x80, 0xFF), atol=1e-4)
