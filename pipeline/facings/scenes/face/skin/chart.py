"""Where on the head each texel of the skin's texture lies: everything painted is a function of that place.

Because values depend on the place and not on the texture's coordinates, both sides of a seam agree and nothing is
stretched, whichever pack the head comes from.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import PARTS, HeadModel

MARGIN_PX = 6
"""So far beyond its border a chart goes on with the border's values, for filters that reach across it."""

_BATCH = 2_000_000


@dataclass(frozen=True, eq=False)
class Chart:
    """The texels that belong to skin, row by row from the texture's lower edge (Blender's order of pixels)."""

    size_px: int
    texels: np.ndarray
    """(N,) int32: place in the flattened square, ascending."""
    canonical_m: np.ndarray
    """(N, 3) float32: see `HeadModel.canonical_m`; continued straight on in the margin."""
    border_px: np.ndarray
    """(N,) float32: distance to the chart's border; 0 in the margin beyond it."""
    spacing_m: np.ndarray
    """(N,) float32: side of a square on the reference head as large as what the texel covers."""


def chart(model: HeadModel, size_px: int) -> Chart:
    """Return the skin's texels in a square texture of this size."""
    place = _rasterised(model, size_px)
    inside = ~np.isnan(place[..., 0])
    border: Any = ndimage.distance_transform_edt(inside)
    found: Any = ndimage.distance_transform_edt(~inside, return_indices=True)
    beyond, nearest = found
    texels = np.flatnonzero(beyond.ravel() <= MARGIN_PX).astype(np.int32)
    row, column = (axis.ravel()[texels] for axis in nearest)
    upwards, across = _steps(place)
    # Beyond the border the surface goes on straight, so that a filter finds the border's own value on the border.
    ahead = np.stack([texels // size_px - row, texels % size_px - column], -1).astype(np.float32)
    outside = place[row, column] + ahead[:, :1] * upwards[row, column] + ahead[:, 1:] * across[row, column]
    spacing = np.sqrt(np.linalg.norm(np.cross(upwards[row, column], across[row, column]), axis=-1))
    return Chart(size_px, texels, outside.astype(np.float32), border.ravel()[texels].astype(np.float32),
                 spacing.astype(np.float32))


def _steps(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how places change from row to row and from column to column, (S, S, 3) each."""
    steps = []
    for axis in (0, 1):
        ahead = np.diff(place, axis=axis, append=np.float32(np.nan))
        behind = np.roll(ahead, 1, axis)
        # Differences over the border are NaN: there the one-sided ones count.
        steps.append(np.where(np.isnan(ahead), np.where(np.isnan(behind), np.float32(0), behind), ahead))
    return steps[0], steps[1]


def _rasterised(model: HeadModel, size_px: int) -> np.ndarray:
    """Return (size, size, 3) canonical positions at the texels' centres, NaN where no skin lies."""
    surface = Mesh(model.vertices_m, model.corners, model.starts)
    place = _corner_places(surface)
    triangles = place[model.part[surface.triangle_face] == PARTS.index("skin")]
    uv = model.uv[triangles].astype(np.float64) * size_px - 0.5
    values = model.canonical_m[model.corners[triangles]]
    result = np.full((size_px, size_px, 3), np.nan, np.float32)
    low = np.clip(np.ceil(uv.min(1)).astype(int), 0, size_px)
    high = np.clip(np.floor(uv.max(1)).astype(int) + 1, 0, size_px)
    extent = np.maximum(high - low, 0)
    # Triangles of like size are treated together: each tests the same block of texels around its lower corner.
    block = 2 ** np.ceil(np.log2(np.maximum(extent, 1))).astype(int)
    for width, height in np.unique(block, axis=0):
        chosen = np.flatnonzero((block == (width, height)).all(1) & (extent > 0).all(1))
        step = max(1, _BATCH // int(width * height))
        dy, dx = (axis.ravel() for axis in np.mgrid[0:height, 0:width])
        for start in range(0, len(chosen), step):
            part = chosen[start:start + step]
            column, row = low[part, 0, None] + dx, low[part, 1, None] + dy
            weights = _barycentric(uv[part], column, row)
            hit = (weights.min(-1) > -1e-6) & (column < size_px) & (row < size_px)
            which, texel = np.nonzero(hit)
            result[row[which, texel], column[which, texel]] = np.einsum(
                "nk,nkc->nc", weights[which, texel], values[part[which]])
    return result


def _corner_places(surface: Mesh) -> np.ndarray:
    """Return (T, 3) indices of face corners for the triangles of a surface."""
    numbered = Mesh(surface.vertices_m, np.arange(len(surface.corners), dtype=np.int32), surface.starts)
    return numbered.triangles


def _barycentric(uv: np.ndarray, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return (T, P, 3) weights of each triangle's corners at points (T, P); degenerate ones get -1."""
    a, b, c = uv[:, 0], uv[:, 1], uv[:, 2]
    ab, ac = b - a, c - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    x, y = column - a[:, 0, None], row - a[:, 1, None]
    flat = np.abs(area) < 1e-12
    scale = np.where(flat, 0.0, 1 / np.where(flat, 1.0, area))[:, None]
    second = (x * ac[:, 1, None] - y * ac[:, 0, None]) * scale
    third = (y * ab[:, 0, None] - x * ab[:, 1, None]) * scale
    weights = np.stack([1 - second - third, second, third], -1)
    weights[flat] = -1.0
    return weights
