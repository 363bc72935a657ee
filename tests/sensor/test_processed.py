"""Sharpening's halo, denoising and its edges, saturation: what the keys say."""

import numpy as np
import pytest
from scipy.stats import norm
from sensors import sensor

from facings.sensor.processed import guided, noise_level, processed, sharpened


def test_without_effects_eight_bits_stay():
    grey = np.random.default_rng(0).integers(0, 256, (40, 50, 3))
    assert np.array_equal(processed(grey / 255, sensor()), grey)


@pytest.mark.parametrize(("amount", "radius_px"), [(0.5, 1.0), (1.5, 2.5)])
def test_halo_at_an_edge_is_the_unsharp_mask_s(amount, radius_px):
    """Beside a step of height h the halo is h * amount * (what the Gaussian has beyond half a pixel)."""
    step = np.repeat(np.where(np.arange(80) < 40, 0.3, 0.6)[None, :], 20, 0).astype(np.float32)
    row = sharpened(step, amount, radius_px)[10]
    assert row[40] - 0.6 == pytest.approx(0.3 * amount * norm.sf(0.5, scale=radius_px), rel=0.04)
    assert 0.3 - row[39] == pytest.approx(row[40] - 0.6, abs=1e-5)
    far = 40 + int(6 * radius_px)
    assert row[far] == pytest.approx(0.6, abs=1e-4)


def test_halo_of_a_whole_picture():
    step = np.repeat(np.where(np.arange(80) < 40, 100, 150)[None, :, None], 20, 0).repeat(3, -1) / 255
    row = processed(step, sensor(sharpen=1.0, sharpen_radius_px=1.5))[10, :, 1].astype(int)
    assert row[40] - 150 == pytest.approx(50 * norm.sf(0.5, scale=1.5), abs=1.5)
    assert row[40] - 150 == 100 - row[39]


def test_noise_is_measured_and_smoothed_and_an_edge_stays():
    rng = np.random.default_rng(0)
    clean = np.where(np.arange(200) < 100, 0.3, 0.6)[None, :].repeat(150, 0)
    noisy = (clean + rng.normal(0, 0.02, clean.shape)).astype(np.float32)
    assert noise_level(noisy) == pytest.approx(0.02, rel=0.06)
    smooth = guided(noisy, 2 * noise_level(noisy), 2)
    assert (smooth - clean)[:, 10:90].std() < 0.4 * 0.02
    assert smooth[:, 101:103].mean() - smooth[:, 97:99].mean() > 0.28


def test_colour_s_noise_goes_first():
    rng = np.random.default_rng(0)
    noisy = np.clip(0.4 + rng.normal(0, 0.04, (120, 160, 3)), 0, 1)
    luma, chroma = (lambda p: p.astype(float) @ [0.299, 0.587, 0.114]), (lambda p: p[..., 0].astype(float) - p[..., 2])
    before, after = processed(noisy, sensor()), processed(noisy, sensor(denoise_chroma=1.0))
    assert chroma(after).std() < 0.4 * chroma(before).std()
    assert luma(after).std() == pytest.approx(luma(before).std(), rel=0.05)
    after = processed(noisy, sensor(denoise_luma=1.0))
    assert luma(after).std() < 0.5 * luma(before).std()


def test_saturation_scales_colour():
    patch = np.full((20, 20, 3), [0.6, 0.4, 0.3])
    plain, dull = processed(patch, sensor())[5, 5].astype(float), processed(patch, sensor(saturation=0.5))[5, 5].astype(float)
    weights = np.array([0.299, 0.587, 0.114])
    assert dull - dull @ weights == pytest.approx((plain - plain @ weights) / 2, abs=1.0)
