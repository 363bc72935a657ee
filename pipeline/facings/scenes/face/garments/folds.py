"""Folds of cloth: heights over the chart, drawn once for each kind of cloth and mixed for each person.

Folds start where cloth is held - at the neckline, at the seam over the shoulder and in the armpit - and die out along the
pull; each is a ridge with a steeper side, as buckled cloth has.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.garments.chart import STEP_M, TOP_M
from facings.scenes.face.garments.rays import COLUMNS

_ROUND: Any = ("nearest", "wrap")
"""Modes of scipy's filters on maps that close around; one an axis, which its annotations do not know."""
SAMPLES = 140
"""Rows of a fold map; further rows repeat the last."""

VARIANTS = 6



@dataclass(frozen=True)
class FoldStyle:
    """How a kind of cloth folds."""

    width_m: float
    """Of one fold."""
    depth_m: float
    drag: int
    """Folds pulled from armpit and shoulder, on each side."""
    drape: int
    """Upright folds that hang from the chest, all around."""
    sleeve: int
    """Folds across each upper arm."""
    crumple_m: float
    """Depth of the small, aimless creases."""


FOLD_STYLES = {
    "jersey": FoldStyle(0.011, 0.0042, 7, 10, 8, 0.0011),
    "shirt": FoldStyle(0.009, 0.0046, 8, 14, 9, 0.0015),
    "knit": FoldStyle(0.020, 0.0060, 5, 9, 6, 0.0010),
    "tailored": FoldStyle(0.020, 0.0036, 3, 4, 4, 0.0004),
    "heavy": FoldStyle(0.018, 0.0065, 6, 8, 7, 0.0014),
    "satin": FoldStyle(0.012, 0.0055, 6, 18, 8, 0.0006),
}


@lru_cache(maxsize=8)
def fold_maps(style: str) -> np.ndarray:
    """Return (VARIANTS, SAMPLES, COLUMNS) float32: all variants of `fold_map`, kept in the cache folder."""
    def made() -> dict[str, np.ndarray]:
        return {"height_m": np.stack([fold_map(style, variant) for variant in range(VARIANTS)])}

    return cached_arrays(f"faces/garments/folds-{style}", made, Path(__file__).parent)["height_m"]


def fold_map(style: str, variant: int) -> np.ndarray:
    """Return (SAMPLES, COLUMNS) float32 heights in metres of one drawn variant; ridges above and valleys below zero."""
    kind = FOLD_STYLES[style]
    rng = np.random.default_rng([sorted(FOLD_STYLES).index(style), variant])
    height = np.zeros((SAMPLES, COLUMNS))
    for side in (1.0, -1.0):
        for _ in range(kind.drag):
            # From the armpit (front or back) towards throat, chest or shoulder.
            front = rng.random() < 0.6
            start = np.array([side * np.radians(rng.normal(62 if front else 122, 6)), rng.uniform(0.17, 0.27)])
            aim = np.array([side * np.radians(rng.uniform(12, 55) if front else rng.uniform(130, 172)),
                            rng.uniform(0.04, 0.30)])
            _ridge(height, kind, start, aim, rng.uniform(0.35, 0.8), rng.normal(0, 0.03), rng)
        for _ in range(kind.drag // 2):
            # Along the shoulder, from the sleeve's seam towards the neck.
            start = np.array([side * np.radians(rng.normal(92, 14)), rng.uniform(0.13, 0.18)])
            aim = np.array([side * np.radians(rng.normal(80, 35)), rng.uniform(0.02, 0.06)])
            _ridge(height, kind, start, aim, rng.uniform(0.4, 0.8), rng.normal(0, 0.015), rng, 0.6)
        for _ in range(kind.sleeve):
            down = rng.uniform(0.20, 0.52)
            start = np.array([side * np.radians(68), down])
            aim = np.array([side * np.radians(112), down + rng.normal(0.02, 0.06)])
            _ridge(height, kind, start, aim, rng.uniform(0.6, 1.0), rng.normal(0, 0.03), rng, 1.1)
    for _ in range(kind.drape):
        yaw = rng.uniform(-np.pi, np.pi)
        start = np.array([yaw, rng.uniform(0.20, 0.36)])
        _ridge(height, kind, start, np.array([yaw + rng.normal(0, 0.12), 0.62]), 1.0, rng.normal(0, 0.02), rng, 1.1)
    height += kind.crumple_m * _crumple(rng)
    return height.astype(np.float32)


def folds_m(style: str, samples: int, rng: np.random.Generator) -> np.ndarray:
    """Return (samples, COLUMNS) metres: a mixture of two variants, each perhaps mirrored."""
    picked = rng.choice(VARIANTS, 2, replace=False)
    share = rng.uniform(0.35, 0.65)
    total = np.zeros((SAMPLES, COLUMNS), np.float32)
    for part, variant in zip((share, 1 - share), picked, strict=True):
        drawn = fold_maps(style)[variant]
        if rng.random() < 0.5:
            drawn = np.roll(drawn[:, ::-1], 1, axis=1)
        total = total + (0.5 + part) * drawn
    rows = np.minimum(np.arange(samples), SAMPLES - 1)
    return total[rows]


def _ridge(height: np.ndarray, kind: FoldStyle, start: np.ndarray, aim: np.ndarray, length: float, bow_m: float,
           rng: np.random.Generator, strength: float = 1.0) -> None:
    """Add one fold between two (azimuth, distance) places; it is strongest near its start."""
    width = kind.width_m * rng.uniform(0.7, 1.4)
    depth = kind.depth_m * rng.uniform(0.5, 1.2) * strength
    steep = rng.choice((-1.0, 1.0)) * 0.45
    down = TOP_M + STEP_M * np.arange(SAMPLES)[:, None]
    yaw = np.arange(COLUMNS)[None, :] * (2 * np.pi / COLUMNS)
    middle_yaw = start[0]
    # Across the trunk an azimuth's arc depends on how far out the body is: near the neck 6 cm, at the chest 14, at the arms 23.
    out = np.clip(0.07 + 0.35 * down, 0.06, 0.15) * (1 + 0.5 * np.sin(yaw) ** 2)
    turn = (yaw - middle_yaw + np.pi) % (2 * np.pi) - np.pi
    u, v = turn * out, down - start[1]
    reach = np.clip(0.07 + 0.35 * aim[1], 0.06, 0.15) * (1 + 0.5 * np.sin(aim[0]) ** 2)
    axis = np.array([(aim[0] - start[0]) * reach, aim[1] - start[1]]) * length
    size = np.hypot(*axis)
    axis = axis / max(size, 1e-6)
    along = (u * axis[0] + v * axis[1]) / max(size, 1e-6)
    across = u * axis[1] - v * axis[0] - bow_m * 4 * along * (1 - along)
    spread = width * (0.7 + 0.6 * np.clip(along, 0, 1))
    t = across / spread
    t = t + steep * np.exp(-t * t) * 0.6
    profile = np.exp(-t * t) - 0.45 * np.exp(-((t - 1.5) ** 2)) - 0.45 * np.exp(-((t + 1.5) ** 2))
    rise = np.clip((along + 0.08) / 0.22, 0, 1)
    fall = np.clip((1.08 - along) / 0.7, 0, 1)
    height += depth * profile * rise**2 * (3 - 2 * rise) * fall**2 * (3 - 2 * fall)


def _crumple(rng: np.random.Generator) -> np.ndarray:
    """Return (SAMPLES, COLUMNS), around -1 to 1: ridged noise, longer across the body than down."""
    total = np.zeros((SAMPLES, COLUMNS))
    for sigma, weight in (((9.0, 7.0), 1.0), ((4.5, 5.0), 0.5)):
        noise = gaussian_filter(rng.standard_normal((SAMPLES, COLUMNS)), sigma, mode=_ROUND)
        noise /= noise.std()
        total += weight * (1.0 - 1.6 * np.abs(noise))
    return total
