"""Partings: where they run, and on which side of them hair lies."""

import numpy as np

from facings.scenes.face.hair.combing import smooth
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.spec import HairSpec

_DRAWN_M = 0.014
"""Hair is rooted the closer to a parting from so far."""


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


def drawn_to_parting(spec: HairSpec, roots_m: np.ndarray, field: DistanceField) -> np.ndarray:
    """Return the roots (N, 3) with those beside the parting moved towards it, on the skin.

    Hairs lie away from a parting, so what covers the skin at some distance is only what is rooted nearer. A head has three
    times the hairs that are drawn here: where they matter, they stand as densely as on a head.
    """
    off = roots_m[:, 0] - parting_x_m(spec, roots_m[:, 1])
    near = (np.abs(off) < _DRAWN_M) & (roots_m[:, 2] > 0.03)
    moved = roots_m.copy()
    moved[near, 0] += off[near] * (np.abs(off[near]) / _DRAWN_M - 1)
    height, out = field(moved[near])
    moved[near] -= (height[:, None] * out).astype(moved.dtype)
    return moved
