"""Partings: where they run, and on which side of them hair lies."""

import numpy as np

from facings.scenes.face.hair.combing import smooth
from facings.scenes.face.hair.spec import HairSpec


def parting_x_m(spec: HairSpec, y: np.ndarray) -> np.ndarray:
    """Return where the parting runs at depths y: straight back from the hairline, then to the whorl."""
    bend = smooth((y - 0.055) / 0.06)
    return spec.parting_x_m * (1 - bend) + 0.006 * bend + 0.0009 * np.sin(y * 260 + spec.seed % 7)


def parting_side(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Return (N,) +1 where hair roots to the left of the parting, else -1."""
    return np.where(roots_m[:, 0] > parting_x_m(spec, roots_m[:, 1]), 1.0, -1.0)


def parting_section(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Hair follows guides of its own side of the parting only."""
    return parting_side(spec, roots_m).astype(np.int64) + 1
