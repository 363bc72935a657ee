"""How many triangles of a mesh lie over each pixel's centre, told from its outline alone.

A projected triangle is the sum of its directed edges' crossings, row by row. Of two neighbours that both face the camera, or
both turn away, those of the common edge cancel: what remains are the edges between the two kinds and the mesh's borders, some
hundred of ten thousand. A pixel is covered as often as the crossings to its left add up to.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

_BLOCK = 32
"""Triangles that are looked for together."""


@dataclass(frozen=True)
class Triangles:
    """A mesh in its object's own frame, scale not yet applied."""

    key: str
    """Equal keys mean equal geometry within one run."""
    vertices_m: np.ndarray
    """(V, 3) float32."""
    triangles: np.ndarray
    """(T, 3) int32."""

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Minimum and maximum corner, (3,) each."""
        return self.vertices_m.min(0).astype(float), self.vertices_m.max(0).astype(float)


class Surface:
    """What of a mesh does not depend on the eye that sees it; all in the mesh's own frame."""

    def __init__(self, mesh: Triangles) -> None:
        self.vertices_m = mesh.vertices_m
        """(V, 3) float32."""
        triangles, corners = mesh.triangles, mesh.vertices_m.astype(float)[mesh.triangles]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self._planes = np.column_stack([normals, -(normals * corners[:, 0]).sum(1)]).astype(np.float32)
        """(T, 4): positive times (x, y, z, 1) of a point that sees the triangle's front."""
        order = _along_a_curve(corners.mean(1))
        self._triangles, corners = triangles[order], corners[order]
        """(T, 3), and what encloses each and each block of them: not in the mesh's order."""
        self._spheres = _spheres(corners).astype(np.float32)
        padded = np.concatenate([corners, np.repeat(corners[-1:], -len(corners) % _BLOCK, 0)])
        self._block_spheres = _spheres(padded.reshape(-1, 3 * _BLOCK, 3))
        start, end = triangles.ravel(), np.roll(triangles, -1, 1).ravel()
        owner = np.repeat(np.arange(len(triangles), dtype=np.int32), 3)
        edge = np.minimum(start, end).astype(np.int64) * len(self.vertices_m) + np.maximum(start, end)
        order = np.argsort(edge)
        edge, start, end, owner = edge[order], start[order], end[order], owner[order]
        first = np.flatnonzero(np.diff(edge, prepend=-1))
        pair = first[np.diff(first, append=len(edge)) == 2]
        pair = pair[start[pair] == end[pair + 1]]
        self._shared = np.stack([start[pair], end[pair], owner[pair], owner[pair + 1]])
        """(4, P): start and end of an edge, the triangle that runs along it, and the one that runs against it."""
        alone = np.ones(len(edge), bool)
        alone[pair] = alone[pair + 1] = False
        self._alone = np.stack([start[alone], end[alone], owner[alone]])
        """(3, S): start and end of each edge that two such triangles do not share, and whose it is."""

    def outline(self, eye: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the edges that count as `eye`, (3,), sees the mesh: vertex numbers (2, E), and how much each counts, (E,).

        A triangle that is wrongly taken to face the eye, for it is seen edge on, is as thin as single precision.
        """
        front = self._planes @ np.append(eye, 1).astype(np.float32) > 0
        along = front.take(self._shared[2])
        kept = np.flatnonzero(along != front.take(self._shared[3]))
        weights = np.concatenate([np.where(along[kept], 2, -2), np.where(front[self._alone[2]], 1, -1)])
        return np.concatenate([self._shared[:2, kept], self._alone[:2]], 1), weights.astype(np.int32)

    def near(self, eye: np.ndarray, directions: np.ndarray) -> np.ndarray:
        """Return the corners, (n, 3, 3), of all triangles that rays from `eye`, (3,), along (k, 3) could meet, and more."""
        directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
        blocks = _passed(self._block_spheres, eye, directions)
        numbers = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
        numbers = numbers[numbers < len(self._spheres)]
        passed = numbers[_passed(self._spheres[numbers], eye, directions)]
        return self.vertices_m[self._triangles[passed]]


def coverage(start_px: np.ndarray, end_px: np.ndarray, weights: np.ndarray, size_wh: tuple[int, int],
             margin_px: float) -> tuple[np.ndarray, np.ndarray]:
    """Return where a window's pixel centres are covered, (H, W) bool, and which of them are unsure, flat and ascending.

    The edges are those of `Surface.outline`, (E, 2) pixels each, from the window's top-left corner. A pixel is unsure where
    the edges that pass within `margin_px` of its centre could decide.
    """
    width, height = size_wh
    (xa, ya), (xb, yb) = start_px.T, end_px.T
    top, bottom = np.minimum(ya, yb), np.maximum(ya, yb)
    row_0 = np.maximum(np.ceil(top - margin_px - 0.5), 0).astype(int)
    row_1 = np.minimum(np.floor(bottom + margin_px - 0.5), height - 1).astype(int)
    edge, step = _spread(np.maximum(row_1 - row_0 + 1, 0))
    row = row_0[edge] + step
    y, top, bottom, ya, xa = row + 0.5, top[edge], bottom[edge], ya[edge], xa[edge]
    fall = (yb - start_px[:, 1])[edge]
    level = fall == 0
    slope = (xb[edge] - xa) / np.where(level, 1, fall)
    x = xa + (y - ya) * slope
    adds = weights[edge]
    adds = np.where(fall > 0, adds, -adds)
    crosses = (top <= y) & (y < bottom)
    counts = np.zeros((height, width + 1), np.int32)
    column = np.clip(np.ceil(x - 0.5), 0, width).astype(int)
    np.add.at(counts.reshape(-1), (row * (width + 1) + column)[crosses], adds[crosses])
    counts = counts.cumsum(1, out=counts)[:, :width]

    # Where a piece of an edge lies within the margin of a row's centres, and of which ones.
    left, right = np.minimum(start_px[:, 0], end_px[:, 0])[edge], np.maximum(start_px[:, 0], end_px[:, 0])[edge]
    above = np.clip(xa + (np.clip(y - margin_px, top, bottom) - ya) * slope, left, right)
    below = np.clip(xa + (np.clip(y + margin_px, top, bottom) - ya) * slope, left, right)
    column_0 = np.ceil(np.where(level, left, np.minimum(above, below)) - margin_px - 0.5)
    column_1 = np.floor(np.where(level, right, np.maximum(above, below)) + margin_px - 0.5)
    near = np.flatnonzero((column_0 <= column_1) & (column_1 >= 0) & (column_0 < width))
    column_0, column_1 = np.maximum(column_0[near], 0).astype(int), np.minimum(column_1[near], width - 1).astype(int)
    piece, step = _spread(column_1 - column_0 + 1)
    piece, column = near[piece], column_0[piece] + step
    # An edge takes away what it adds on this side; where it ends nearby, that is on either.
    takes = np.where(crosses[piece], np.where(column + 0.5 >= x[piece], adds[piece], -adds[piece]), np.abs(adds[piece]))
    if not len(piece):
        return counts > 0, piece
    pixel, which = np.unique(row[piece] * width + column, return_inverse=True)
    least = counts[pixel // width, pixel % width] - np.bincount(which, np.maximum(takes, 0), len(pixel))
    return counts > 0, pixel[least <= 0]


def _along_a_curve(points: np.ndarray) -> np.ndarray:
    """The numbers of (n, 3) points in an order in which neighbours lie together: Morton's (1966), 16 cells a side."""
    low = points.min(0)
    cells = ((points - low) * (15.999 / np.maximum(points.max(0) - low, 1e-30))).astype(np.int32)
    code = sum(((cells[:, axis] >> bit) & 1) << (3 * bit + axis) for bit in range(4) for axis in range(3))
    return np.argsort(code, kind="stable")


def _spheres(points: np.ndarray) -> np.ndarray:
    """(n, 4): centre and radius around each set of (n, k, 3) points."""
    centres = points.mean(1)
    return np.column_stack([centres, np.sqrt(((points - centres[:, None]) ** 2).sum(2).max(1))])


def _passed(spheres: np.ndarray, eye: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Numbers of the spheres (n, 4) that rays from an eye along unit directions (k, 3) meet, or pass closely."""
    towards = spheres[:, :3] - eye
    square = np.einsum("ij,ij->i", towards, towards)
    reach = spheres[:, 3] + 1e-5 * np.sqrt(square)
    return np.flatnonzero(square - reach ** 2 <= (np.abs(towards @ directions.T).max(1)) ** 2)


def _spread(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number k `lengths[k]` times, and a count from 0 for each."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    return owner, np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner]
