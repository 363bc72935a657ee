"""A square piece of skin seen closely, which repeats without a seam: plates between fine furrows, pores, hair roots.

The furrows join pore to pore and part the skin into small polygons; cheeks show the pores, the rest the polygons.
"""

from functools import cache
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from facings.assets.array_cache import cached_arrays
from facings.scenes.face.geometry import point_tree

TILE_PX = 1024
TILE_M = 0.018
"""Side of the piece on the skin."""


@cache
def relief_tile() -> np.ndarray:
    """Return (TILE_PX, TILE_PX, 4) float32: plates in mm, pores in mm (negative), hair roots 0..1, the colour's grain.

    It is the same for everybody, and not to be written to: made once, then read from the cache.
    """
    drawn = cached_arrays("faces/skin/relief", lambda: {"tile": _drawn(np.random.default_rng(1841))}, Path(__file__))
    return drawn["tile"]


def _drawn(rng: np.random.Generator) -> np.ndarray:
    side_mm = TILE_M * 1000
    axis = (np.arange(TILE_PX) + 0.5) * side_mm / TILE_PX
    at = np.stack(np.meshgrid(axis, axis, indexing="ij"), -1).reshape(-1, 2)
    # Lines that bend: the grid is bent before it is asked for its nearest points.
    bent = (at + np.stack([_wave(rng, 0.10), _wave(rng, 0.10)], -1).reshape(-1, 2)) % side_mm
    coarse, _ = _cells(bent, _grid_points(rng, side_mm, 0.85), side_mm)
    fine, _ = _cells(bent, _grid_points(rng, side_mm, 0.36), side_mm)
    plates = 0.030 * np.tanh(coarse / 0.12) + 0.014 * np.tanh(fine / 0.07)
    pores = np.zeros(len(at))
    tree_at = point_tree(_grid_points(rng, side_mm, 0.95), boxsize=side_mm)
    distance, which = tree_at.query(bent)
    size = rng.uniform(0.06, 0.17, tree_at.n)[which]
    pores = -0.085 * (size / 0.14) * np.exp(-((distance / size) ** 2.4)) + 0.012 * np.exp(-((distance / (2.3 * size)) ** 2))
    roots = point_tree(_grid_points(rng, side_mm, 0.72), boxsize=side_mm)
    distance, which = roots.query(at)
    thick = rng.uniform(0.07, 0.13, roots.n)[which]
    dots = np.exp(-((distance / thick) ** 2)) * rng.uniform(0.5, 1, roots.n)[which]
    grain = np.sum([share * _wave(rng, 1.0, sigma) for sigma, share in ((2, 0.4), (7, 0.6), (22, 0.7))], axis=0)
    layers = [plates - plates.mean(), pores, dots, grain.ravel() / grain.std()]
    return np.stack([layer.reshape(TILE_PX, TILE_PX) for layer in layers], -1).astype(np.float32)


def _grid_points(rng: np.random.Generator, side_mm: float, spacing_mm: float) -> np.ndarray:
    """Return (K, 2) points about `spacing_mm` apart: a shaken, sheared grid, so that no rows show."""
    count = round(side_mm / spacing_mm)
    i, j = np.mgrid[0:count, 0:count]
    points = np.stack([i + 0.5 * (j % 2), j.astype(float)], -1).reshape(-1, 2) + rng.uniform(-0.42, 0.42, (count * count, 2))
    return points * (side_mm / count) % side_mm


def _cells(at: np.ndarray, points: np.ndarray, side_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (P,) distances to the border of each point's Voronoi cell, roughly, and the cell."""
    distance, which = (np.asarray(found) for found in point_tree(points, boxsize=side_mm).query(at, k=2))
    return distance[:, 1] - distance[:, 0], which[:, 0]


def _wave(rng: np.random.Generator, amplitude: float, sigma_px: float = 14.0) -> np.ndarray:
    """Return (TILE_PX, TILE_PX) smooth periodic noise with this standard deviation."""
    noise = gaussian_filter(rng.standard_normal((TILE_PX, TILE_PX)), sigma_px, mode="wrap")
    return noise * (amplitude / noise.std())
