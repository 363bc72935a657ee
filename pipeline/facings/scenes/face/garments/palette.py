"""Colours of cloth, drawn from the palettes that clothes are sold in."""

import numpy as np

from facings.scenes.face.garments.spec import FabricSpec
from facings.scenes.face.garments.styles import PALETTES


def linear(srgb: str) -> tuple[float, float, float]:
    """Return linear RGB of '#rrggbb' (IEC 61966-2-1)."""
    code = np.array([int(srgb[k:k + 2], 16) for k in (1, 3, 5)]) / 255
    value = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    red, green, blue = (float(v) for v in value)
    return red, green, blue


def pick(palette: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return a colour of a palette, a little off."""
    colours = PALETTES[palette]
    value = np.array(linear(colours[int(rng.integers(len(colours)))]))
    value = np.clip(value * np.exp(rng.normal(0, 0.06, 3)) * np.exp(rng.normal(0, 0.12)), 0.006, 0.82)
    red, green, blue = (float(v) for v in value)
    return red, green, blue


def beside(colour: tuple[float, float, float], palette: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return a second colour that can be told from the first."""
    best, difference = colour, -1.0
    for _ in range(5):
        other = pick(palette, rng)
        apart = float(np.abs(np.cbrt(other) - np.cbrt(colour)).sum())
        if apart > difference:
            best, difference = other, apart
    return best


def fabric(weave: str, pattern: str, colour: tuple[float, float, float], second: tuple[float, float, float], repeat_m: float,
           rng: np.random.Generator) -> FabricSpec:
    """Return a fabric with a seed of its own."""
    return FabricSpec(weave, pattern, colour, second, repeat_m, int(rng.integers(2**31)))
