"""Colours that clothes are sold in."""

import numpy as np

from facings.scenes.face.garments.spec import FabricSpec

_CASUAL = (
    "#f4f3ef", "#e6e2d8", "#1d1e22", "#2b2d33", "#8d9096", "#b9bcc0", "#1f2c4a", "#2f4d7d", "#5f87b5", "#a9c3dc", "#6e1f2a",
    "#b23a3a", "#d9793b", "#e0b443", "#3f5a3c", "#6d7d4f", "#2f6f6b", "#7fb3a3", "#5b3f6b", "#b58bb0", "#e3a9b4", "#7a5a41",
    "#c7a27c", "#d9c7a7",
)
_SHIRT = (
    "#fbfbf9", "#f3f4f2", "#dfe9f3", "#bcd0e6", "#8fb0d3", "#f2dfe2", "#efe9d7", "#2a3550", "#20222a", "#c9cdd2", "#5c2530",
    "#cfdccb",
)
_SUIT = (
    "#1b1d24", "#22283a", "#2c3547", "#3b3d42", "#55585e", "#2a2522", "#6d675c", "#8a7f6d", "#33402f",
)
_DENIM = (
    "#2c3f5f", "#3b5679", "#5f7fa3", "#90a9c2", "#1d2430", "#202123",
)
_COAT = (
    "#1a1b1f", "#20283c", "#3d4a34", "#6a2028", "#7c6a50", "#b2976b", "#4a4d52", "#26445c", "#a8412f",
)
_TIE = (
    "#6b1523", "#1c2b52", "#27402f", "#3a3d45", "#8a2f1f", "#5a3c73", "#c0a042", "#14151a", "#3c6e9e",
)
_BUTTON = (
    "#f2efe6", "#d8d4c8", "#2a2622", "#5a4632", "#1b1b1d",
)

PALETTES = {"casual": _CASUAL, "shirt": _SHIRT, "suit": _SUIT, "denim": _DENIM, "coat": _COAT, "tie": _TIE, "button": _BUTTON}


def linear(srgb: str) -> tuple[float, float, float]:
    """Return linear RGB of '#rrggbb' (IEC 61966-2-1)."""
    code = np.array([int(srgb[k:k + 2], 16) for k in (1, 3, 5)]) / 255
    value = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return tuple(float(v) for v in value)


def pick(palette: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return a colour of a palette, a little off."""
    colours = PALETTES[palette]
    value = np.array(linear(colours[int(rng.integers(len(colours)))]))
    value = np.clip(value * np.exp(rng.normal(0, 0.06, 3)) * np.exp(rng.normal(0, 0.12)), 0.006, 0.82)
    return tuple(float(v) for v in value)


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
