"""The Bayer mosaic and its interpolation, against OpenCV's and in its spectrum."""

import cv2
import numpy as np
import pytest
from sensors import sensor, smooth

from facings.sensor.mosaic import bayer_channels, demosaicked, mosaicked
from facings.sensor.sensed import sensed


def test_linear_pictures_are_interpolated_exactly():
    y, x = np.mgrid[:40, :50].astype(np.float32)
    planes = np.stack([x + 2 * y, 3 * x - y, 5 + y], -1)
    assert np.abs(demosaicked(mosaicked(planes)) - planes)[2:-2, 2:-2].max() < 1e-4


def test_a_pixel_keeps_its_colour():
    planes = np.random.default_rng(0).random((30, 41, 3)).astype(np.float32)
    result = demosaicked(mosaicked(planes))
    own = bayer_channels(30, 41)[..., None].astype(int)
    assert np.array_equal(np.take_along_axis(result, own, -1), np.take_along_axis(planes, own, -1))


def test_pattern_is_opencv_s_and_edges_are_better():
    edges = np.where(np.mgrid[:96, :128].sum(0) // 11 % 2, 0.7, 0.2)
    planes = (edges[..., None] * [1.0, 0.9, 0.8]).astype(np.float32)
    mosaic = np.rint(mosaicked(planes) * 65535).astype(np.uint16)
    # OpenCV names a pattern by the second row's second and third pixel: its BG is red first.
    other = cv2.cvtColor(mosaic, cv2.COLOR_BayerBG2RGB).astype(float) / 65535
    inner = (slice(4, -4), slice(4, -4))
    ours, theirs = (np.abs(found - planes)[inner].mean() for found in (demosaicked(mosaicked(planes)), other))
    assert ours < theirs
    assert np.abs(demosaicked(mosaicked(smooth())) - smooth())[inner].max() < 0.002


def test_mosaic_s_spectrum():
    """A grey grating near the pixel's frequency turns into slow colour: that is what a mosaic is known by."""
    x = np.arange(256)
    grating = np.repeat((0.5 + 0.4 * np.cos(2 * np.pi * x * 0.47))[None, :], 64, 0).astype(np.float32)
    grey = np.repeat(grating[..., None], 3, -1)

    def colour_at(camera):
        found = sensed(grey, camera, (128, 32), 1.0, np.random.default_rng(0))
        spectrum = np.abs(np.fft.rfft((found[..., 0] - found[..., 2]).mean(0) * np.hanning(256)))
        return int(spectrum.argmax()) / 256, float(spectrum.max())

    frequency, height = colour_at(sensor(mosaic=True))
    assert frequency == pytest.approx(0.03, abs=0.004)  # 0.5 - 0.47: red and blue lie on every second column
    assert height > 10
    assert colour_at(sensor(mosaic=True, downscale=2.0))[1] < 0.1
    assert colour_at(sensor())[1] < 0.1
