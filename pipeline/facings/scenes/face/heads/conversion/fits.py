"""Least-squares fits: the sphere through points, the similarity between two sets of them."""

import numpy as np


def fit_sphere(points_m: np.ndarray) -> tuple[np.ndarray, float]:
    """Return centre (3,) and radius of the least-squares sphere through (N, 3) points (the algebraic fit: linear in the
    centre and in radius^2 - |centre|^2)."""
    matrix = np.column_stack([2 * points_m, np.ones(len(points_m))])
    solution = np.linalg.lstsq(matrix, (points_m ** 2).sum(1), rcond=None)[0]
    centre = solution[:3]
    return centre, float(np.sqrt(solution[3] + centre @ centre))


def similarity(source_m: np.ndarray, goal_m: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Return scale, rotation (3, 3) and shift (3,) of the least-squares similarity from (N, 3) to (N, 3) points.

    S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991.
    """
    source, goal = source_m - source_m.mean(0), goal_m - goal_m.mean(0)
    left, values, right = np.linalg.svd(goal.T @ source)
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    rotation = left @ np.diag(signs) @ right
    scale = float((values * signs).sum() / (source ** 2).sum())
    return scale, rotation, goal_m.mean(0) - scale * rotation @ source_m.mean(0)
