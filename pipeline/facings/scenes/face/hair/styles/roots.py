"""What every way of drawing hair works from, and the sections that hair lies in."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.hair.spec import HairSpec


@dataclass(frozen=True, eq=False)
class HairRoots:
    """Some of a scalp's follicles; canonical coordinates, mirrored where the spec says so."""

    root_m: np.ndarray
    """(N, 3)."""
    normal: np.ndarray
    """(N, 3)."""


Extra = tuple[np.ndarray, np.ndarray]
"""Hairs of no root that a style winds by itself: points (N, K, 3) and metres along them (N, K)."""

def one_section(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """All hair lies together."""
    return np.zeros(len(roots_m), np.int64)
