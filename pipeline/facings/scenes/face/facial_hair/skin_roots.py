"""Roots bound to the skin: places on triangles of the head's mesh, which follow identity and expression."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from scipy.sparse import csr_matrix

from facings.scenes.face.eyes.lid_contact import skin_faces
from facings.scenes.face.geometry import lengths
from facings.scenes.face.heads.model import HeadModel


@dataclass(frozen=True, eq=False)
class SkinRoots:
    """N places on a head's skin."""

    corners: np.ndarray
    """(N, 3) int32: vertices of the triangle that each lies on."""
    shares: np.ndarray
    """(N, 3): barycentric coordinates."""

    def of(self, values: np.ndarray) -> np.ndarray:
        """Return (N, k) interpolated values of the vertices (V, k)."""
        return np.einsum("nc,ncd->nd", self.shares, values[self.corners].astype(np.float64))

    def frames(self, vertices_m: np.ndarray) -> np.ndarray:
        """Return (N, 3, 3): rows are two tangents and the normal of each root's triangle."""
        a, b, c = (vertices_m[self.corners[:, k]].astype(np.float64) for k in range(3))
        first = unit(b - a)
        normal = unit(np.cross(b - a, c - a))
        return np.stack([first, np.cross(normal, first), normal], 1)

    def carried(self, directions: np.ndarray, before_m: np.ndarray, after_m: np.ndarray) -> np.ndarray:
        """Return (N, 3) directions turned as their triangles turn from the vertices `before_m` to `after_m`."""
        local = np.einsum("nij,nj->ni", self.frames(before_m), directions)
        return np.einsum("nij,ni->nj", self.frames(after_m), local)

    def taken(self, which: np.ndarray) -> "SkinRoots":
        """Return some of the roots."""
        return SkinRoots(self.corners[which], self.shares[which])


class SkinSheet:
    """The skin of one head model: its triangles, what regions they are of, and rays against it in canonical coordinates."""

    def __init__(self, model: HeadModel) -> None:
        self.triangles, faces = skin_faces(model)
        self.region = model.region[faces]
        self.canonical_m = model.canonical_m.astype(np.float64)
        rows = self.triangles.ravel()
        columns = np.repeat(np.arange(len(self.triangles)), 3)
        self._faces_of = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(model.vertices_m), len(self.triangles)))
        self._scene = EmbreeScene(robust=True)
        TriangleMesh(self._scene, np.ascontiguousarray(self.canonical_m, np.float32),
                     np.ascontiguousarray(self.triangles, np.int32))

    def normals(self, vertices_m: np.ndarray) -> np.ndarray:
        """Return (V, 3) unit normals, outwards, of the vertices in some shape of the head."""
        a, b, c = (vertices_m[self.triangles[:, k]].astype(np.float64) for k in range(3))
        return unit(self._faces_of @ np.cross(b - a, c - a))

    def hit(self, start_m: np.ndarray, direction: np.ndarray) -> tuple[SkinRoots, np.ndarray]:
        """Return where rays in canonical coordinates first meet the skin, and (N,) bool: which do."""
        result = self._scene.run(np.ascontiguousarray(start_m, np.float32), np.ascontiguousarray(direction, np.float32),
                                 output=True)
        met = result["primID"] >= 0
        corners = self.triangles[np.where(met, result["primID"], 0)]
        u, v = result["u"].astype(np.float64), result["v"].astype(np.float64)
        return SkinRoots(corners, np.stack([1 - u - v, u, v], 1)), met


_SHEETS: OrderedDict[str, SkinSheet] = OrderedDict()


def skin_sheet(model: HeadModel) -> SkinSheet:
    """Return the sheet of a model; those of the last four models are kept."""
    if model.sha256 not in _SHEETS:
        _SHEETS[model.sha256] = SkinSheet(model)
        while len(_SHEETS) > 4:
            _SHEETS.popitem(last=False)
    _SHEETS.move_to_end(model.sha256)
    return _SHEETS[model.sha256]


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return vectors of length 1 along the last axis."""
    return vectors / np.maximum(lengths(vectors), 1e-12)[..., None]
