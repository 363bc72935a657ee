"""What a hairdo is: a name, the ranges that people wear it in, and how its guides lie and its hairs follow them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Grooming, Guides

Span = tuple[float, float]


@dataclass(frozen=True)
class Ranges:
    """Between which values a style's parameters lie; `HairSpec` says what they are."""

    strands: int = 40_000
    thickness_m: Span = (105e-6, 122e-6)
    length_m: Span = (0.05, 0.08)
    sides_m: Span = (0.02, 0.03)
    volume_m: Span = (0.006, 0.012)
    lift: Span = (0.3, 0.5)
    parting_x_m: Span = (-0.035, 0.035)
    sweep: Span = (-0.3, 0.3)
    clump: Span = (0.4, 0.7)
    locks: tuple[int, int] = (200, 400)
    wave_radius_m: Span = (0.0, 0.0)
    wave_length_m: Span = (0.05, 0.08)
    frizz: Span = (0.1, 0.4)
    messiness: Span = (0.1, 0.6)
    hem_z_m: Span | None = None
    layering: Span = (0.1, 0.5)
    fringe_z_m: Span | None = None
    front_share: Span = (0.3, 0.7)
    tie_height_m: Span = (0.0, 0.05)


@dataclass(frozen=True, eq=False)
class HairRoots:
    """Some of a scalp's follicles; canonical coordinates, mirrored where the spec says so."""

    root_m: np.ndarray
    """(N, 3)."""
    normal: np.ndarray
    """(N, 3)."""


Extra = tuple[np.ndarray, np.ndarray]
"""Hairs of no root that a style winds by itself: points (N, K, 3) and metres along them (N, K)."""


@dataclass(frozen=True, eq=False)
class Style:
    """One hairdo."""

    meaning: str
    ranges: Ranges
    section: Callable[[HairSpec, np.ndarray], np.ndarray]
    """(spec, roots (N, 3)) -> (N,) int: see `Guides.section`."""
    guides: Callable[[HairSpec, HairRoots, DistanceField, np.random.Generator], Guides]
    groom: Callable[[HairSpec], Grooming]
    extra: Callable[[HairSpec, Guides, DistanceField, np.random.Generator, int], Extra] | None = None
    """Further hairs, with as many points each as the last argument says."""
    masculine: tuple[float, float] = (1.0, 1.0)
    """How often feminine and masculine people wear it."""
    tight: tuple[float, float] = (1.0, 1.0)
    """How often it is worn with straight hair and with tightly curled hair."""
    ages: dict[float, float] = field(default_factory=lambda: {0: 0.6, 10: 1.0, 60: 1.0, 80: 0.7})
    """How often by age in years, between these knots linear."""


def one_section(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """All hair lies together."""
    return np.zeros(len(roots_m), np.int64)
