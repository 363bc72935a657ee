"""The sphere that fits points best."""

import numpy as np


def fit_sphere(points_m: np.ndarray) -> tuple[np.ndarray, float]:
    """Return centre (3,) and radius of the least-squares sphere through (N, 3) points (the algebraic fit: linear in the
    centre and in radius^2 - |centre|^2)."""
    matrix = np.column_stack([2 * points_m, np.ones(len(points_m))])
    solution = np.linalg.lstsq(matrix, (points_m ** 2).sum(1), rcond=None)[0]
    centre = solution[:3]
    return centre, float(np.sqrt(solution[3] + centre @ centre))
