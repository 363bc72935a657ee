"""The light meter, on pictures of which the answer is known."""

import numpy as np
import pytest

from facings.sensor.metering import missing_ev


@pytest.mark.parametrize(("level", "white", "expected"), [(0.18, 1.0, 0), (0.045, 1.0, 2), (0.72, 1.0, -2), (0.36, 2.0, 0),
                                                           (1e-9, 1.0, 5)])
def test_a_grey_wall_is_brought_to_grey(level, white, expected):
    assert missing_ev(np.full((30, 50, 3), level, np.float32), white) == pytest.approx(expected, abs=1e-5)


def test_a_lit_face_before_black_is_not_burnt():
    dark = np.full((90, 90, 3), 1e-4, np.float32)
    face = dark.copy()
    face[25:65, 30:60] = 0.25
    assert 0 < missing_ev(face, 1.0) == pytest.approx(1.0)  # to half of white; the black around would ask for more
    face[25:65, 30:60] = 0.7
    assert missing_ev(face, 1.0) == 0.0


def test_the_middle_counts_most_and_lamps_little():
    dark = np.full((60, 60, 3), 0.045, np.float32)
    middle, corner, lamp = dark.copy(), dark.copy(), dark.copy()
    middle[20:40, 20:40] = 0.18
    corner[:20, :20] = 0.18
    lamp[:6, :6] = 1000.0
    assert missing_ev(middle, 1.0) < missing_ev(corner, 1.0) < missing_ev(dark, 1.0) == pytest.approx(2)
    assert missing_ev(lamp, 1.0) == pytest.approx(2, abs=0.05)


def test_green_counts_as_eyes_have_it():
    green, blue = np.zeros((2, 8, 8, 3), np.float32)
    green[..., 1] = blue[..., 2] = 0.18
    assert missing_ev(green, 1.0) == pytest.approx(-np.log2(0.7152), abs=1e-5)
    assert missing_ev(blue, 1.0) == pytest.approx(-np.log2(0.0722), abs=1e-5)
