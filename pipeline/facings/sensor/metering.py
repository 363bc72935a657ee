"""What a camera's light meter says: how much exposure a picture lacks."""

import numpy as np

from facings.sensor.sensed import LUMINANCE

_GREY = 0.18
"""What a meter takes the scene's mean for: the share of white that ISO 2720's calibration comes to."""
_SPREAD = 0.3
"""Of the weight around the picture's middle, in its sides: most cameras meter by the middle unless told otherwise."""
_DARKEST = 2.0**-8
"""What is darker, in whites, is as dark as this to a meter: a black corner is not endlessly dark."""
_BRIGHT, _BRIGHT_SHARE = 0.5, 0.9
"""Exposure is added only until the brightest tenth of what counts begins at half of white: so lit faces before black are not
burnt."""
_MOST_EV = 5.0
"""No camera adds or takes more between a bright day and a dim room than shutter, aperture and ISO leave it."""


def missing_ev(linear: np.ndarray, white: float) -> float:
    """Return the EV that bring the weighted geometric mean of (H, W, 3) scene-linear light to middle grey.

    `white` is the scene-linear value that the view transform is given as 1. The middle of the picture counts most. Values above
    white count as white: a lamp in view does not darken the rest much. What is bright already keeps it from adding more.
    """
    height, width = linear.shape[:2]
    luminance = np.clip(linear.astype(np.float64) @ LUMINANCE / white, _DARKEST, 1.0)
    weight = np.outer(_bell(height), _bell(width))
    missing = float(np.log2(_GREY) - (np.log2(luminance) * weight).sum() / weight.sum())
    order = np.argsort(luminance, axis=None)
    reached = np.cumsum(weight.ravel()[order])
    bright = luminance.ravel()[order[np.searchsorted(reached, _BRIGHT_SHARE * reached[-1])]]
    return float(np.clip(min(missing, max(np.log2(_BRIGHT / bright), 0.0)), -_MOST_EV, _MOST_EV))


def _bell(count: int) -> np.ndarray:
    return np.exp(-0.5 * (((np.arange(count) + 0.5) / count - 0.5) / _SPREAD) ** 2)
