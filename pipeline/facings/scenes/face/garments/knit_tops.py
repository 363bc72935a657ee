"""Garments pulled over the head: T-shirts, jumpers, turtleneck and blouse."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.necklines import ring, turn, vee
from facings.scenes.face.garments.rays import AZIMUTH_RAD


def t_shirt(fit: Fitting, slot: str = "main", tight: bool = False) -> float:
    """A crew-necked T-shirt with a ribbed neckband; `tight` where it is worn below something."""
    low = fit.spec.neckline * (0.4 if tight else 1.0)
    layer = fit.layer(0.0036, "jersey", 0.5, looseness=0.2) if tight else fit.layer(0.0042, "jersey")
    edge = ring(0.016 + 0.030 * low, 0.013 + 0.014 * low, 0.004 + 0.006 * low, fit.scale)
    width = 0.019 * fit.scale
    fit.body(layer, edge + 0.4 * width, slot, edge=True)
    fit.band(layer, edge - 0.55 * width, edge + 0.55 * width, 0.0026, "second")
    return float(edge.max() / fit.scale)


def v_neck(fit: Fitting) -> float:
    """A T-shirt or light jumper with a V and a narrow band."""
    layer = fit.layer(0.0042, "jersey")
    depth = 0.075 + 0.055 * fit.spec.neckline
    edge = vee(depth, 0.068, 0.017, 0.006, fit.chart, softness=0.7)
    width = 0.015 * fit.scale
    fit.body(layer, edge + 0.4 * width, "main", edge=True)
    fit.band(layer, edge - 0.5 * width, edge + 0.5 * width, 0.0024, "second")
    return depth


def sweater(fit: Fitting) -> float:
    """A knitted jumper: thick, with a ribbed collar band."""
    low = fit.spec.neckline
    layer = fit.layer(0.0075, "knit")
    edge = ring(0.010 + 0.018 * low, 0.008 + 0.010 * low, 0.0, fit.scale)
    width = 0.028 * fit.scale
    fit.body(layer, edge + 0.35 * width, "main", drop_m=0.018)
    fit.band(layer, edge - 0.5 * width, edge + 0.5 * width, 0.0055, "second", follow=0.5)
    return float(edge.max() / fit.scale)


def turtleneck(fit: Fitting) -> float:
    """A fine jumper whose collar is turned down around the neck."""
    layer = fit.layer(0.0050, "knit", 0.8)
    seam = ring(0.012, 0.008, 0.0, fit.scale)
    fit.body(layer, seam, "main", drop_m=0.006)
    height = 0.040 + 0.020 * (1 - fit.spec.neckline)
    yaw = AZIMUTH_RAD[None]
    # One sheet from the seam up the neck, over the fold and down again outside.
    q = np.linspace(0, 1, 26)[:, None]
    tall = height * (1.0 + 0.12 * np.cos(yaw + np.pi))
    down = seam[None] / fit.scale - tall + np.abs(1 - 1.85 * q) * tall * np.where(q < 0.54, 1.0, 1.0)
    wave = gaussian_filter1d(fit.rng.standard_normal((26, yaw.size)), 7.0, axis=1, mode="wrap")
    wave = gaussian_filter1d(wave, 3.0, axis=0) * 0.012
    outer = np.clip((q - 0.46) / 0.16, 0, 1)
    lift = 0.0025 + 0.0060 * outer * outer * (3 - 2 * outer) + wave * (0.4 + 0.6 * outer)
    lift += 0.004 * np.clip((q - 0.75) / 0.25, 0, 1) ** 2
    yaw = np.broadcast_to(yaw, down.shape)
    points = fit.chart.at(yaw, down * fit.scale, np.maximum(lift, 0.0018) * fit.scale)
    weights = fit.chart.weights_at(yaw, down * fit.scale) * 0.85
    fit.sheet(points, weights, 0.0030, "second", closed=True, clear_m=0.0006)
    return 0.0


def blouse(fit: Fitting) -> float:
    """A soft blouse gathered into a narrow band at a wide neckline."""
    layer = fit.layer(0.0060, "satin", 0.9, looseness=0.4 + 0.5 * fit.spec.looseness)
    low = fit.spec.neckline
    edge = ring(0.030 + 0.035 * low, 0.026 + 0.020 * low, 0.012 + 0.008 * low, fit.scale)
    down = layer.down_m[:, None] - edge[None]
    gathers = 46 + int(fit.rng.integers(0, 14))
    phase = gaussian_filter1d(fit.rng.standard_normal(AZIMUTH_RAD.size), 6.0, mode="wrap") * 6.0
    front = 0.35 + 0.65 * np.clip(np.cos(turn(AZIMUTH_RAD)), 0, 1)
    ripple = np.cos(gathers * AZIMUTH_RAD + phase) * front
    fade = np.clip(down / (0.006 * fit.scale), 0, 1) * np.clip(1 - down / (0.075 * fit.scale), 0, 1) ** 1.5
    layer.height_m[:] = np.maximum(layer.height_m + 0.0022 * fit.scale * ripple * fade, 0.002 * fit.scale)
    width = 0.008 * fit.scale
    fit.body(layer, edge + 0.3 * width, "main", rows=130)
    fit.band(layer, edge - 0.6 * width, edge + 0.6 * width, 0.0022, "second", rows=7)
    return float(edge.max() / fit.scale)
