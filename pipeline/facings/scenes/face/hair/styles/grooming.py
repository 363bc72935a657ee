"""How the hairs of each family of styles follow their guides."""

import dataclasses
from typing import Any

from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Grooming


def _grooming(spec: HairSpec, points: int, **other: Any) -> Grooming:
    usual = Grooming(points=points, clump=spec.clump, clump_from=0.15, locks=spec.locks, wave_radius_m=spec.wave_radius_m,
                     wave_length_m=spec.wave_length_m, wave_from_m=0.02, frizz_m=0.0004 + 0.0035 * spec.frizz, shortest=0.75,
                     flyaways=0.01 + 0.04 * spec.frizz)
    return dataclasses.replace(usual, **other)


def shorn(spec: HairSpec) -> Grooming:
    """Hair of millimetres."""
    return _grooming(spec, 4, clump=0.0, frizz_m=0.001, shortest=0.8, flyaways=0.0)


def cut(spec: HairSpec) -> Grooming:
    """Hair of centimetres, straight or wavy."""
    return _grooming(spec, 9 if spec.wave_radius_m == 0 else 13, shortest=0.62)


def curled(spec: HairSpec) -> Grooming:
    """Curls and coils: enough points for every turn."""
    turns = spec.length_m / max(spec.wave_length_m, 0.004)
    return _grooming(spec, int(min(26, max(12, 6 * turns))), shortest=0.55, clump_from=0.05, wave_from_m=0.012)


def hung(spec: HairSpec) -> Grooming:
    """Long hair; waves begin below the crown."""
    wavy = spec.wave_radius_m > 0.001
    fall = 0.30 if spec.hem_z_m is None else 0.12 - spec.hem_z_m
    points = int(min(48, max(16, 5 * fall / spec.wave_length_m))) if wavy else 13 + int(12 * fall)
    return _grooming(spec, points, clump_from=0.2, wave_from_m=0.09, shortest=0.86)


def drawn(spec: HairSpec) -> Grooming:
    """Hair drawn to a tie."""
    return _grooming(spec, 24, clump=0.5 * spec.clump, clump_from=0.3, wave_from_m=0.25, shortest=0.85, gathered_by=0.55,
                     frizz_m=0.0008 + 0.0025 * spec.frizz, flyaways=0.01 + 0.03 * spec.frizz)


def knotted(spec: HairSpec) -> Grooming:
    """Hair drawn to a tie and ending there."""
    return dataclasses.replace(drawn(spec), gathered_by=0.9)


def woven(spec: HairSpec) -> Grooming:
    """Hair drawn to a plait, which needs points for its bundles' turns."""
    return _grooming(spec, 62, clump=0.0, wave_radius_m=0.0, shortest=0.97, gathered_by=0.26,
                     frizz_m=0.0004 + 0.0015 * spec.frizz, flyaways=0.01 + 0.02 * spec.frizz)
