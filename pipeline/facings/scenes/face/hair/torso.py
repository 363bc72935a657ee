"""Neck's root, shoulders, chest and back as hair meets them: a soft shape under any garment, in canonical coordinates."""

import numpy as np

# Sections by height: half the width, half the depth, the middle's y. The neck's root is the reference head's own bust;
# shoulders follow adult proportions (biacromial breadth about 0.38 m) with a shirt's thickness upon them.
_HEIGHT = np.array([-0.40, -0.30, -0.25, -0.225, -0.205, -0.190, -0.175, -0.160, -0.145, -0.130, -0.115])
_WIDTH = np.array([0.200, 0.205, 0.204, 0.198, 0.184, 0.165, 0.138, 0.112, 0.088, 0.070, 0.030])
_DEPTH = np.array([0.118, 0.112, 0.103, 0.096, 0.087, 0.079, 0.070, 0.062, 0.055, 0.047, 0.020])
_MIDDLE = np.array([0.078, 0.083, 0.090, 0.094, 0.098, 0.101, 0.102, 0.102, 0.100, 0.098, 0.098])


def torso_ratio(point_m: np.ndarray) -> np.ndarray:
    """Return (...,) how far out (..., 3) points lie: below 1 inside the torso, above 1 outside."""
    z = point_m[..., 2]
    width, depth, middle = (np.interp(z, _HEIGHT, values) for values in (_WIDTH, _DEPTH, _MIDDLE))
    ratio = (np.abs(point_m[..., 0] / width) ** 2.4 + np.abs((point_m[..., 1] - middle) / depth) ** 2.4) ** (1 / 2.4)
    return np.where(z > _HEIGHT[-1], np.inf, ratio)
