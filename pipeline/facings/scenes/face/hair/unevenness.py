"""Smooth randomness over the scalp: neighbouring hairs lie alike, distant ones do not."""

import numpy as np


def smooth_noise(point_m: np.ndarray, grain_m: float, rng: np.random.Generator) -> np.ndarray:
    """Return (N, 3) noise of zero mean and about unit variance that varies over distances of `grain_m`.

    A sum of random waves (random Fourier features of a Gaussian kernel; Rahimi & Recht 2007).
    """
    waves = 24
    frequency = rng.normal(0, 1 / grain_m, (3, waves))
    phase = rng.uniform(0, 2 * np.pi, waves)
    share = rng.normal(0, np.sqrt(2 / waves), (waves, 3))
    return np.cos(point_m @ frequency + phase) @ share
