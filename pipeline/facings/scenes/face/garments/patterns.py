"""What is dyed, woven or printed into cloth: one image of linear colours for each fabric."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from facings.scenes.face.garments.spec import FabricSpec

PATTERN_PX = 512

_PRINT_M = 0.70
_CHEST = (0.0, -0.325)
"""Middle of a print in the trunk's cloth coordinates."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """A tile of colour."""

    image: np.ndarray
    """(PATTERN_PX, PATTERN_PX, 3) float32 linear RGB, rows upwards."""
    tile_m: float
    """Side of the square that it covers; it repeats from there."""
    offset_m: tuple[float, float]
    """Cloth coordinates of its lower left corner."""


def draw(fabric: FabricSpec) -> Pattern:
    """Return the colours of a fabric."""
    rng = np.random.default_rng([fabric.seed, 17])
    y, x = (np.mgrid[0:PATTERN_PX, 0:PATTERN_PX] + 0.5) / PATTERN_PX
    first, second = np.array(fabric.colour), np.array(fabric.second_colour)
    count = 4
    tile = fabric.repeat_m * count
    offset = (0.0, 0.0)
    share = np.zeros_like(x)
    if fabric.pattern == "stripes":
        share = _bar((y * count) % 1.0, rng.uniform(0.2, 0.5))
    elif fabric.pattern == "pinstripes":
        share = _bar((x * count) % 1.0, rng.uniform(0.08, 0.35))
    elif fabric.pattern == "diagonal":
        phase = ((x + y) * count) % 1.0
        share = np.maximum(_bar(phase, 0.32), 0.6 * _bar((phase + 0.3) % 1.0, 0.07))
    elif fabric.pattern == "checks":
        share = 0.5 * (_bar((x * count) % 1.0, 0.5) + _bar((y * count) % 1.0, 0.5))
    elif fabric.pattern == "tartan":
        # Warp and weft carry the same stripes.
        warp, weft = (_sett((axis * 2) % 1.0, np.random.default_rng([fabric.seed, 18])) for axis in (x, y))
        share = 0.5 * (warp + weft)
        tile = fabric.repeat_m * 2.5
    elif fabric.pattern == "dots":
        share = _dots(x, y, count, rng.uniform(0.16, 0.26))
    elif fabric.pattern == "flowers":
        share = _flowers(x, y, rng)
        tile = fabric.repeat_m * 5
    elif fabric.pattern == "melange":
        noise = gaussian_filter(rng.standard_normal(x.shape), (0.7, 3.0), mode="wrap")
        noise += 0.5 * gaussian_filter(rng.standard_normal(x.shape), (2.0, 8.0), mode="wrap") * 3
        share = np.clip(0.38 + 0.13 * noise / noise.std(), 0, 1)
        tile = 0.05
    elif fabric.pattern == "print":
        share = _print((x - 0.5) * _PRINT_M, (y - 0.5) * _PRINT_M, rng)
        tile = _PRINT_M
        offset = (_CHEST[0] - _PRINT_M / 2, _CHEST[1] - _PRINT_M / 2)
    image = np.empty((*share.shape, 3), np.float32)
    for k in range(3):
        image[..., k] = first[k] + share * (second[k] - first[k])
    return Pattern(image, tile, offset)


def _bar(phase: np.ndarray, width: float) -> np.ndarray:
    soft = 0.012
    return np.clip((width / 2 - np.abs(phase - 0.5)) / soft + 0.5, 0, 1)


def _sett(phase: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    result = _bar(phase, rng.uniform(0.35, 0.55))
    for _ in range(3):
        result = np.abs(result - 0.8 * _bar((phase + rng.random()) % 1.0, rng.uniform(0.02, 0.08)))
    return np.clip(result, 0, 1)


def _dots(x: np.ndarray, y: np.ndarray, count: int, radius: float) -> np.ndarray:
    result = np.zeros_like(x)
    for shift in (0.0, 0.5):
        u, v = (x * count + shift) % 1.0 - 0.5, (y * count + shift) % 1.0 - 0.5
        result = np.maximum(result, np.clip((radius - np.hypot(u, v)) / 0.03 + 0.5, 0, 1))
    return result


def _flowers(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    result = np.zeros_like(x)
    for _ in range(26):
        cx, cy, size, spin = rng.random(), rng.random(), rng.uniform(0.035, 0.085), rng.uniform(0, 2 * np.pi)
        u, v = (x[0] - cx + 0.5) % 1.0 - 0.5, (y[:, 0] - cy + 0.5) % 1.0 - 0.5
        # Petals end at 1.04 times the size.
        there = np.ix_(np.abs(v) < 1.05 * size, np.abs(u) < 1.05 * size)
        u, v = u[None, np.abs(u) < 1.05 * size], v[np.abs(v) < 1.05 * size, None]
        r, a = np.hypot(u, v) / size, np.arctan2(v, u)
        petal = 0.55 + 0.45 * np.abs(np.cos(2.5 * (a + spin)))
        flower = np.clip((petal - r) / 0.08 + 0.5, 0, 1) * np.clip((r - 0.2) / 0.08 + 0.5, 0.25, 1)
        result[there] = np.maximum(result[there], flower * rng.uniform(0.6, 1.0))
    return result


def _print(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A bold emblem: ring, bars, mountain and sun, or a wave; metres around the chest's middle."""
    kind = int(rng.integers(4))
    soft = 0.0012
    r = np.hypot(x, y)
    if kind == 0:
        ring = np.clip((0.012 - np.abs(r - 0.085)) / soft, 0, 1)
        bars = np.clip((0.055 - np.abs(x)) / soft, 0, 1) * np.clip((0.3 - np.abs((y / 0.028) % 1.0 - 0.5)) * 12, 0, 1)
        return np.maximum(ring, bars * (r < 0.066))
    if kind == 1:
        widths = rng.uniform(0.03, 0.11, 5)
        row = np.clip(np.floor((y + 0.06) / 0.024).astype(int), 0, 4)
        inside = (np.abs(y) < 0.06) & (((y + 0.06) / 0.024) % 1.0 < 0.62)
        return np.where(inside, np.clip((widths[row] - np.abs(x)) / soft, 0, 1), 0.0)
    if kind == 2:
        hill = np.maximum(0.05 - 1.2 * np.abs(x + 0.02), 0.02 - 0.9 * np.abs(x - 0.045)) - 0.03
        below = np.clip((hill - y) / soft, 0, 1) * (y > -0.055)
        sun = np.clip((0.022 - np.hypot(x - 0.05, y - 0.045)) / soft, 0, 1)
        return np.maximum(below, sun) * (r < 0.10)
    wave = np.abs((y + 0.014 * np.sin(x * 60)) / 0.022 % 1.0 - 0.5)
    return np.clip((0.25 - wave) * 14, 0, 1) * np.clip((0.085 - r) / soft, 0, 1)
