"""Walking a polygon mesh along its edges: lines between vertices, and the faces that such lines enclose."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from facings.scenes.face.geometry import point_tree

_STRAY_M = 0.0008
"""At this distance from the curve that it is to follow, a way costs twice its length."""


class EdgeGraph:
    """The edges of a mesh, with their lengths in the shape that it was made with."""

    def __init__(self, vertices_m: np.ndarray, corners: np.ndarray, starts: np.ndarray) -> None:
        self._vertices = np.asarray(vertices_m, np.float64)
        sizes = np.diff(np.append(starts, len(corners)))
        self.face_of_corner = np.repeat(np.arange(len(starts)), sizes)
        self.corners = np.asarray(corners, np.int64)
        following = np.arange(1, len(corners) + 1)
        following[starts + sizes - 1] = starts
        # The directed edge from each corner to the next one of its face.
        self.edge_from, self.edge_to = self.corners, self.corners[following]
        self.faces = len(starts)

    @cached_property
    def edges(self) -> np.ndarray:
        """(E, 2) int64: every edge once, the smaller vertex first."""
        return np.unique(np.sort(np.stack([self.edge_from, self.edge_to], 1), 1), axis=0)

    @cached_property
    def normals(self) -> np.ndarray:
        """(V, 3) float64: unit normals, the faces' areas as weights; zero where a vertex has no face."""
        origin = self._vertices[self.corners[np.searchsorted(self.face_of_corner, self.face_of_corner)]]
        area = np.cross(self._vertices[self.edge_from] - origin, self._vertices[self.edge_to] - origin)
        face_area = np.zeros((self.faces, 3))
        np.add.at(face_area, self.face_of_corner, area)
        normals = np.zeros_like(self._vertices)
        np.add.at(normals, self.corners, face_area[self.face_of_corner])
        return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)

    @cached_property
    def hollowness(self) -> np.ndarray:
        """(V,) float64: how far the neighbours' mean rises over the vertex, per edge length; above 0 where it is concave."""
        count = np.bincount(self.edges.ravel(), minlength=len(self._vertices))
        total, length = np.zeros_like(self._vertices), np.zeros(len(self._vertices))
        for a, b in (self.edges.T, self.edges.T[::-1]):
            step = self._vertices[b] - self._vertices[a]
            np.add.at(total, a, step)
            np.add.at(length, a, np.linalg.norm(step, axis=1))
        return (total * self.normals).sum(1) / np.maximum(length, 1e-30) * (count > 0)

    @cached_property
    def diagonals(self) -> np.ndarray:
        """(D, 2) int64: both diagonals of every quad, the smaller vertex first."""
        sizes = np.bincount(self.face_of_corner, minlength=self.faces)
        quads = self.corners[np.repeat(sizes == 4, sizes)].reshape(-1, 4)
        return np.sort(np.concatenate([quads[:, [0, 2]], quads[:, [1, 3]]]), 1)

    def path(self, first: int, last: int, cost: np.ndarray | None = None, diagonals: bool = False) -> np.ndarray:
        """Return the vertices of the cheapest way along edges, each costing its length times its ends' mean `cost` (V,).

        With `diagonals` the way may cross quads from corner to corner.
        """
        a, b = (np.concatenate([self.edges, self.diagonals]) if diagonals else self.edges).T
        length = np.linalg.norm(self._vertices[a] - self._vertices[b], axis=1) + 1e-9
        if cost is not None:
            length = length * (cost[a] + cost[b]) / 2
        graph = csr_matrix((length, (a, b)), shape=(len(self._vertices),) * 2)
        _, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
        way = [last]
        while way[-1] != first:
            way.append(int(before[way[-1]]))
            if way[-1] < 0:
                raise ValueError(f"No edges lead from vertex {first} to {last}.")
        return np.array(way[::-1])

    def along(self, stations: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return the vertices of a way, quads' diagonals among it, that keeps to the smooth curve through its stations."""
        points = self._vertices[list(stations)]
        at = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
        curve = make_interp_spline(at, points, k=min(3, len(points) - 1))(np.linspace(0, at[-1], 50 * len(points)))
        cost = 1 + (point_tree(curve).query(self._vertices)[0] / _STRAY_M) ** 2
        parts = [self.path(a, b, cost, diagonals=True)[:-1] for a, b in pairwise(stations)]
        return np.concatenate([*parts, [stations[-1]]])

    def trace(self, stations: Sequence[int] | np.ndarray, closed: bool = False, cost: np.ndarray | None = None) -> np.ndarray:
        """Return the vertices of a line through the stations; a closed one does not repeat its first vertex."""
        stations = list(stations) + ([stations[0]] if closed else [])
        parts = [self.path(a, b, cost)[:-1] for a, b in pairwise(stations)]
        return np.concatenate(parts + ([] if closed else [np.array([stations[-1]])]))

    def nearest(self, point_m: Sequence[float] | np.ndarray, outward: Sequence[float] | None = None) -> int:
        """Return the vertex closest to a point, of those whose normal has the direction `outward`."""
        distance = np.linalg.norm(self._vertices - np.asarray(point_m), axis=1)
        usable = np.linalg.norm(self.normals, axis=1) > 0.5
        if outward is not None:
            usable &= self.normals @ np.asarray(outward, np.float64) > 0.1
        return int(np.argmin(np.where(usable, distance, np.inf)))

    def nearest_open(self, vertex: int) -> int:
        """Return the vertex of the mesh's rim that is closest to `vertex`."""
        used = self.edges[self._faces_of_edges == 1].ravel()
        return int(used[np.argmin(np.linalg.norm(self._vertices[used] - self._vertices[vertex], axis=1))])

    @cached_property
    def _faces_of_edges(self) -> np.ndarray:
        return np.unique(np.sort(np.stack([self.edge_from, self.edge_to], 1), 1), axis=0, return_counts=True)[1]

    def patches(self, lines: Iterable[np.ndarray]) -> np.ndarray:
        """Return (F,) int: which patch each face lies in when the mesh is cut along lines of vertices."""
        cut = {(min(a, b), max(a, b)) for line in lines for a, b in pairwise(line.tolist())}
        low, high = np.minimum(self.edge_from, self.edge_to), np.maximum(self.edge_from, self.edge_to)
        order = np.lexsort((high, low))
        one, other = order[:-1], order[1:]
        joined = (low[one] == low[other]) & (high[one] == high[other])
        one, other = one[joined], other[joined]
        free = np.array([edge not in cut for edge in zip(low[one].tolist(), high[one].tolist(), strict=True)], bool)
        a, b = self.face_of_corner[one[free]], self.face_of_corner[other[free]]
        return connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(self.faces,) * 2), directed=False)[1]

    def patch_at(self, lines: Iterable[np.ndarray], vertex: int) -> np.ndarray:
        """Return (F,) bool: the faces of the patch that `vertex`, on none of the lines, lies in."""
        patch = self.patches(lines)
        return patch == patch[self.face_of_corner[self.corners == vertex][0]]

    def smoothed(self, values: np.ndarray, rounds: int) -> np.ndarray:
        """Return (V, ...) values after so many times taking the mean of each vertex and its neighbours' mean."""
        a, b = self.edges.T
        count = len(self._vertices)
        graph = coo_matrix((np.ones(2 * len(a)), (np.append(a, b), np.append(b, a))), shape=(count, count)).tocsr()
        degree = np.maximum(np.asarray(graph.sum(1)).ravel(), 1)
        values = np.array(values, np.float64)
        shape = (-1,) + (1,) * (values.ndim - 1)
        alone = np.asarray(graph.sum(1)).reshape(shape) == 0
        for _ in range(rounds):
            values = np.where(alone, values, (values + (graph @ values) / degree.reshape(shape)) / 2)
        return values
