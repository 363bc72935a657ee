"""The lips' own colour, upright creases and border, over the finest chart."""

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.spec import LipSpec


def paint_lips(lips: LipSpec, dark: float, atlas: Atlas, melanin: np.ndarray, blood: np.ndarray, height_mm: np.ndarray,
               cover: np.ndarray, rng: np.random.Generator) -> None:
    """Add lips to (N,) values in place; `cover` becomes 1 on them. `dark` says how dark the skin around them is, 0 to 1."""
    place = atlas.fine_lips
    point = atlas.fine.canonical_m[place.points] * np.float32(1000)
    level = point[:, 2] + 70
    edge_rng, crease_rng = rng.spawn(2)
    ragged = _curve(edge_rng, 0.22, 2.0)(point[:, 0] + 0.6 * level) + _curve(edge_rng, 0.12, 0.8)(point[:, 0] - 0.4 * level)
    inside = place.inside_m * 1000 + ragged
    on = step(inside, -0.75, 0.75).astype(np.float32)
    lower = step(level, 0.5, -1.5)
    crease = _creases(point[:, 0], level, crease_rng)

    # The lower lip catches more sun and shows more blood; in dark skin it is the lighter one.
    tint = (0.48 + 0.85 * lips.redness) * (1 - 0.35 * dark) * (0.92 + 0.16 * lower)
    tint = tint * (1 + 0.22 * lips.creases * (crease - 0.35))
    rim = np.exp(-(((inside - 0.9) / 1.3) ** 2))
    blood[place.points] += on * (tint + 0.22 * place.depth)
    melanin[place.points] += on * (0.55 * lips.darkness + 0.12 * place.depth + 0.10 * rim * dark
                                   - dark * (0.10 + 0.42 * lower * step(inside, 0.5, 3.5)))
    # A pale roll accompanies the border of the upper lip most of all.
    roll = np.exp(-(((inside + 1.3) / 0.9) ** 2)) * (1 - 0.5 * lower)
    blood[place.points] -= 0.09 * roll
    melanin[place.points] -= 0.05 * roll
    swollen = step(inside, 0.2, 1.8)
    height_mm[place.points] += 0.10 * roll - 0.17 * (0.35 + lips.creases) * crease * swollen
    if lips.dryness > 0.02:
        flake = np.clip(_curve(crease_rng, 1.0, 1.3)(point[:, 0] * 0.7 + level) * _curve(crease_rng, 1.0, 0.9)(
            level * 1.6 - 0.5 * point[:, 0]), 0, 1.5)
        height_mm[place.points] += 0.05 * lips.dryness * flake * swollen
        blood[place.points] -= 0.35 * lips.dryness * flake * swollen
    cover[place.points] = on


def _creases(x: np.ndarray, level: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return (K,) 0..1: furrows that fan out from the middle of the mouth, more of them at its middle than the corners."""
    result = np.zeros(len(x), np.float32)
    for part, fan in ((level >= -0.5, 0.022), (level < -0.5, 0.030)):
        along = x[part] / (1 + fan * np.abs(level[part]))
        bend = _curve(rng, 0.25, 3.0)(level[part] + 0.3 * x[part])
        total = np.zeros(part.sum(), np.float32)
        for spacing, width, share in ((2.3, 0.34, 1.0), (1.0, 0.17, 0.5)):
            places = np.cumsum(rng.uniform(0.5, 1.5, int(70 / spacing)) * spacing) - 35
            knots = np.arange(-36, 36, 0.06)
            depth = rng.uniform(0.25, 1, len(places))
            lines = (depth * np.exp(-(((knots[:, None] - places) / width) ** 2))).sum(1)
            total += share * np.interp(along + bend, knots, lines).astype(np.float32)
        result[part] = total
    return np.clip(result, 0, 1.3)


def _curve(rng: np.random.Generator, amplitude: float, wavelength: float):
    """Return a smooth random function of mm."""
    knots = np.linspace(-90, 90, 1500)
    waves = wavelength * np.array([2.6, 1.6, 1.0, 0.7])
    phase, share = rng.uniform(0, 2 * np.pi, 4), rng.normal(0, 1, 4)
    values = np.sin(2 * np.pi * knots[:, None] / waves + phase) @ (share / np.linalg.norm(share)) * amplitude * np.sqrt(2)
    return lambda at: np.interp(at, knots, values).astype(np.float32)
