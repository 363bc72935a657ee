"""One step of Catmull-Clark subdivision as a matrix, so that it can be applied to shapes and to displacements alike.

E. Catmull and J. Clark, "Recursively generated B-spline surfaces on arbitrary topological meshes", 1978; open borders follow
the cubic B-spline of their own edges (DeRose et al. 1998), which is what Blender does.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack

_MOST_VERTICES = 2**31


@dataclass(frozen=True, eq=False)
class Refinement:
    """What subdividing some quads of a mesh once does to all of it."""

    matrix: csr_matrix
    """(W, V): new positions from old ones: the old vertices (in place), then a vertex an edge, then a vertex a face."""
    quads: np.ndarray
    """(4 F, 4) int32: the four children of each face one after the other; child k keeps the face's corner k first."""
    edges: np.ndarray
    """(E, 2): the old edges, smaller vertex first, rising."""
    edge_vertex: np.ndarray
    """(E,): the new vertex of each."""

    def on_edges(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the new vertices between old neighbours. Raises ValueError where two are none."""
        key = np.minimum(a, b).astype(np.int64) * _MOST_VERTICES + np.maximum(a, b)
        known = self.edges[:, 0].astype(np.int64) * _MOST_VERTICES + self.edges[:, 1]
        place = np.minimum(np.searchsorted(known, key), len(known) - 1)
        if (known[place] != key).any():
            raise ValueError("A line of the MakeHuman head leaves the edges of its mesh.")
        return self.edge_vertex[place]


def refine(quads: np.ndarray, count: int) -> Refinement:
    """Return the refinement of (F, 4) quads in a mesh of `count` vertices; vertices of none of them stay as they are."""
    faces = len(quads)
    sides = np.stack([quads, np.roll(quads, -1, 1)], -1).reshape(-1, 2)
    edges, side_edge, uses = np.unique(np.sort(sides, 1), axis=0, return_inverse=True, return_counts=True)
    side_edge, border = side_edge.ravel(), uses == 1

    def matrix(rows: np.ndarray, columns: np.ndarray, height: int, width: int = count) -> csr_matrix:
        return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(height, width))

    of_face = matrix(np.repeat(np.arange(faces), 4), quads.ravel(), faces) * 0.25
    ends = matrix(np.repeat(np.arange(len(edges)), 2), edges.ravel(), len(edges))
    beside = matrix(side_edge, np.repeat(np.arange(faces), 4), len(edges), faces)
    inner = (ends + beside @ of_face) * 0.25
    of_edge = diags(border.astype(float)) @ (ends * 0.5) + diags((~border).astype(float)) @ inner

    around = matrix(quads.ravel(), np.repeat(np.arange(faces), 4), count, faces)
    valence = np.asarray(around.sum(1)).ravel()
    n = np.maximum(valence, 1)
    touching = ends.T.tocsr()
    degree = np.maximum(np.asarray(touching.sum(1)).ravel(), 1)
    smooth = (diags(1 / n ** 2) @ (around @ of_face) + diags(2 / (n * degree)) @ (touching @ (ends * 0.5))
              + diags((n - 3) / n))
    at_border = np.zeros(count, bool)
    at_border[edges[border].ravel()] = True
    along = (touching @ diags(border.astype(float)) @ ends) * 0.125 + diags(np.full(count, 0.5))
    still = valence == 0
    of_vertex = (diags((~at_border & ~still).astype(float)) @ smooth + diags((at_border & ~still).astype(float)) @ along
                 + diags(still.astype(float)))

    edge_vertex = count + np.arange(len(edges))
    middle = count + len(edges) + np.arange(faces)
    side = edge_vertex[side_edge].reshape(-1, 4)
    children = np.stack([quads, side, np.repeat(middle[:, None], 4, 1), np.roll(side, 1, 1)], -1).reshape(-1, 4)
    return Refinement(csr_matrix(vstack([of_vertex, of_edge, of_face])), children.astype(np.int32), edges, edge_vertex)


def refine_uv(uv: np.ndarray) -> np.ndarray:
    """Return (4 F, 4, 2) texture coordinates of the children of (F, 4, 2) faces, halved straight."""
    side = (uv + np.roll(uv, -1, 1)) / 2
    middle = np.repeat(uv.mean(1, keepdims=True), 4, 1)
    return np.stack([uv, side, middle, np.roll(side, 1, 1)], 2).reshape(-1, 4, 2)
