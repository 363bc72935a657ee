"""An oracle of how deep points lie in the skin, by the nearest of densely sampled skin points."""

import numpy as np
from scipy.spatial import cKDTree

from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape

_REACH_M = 0.007
"""Farther from any skin a point is no accident of the fit: folds of lids and lips have other skin behind them."""


class SkinDistance:
    """The skin of one unposed head."""

    def __init__(self, shape: HeadShape) -> None:
        model = shape.model
        surface = Mesh(shape.unposed_m, model.corners, model.starts)
        corners = shape.unposed_m.astype(float)[surface.triangles[(model.part == 0)[surface.triangle_face]]]
        # The shoulders are far from all that is tested.
        corners = corners[corners[:, :, 2].max(1) > -0.17]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-15)
        weights = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]], float)
        weights /= weights.sum(1, keepdims=True)
        self._points = np.einsum("kc,tcd->tkd", weights, corners).reshape(-1, 3)
        self._normals = np.repeat(normals, len(weights), 0)
        self._tree = cKDTree(self._points)

    def depth_m(self, points_m: np.ndarray) -> np.ndarray:
        """Return (n,): how deep points (n, 3) lie under the skin, 0 outside."""
        distance, near = self._tree.query(points_m)
        height = np.einsum("ij,ij->i", points_m - self._points[near], self._normals[near])
        inside = (height < 0) & (-height > 0.35 * distance) & (distance < _REACH_M)
        return np.where(inside, -height, 0.0)

    def distance_m(self, points_m: np.ndarray) -> np.ndarray:
        """Return (n,): how far points (n, 3) lie from the skin."""
        return self._tree.query(points_m)[0]
