"""Where a mask lies on a face: taut over nose and chin, close to the skin at its edges."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import ConvexHull

from facings.scenes.face.accessories.head_measures import HeadMeasures, directions
from facings.scenes.face.accessories.skin_caster import SkinCaster

_FAR_M = 0.4


@dataclass(frozen=True, eq=False)
class Drape:
    """A mask's grid: rows from the upper to the lower edge, columns from the subject's right to the left."""

    centre_m: np.ndarray
    """(3,) in the mouth: the grid is star-shaped around it."""
    across: np.ndarray
    """(M,) -1 to 1."""
    down: np.ndarray
    """(N,) 0 to 1."""
    ray: np.ndarray
    """(N, M, 3)"""
    radius_m: np.ndarray
    """(N, M): the taut cloth."""
    skin_m: np.ndarray
    """(N, M): the skin beneath, never more than the cloth."""

    def points(self, lift_m: np.ndarray | float) -> np.ndarray:
        """Return (N, M, 3) points lifted above the taut cloth, nowhere nearer to the skin than 0.7 mm."""
        radius = np.maximum(self.radius_m + lift_m, self.skin_m + 0.0007)
        return self.centre_m + self.ray * radius[..., None]


def drape(head: HeadMeasures, worn: str, rows: int, columns: int, side_reach: float) -> Drape:
    """Return where a mask lies that is worn 'over_nose', 'below_nose' or 'on_chin'.

    `side_reach` says how far towards the ears it reaches, 1 for a surgical mask.
    """
    marks, unit = head.landmarks_m, 1e-3 * head.scale
    lips, chin, tragus = marks[[51, 57]].mean(0), marks[8], (marks[0] * (-1, 1, 1) + marks[16]) / 2
    centre = np.array([0.0, lips[1] + 62 * unit, lips[2] + 2 * unit])
    top_z, cheek_z, ceiling = {
        "over_nose": (marks[27:29, 2].mean() - 3 * unit, marks[[40, 41, 46, 47], 2].mean() - 15 * unit, marks[27, 2]),
        "below_nose": (marks[33, 2] - 4 * unit, marks[33, 2] - 6 * unit, marks[33, 2] - 2 * unit),
        "on_chin": (marks[57, 2] - 5 * unit, marks[57, 2] - 9 * unit, marks[57, 2] - 2 * unit),
    }[worn]
    points = head.vertices_m
    near = (points[:, 1] < centre[1] + 5 * unit) & (points[:, 2] < ceiling) & (np.abs(points[:, 0]) < abs(tragus[0]) * 0.97)
    near &= points[:, 2] > chin[2] - 30 * unit
    # Under the jaw only what lies close to it belongs to the face, not the throat.
    near &= (points[:, 2] > chin[2] - 2 * unit) | (points[:, 1] < chin[1] + 40 * unit)
    cloud = np.concatenate([points[near], centre + np.array([[0, 0.03, 0.02], [0, 0.03, -0.02]]) * head.scale])
    hull = ConvexHull(cloud)
    taut = SkinCaster(cloud, hull.simplices)
    across, down = np.linspace(-1, 1, columns), np.linspace(0, 1, rows)
    reach = np.arctan2(abs(tragus[0]) * 0.93, -(tragus[1] - 25 * side_reach * unit - centre[1]))
    azimuth = across * reach * (0.90 + 0.10 * side_reach)
    aside = np.abs(across)

    def elevation_of(height_m: np.ndarray) -> np.ndarray:
        elevation = np.zeros(columns)
        for _ in range(6):
            ray = directions(azimuth, elevation)
            radius = taut.distance_m(np.broadcast_to(centre, ray.shape), ray)
            radius = np.where(np.isfinite(radius), radius, 0.07)
            elevation = np.arcsin(np.clip((height_m - centre[2]) / radius, -0.9, 0.9))
        return elevation

    fall = np.clip(aside / 0.42, 0, 1)
    side_z = tragus[2] - (24 * unit if worn == "over_nose" else 38 * unit)
    if worn == "on_chin":
        side_z = chin[2] + 26 * unit
    # The cloud that the cloth is stretched over ends at the ceiling.
    side_z = min(side_z, ceiling - 8 * unit)
    top_height = top_z + (cheek_z - top_z) * fall * fall * (3 - 2 * fall)
    top_height = top_height + (side_z - cheek_z) * np.clip((aside - 0.42) / 0.58, 0, 1) ** 1.3
    top = elevation_of(gaussian_filter(top_height, 1.2, mode="nearest"))
    behind = 20 if worn != "on_chin" else 30
    under = np.array([0, chin[1] + behind * unit, chin[2] + (1 if worn != "on_chin" else -3) * unit]) - centre
    lowest = np.arctan2(under[2], -under[1])
    low_z = chin[2] + 6 * unit if worn == "on_chin" else min(chin[2] + 30 * unit, side_z - 34 * unit)
    side_low = elevation_of(np.full(columns, low_z))
    bottom = lowest + (side_low - lowest) * aside**1.7
    elevation = top + (bottom - top) * down[:, None]
    ray = directions(np.broadcast_to(azimuth, elevation.shape), elevation)
    origin = np.broadcast_to(centre, ray.shape)
    radius = taut.distance_m(origin, ray)
    skin = _FAR_M - head.skin.distance_m(centre + _FAR_M * ray, -ray)
    skin[~np.isfinite(skin)] = 0
    radius = np.where(np.isfinite(radius), radius, skin)
    radius = np.maximum(radius, skin) + 0.0016
    # The wire is bent over the nose, and the elastic draws the other edges in.
    edge = np.exp(-(down / 0.07) ** 2)[:, None] + np.exp(-((1 - down) / 0.06) ** 2)[:, None] * 0.8
    edge = np.clip(edge + np.exp(-((1 - aside) / 0.07) ** 2)[None] * 0.9, 0, 1)
    close = gaussian_filter(skin, (0.8, 1.2), mode="nearest") + 0.0012
    radius = radius + (np.minimum(close, radius) - radius) * edge
    radius = np.maximum(gaussian_filter(radius, (1.0, 1.0), mode="nearest"), skin + 0.0009)
    return Drape(centre, across, down, ray, radius, skin)
