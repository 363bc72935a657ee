"""Dents in a turned wall, as a relief for `mesh.lathe`."""

from collections.abc import Callable

import numpy as np

Relief = Callable[[np.ndarray, np.ndarray], np.ndarray]


def dents(rng: np.random.Generator, count: int, *, radius_mm: float, heights_mm: tuple[float, float],
          depth_mm: tuple[float, float], spread_mm: tuple[float, float]) -> Relief:
    """Return what `count` dents add to the radius in mm: shallow hollows, wider than high, with a faint rim around."""
    angles = rng.uniform(-np.pi, np.pi, count)
    heights = rng.uniform(*heights_mm, count)
    depths = rng.uniform(*depth_mm, count)
    spreads = rng.uniform(*spread_mm, count)

    def relief(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        total = np.zeros(np.broadcast_shapes(angle.shape, height_mm.shape))
        for a, z, depth, spread in zip(angles, heights, depths, spreads, strict=True):
            across = (np.mod(angle - a + np.pi, 2 * np.pi) - np.pi) * radius_mm / spread
            up = (height_mm - z) / (0.7 * spread)
            distance2 = across**2 + up**2
            total += depth * (-np.exp(-distance2) + 0.18 * np.exp(-((np.sqrt(distance2) - 1.7) ** 2) / 0.3))
        return total

    return relief
