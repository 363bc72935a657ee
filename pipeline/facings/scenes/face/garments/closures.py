"""What closes a garment in front: plackets, buttons, zips, cords - and the tie."""

import numpy as np

from facings.scenes.face.garments.cloth import Layer
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.necklines import yaw_at


def strip(fit: Fitting, layer: Layer, start_m: float, stop_m: float, half_width_m: np.ndarray | float,
          lift_m: np.ndarray | float, thick_m: float, slot: str, middle_m: float = 0.0, rows: int = 48, across: int = 9,
          edges: bool = True) -> None:
    """Add an upright strip of cloth on the front of a layer, from `start_m` to `stop_m` below the neckline.

    Distances in mean necks' metres; `half_width_m` and `lift_m` may be (rows, 1) and (rows, across); `middle_m` is the
    strip's place to the side of the body's middle.
    """
    scale = fit.scale
    down = np.broadcast_to(np.linspace(start_m, stop_m, rows)[:, None] * scale, (rows, across))
    x = (middle_m + np.linspace(-1, 1, across)[None] * half_width_m) * scale
    yaw = yaw_at(fit.chart, np.broadcast_to(x, down.shape), down)
    points = layer.at(yaw, down, np.asarray(lift_m) * scale)
    fit.sheet(points, fit.chart.weights_at(yaw, down) * 0.3, thick_m, slot, edges=edges)


def button(fit: Fitting, layer: Layer, down_m: float, radius_m: float = 0.0055, lift_m: float = 0.0034,
           x_m: float = 0.0) -> None:
    """Add a four-hole button's dished disc."""
    scale = fit.scale
    down = np.array([down_m, down_m + 0.004]) * scale
    yaw = yaw_at(fit.chart, np.full(2, x_m * scale), down)
    points = layer.at(yaw, down, lift_m * scale)
    centre = points[0]
    axis = fit.chart.normal_at(yaw[:1], down[:1])[0]
    below = points[1] - centre
    below -= axis * (below @ axis)
    below /= np.linalg.norm(below)
    side = np.cross(below, axis)
    angle = np.linspace(0, 2 * np.pi, 25)[:-1]
    ring = np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * below
    # From the middle of the dish over the rim to the back.
    radius = np.array([0.05, 0.55, 0.66, 0.80, 0.95, 1.0, 0.95, 0.05]) * radius_m * scale
    height = np.array([0.0, 0.0, 0.25, 0.42, 0.30, 0.0, -0.3, -0.5]) * 0.32 * radius_m * scale
    fit.rigid(centre + radius[:, None, None] * ring[None] + height[:, None, None] * axis, "hard")


def cord(fit: Fitting, layer: Layer, x_m: float, start_m: float, length_m: float, radius_m: float, slot: str) -> None:
    """Add a drawstring that comes out of an eyelet and hangs down the chest, with a knot at its end."""
    scale = fit.scale
    rows = 40
    q = np.linspace(0, 1, rows)
    down = (start_m + length_m * q) * scale
    sway = x_m * (1 + 0.25 * q + 0.08 * np.sin(5 * q + fit.rng.uniform(0, 6))) * scale
    yaw = yaw_at(fit.chart, sway, down)
    lift = (radius_m + 0.0008 + 0.004 * np.sin(np.pi * np.clip(q * 5, 0, 1)) - 0.006 * (q < 0.02)) * scale
    line = layer.at(yaw, down, lift)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=-1, keepdims=True)
    axis = fit.chart.normal_at(yaw, down)
    side = np.cross(along, axis)
    side /= np.linalg.norm(side, axis=-1, keepdims=True)
    axis = np.cross(side, along)
    angle = np.linspace(0, 2 * np.pi, 13)[:-1][None, :, None]
    thick = radius_m * scale * (1 + 0.9 * np.exp(-(((q - 0.95) / 0.018) ** 2)))[:, None, None]
    fit.rigid(line[:, None] + thick * (np.cos(angle) * side[:, None] + np.sin(angle) * axis[:, None]), slot)
    button(fit, layer, start_m, 0.0048, 0.0010, x_m)


def tie(fit: Fitting, layer: Layer, top_m: float) -> None:
    """Add a tie whose knot begins `top_m` below the natural neckline (above it where negative)."""
    rows, across = 18, 17
    q, u = np.linspace(0, 1, rows)[:, None], np.linspace(-1, 1, across)[None]
    half = 0.0215 - 0.0085 * q - 0.003 * np.sin(np.pi * q)
    rounded = np.sqrt(np.clip(1 - u**2, 0, 1)) * np.sin(np.pi * np.clip(0.12 + 0.80 * q, 0, 1)) ** 0.5
    lift = 0.004 + 0.0140 * rounded
    strip(fit, layer, top_m, top_m + 0.040, half, lift, 0.0016, "trim", rows=rows, across=across, edges=False)
    rows = 48
    q = np.linspace(0, 1, rows)[:, None]
    half = 0.0125 + 0.026 * q**0.75
    dimple = -0.0045 * np.exp(-((u / 0.22) ** 2)) * np.exp(-q / 0.10)
    lift = 0.0065 + 0.0030 * (1 - u**2) + dimple + 0.002 * np.exp(-q / 0.05)
    strip(fit, layer, top_m + 0.034, 0.44, half, lift, 0.0018, "trim", rows=rows, across=across, edges=False)
