"""Smooth random fields over the head, made once per model and mixed anew for each person."""

import numpy as np
from scipy import ndimage

SCALES_MM = (34.0, 13.0, 5.0, 2.0)
"""Sizes of the blotches of each octave."""

FIELDS = 5
"""Independent fields per octave; a person's is a mixture of them, so that people differ without any being made anew."""

_LATTICE = 48


def noise_bank(point_m: np.ndarray, seed: int = 20_220_511) -> np.ndarray:
    """Return (octaves, FIELDS, N) float16 fields of zero mean and unit variance at (N, 3) points."""
    rng = np.random.default_rng(seed)
    bank = np.empty((len(SCALES_MM), FIELDS, len(point_m)), np.float16)
    place = np.ascontiguousarray(point_m.T, np.float64)
    for octave, scale in enumerate(SCALES_MM):
        for k in range(FIELDS):
            lattice = rng.standard_normal((_LATTICE,) * 3).astype(np.float32)
            # Neither the lattice's planes nor its period may coincide between fields.
            turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
            at = (turn * (1000 / scale)) @ place + rng.uniform(0, _LATTICE, (3, 1))
            field = ndimage.map_coordinates(lattice, at, np.float32, order=2, mode="grid-wrap", prefilter=False)
            bank[octave, k] = (field - field.mean()) / field.std()
    return bank


def mixed(bank: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return (octaves, count, N) float32: random fields of unit variance, `count` of each octave."""
    weights = rng.standard_normal((len(bank), count, bank.shape[1])).astype(np.float32)
    weights /= np.linalg.norm(weights, axis=2, keepdims=True)
    return weights @ bank
