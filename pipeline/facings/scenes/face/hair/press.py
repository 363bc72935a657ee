"""Hair under a hat: what would lie outside the inner wall is pressed in between it and the skull."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from scipy import ndimage

from facings.scenes.face.geometry import Mesh, lengths
from facings.scenes.face.hair.carriage import Carriage

_CENTRE_M = np.array([0.0, 0.075, 0.030])
"""Rays start here, in canonical coordinates: well inside any hat."""
_ROWS, _COLUMNS = 180, 360
_GAP_M = 0.0012
"""Left free before the wall."""
_FAR_M = 9.0
_FLARE = 1.6
"""Below its rim the wall is thought to go on, opening at this slope: hair comes out from under a hat gradually."""


@dataclass(frozen=True, eq=False)
class HeadCover:
    """The inner wall of something worn on the head."""

    inner: Mesh
    """Unposed body frame; faces may look either way, and the wall need not be closed: where a ray from the skull's centre
    through a hair meets it, the hair beyond is pressed to its inner side; where it does not, the hair is left alone."""
    hides_all: bool
    """Nothing of the hair shows (a hijab, a bathing cap): no strands are made."""


def press(points_m: np.ndarray, cover: HeadCover, carriage: Carriage) -> np.ndarray:
    """Return (N, K, 3) unposed points of hair, those outside the cover's wall moved towards the skull's centre."""
    centre = carriage(_CENTRE_M)
    wall = _flared(_wall_m(cover, centre))
    way = points_m - centre
    radius = lengths(way)
    limit = _look_up(wall, way / np.maximum(radius, 1e-9)[..., None]) - _GAP_M
    # Where there is no wall, one so far away that it changes nothing.
    limit = np.minimum(limit, _FAR_M)
    root = radius[:, :1]
    # Between the scalp and the wall hair is squeezed smoothly and keeps its order.
    room = np.maximum(limit - np.minimum(root, limit - 0.0005), 0.0005)
    squeezed = limit - room + room * (1 - np.exp(-np.maximum(radius - (limit - room), 0) / room))
    pressed = np.where((radius > limit - room) & (limit < _FAR_M), np.minimum(squeezed, limit), radius)
    pressed = np.minimum(pressed, radius)
    return (centre + way * (pressed / np.maximum(radius, 1e-9))[..., None]).astype(np.float32)


def _wall_m(cover: HeadCover, centre_m: np.ndarray) -> np.ndarray:
    """Return (rows, columns) distances to the wall by polar angle and azimuth; inf where there is none."""
    scene = EmbreeScene()
    TriangleMesh(scene, np.ascontiguousarray(cover.inner.vertices_m, np.float32), cover.inner.triangles.astype(np.int32))
    polar = (np.arange(_ROWS) + 0.5) * np.pi / _ROWS
    azimuth = (np.arange(_COLUMNS) + 0.5) * 2 * np.pi / _COLUMNS
    polar, azimuth = np.meshgrid(polar, azimuth, indexing="ij")
    way = np.stack([np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], -1)
    way = way.reshape(-1, 3).astype(np.float32)
    found = scene.run(np.tile(centre_m.astype(np.float32), (len(way), 1)), way, output=1)
    return np.where(found["primID"] >= 0, found["tfar"], np.inf).reshape(_ROWS, _COLUMNS)


def _flared(wall: np.ndarray) -> np.ndarray:
    """Return the wall continued beyond its rims, opening outwards, up to 25 degrees away from them."""
    covered = np.isfinite(wall)
    if covered.all() or not covered.any():
        return wall
    pad = 40
    wide = np.concatenate([covered[:, -pad:], covered, covered[:, :pad]], 1)
    # Columns shrink towards the poles; hats' rims lie near the equator, where a row and a column are alike.
    found: Any = ndimage.distance_transform_edt(~wide, return_indices=True)
    away, (row, column) = found
    nearest = wall[row, (column - pad) % _COLUMNS][:, pad:-pad]
    degrees = away[:, pad:-pad] * 180 / _ROWS
    opened = nearest * (1 + _FLARE * np.radians(np.maximum(degrees - 0.7, 0)))
    return np.where(covered, wall, np.where(degrees < 25, opened, np.inf))


def _look_up(wall: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Return (...,) the least wall distance among the four cells about each direction."""
    row = np.arccos(np.clip(way[..., 2], -1, 1)) * _ROWS / np.pi - 0.5
    column = np.mod(np.arctan2(way[..., 1], way[..., 0]), 2 * np.pi) * _COLUMNS / (2 * np.pi) - 0.5
    low_row, low_column = np.floor(row).astype(int), np.floor(column).astype(int)
    found = np.inf
    for down in (0, 1):
        for right in (0, 1):
            found = np.minimum(found, wall[np.clip(low_row + down, 0, _ROWS - 1), (low_column + right) % _COLUMNS])
    return found
