"""The colour of skin against OpenCV's colorimetry, and along the Monk scale."""

import cv2
import numpy as np

from facings.scenes.face.skin.tone import MONK_LAB, linear_from_lab, pigmented, tone_albedo

_LUMINANCE = (0.2126, 0.7152, 0.0722)


def _encoded(linear: np.ndarray) -> np.ndarray:
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def test_lab_agrees_with_opencv():
    linear = np.array([linear_from_lab(*lab) for lab in MONK_LAB])
    found = cv2.cvtColor(_encoded(linear)[None].astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    np.testing.assert_allclose(found, MONK_LAB, atol=0.3)  # OpenCV interpolates a table


def test_tones_darken_steadily_and_stay_the_colour_of_skin():
    albedo = np.array([tone_albedo(tone) for tone in np.linspace(1, 10, 91)])
    luminance = albedo @ _LUMINANCE
    assert (np.diff(luminance) < 0).all()
    assert luminance[0] > 0.4 and luminance[-1] < 0.06
    assert (albedo[:, 0] > albedo[:, 1]).all() and (albedo[:, 1] > albedo[:, 2]).all()


def test_warmth_moves_from_pink_to_yellow_at_equal_lightness():
    cool, warm = np.array(tone_albedo(4, -1.0)), np.array(tone_albedo(4, 1.0))
    assert warm[1] / warm[2] > 1.1 * cool[1] / cool[2]
    np.testing.assert_allclose(cool @ _LUMINANCE, warm @ _LUMINANCE, rtol=0.01)


def test_melanin_browns_and_blood_reddens():
    bare = np.array(tone_albedo(3))
    browner, redder = pigmented(tuple(bare), 0.5, 0.0), pigmented(tuple(bare), 0.0, 0.5)
    assert (browner < bare).all() and browner[2] / bare[2] < browner[0] / bare[0]
    assert redder[0] / bare[0] > 0.9 and redder[1] / bare[1] < 0.8
    np.testing.assert_allclose(pigmented(tuple(bare), 0.0, 0.0), bare)
