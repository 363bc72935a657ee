"""The head model: one description that both packs are converted into, and that everything after them works from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

SIDES = ("right", "left")
"""The subject's own; wherever something comes in pairs, the right one is first."""

PARTS = ("skin", "teeth", "gums", "tongue", "mouth")
"""What a face of the mesh is made of; `mouth` is the lining behind the lips.
Eyeballs are no part of the mesh: see `facings.scenes.face.eyes`."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Sparse linear displacements by name."""

    names: tuple[str, ...]
    starts: np.ndarray
    """(len(names) + 1,) int64: the entries of mode k are starts[k] : starts[k + 1]."""
    vertices: np.ndarray
    """(E,) int32."""
    offsets_m: np.ndarray
    """(E, 3) float16 or float32."""

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.names)}

    def _axes(self, vertices: int) -> list[csr_matrix]:
        """Return, for X, Y and Z, a matrix that takes weights of the modes to displacements; kept from the first call on."""
        if "matrices" not in self.__dict__:
            shape, starts = (len(self.names), vertices), self.starts.astype(np.int32)
            columns = np.ascontiguousarray(self.offsets_m.T, np.float32)
            self.__dict__["matrices"] = [csr_matrix((column, self.vertices, starts), shape=shape) for column in columns]
        return self.__dict__["matrices"]

    def vector(self, weights: Mapping[str, float]) -> np.ndarray:
        """Return (len(names),) float64. Raises KeyError naming an unknown mode."""
        result = np.zeros(len(self.names))
        for name, weight in weights.items():
            result[self._place[name]] += weight
        return result

    def add(self, vertices_m: np.ndarray, weights: Mapping[str, float]) -> None:
        """Add the weighted modes to (V, 3) float64 vertices in place. Raises KeyError naming an unknown mode."""
        vector = self.vector(weights)
        if vector.any():
            for axis, matrix in enumerate(self._axes(len(vertices_m))):
                vertices_m[:, axis] += vector @ matrix

    def mode(self, name: str, vertices: int) -> np.ndarray:
        """Return (vertices, 3) float64: one mode's displacements."""
        dense = np.zeros((vertices, 3))
        self.add(dense, {name: 1.0})
        return dense


def sparse_basis(names: tuple[str, ...], offsets_m: np.ndarray, least_m: float) -> Basis:
    """Return the basis of dense modes (K, V, 3); displacements below `least_m` along every axis are left out."""
    moved = np.abs(offsets_m).max(2) > least_m
    mode, vertices = np.nonzero(moved)
    starts = np.searchsorted(mode, np.arange(len(names) + 1)).astype(np.int64)
    return Basis(tuple(names), starts, vertices.astype(np.int32), offsets_m[moved].astype(np.float16))


@dataclass(frozen=True, eq=False)
class HeadModel:
    """A head with neck and the shoulders' beginning; body frame (see `facings.scenes.face.geometry`), mouth shut."""

    name: str
    """'ict' or 'makehuman'."""
    sha256: str
    """Of the converted file: equal values, equal heads."""
    vertices_m: np.ndarray
    """(V, 3) float32: the mean neutral head."""
    corners: np.ndarray
    """(C,) int32."""
    starts: np.ndarray
    """(F,) int32."""
    uv: np.ndarray
    """(C, 2) float32: one chart for all skin in 0..1 without overlaps, the face large in its middle; v upwards."""
    part: np.ndarray
    """(F,) uint8: index into `PARTS`."""
    region: np.ndarray
    """(F,) uint8: parsing class (`facings.scenes.face.semantics`): skin, nose, ears, lips, mouth interior, neck."""
    landmarks: np.ndarray
    """(68,) int32 vertices in iBUG's order (the subject's right side first)."""
    contour_paths: np.ndarray
    """(17, P) int32: for each jaw landmark the vertices of a line around the head through it, from behind the jaw (first)
    towards the nose (last); the silhouette as an annotator sees it crosses each line once."""
    canonical_m: np.ndarray
    """(V, 3) float32: where the vertex would lie on the reference head (the mean ICT head), by a smooth warp that matches
    landmarks, ears, scalp and neck: masks over the head, hairlines and beards are written once, in these coordinates."""
    identity: Basis
    """ICT: 100 modes `identity000`...; MakeHuman: macro targets and facial details under their own names."""
    expression: Basis
    """ARKit's 52 names (`jawOpen`, `eyeBlinkLeft`, ...; left and right are the subject's), as far as the pack has them."""
    missing_expressions: tuple[str, ...]
    """ARKit names without a counterpart in this pack."""
    skin_weights: np.ndarray
    """(V, 4) float32: how much a vertex follows the joints neck 1, 2, 3 and head; what is left to 1 stays with the torso."""
    joint_rings: tuple[np.ndarray, ...]
    """Four arrays of vertices: the mean of each is the pivot of the joint of the same number."""
    eyeball_vertices: tuple[np.ndarray, np.ndarray]
    """Right, left: skin vertices of the lids and socket, or of the pack's own eyeball, that carry the eyeball along with the
    identity; see `eye_fit`."""
    eye_fit: np.ndarray
    """(2, 4) float32: eyeball centre minus the mean of `eyeball_vertices` in metres, and the radius in the mean head."""
    lid_upper: tuple[np.ndarray, np.ndarray]
    """Right, left: int32 vertices of the upper lid's margin from the outer to the inner corner."""
    lid_lower: tuple[np.ndarray, np.ndarray]
    """The lower lid's margin, likewise; first and last vertex are shared with the upper one."""
    lip_outer: np.ndarray
    """(n,) int32: closed loop around the lips, from the subject's right corner over the upper lip."""
    lip_inner: np.ndarray
    """(m,) int32: closed loop where the lips meet, likewise."""
    subdivision: int
    """Catmull-Clark levels at which the mesh renders smoothly."""

    @cached_property
    def skin_vertices(self) -> np.ndarray:
        """(n,) int64: vertices of the skin, rising."""
        sizes = np.diff(np.append(self.starts, len(self.corners)))
        return np.unique(self.corners[np.repeat(self.part == PARTS.index("skin"), sizes)])
