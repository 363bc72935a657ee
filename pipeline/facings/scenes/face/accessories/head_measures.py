"""What an optician, a hatter and a mask maker measure on a head before they make something for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, maximum_filter

from facings.scenes.face.accessories.ear_root import EarRoot, measure_ear_root
from facings.scenes.face.accessories.skin_caster import SkinCaster
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_ROUND: Any = ("nearest", "wrap")
"""Modes of scipy's filters on maps that close around; one an axis, which its annotations do not know."""
_EARS = (SEMANTIC_CLASSES["right_ear"], SEMANTIC_CLASSES["left_ear"])
_REFERENCE_WIDTH_M = 0.147
"""Between the first and the last jaw landmark of the reference head."""
_AZIMUTHS, _ELEVATIONS = 120, 90
_FAR_M = 0.5


@dataclass(frozen=True, eq=False)
class RadiusMap:
    """How far the skin lies from a centre in every direction, for the part of a head that is star-shaped around it."""

    centre_m: np.ndarray
    """(3,)"""
    radius_m: np.ndarray
    """(E, A) float64: rows from elevation -90 to 90 degrees, columns over a full turn of azimuth from the face (-Y) towards
    the subject's left."""

    def at(self, azimuth_rad: np.ndarray, elevation_rad: np.ndarray) -> np.ndarray:
        """Return the radius in metres in the given directions."""
        rows, columns = self.radius_m.shape
        row = (np.asarray(elevation_rad) / np.pi + 0.5) * (rows - 1)
        column = np.asarray(azimuth_rad) / (2 * np.pi) * columns % columns
        wrapped = np.concatenate([self.radius_m, self.radius_m[:, :1]], 1)
        return map_coordinates(wrapped, [row, column], order=1, mode="nearest")

    def clearance(self, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for points (..., 3): the height above the skin along the ray from the centre, the ray (..., 3), its length."""
        ray = np.asarray(points_m) - self.centre_m
        length = np.linalg.norm(ray, axis=-1)
        ray = ray / np.maximum(length, 1e-9)[..., None]
        azimuth = np.arctan2(ray[..., 0], -ray[..., 1])
        return length - self.at(azimuth, np.arcsin(np.clip(ray[..., 2], -1, 1))), ray, length

    def pushed_out(self, points_m: np.ndarray, least_m: float | np.ndarray) -> np.ndarray:
        """Return the points (..., 3), those closer than `least_m` above the skin moved out along their rays."""
        height, ray, _ = self.clearance(points_m)
        return points_m + ray * np.maximum(least_m - height, 0)[..., None]

    def smoothed(self, sigma: float) -> "RadiusMap":
        """Return a map without hollows: blurred by `sigma` cells, and nowhere under the skin."""
        blurred = gaussian_filter(self.radius_m, (sigma, sigma), mode=_ROUND)
        return RadiusMap(self.centre_m, np.maximum(self.radius_m, blurred))


class HeadMeasures:
    """One head, unposed; each measure is taken when it is first asked for."""

    def __init__(self, shape: HeadShape) -> None:
        model = shape.model
        self.vertices_m = np.asarray(shape.unposed_m, np.float64)
        self.landmarks_m = self.vertices_m[model.landmarks]
        """(68, 3) float64."""
        self.eyes_m = np.asarray(shape.eye_centres_m, np.float64)
        """(2, 3): right, left."""
        self.eye_radius_m = float(np.max(shape.eye_radius_m))
        surface = Mesh(shape.unposed_m, model.corners, model.starts)
        skin = (model.part == 0)[surface.triangle_face]
        self._triangles = surface.triangles[skin]
        self._region = model.region[surface.triangle_face][skin]
        self.width_m = float(np.linalg.norm(self.landmarks_m[16] - self.landmarks_m[0]))
        self.scale = self.width_m / _REFERENCE_WIDTH_M
        """How large the head is, 1 for the reference."""
        self.skin_weights = np.asarray(model.skin_weights, np.float64)
        """(V, 4) as in the model."""

    @cached_property
    def skin(self) -> SkinCaster:
        """All skin."""
        return SkinCaster(self.vertices_m, self._triangles)

    @cached_property
    def earless(self) -> SkinCaster:
        """The skin without the ears."""
        return SkinCaster(self.vertices_m, self._triangles[~np.isin(self._region, _EARS)])

    @cached_property
    def ear_points_m(self) -> tuple[np.ndarray, np.ndarray]:
        """(n, 3) each: the ears' corners and edge midpoints, right and left."""
        result = []
        for region in _EARS:
            triangles = self.vertices_m[self._triangles[self._region == region]]
            middles = (triangles + np.roll(triangles, 1, 1)) / 2
            result.append(np.concatenate([triangles.reshape(-1, 3), middles.reshape(-1, 3)]))
        return tuple(result)

    @cached_property
    def ear_roots(self) -> tuple[EarRoot, EarRoot]:
        """Where things hang on the ears, right and left."""
        right, left = (measure_ear_root(self.earless, points, side)
                       for points, side in zip(self.ear_points_m, (-1.0, 1.0), strict=True))
        return right, left

    @cached_property
    def centre_m(self) -> np.ndarray:
        """(3,) In the head, at the height of the ears' upper ends, midway between forehead and back of the head."""
        top = np.mean([points[:, 2].max() for points in self.ear_points_m])
        height = float(top + 0.008 * self.scale)
        probes = np.array([[0.0, -_FAR_M, height], [0.0, _FAR_M, height]])
        reach = self.earless.distance_m(probes, np.array([[0.0, 1, 0], [0, -1, 0]]))
        return np.array([0.0, (reach[0] - reach[1]) / 2, height])

    @cached_property
    def ear_top_m(self) -> float:
        """The higher ear's upper end above `centre_m`."""
        return float(np.max([points[:, 2].max() for points in self.ear_points_m]) - self.centre_m[2])

    @property
    def brow_m(self) -> float:
        """The brows' upper ends above `centre_m`."""
        return float(self.landmarks_m[17:27, 2].max() - self.centre_m[2])

    @cached_property
    def top_m(self) -> float:
        """The highest skin, in the body frame's Z."""
        return float(self.vertices_m[:, 2].max())

    @cached_property
    def skull(self) -> RadiusMap:
        """From `centre_m` to the skin, the ears left out."""
        return self._radius_map(self.earless)

    @cached_property
    def outline(self) -> RadiusMap:
        """From `centre_m` to the outermost skin, ears and nose included."""
        return self._radius_map(self.skin, outermost=True)

    @cached_property
    def over_ears(self) -> RadiusMap:
        """`outline` as cloth lies on it: without hollows, and safely above the ears."""
        # An ear is thin against the map's cells: its neighbours count as high as it is.
        high = maximum_filter(self.outline.radius_m, 3, mode=_ROUND)
        return RadiusMap(self.centre_m, high).smoothed(2.5)

    def _radius_map(self, caster: SkinCaster, outermost: bool = False) -> RadiusMap:
        azimuth = np.arange(_AZIMUTHS) / _AZIMUTHS * 2 * np.pi
        elevation = np.linspace(-np.pi / 2, np.pi / 2, _ELEVATIONS)
        ray = directions(azimuth[None, :], elevation[:, None])
        if outermost:
            radius = _FAR_M - caster.distance_m(self.centre_m + _FAR_M * ray, -ray)
        else:
            radius = caster.distance_m(np.broadcast_to(self.centre_m, ray.shape), ray)
        radius[~np.isfinite(radius) | (radius <= 0)] = np.nan
        return RadiusMap(self.centre_m, _filled(radius))


def directions(azimuth_rad: np.ndarray, elevation_rad: np.ndarray) -> np.ndarray:
    """Return (..., 3) unit vectors: azimuth 0 is the face's direction (-Y), a quarter turn the subject's left (+X)."""
    azimuth, elevation = np.broadcast_arrays(azimuth_rad, elevation_rad)
    flat = np.cos(elevation)
    return np.stack([np.sin(azimuth) * flat, -np.cos(azimuth) * flat, np.sin(elevation)], -1)


def _filled(values: np.ndarray) -> np.ndarray:
    """Fill gaps (NaN) along each row, around the full turn; rows without any value take their neighbour's."""
    result = values.copy()
    columns = np.arange(values.shape[1])
    known_rows = []
    for k, row in enumerate(values):
        known = np.isfinite(row)
        if known.any():
            result[k] = np.interp(columns, columns[known], row[known], period=values.shape[1])
            known_rows.append(k)
    nearest = np.abs(np.arange(len(values))[:, None] - np.array(known_rows)[None]).argmin(1)
    return result[np.array(known_rows)[nearest]]


_MEASURED: WeakKeyDictionary[HeadShape, HeadMeasures] = WeakKeyDictionary()


def measure(shape: HeadShape) -> HeadMeasures:
    """Return the measures of a head; the same object for the same head, so that nothing is measured twice."""
    if shape not in _MEASURED:
        _MEASURED[shape] = HeadMeasures(shape)
    return _MEASURED[shape]
