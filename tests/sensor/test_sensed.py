"""The linear picture that a sensor delivers: nothing without effects, each effect as its key says."""

import math

import numpy as np
import pytest
from sensors import preset, sensor, smooth

from facings.recipes.sensor_presets import PRESETS
from facings.sensor.lens import falloff
from facings.sensor.sensed import balance_error, channel_mixing, sensed

AXIS = 64.0, 48.0


def through(camera, linear, seed=0, white=1.0):
    return sensed(linear, camera, AXIS, white, np.random.default_rng(seed))


def test_without_effects_the_picture_stays():
    assert np.abs(through(sensor(), smooth()) - smooth()).max() < 0.002  # half a step of eight bits


@pytest.mark.parametrize("name", PRESETS)
def test_the_same_draws_give_the_same_picture(name):
    first, again, other = (through(preset(name), smooth(), seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_vignetting_takes_what_it_says_from_the_farthest_corner():
    kept = falloff((480, 640), 0.4, (320.0, 240.0))
    assert kept[240, 320] == pytest.approx(1.0, abs=1e-4)
    assert kept[0, 0] == pytest.approx(0.6, abs=0.003) == kept[-1, -1]
    # cos^4, independently: where the tangent is half of the corner's.
    tangent = math.sqrt(0.6**-0.5 - 1)
    assert kept[120, 160] == pytest.approx(math.cos(math.atan(tangent / 2)) ** 4, abs=0.003)
    shifted = falloff((480, 640), 0.4, (100.0, 240.0))
    assert shifted.argmax() % 640 in (99, 100)


def test_red_and_blue_are_magnified_and_green_stays():
    dots = np.zeros((97, 129, 3), np.float32)
    at = 48, 110
    dots[at] = 1.0
    camera = sensor(chromatic_aberration=(0.02, -0.02))
    found = sensed(dots, camera, (64.5, 48.5), 1.0, np.random.default_rng(0))
    columns = [float((found[48, 100:120, c] * np.arange(100, 120)).sum() / found[48, 100:120, c].sum()) for c in range(3)]
    moved = (at[1] + 0.5 - 64.5) * 0.02
    assert columns[1] == pytest.approx(110, abs=0.01)
    assert columns[0] - 110 == pytest.approx(moved, abs=0.1) and columns[2] - 110 == pytest.approx(-moved, abs=0.1)


def test_grey_stays_grey_and_as_bright_but_for_the_balance():
    grey = np.full((96, 128, 3), 0.3, np.float32)
    mean = through(preset("webcam", vignetting=0.0, warmth_mired=0.0, tint=0.0), grey).mean((0, 1))
    assert mean == pytest.approx([0.3, 0.3, 0.3], rel=0.01)
    warm = through(sensor(warmth_mired=60.0), grey).mean((0, 1))
    assert warm[0] > 0.32 and warm[2] < 0.27
    assert warm @ [0.2126, 0.7152, 0.0722] == pytest.approx(0.3, rel=0.005)
    green = balance_error(sensor(tint=0.1))
    assert green[1] / green[0] == pytest.approx(1.1)


def test_noise_of_colours_is_that_of_the_channels_unmixed():
    camera = sensor(full_well_e=5000.0, read_noise_e=4.0, headroom_ev=1.0, bits=14, crosstalk=0.4)
    found = through(camera, np.full((300, 300, 3), 0.5, np.float32))
    unmix = np.linalg.inv(channel_mixing(0.4))
    per_light = 5000 / 2 / np.array([2.0, 1.0, 1.6])
    variance = (0.5 * per_light + 16) / per_light**2
    expected = unmix @ np.diag(variance) @ unmix.T
    assert np.cov(found.reshape(-1, 3).T) == pytest.approx(expected, rel=0.05, abs=2e-6)


def test_lamps_are_white_where_all_channels_are_full():
    lamp = np.full((96, 128, 3), 50.0, np.float32) * np.array([1.0, 0.9, 0.7], np.float32)
    found = through(preset("phone_old", vignetting=0.0, warmth_mired=0.0, tint=0.0, mosaic=False), lamp)
    assert found.std((0, 1)).max() < 1e-3
    assert found[0, 0] == pytest.approx([found[0, 0, 1]] * 3, rel=0.01)
