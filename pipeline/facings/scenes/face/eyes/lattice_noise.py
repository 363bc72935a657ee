"""Smooth noise over small images: random lattices blown up by cubic B-splines, by two sparse matrix products."""

from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix


def lattice_noise(rng: np.random.Generator, shape: tuple[int, int], cells: tuple[int, int],
                  round_columns: bool = False) -> np.ndarray:
    """Return (rows, columns) float32 noise with mean 0 and standard deviation near 1.

    `cells`: lattice points down and across. `round_columns`: the last column continues into the first.
    """
    down = _spline(shape[0], cells[0], False)
    across = _spline(shape[1], cells[1], round_columns)
    values = rng.standard_normal((cells[0] + 3, cells[1] if round_columns else cells[1] + 3), np.float32)
    return down @ np.ascontiguousarray((across @ (values.T / np.float32(0.47))).T)


def lattice_curve(knots: np.ndarray, size: int) -> np.ndarray:
    """Return (size,) values of the smooth curve over evenly spaced knots."""
    return _spline(size, len(knots) - 3, False) @ knots.astype(np.float32)


@lru_cache(maxsize=256)
def _spline(size: int, cells: int, closed: bool) -> csr_matrix:
    """Return (size, lattice points) weights of the uniform cubic B-spline; each row sums to 1."""
    place = (np.arange(size) + 0.5) / size * cells
    first = np.floor(place).astype(int)
    t = place - first
    weights = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3], 1) / 6
    points = cells if closed else cells + 3
    columns = first[:, None] + np.arange(4)
    rows = np.repeat(np.arange(size), 4)
    return csr_matrix((weights.astype(np.float32).ravel(), (rows, (columns % points).ravel())), (size, points))
