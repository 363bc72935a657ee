"""Necklines: how far below the natural one a garment's edge runs, around the neck."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.garments.chart import Chart
from facings.scenes.face.garments.rays import AZIMUTH_RAD, COLUMNS


def turn(yaw_rad: np.ndarray) -> np.ndarray:
    """Return azimuths within -pi to pi: 0 the front."""
    return (np.asarray(yaw_rad) + np.pi) % (2 * np.pi) - np.pi


def ring(front_m: float, side_m: float, back_m: float, scale: float) -> np.ndarray:
    """Return (COLUMNS,) metres: a smooth neckline through three depths."""
    c = np.cos(AZIMUTH_RAD)
    across = side_m * np.sin(AZIMUTH_RAD) ** 2
    return scale * (across + np.where(c > 0, front_m, back_m) * c**2)


def vee(depth_m: float, half_width_m: float, side_m: float, back_m: float, chart: Chart, softness: float = 0.0) -> np.ndarray:
    """Return (COLUMNS,) metres: a V that runs straight from beside the neck to `depth_m` at the middle of the chest.

    `softness` above 0 rounds the point, in columns.
    """
    t = np.linspace(0, 1, 200)
    down = (side_m + (depth_m - side_m) * t) * chart.scale
    x = half_width_m * (1 - t) * chart.scale
    yaw = yaw_at(chart, x, down)
    line = np.interp(np.abs(turn(AZIMUTH_RAD)), yaw[::-1], down[::-1], right=np.nan)
    rest = ring(depth_m, side_m, back_m, chart.scale)
    result = np.where(np.isnan(line), np.minimum(rest, side_m * chart.scale), line)
    result = np.where(np.cos(AZIMUTH_RAD) < 0, rest, result)
    if softness:
        result = gaussian_filter1d(result, softness, mode="wrap")
    return result


def yaw_at(chart: Chart, x_m: np.ndarray, down_m: np.ndarray) -> np.ndarray:
    """Return (...) azimuths at which the front of the body lies `x_m` to the side of its middle, at distances (...)."""
    x, down = np.broadcast_arrays(np.asarray(x_m, np.float64), np.asarray(down_m, np.float64))
    yaw = np.clip(np.abs(x) / (0.1 * chart.scale), 0.0, 1.2)
    for _ in range(5):
        found = np.abs(chart.skin_at(yaw, down)[..., 0] - chart.translation_m[0])
        yaw = np.clip(yaw * np.abs(x) / np.maximum(found, 1e-5), 0.0, 1.5)
    return np.where(np.abs(x) < 1e-7, 0.0, yaw) * np.where(x < 0, -1.0, 1.0)


def around(values: np.ndarray, yaw_rad: np.ndarray) -> np.ndarray:
    """Return a neckline's (COLUMNS,) values at azimuths (...)."""
    column = np.asarray(yaw_rad) * (COLUMNS / (2 * np.pi))
    return np.interp(column % COLUMNS, np.arange(COLUMNS + 1), np.append(values, values[0]))
