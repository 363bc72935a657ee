"""How far a point lies from the head and shoulders, and which way is out: a grid that is made once for each head model."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from facings.scenes.face.geometry import lengths, point_tree

CELL_M = 0.004
LOW_M = np.array([-0.24, -0.12, -0.42])
HIGH_M = np.array([0.24, 0.30, 0.20])
_EAR_M, _DOME_M = np.array([0.068, 0.076, -0.012]), np.array([0.026, 0.056, 0.080])
_COARSE, _NEAR_M = 4, 0.026

# Sections of the torso by height: half the width, half the depth, the middle's y. The neck's root is the reference head's own
# bust; shoulders follow adult proportions (biacromial breadth about 0.38 m) with a shirt's thickness upon them.
_TORSO_Z_M = np.array([-0.40, -0.30, -0.25, -0.225, -0.205, -0.190, -0.175, -0.160, -0.145, -0.130, -0.115])
_TORSO_WIDTH_M = np.array([0.200, 0.205, 0.204, 0.198, 0.184, 0.165, 0.138, 0.112, 0.088, 0.070, 0.030])
_TORSO_DEPTH_M = np.array([0.118, 0.112, 0.103, 0.096, 0.087, 0.079, 0.070, 0.062, 0.055, 0.047, 0.020])
_TORSO_Y_M = np.array([0.078, 0.083, 0.090, 0.094, 0.098, 0.101, 0.102, 0.102, 0.100, 0.098, 0.098])


@dataclass(frozen=True, eq=False)
class DistanceField:
    """Signed distances on a grid over `LOW_M` to `HIGH_M`, canonical coordinates."""

    values: np.ndarray
    """(X, Y, Z, 4) float32: metres outside (negative inside), and the unit vector outwards."""

    def __call__(self, point_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (...,) distances in metres and (..., 3) unit vectors outwards, to first order about the nearest node."""
        # Axis by axis: arrays of three columns are worked on three numbers at a time.
        index, away = np.int64(0), []
        for axis, (low, size) in enumerate(zip(LOW_M, self.values.shape[:3], strict=True)):
            along = point_m[..., axis]
            place = np.clip(np.rint((along - low) / CELL_M).astype(np.int64), 0, size - 1)
            index = index * size + place
            away.append(along - (low + place * CELL_M))
        found = self.values.reshape(-1, 4).take(index, axis=0)
        x, y, z = (off * found[..., 1 + axis] for axis, off in enumerate(away))
        return found[..., 0] + ((x + y) + z), found[..., 1:]


@dataclass(frozen=True, eq=False)
class OverEars:
    """A field in which smooth domes lie over the ears: hair that covers them shows no ear's outline."""

    field: DistanceField

    def __call__(self, point_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return distances and ways out as `DistanceField` does."""
        distance, out = self.field(point_m)
        side = np.where(point_m[..., :1] < 0, -1.0, 1.0) * np.array([1.0, 0, 0]) + np.array([0, 1.0, 1.0])
        offset = (point_m * side - _EAR_M) / _DOME_M
        ratio = lengths(offset)
        slope = offset / _DOME_M
        steep = np.maximum(lengths(slope), 1e-9)
        dome = ratio * (ratio - 1) / steep
        nearer = dome < distance
        return np.where(nearer, dome, distance), np.where(nearer[..., None], slope * side / steep[..., None], out)


def measure(vertices_m: np.ndarray, triangles: np.ndarray) -> DistanceField:
    """Return the field of a head's skin, (V, 3) canonical vertices and (T, 3) triangles facing out, with a torso below it."""
    point, normal = _dense_samples(vertices_m, triangles)
    counts = np.rint((HIGH_M - LOW_M) / CELL_M).astype(int) + 1
    axes = [low + CELL_M * np.arange(count) for low, count in zip(LOW_M, counts, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    signed = _head_distance_m(grid, point, normal)
    # Below the bust's cut edge the sign of the nearest sample means nothing: there the torso alone counts.
    signed = np.where(grid[..., 2] < vertices_m[:, 2].min() + 0.03, np.abs(signed), signed)
    inside = _torso_ratio(grid) < 1
    torso = CELL_M * (_cells_from(~inside) - _cells_from(inside))
    signed = np.minimum(signed, ndimage.gaussian_filter(torso, 2.0))
    slopes: Any = np.gradient(signed, CELL_M)
    out = np.stack(slopes, -1)
    # Where two surfaces are equally far the way out jumps; hair glides.
    far = np.clip((signed - 0.004) / 0.008, 0, 1)[..., None]
    out = out * (1 - far) + ndimage.gaussian_filter(out, (1.5, 1.5, 1.5, 0)) * far
    out /= np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-6)
    return DistanceField(np.concatenate([signed[..., None], out], -1).astype(np.float32))


def _cells_from(free: np.ndarray) -> np.ndarray:
    """Return how many cells each of the (X, Y, Z) bool `free` lies from the nearest that is not."""
    return np.asarray(ndimage.distance_transform_edt(free), np.float64)


def _head_distance_m(grid: np.ndarray, point: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return (X, Y, Z) signed distances of the grid's nodes from sampled skin: exact near it, interpolated far off."""
    tree = point_tree(point)

    def measured(where: np.ndarray) -> np.ndarray:
        distance, nearest = tree.query(where, workers=-1)
        along = np.einsum("ij,ij->i", where - point[nearest], normal[nearest])
        # Close to the skin the distance to its plane is exact, farther off the distance to the sample is.
        near = np.clip((distance - 0.004) / 0.004, 0, 1)
        return np.where(along < 0, -1, 1) * distance * near + along * (1 - near)

    coarse = grid[::_COARSE, ::_COARSE, ::_COARSE]
    rough = measured(coarse.reshape(-1, 3)).reshape(coarse.shape[:3])
    node = np.meshgrid(*(np.arange(n) / _COARSE for n in grid.shape[:3]), indexing="ij")
    signed = ndimage.map_coordinates(rough, node, order=1, mode="nearest")
    near = np.abs(signed) < _NEAR_M
    signed[near] = measured(grid[near])
    return signed


def _dense_samples(vertices_m: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points on the triangles no more than about 1.5 mm apart, with smooth unit normals."""
    corner = vertices_m[triangles].astype(np.float64)
    cross = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normal = np.zeros_like(vertices_m, np.float64)
    for k in range(3):
        np.add.at(normal, triangles[:, k], cross)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    longest = np.linalg.norm(corner - np.roll(corner, 1, 1), axis=2).max(1)
    points, normals = [], []
    for pieces in range(1, 9):
        chosen = np.clip(np.ceil(longest / 0.0015), 1, 8) == pieces
        a, b = np.meshgrid(np.arange(pieces + 1), np.arange(pieces + 1))
        inside = (a + b) <= pieces
        weight = np.stack([pieces - a[inside] - b[inside], a[inside], b[inside]], -1) / pieces
        points.append(np.einsum("sk,tkc->tsc", weight, corner[chosen]).reshape(-1, 3))
        normals.append(np.einsum("sk,tkc->tsc", weight, normal[triangles[chosen]]).reshape(-1, 3))
    normals = np.concatenate(normals)
    points = np.concatenate(points)
    # Lids and ears are meshed far more finely than that.
    _, first = np.unique(np.floor(points / 0.0012).astype(np.int64) @ [1, 4096, 4096**2], return_index=True)
    points, normals = points[first], normals[first]
    return points, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def _torso_ratio(point_m: np.ndarray) -> np.ndarray:
    """Return (...,) how far out (..., 3) points lie: below 1 inside the torso (a soft shape under any garment), else above."""
    z = point_m[..., 2]
    width, depth, middle = (np.interp(z, _TORSO_Z_M, values) for values in (_TORSO_WIDTH_M, _TORSO_DEPTH_M, _TORSO_Y_M))
    ratio = (np.abs(point_m[..., 0] / width) ** 2.4 + np.abs((point_m[..., 1] - middle) / depth) ** 2.4) ** (1 / 2.4)
    return np.where(z > _TORSO_Z_M[-1], np.inf, ratio)
