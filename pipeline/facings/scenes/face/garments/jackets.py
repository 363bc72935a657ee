"""Garments that open in front and are worn over others: suit jacket, denim jacket, hooded jumper, padded coat."""

from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.garments.closures import button, cord, strip
from facings.scenes.face.garments.cloth import Layer
from facings.scenes.face.garments.collars import Turned, columns, hood, sideways, turned_collar
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.knit_tops import t_shirt
from facings.scenes.face.garments.necklines import around, ring, yaw_at
from facings.scenes.face.garments.rays import AZIMUTH_RAD
from facings.scenes.face.garments.shirts import button_shirt


def suit(fit: Fitting) -> float:
    """A suit's jacket with notched lapels over a shirt."""
    shown = button_shirt(fit, "second", 0.0035, slim=True)
    layer = fit.layer(0.0115, "tailored", looseness=0.30)
    raise_m = 0.010 * np.clip((0.13 - layer.down_m / fit.scale) / 0.06, 0, 1)
    layer.height_m[:] += raise_m[:, None] * fit.scale
    seam = ring(0.030, 0.012, 0.004, fit.scale)
    button_m, neck_x, gorge_m = 0.335, 0.060, 0.052

    def front_x(down_m: np.ndarray) -> np.ndarray:
        return np.interp(down_m, (0.012, 0.10, button_m, 0.60), (neck_x, 0.048, 0.004, 0.006))

    fit.drop_hidden(front_x)
    fit.open_body(layer, seam, front_x, "main", drop_m=0.010)
    # The lapel: from the button up to the gorge, turned outwards along the front's edge.
    t = np.linspace(0, 1, 44)
    down = button_m + (gorge_m - button_m) * t
    for side in (1.0, -1.0):
        width = 0.078 * np.clip(t / 0.94, 0, 1) ** 0.85
        rise = 0.012 * np.clip((t - 0.80) / 0.14, 0, 1) - 0.020 * np.clip(1 - t, 0, 1)
        width = np.where(t > 0.97, width * 0.98, width)
        _flap(fit, layer, down, front_x(down), width, -rise, side, 0.0022)
    yaw, front = columns(float(yaw_at(fit.chart, front_x(np.array(gorge_m)) * fit.scale, np.array(gorge_m) * fit.scale)), 121)
    low = np.interp(front, (0.0, 0.45, 0.8, 1.0), (0.004, 0.010, 0.024, gorge_m - 0.004))
    collar = Turned(
        yaw, low, np.interp(front, (0, 0.6, 1.0), (0.022, 0.018, 0.002)),
        sideways(yaw, np.interp(front, (0.0, 0.5, 0.85, 1.0), (0.0, 0.05, 0.28, 0.46))),
        np.interp(front, (0.0, 0.6, 0.9, 1.0), (0.048, 0.050, 0.040, 0.004)),
        off_neck_m=0.011, fold_m=0.005, lift_m=np.interp(front, (0, 0.8, 1.0), (0.004, 0.0045, 0.0055))[None])
    turned_collar(fit, layer, collar, 0.0022, "main", follow=0.1)
    button(fit, layer, button_m + 0.01, 0.009, 0.004)
    return shown


def denim_jacket(fit: Fitting) -> float:
    """A denim jacket with a pointed collar over a T-shirt, buttoned low or worn open."""
    shown = t_shirt(fit, "second", tight=True)
    layer = fit.layer(0.0095, "heavy", 0.9)
    seam = ring(0.020, 0.012, 0.000, fit.scale)
    gap = 0.012 + 0.055 * fit.spec.opening

    def front_x(down_m: np.ndarray) -> np.ndarray:
        return np.interp(down_m, (0.015, 0.06, 0.25, 0.60), (0.046, 0.040 + 0.3 * gap, gap, gap + 0.01 * fit.spec.opening))

    fit.drop_hidden(front_x)
    fit.open_body(layer, seam, front_x, "main", drop_m=0.012)
    for side in (1.0, -1.0):
        _edge_strip(fit, layer, front_x, side)
        _pocket_flap(fit, layer, side * 0.100, 0.215)
        for down in np.arange(0.075, 0.42, 0.085):
            if side > 0:
                button(fit, layer, float(down), 0.0075, 0.0055, float(front_x(np.array(down))) + 0.017)
    yaw, front = columns(float(yaw_at(fit.chart, np.array(0.044 * fit.scale), np.array(0.020 * fit.scale))), 121)
    collar = Turned(
        yaw, np.interp(front, (0, 0.5, 1.0), (0.0, 0.010, 0.020)), np.interp(front, (0, 0.6, 1.0), (0.030, 0.026, 0.012)),
        sideways(yaw, 0.52 * front**5), 0.052 + 0.030 * front**4, off_neck_m=0.012, fold_m=0.007, lift_m=0.005)
    turned_collar(fit, layer, collar, 0.0028, "main", follow=0.15)
    return shown


def hoodie(fit: Fitting) -> float:
    """A hooded jumper, hood down, over a T-shirt whose band may show."""
    layer = fit.layer(0.0095, "heavy", 0.9)
    seam = ring(0.036 + 0.010 * fit.spec.neckline, 0.020, 0.004, fit.scale)
    fit.body(layer, seam, "main", drop_m=0.025)
    hood(fit, layer, seam, "main")
    for side in (1.0, -1.0):
        cord(fit, layer, side * 0.030, 0.066, float(fit.rng.uniform(0.12, 0.22)), 0.0022, "trim")
    return 0.06


def padded_coat(fit: Fitting) -> float:
    """A quilted winter coat with a padded collar, zipped to the chest or to the chin."""
    shown = t_shirt(fit, "second", tight=True)
    layer = fit.layer(0.017, "heavy", 0.5)
    trunk, _ = layer.threads(np.broadcast_to(AZIMUTH_RAD[None], layer.height_m.shape),
                             np.broadcast_to(layer.down_m[:, None], layer.height_m.shape))
    pitch = float(fit.rng.uniform(0.055, 0.085))
    phase = trunk[..., 1] / fit.scale / pitch
    pillow = np.abs(np.sin(np.pi * phase)) ** 0.6
    # Along the seams the shell is gathered into small upright puckers.
    puckers = gaussian_filter1d(fit.rng.standard_normal(layer.height_m.shape), 1.2, axis=1, mode="wrap")
    puckers = gaussian_filter1d(puckers, 2.0, axis=0) / 0.27
    gathers = 1 + 0.16 * puckers * (1.2 - pillow)
    grown = np.clip((layer.down_m / fit.scale - 0.02) / 0.04, 0.15, 1)[:, None]
    layer.height_m[:] += 0.013 * fit.scale * pillow * gathers * grown
    seam = ring(0.016, 0.012, 0.004, fit.scale)
    wide = 0.008 + 0.050 * fit.spec.opening * (fit.spec.opening > 0.35)

    def front_x(down_m: np.ndarray) -> np.ndarray:
        return np.interp(down_m, (0.0, 0.10, 0.30, 0.60), (wide + 0.002, wide, 0.006 + 0.4 * (wide - 0.008), 0.004))

    fit.drop_hidden(front_x)
    fit.open_body(layer, seam, front_x, "main", drop_m=0.02, rows=150)
    yaw, front = columns(float(yaw_at(fit.chart, np.array((wide + 0.002) * fit.scale), np.array(0.016 * fit.scale))), 121)
    tall = 0.056 - 0.026 * front**2
    rows = np.linspace(0, 1, 26)[:, None]
    # Straight up from the coat's neck: heights above the skin would run into one another in the bend to the shoulder.
    foot_m = around(seam, yaw) / fit.scale + 0.014
    foot = fit.chart.at(yaw, foot_m * fit.scale, 0.020 * fit.scale)
    rim_off = (0.026 + 0.009 * fit.spec.opening) * fit.scale
    rim = fit.chart.at(yaw, (foot_m - 0.014 - tall) * fit.scale, rim_off)
    rolls = np.abs(np.sin(np.pi * rows * 2.0)) ** 0.6
    points = rim + (foot - rim) * rows[..., None]
    down = (foot_m - (tall + 0.014) * (1 - rows)) * fit.scale
    weights = fit.chart.weights_at(np.broadcast_to(yaw, down.shape), down) * 0.3
    fit.padded(points, weights, 0.012 + 0.013 * rolls, "main")
    for side in (1.0, -1.0):
        _edge_strip(fit, layer, front_x, side, 0.006, "trim")
    if wide < 0.01:
        strip(fit, layer, -0.02, 0.50, 0.012, 0.0002, 0.0016, "trim", edges=False)
        strip(fit, layer, -0.02, 0.50, 0.0026, 0.0022, 0.0018, "hard", edges=False)
    return shown


def _flap(fit: Fitting, layer: Layer, down_m: np.ndarray, x_m: np.ndarray, width_m: np.ndarray, drop_m: np.ndarray, side: float,
          thick_m: float, rows: int = 18) -> None:
    """Add cloth turned outwards along a front's edge; (T,) columns from its lower to its upper end."""
    q = np.linspace(0, 1, rows)[:, None]
    x = (x_m[None] + (q * width_m[None]) - 0.0005) * fit.scale
    down = (down_m[None] + q * drop_m[None]) * fit.scale
    yaw = side * yaw_at(fit.chart, x, down)
    # It rolls over the edge, then lies on the cloth.
    lift = (0.0035 + 0.006 * np.exp(-((q - 0.10) / 0.14) ** 2) - 0.0075 * np.exp(-q / 0.02)) * fit.scale
    points = layer.at(yaw, down, lift)
    fit.sheet(points, 0 * fit.chart.weights_at(yaw, down), thick_m, "main", edges=True)


def _edge_strip(fit: Fitting, layer: Layer, front_x: Callable, side: float, half_m: float = 0.017, slot: str = "main") -> None:
    rows, across = 56, 7
    down = np.broadcast_to(np.linspace(0.05, 0.44, rows)[:, None], (rows, across))
    x = front_x(down) + half_m * (1 + np.linspace(-1, 1, across)[None] * side)
    yaw = yaw_at(fit.chart, x * fit.scale, down * fit.scale) * side
    points = layer.at(yaw, down * fit.scale, 0.0016 * fit.scale)
    fit.sheet(points, 0 * fit.chart.weights_at(yaw, down * fit.scale), 0.0024, slot, edges=True)


def _pocket_flap(fit: Fitting, layer: Layer, x_m: float, down_m: float) -> None:
    rows, across = 10, 15
    u = np.linspace(-1, 1, across)[None]
    q = np.linspace(0, 1, rows)[:, None]
    down = down_m + q * (0.036 + 0.014 * (1 - np.abs(u)))
    x = x_m + 0.044 * u + 0 * q
    yaw = yaw_at(fit.chart, x * fit.scale, down * fit.scale)
    points = layer.at(yaw, down * fit.scale, 0.0022 * fit.scale)
    fit.sheet(points, 0 * fit.chart.weights_at(yaw, down * fit.scale), 0.0022, "main", edges=True)
    button(fit, layer, down_m + 0.036, 0.0070, 0.0060, x_m)
