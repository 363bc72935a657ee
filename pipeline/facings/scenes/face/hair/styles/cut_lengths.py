"""How long a short cut leaves the hair: its top, its sides, its nape."""

import numpy as np

from facings.scenes.face.hair.combing import smooth
from facings.scenes.face.hair.spec import HairSpec

STEPS = 16
"""Points of a short cut's guides."""


def top_share(roots_m: np.ndarray, edge_m: float = 0.052, band_m: float = 0.05) -> np.ndarray:
    """Return (N,) in 0..1: how far hair belongs to the top of a cut, not to its sides and nape."""
    # The boundary climbs to the front, where the side's hair meets the temple, and falls to the crown.
    edge = edge_m + 0.012 * smooth((0.05 - roots_m[:, 1]) / 0.05) - 0.006 * smooth((roots_m[:, 1] - 0.1) / 0.04)
    return smooth((roots_m[:, 2] - edge) / band_m + 0.5)


def lengths(spec: HairSpec, roots_m: np.ndarray, band_m: float = 0.05) -> np.ndarray:
    """Return (N,) metres: the sides' length fading to nothing at the nape and into the top's above."""
    fade = 0.35 + 0.65 * smooth((roots_m[:, 2] + 0.075) / 0.085)
    sides = spec.sides_m * fade
    # From the crown backwards the top's hair is cut shorter, or its ends would stand out as a ledge.
    behind = 1 - 0.5 * smooth((roots_m[:, 1] - 0.065) / 0.07)
    return sides + np.maximum(spec.length_m * behind - sides, 0) * top_share(roots_m, band_m=band_m)
