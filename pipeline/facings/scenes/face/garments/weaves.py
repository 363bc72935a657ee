"""What cloth looks like close by: tiles of threads and stitches, as relief and shade."""

from functools import lru_cache

import numpy as np
from scipy.ndimage import gaussian_filter

from facings.scenes.face.garments.styles import WEAVES

TILE_PX = 512


@lru_cache(maxsize=16)
def weave_tile(name: str) -> np.ndarray:
    """Return (512, 512, 2) float32, periodic, rows upwards: relief from 0 to 1, and shade around 1."""
    y, x = np.mgrid[0:TILE_PX, 0:TILE_PX] / TILE_PX
    rng = np.random.default_rng([71, sorted(WEAVES).index(name)])
    fibre = _noise(rng, 1.2, 1.2)
    if name == "jersey":
        height, shade = _stitches(x, y, 24, 30, 0.8)
    elif name == "knit":
        height, shade = _stitches(x, y, 14, 18, 1.0)
        height = height + 0.06 * _noise(rng, 1.0, 3.0)
    elif name in ("rib", "fine_rib"):
        count = 14 if name == "rib" else 22
        wave = 0.5 + 0.5 * np.cos(2 * np.pi * count * x)
        stitch, _ = _stitches(x, y, count, 40, 0.8)
        height, shade = wave**0.7 * (0.85 + 0.15 * stitch), 0.72 + 0.28 * wave**0.6
    elif name in ("denim", "twill"):
        count = 20 if name == "denim" else 26
        line = 0.5 + 0.5 * np.cos(2 * np.pi * count * (x + y))
        slub = _noise(rng, 10.0, 0.8) if name == "denim" else 0.3 * _noise(rng, 8.0, 0.8)
        height = line * (0.8 + 0.2 * np.cos(2 * np.pi * 2 * count * (x - y)))
        shade = (0.86 + 0.2 * line + 0.09 * slub) if name == "denim" else 0.94 + 0.08 * line + 0.02 * slub
    elif name == "poplin":
        over = np.cos(2 * np.pi * 40 * x) * np.cos(2 * np.pi * 40 * y)
        height, shade = 0.5 + 0.5 * over, 0.98 + 0.03 * over + 0.015 * _noise(rng, 9.0, 0.7)
    elif name == "pique":
        cell = np.maximum(np.cos(2 * np.pi * 16 * x) * np.cos(2 * np.pi * 16 * y), -0.25)
        height, shade = 0.5 + 0.5 * cell, 0.90 + 0.14 * cell
    elif name == "wool":
        line = 0.5 + 0.5 * np.cos(2 * np.pi * 24 * (x + y + 0.004 * _noise(rng, 6.0, 6.0)))
        height, shade = 0.5 * line + 0.25 * fibre + 0.3, 0.92 + 0.08 * line + 0.05 * fibre
    elif name == "fleece":
        curl = _noise(rng, 4.0, 4.0)
        height, shade = 0.5 + 0.22 * curl + 0.08 * fibre, 0.95 + 0.07 * curl
    elif name == "nylon":
        grid = np.maximum(np.cos(2 * np.pi * 12 * x), np.cos(2 * np.pi * 12 * y)) > 0.985
        height, shade = 0.5 + 0.3 * grid + 0.05 * fibre, np.ones_like(x)
    else:
        height, shade = 0.5 + 0.2 * _noise(rng, 0.6, 14.0), 1.0 + 0.02 * _noise(rng, 0.6, 14.0)
    return np.stack([np.clip(height, 0, 1), shade], -1).astype(np.float32)


def _stitches(x: np.ndarray, y: np.ndarray, wales: int, courses: int, roundness: float) -> tuple[np.ndarray, np.ndarray]:
    """Plain knitting: columns of V-shaped loops."""
    across = (x * wales) % 1.0
    side = np.abs(across - 0.5) * 2
    rise = (y * courses + 0.55 * side) % 1.0
    loop = np.sin(np.pi * np.clip(rise, 0, 1)) ** 0.7
    leg = np.sin(np.pi * np.clip(side, 0, 1)) ** 0.6
    height = (0.25 + 0.75 * loop * leg) * roundness
    return height, 0.74 + 0.32 * loop * leg


def _noise(rng: np.random.Generator, sigma_x: float, sigma_y: float) -> np.ndarray:
    """Periodic noise of unit deviation, drawn out along the tile's axes."""
    field = gaussian_filter(rng.standard_normal((TILE_PX, TILE_PX)), (sigma_y, sigma_x), mode="wrap")
    return field / field.std()
