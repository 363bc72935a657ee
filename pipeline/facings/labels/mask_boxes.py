"""Boxes around the pixels of a mask: the tight one, and the smallest rectangle, turned as it may be."""

import numpy as np


def tight_box(mask: np.ndarray) -> list[int] | None:
    """Return the COCO box [x, y, w, h] of an (H, W) bool mask, or None where it is empty."""
    if not mask.any():
        return None
    xs, ys = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return [int(xs[0]), int(ys[0]), int(xs[-1] - xs[0] + 1), int(ys[-1] - ys[0] + 1)]


def row_ends(mask: np.ndarray) -> np.ndarray:
    """Return the corners, (N, 2) float64, of the first and the last pixel of each row of an (H, W) bool mask."""
    rows = np.flatnonzero(mask.any(1))
    left, right = mask.argmax(1)[rows], mask.shape[1] - mask[:, ::-1].argmax(1)[rows]
    return np.concatenate([np.stack([column, row], 1) for column in (left, right) for row in (rows, rows + 1)]).astype(float)


def oriented_box(mask: np.ndarray, x: int = 0, y: int = 0) -> list[list[float]]:
    """Return the corners [[x, y] x 4] of the rectangle of least area around the whole pixels of a (H, W) bool mask.

    They go round clockwise in the picture and begin with the highest one, of two with the left one. `x` and `y` are where the
    mask's corner lies in the picture. One side lies along the hull (Freeman and Shapira 1975). Raises ValueError for an empty
    mask.
    """
    from scipy.spatial import ConvexHull

    ends = row_ends(mask)
    if not len(ends):
        raise ValueError("an empty mask has no rectangle")
    hull = ends[ConvexHull(ends).vertices]
    along = np.roll(hull, -1, 0) - hull
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], 1)
    # (E, N): how far each point lies along and across each side.
    reach, width = hull @ along.T, hull @ across.T
    best = int((np.ptp(reach, 0) * np.ptp(width, 0)).argmin())
    a, b = along[best], across[best]
    low_a, high_a, low_b, high_b = reach[:, best].min(), reach[:, best].max(), width[:, best].min(), width[:, best].max()
    # `across` is `along` turned clockwise in a picture whose y runs down.
    corners = np.array([p * a + q * b for p, q in ((low_a, low_b), (high_a, low_b), (high_a, high_b), (low_a, high_b))])
    corners = np.round(corners + (x, y), 6)
    first = int(np.lexsort((corners[:, 0], corners[:, 1]))[0])
    return np.roll(corners, -first, 0).tolist()
