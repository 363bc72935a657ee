"""Quad meshes of implicit surfaces: naive surface nets (Gibson 1998), then Newton steps onto the surface."""

from collections.abc import Callable

import numpy as np

Implicit = Callable[[np.ndarray], np.ndarray]
"""Value at points (..., 3): negative inside."""


def surface_nets(value: Implicit, low: np.ndarray, high: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Return vertices (V, 3) and outward quads (Q, 4) of the surface where `value` is zero inside the box.

    The surface must not touch the box. Vertices lie at the mean of the crossings of their cell's edges.
    """
    counts = np.ceil((np.asarray(high) - low) / cell).astype(int) + 1
    axes = [low[i] + cell * np.arange(counts[i]) for i in range(3)]
    field = value(np.stack(np.meshgrid(*axes, indexing="ij"), -1))
    inside = field < 0
    cells = tuple(counts - 1)
    total, crossings = np.zeros((*cells, 3)), np.zeros(cells)
    quads = []
    for axis in range(3):
        ahead = [slice(None)] * 3
        behind = [slice(None)] * 3
        ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
        f0, f1 = field[tuple(behind)], field[tuple(ahead)]
        crossed = inside[tuple(behind)] != inside[tuple(ahead)]
        at = np.argwhere(crossed)
        share = (f0[crossed] / (f0[crossed] - f1[crossed]))
        point = at.astype(float)
        point[:, axis] += share
        b, c = (axis + 1) % 3, (axis + 2) % 3
        around = []
        for db, dc in ((0, 0), (1, 0), (1, 1), (0, 1)):
            cell_index = at.copy()
            cell_index[:, b] -= db
            cell_index[:, c] -= dc
            np.add.at(total, tuple(cell_index.T), point)
            np.add.at(crossings, tuple(cell_index.T), 1)
            around.append(np.ravel_multi_index(tuple(cell_index.T), cells))
        quad = np.stack(around, -1)
        leaving = inside[tuple(behind)][crossed]
        quads.append(np.where(leaving[:, None], quad, quad[:, ::-1]))
    quads = np.concatenate(quads)
    used = np.flatnonzero(crossings.ravel())
    index = np.full(crossings.size, -1)
    index[used] = np.arange(len(used))
    vertices = total.reshape(-1, 3)[used] / crossings.ravel()[used, None]
    return low + cell * vertices, index[quads]


def drawn_onto(value: Implicit, points: np.ndarray, quads: np.ndarray, step: float, rounds: int = 4) -> np.ndarray:
    """Return the vertices evened out among their neighbours and drawn onto the surface, at most `step` a round."""
    points = points.copy()
    a = np.concatenate([quads[:, i] for i in range(4)])
    b = np.concatenate([quads[:, (i + 1) % 4] for i in range(4)])
    degree = np.bincount(a, minlength=len(points)) + np.bincount(b, minlength=len(points))
    for i in range(rounds):
        if i < rounds - 2:
            total = np.zeros_like(points)
            np.add.at(total, a, points[b])
            np.add.at(total, b, points[a])
            points += 0.5 * (total / degree[:, None] - points)
        for _ in range(2):
            f = value(points)
            slope = np.stack([(value(points + e) - value(points - e)) / 0.1 for e in np.eye(3) * 0.05], -1)
            move = -f[:, None] * slope / np.maximum((slope**2).sum(1, keepdims=True), 1e-3)
            length = np.linalg.norm(move, axis=1, keepdims=True)
            points += move * np.minimum(1, step / np.maximum(length, 1e-12))
    return points
