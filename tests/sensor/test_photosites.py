"""Flat patches have the noise of the linear camera model, EMVA 1288: its variance is a straight line in the mean."""

import numpy as np
import pytest
from sensors import preset, sensor

from facings.recipes.sensor_presets import PRESETS
from facings.sensor.photosites import CHANNEL_GAINS, photosites, read_out

LEVELS = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5])
"""Of what the channel is saturated by."""
SIZE = 400, 400


def line(camera, channel):
    """Return slope and intercept of the variance against the mean of patches, in electrons."""
    sites = photosites(camera, white=1.0)
    gain, full_e = sites.electrons_per_light[channel], sites.saturated_e[channel]
    means, variances = [], []
    for number, level in enumerate(LEVELS):
        light = np.full(SIZE, level * full_e / gain, np.float32)
        read_e = read_out(light, channel, sites, camera, np.random.default_rng(number)).astype(float) * gain
        means.append(read_e.mean())
        variances.append(read_e.var())
    # Weighted as variances of variances are.
    return np.polyfit(means, variances, 1, w=1 / np.array(variances)), np.array(means) / (LEVELS * full_e)


@pytest.mark.parametrize("channel", [0, 1, 2])
@pytest.mark.parametrize("iso", [100.0, 800.0])
def test_variance_is_a_straight_line_in_the_mean(iso, channel):
    camera = sensor(full_well_e=8000.0, read_noise_e=6.0, iso=iso, base_iso=100.0, headroom_ev=1.0, bits=14)
    (slope, intercept), bias = line(camera, channel)
    assert slope == pytest.approx(1.0, abs=0.012)
    assert intercept == pytest.approx(36.0, abs=3.0)
    assert bias == pytest.approx(1.0, abs=0.002)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_have_the_line_of_their_own_numbers(name):
    camera = preset(name, seed=4, hot_pixels=0.0)
    sites = photosites(camera, white=1.0)
    (slope, intercept), bias = line(camera, 1)
    step_e = sites.saturated_e[1] / (2**camera.bits * 15 / 16) / sites.counted[1]
    dark_e = camera.dark_current_e_s * camera.exposure_s * sites.counted[1]
    expected = sites.read_noise_e[1] ** 2 + dark_e + step_e**2 / 12
    assert slope == pytest.approx(1.0, abs=0.02)
    # An intercept is known to a few per cent of the darkest patch's variance.
    assert intercept == pytest.approx(expected, abs=0.03 * (expected + LEVELS[0] * sites.saturated_e[1]))
    assert bias == pytest.approx(1.0, abs=0.005)


def test_twice_the_iso_has_half_the_electrons():
    low, high = (photosites(sensor(full_well_e=8000.0, iso=iso, headroom_ev=2.0), 0.5) for iso in (100.0, 200.0))
    assert np.allclose(low.electrons_per_light, 2 * high.electrons_per_light)
    assert low.electrons_per_light[1] == pytest.approx(8000 / (0.5 * 4))
    assert low.electrons_per_light[1] / low.electrons_per_light == pytest.approx(CHANNEL_GAINS)


def test_a_picture_that_was_scaled_down_is_less_noisy():
    one = photosites(sensor(full_well_e=1000.0, read_noise_e=3.0, mosaic=True), 1.0)
    four = photosites(sensor(full_well_e=1000.0, read_noise_e=3.0, mosaic=True, downscale=4.0), 1.0)
    assert four.saturated_e / one.saturated_e == pytest.approx([4, 8, 4])
    assert four.read_noise_e / one.read_noise_e == pytest.approx([2, 8**0.5, 2])


def test_light_above_saturation_is_cut():
    camera = sensor(full_well_e=1000.0, headroom_ev=1.0, bits=10)
    sites = photosites(camera, 1.0)
    read = read_out(np.full(SIZE, 100.0, np.float32), 1, sites, camera, np.random.default_rng(0))
    assert np.all(read == read[0, 0]) and read[0, 0] == pytest.approx(2.0)


def test_hot_pixels_are_as_many_as_said():
    camera = sensor(full_well_e=100000.0, hot_pixels=1000.0, exposure_s=0.1)
    read = read_out(np.zeros(SIZE, np.float32), 1, photosites(camera, 1.0), camera, np.random.default_rng(0))
    hot = int((read > 0).sum())
    assert 110 < hot < 210  # 160 of 160,000, a few of them no hotter than the converter's step
