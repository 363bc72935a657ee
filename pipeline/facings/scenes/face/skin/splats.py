"""Round spots on the skin, drawn where they lie on the head: round on the face, however its texture stretches there."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.skin.chart import Chart

_REACH = 2.2
"""Radii after which a spot's profile has fallen to nothing."""

_WIDEST_PX = 96

_STRIDE = 3
"""Spots begin at every so many-th texel only, which nobody sees and saves memory."""


@dataclass(frozen=True, eq=False)
class Spots:
    """Spots on a chart: K of them."""

    rows: np.ndarray
    """(K,) rows of the chart: the middles."""
    radius_m: np.ndarray
    """(K,) where the profile has fallen to 1/e."""
    amount: np.ndarray
    """(K,) in the middle."""
    stretch: np.ndarray | None = None
    """(K, 3) m: a direction times how much shorter the spot is along it; None: round."""
    sharpness: float = 1.0
    """1: a Gaussian bell; above: flatter with a steeper edge."""


@dataclass(frozen=True, eq=False)
class Scatter:
    """Draws places at random with one density per area over a chart."""

    chosen: np.ndarray
    """(M,) int32: the texels at which there may be something, rising."""
    total: np.ndarray
    """(M,) float64: the density of each, summed up to it."""

    @classmethod
    def over(cls, chart: Chart, density: np.ndarray) -> "Scatter":
        """Return the scatter of (N,) densities over a chart, of which there is nothing on the border."""
        weight = (density * chart.spacing_m**2 * (chart.border_px > 0))[::_STRIDE]
        there = np.flatnonzero(weight > 0)
        return cls(chart.texels[::_STRIDE][there], np.cumsum(weight, dtype=np.float64)[there])

    def texels(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return (count,) texels of the chart, none where the density is 0 everywhere."""
        if count <= 0 or not len(self.total):
            return np.zeros(0, np.int32)
        drawn = np.searchsorted(self.total, rng.random(count) * self.total[-1])
        return self.chosen[np.minimum(drawn, len(self.total) - 1)]


def splat(values: np.ndarray, spots: Spots, chart: Chart, rows: np.ndarray) -> None:
    """Add the spots to (N,) values of the chart in place. `rows` (size, size) gives each texel's row, -1 where there is none.

    Spots that would cross the chart's border are left out: only one side of the seam would show them.
    """
    radius = np.maximum(spots.radius_m, 0.6 * chart.spacing_m[spots.rows])
    half = np.ceil(_REACH * radius / np.maximum(chart.spacing_m[spots.rows], 1e-6)).astype(int)
    fits = (half < chart.border_px[spots.rows]) & (half <= _WIDEST_PX)
    # Few window sizes, so that few passes do.
    window = np.where(half <= 6, half, np.ceil(half / 6) * 6).astype(int)
    texels = chart.texels[spots.rows]
    for size in np.unique(window[fits]):
        chosen = np.flatnonzero(fits & (window == size))
        dy, dx = (axis.ravel() for axis in np.mgrid[-size:size + 1, -size:size + 1])
        y = np.clip(texels[chosen, None] // chart.size_px + dy, 0, chart.size_px - 1)
        x = np.clip(texels[chosen, None] % chart.size_px + dx, 0, chart.size_px - 1)
        near = rows[y, x]
        offset = chart.canonical_m[near] - chart.canonical_m[spots.rows[chosen], None]
        squared = np.einsum("kpc,kpc->kp", offset, offset)
        if spots.stretch is not None:
            squared = squared + np.einsum("kpc,kc->kp", offset, spots.stretch[chosen]) ** 2
        profile = np.exp(-((squared / radius[chosen, None] ** 2) ** spots.sharpness))
        shown = (near >= 0) & (profile > 0.008)
        np.add.at(values, near[shown], (spots.amount[chosen, None] * profile)[shown].astype(values.dtype))


def random_stretch(count: int, most: float, rng: np.random.Generator) -> np.ndarray:
    """Return (count, 3) stretches in random directions: up to `most` times narrower across."""
    direction = rng.standard_normal((count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return direction * np.sqrt(rng.uniform(1, most, (count, 1)) ** 2 - 1)
