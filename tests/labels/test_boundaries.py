"""Borders between instances against SciPy's dilation of each one alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_dilation

from facings.labels.boundaries import touching


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))
def test_a_border_is_where_anothers_dilation_falls(height, width, seed):
    ids = np.random.default_rng(seed).integers(0, 4, (height, width)).astype(np.uint16)
    expected = np.zeros(ids.shape, bool)
    for number in (1, 2, 3):
        others = (ids > 0) & (ids != number)
        expected |= (ids == number) & binary_dilation(others)  # by its cross of four neighbours
    assert np.array_equal(touching(ids), expected)


def test_a_border_is_two_pixels_wide_and_none_against_the_background():
    ids = np.array([[1, 1, 2, 2, 0, 3]], np.uint16)
    assert touching(ids).tolist() == [[False, True, True, False, False, False]]
