"""Cutting quads in two where a line crosses them from corner to corner."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np


def split_quads(corners: np.ndarray, starts: np.ndarray,
                lines: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the mesh with every quad cut whose diagonal one of the lines of vertices takes.

    The result is each new face's first corner, the old corner that each new corner was, and the old face that each new face
    was: enough to carry over whatever corners and faces hold.
    """
    steps = {_pair(a, b) for line in lines for a, b in pairwise(line.tolist())}
    sizes, vertices = np.diff(np.append(starts, len(corners))), corners.tolist()
    pieces, old_faces = [], []
    for face, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
        around = list(range(start, start + size))
        crossed = [k for k in (0, 1) if size == 4 and _pair(vertices[start + k], vertices[start + k + 2]) in steps]
        if crossed:
            a, b, c, d = around[crossed[0]:] + around[:crossed[0]]
            pieces += [[a, b, c], [c, d, a]]
            old_faces += [face, face]
        else:
            pieces.append(around)
            old_faces.append(face)
    new_sizes = np.array([len(piece) for piece in pieces])
    return np.cumsum(new_sizes) - new_sizes, np.concatenate(pieces), np.array(old_faces)


def _pair(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)
