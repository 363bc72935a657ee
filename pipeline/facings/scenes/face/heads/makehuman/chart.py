"""Texture coordinates of the MakeHuman head: the package's islands for head and torso in one square, the face enlarged."""

import numpy as np

HEAD_BOX = ((0.005, 0.205), (0.995, 0.995))
BUST_BOX = ((0.20, 0.005), (0.80, 0.195))
"""Lower-left and upper-right corners."""

_FACE_ACROSS, _FACE_UP = (0.0, 0.28), (0.13, 0.34)
"""Where the face lies in the head's island, as shares: centre and half width of what is enlarged, across (either side of the
middle) and up from the chin's end."""
_ENLARGED = 3.0
"""How much denser the face's texels lie than the crown's, in either direction."""


def one_square(uv: np.ndarray, island: np.ndarray) -> np.ndarray:
    """Return (F, 4, 2) float32 coordinates in 0..1.

    `uv` (F, 4, 2) are the package's; `island` (F,) is 0 for the head, 1 for the torso. In the package the head lies on its
    side, the crown to the left. Whatever is no skin keeps a square of its own.
    """
    result = uv.astype(np.float64)
    head, bust = island == 0, island == 1
    across, up = uv[head][..., 1], -uv[head][..., 0]
    across = across - across.min()
    across = across / across.max() * 2 - 1
    up = (up - up.min()) / (up.max() - up.min())
    across = _condensed(across, *_FACE_ACROSS, -1.0, 1.0)
    up = _condensed(up, *_FACE_UP, 0.0, 1.0)
    result[head] = _fit(np.stack([across, up], -1), HEAD_BOX)
    result[bust] = _fit(uv[bust].astype(np.float64), BUST_BOX)
    return np.clip(result, 0, 1).astype(np.float32)


def _condensed(values: np.ndarray, centre: float, width: float, low: float, high: float) -> np.ndarray:
    """Return values in 0..1 after a monotone map of low..high that is `_ENLARGED` times steeper at the centre than far off.

    The slope is 1 + (enlarged - 1) / (1 + ((x - centre) / width)^2)^2, whose integral is known; a monotone map of either
    coordinate alone cannot fold the chart.
    """
    def integral(x: np.ndarray | float) -> np.ndarray:
        t = (np.asarray(x) - centre) / width
        return x + (_ENLARGED - 1) * width * 0.5 * (t / (1 + t ** 2) + np.arctan(t))

    return (integral(values) - integral(low)) / (integral(high) - integral(low))


def _fit(points: np.ndarray, box: tuple) -> np.ndarray:
    low, high = points.min((0, 1)), points.max((0, 1))
    (left, bottom), (right, top) = box
    return (points - low) / (high - low) * (right - left, top - bottom) + (left, bottom)
