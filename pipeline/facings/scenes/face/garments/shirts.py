"""Shirts with collars: the button shirt, with and without tie, and the polo shirt."""

import numpy as np

from facings.scenes.face.garments.closures import button, strip, tie
from facings.scenes.face.garments.cloth import Layer
from facings.scenes.face.garments.collars import polo_collar, shirt_collar
from facings.scenes.face.garments.fitting import Fitting
from facings.scenes.face.garments.necklines import ring, vee


def button_shirt(fit: Fitting, slot: str = "main", ease_m: float = 0.0045, slim: bool = False) -> float:
    """A shirt with stand collar and placket; closed below a tie, else open by one to three buttons where it is open."""
    spec = fit.spec
    layer = fit.layer(ease_m, "shirt", 0.5 if slim else 1.0, looseness=0.25 if slim else None)
    seam = ring(0.010, 0.006, -0.003, fit.scale)
    if spec.tie or spec.opening < 0.3:
        fit.body(layer, seam, slot)
        shirt_collar(fit, layer, seam, 0.10 if spec.tie else 0.035, 0.0, slot)
        _front(fit, layer, 0.010, slot, first_button_m=-0.008 if not spec.tie else 0.05)
        if spec.tie:
            tie(fit, layer, -0.021)
        return 0.0
    depth = 0.055 + 0.085 * (spec.opening - 0.3) / 0.7
    edge = vee(depth, 0.034, 0.006, -0.003, fit.chart)
    fit.body(layer, edge, slot)
    # Under a jacket the collar's points stay inside the lapels.
    spread = 0.15 if slim else 0.4 + 0.6 * spec.opening
    fit.band(layer, edge - 0.002 * fit.scale, edge + 0.013 * fit.scale, 0.0014, slot, rows=6, follow=0.3)
    shirt_collar(fit, layer, seam, 0.52 + (0.0 if slim else 0.12) * spec.opening, spread, slot)
    _front(fit, layer, depth - 0.004, slot, first_button_m=depth + 0.014)
    return depth


def polo_shirt(fit: Fitting) -> float:
    """A polo shirt with a knitted collar and a short placket."""
    layer = fit.layer(0.0046, "jersey")
    seam = ring(0.010, 0.008, 0.0, fit.scale)
    opening = fit.spec.opening
    depth = 0.035 + 0.060 * opening
    edge = vee(depth, 0.028, 0.008, 0.0, fit.chart)
    fit.body(layer, edge, "main")
    fit.band(layer, edge - 0.002 * fit.scale, edge + 0.010 * fit.scale, 0.0018, "main", rows=6, follow=0.3)
    polo_collar(fit, layer, seam, 0.46, "second")
    strip(fit, layer, depth - 0.006, 0.155, 0.015, 0.0012, 0.0016, "main")
    for down in np.arange(depth + 0.012, 0.145, 0.042):
        button(fit, layer, float(down), 0.0050, 0.0036)
    return depth


def _front(fit: Fitting, layer: Layer, start_m: float, slot: str, first_button_m: float) -> None:
    strip(fit, layer, start_m, 0.44, 0.016, 0.0012, 0.0014, slot, rows=64)
    down = first_button_m
    while down < 0.42:
        button(fit, layer, down)
        down += 0.070 if down > 0.02 else 0.062
