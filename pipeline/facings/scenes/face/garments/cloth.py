"""One layer of cloth over the charted body: how far it stands off, how it hangs and folds, and where its threads run."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import gaussian_filter1d, map_coordinates

from facings.scenes.face.garments.chart import STEP_M, TOP_M, Chart
from facings.scenes.face.garments.rays import AZIMUTH_RAD, COLUMNS
from facings.scenes.face.garments.torso import Build

_CREASE_M = 0.030
"""How deep the hollow between arm and trunk may be for cloth to span it."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Cloth over a chart."""

    chart: Chart
    build: Build
    height_m: np.ndarray
    """(S, COLUMNS): above the skin, at the chart's samples."""

    def height_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (...) metres."""
        yaw, down = np.broadcast_arrays(np.asarray(yaw_rad, np.float64), np.asarray(down_m, np.float64))
        row = np.clip((down / self.chart.scale - TOP_M) / STEP_M, 0.0, len(self.height_m) - 1.0)
        where = np.stack([row.ravel(), yaw.ravel() * (COLUMNS / (2 * np.pi))])
        return map_coordinates(self.height_m, where, order=1, mode="grid-wrap").reshape(yaw.shape)

    def at(self, yaw_rad: np.ndarray, down_m: np.ndarray, lift_m: np.ndarray | float = 0.0) -> np.ndarray:
        """Return (..., 3): points `lift_m` above the cloth; unposed body frame."""
        return self.chart.at(yaw_rad, down_m, self.height_at(yaw_rad, down_m) + lift_m)

    def threads(self, yaw_rad: np.ndarray, down_m: np.ndarray, drop_m: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """Return (..., 2) coordinates in the trunk's cloth and (..., 3) in the sleeve's, with the distance past its seam.

        The cloth of the trunk hangs straight, so that stripes run level and upright, and lies across the shoulders' slope.
        `drop_m`: how far the sleeve's seam lies beyond the acromion.
        """
        chart, scale = self.chart, self.chart.scale
        normal = chart.normal_at(yaw_rad, down_m)
        point = (chart.skin_at(yaw_rad, down_m) - chart.translation_m) / scale
        up = np.clip(normal[..., 2], 0.0, 1.0)
        x, y, z = point[..., 0], point[..., 1], point[..., 2]
        side = np.sign(x) * np.clip(np.abs(normal[..., 0]) - 0.5, 0, 1) * 0.12
        trunk = np.stack([x + side, z - 0.8 * np.clip(2 * up - 0.9, 0, 1) * (y - 0.06)], -1) * scale
        build = self.build
        along = np.clip((build.acromion_z_m - z) / 0.16, 0.0, 1.0)
        seam = np.abs(x) - (build.acromion_x_m + 0.004 + drop_m - (0.024 + drop_m) * along**0.8)
        elbow_x = build.acromion_x_m + 0.02
        around = np.arctan2(y - 0.11, np.abs(x) - elbow_x) * 0.056
        sleeve = np.stack([around, z + 0.25 * np.abs(x)], -1) * scale
        return trunk, np.concatenate([sleeve, (seam * scale)[..., None]], -1)

    @cached_property
    def down_m(self) -> np.ndarray:
        """(S,): the samples' distances below the neckline."""
        return samples_m(self.chart)


def samples_m(chart: Chart) -> np.ndarray:
    """Return (S,): how far below the neckline a chart's samples lie, in this person's metres."""
    return (TOP_M + STEP_M * np.arange(len(chart.points_m))) * chart.scale


def hang_m(chart: Chart, looseness: float) -> np.ndarray:
    """Return (S, COLUMNS) metres: how far cloth that hangs from chest and shoulder blades stands off the hollows below them
    and between them."""
    centred = chart.points_m - (chart.translation_m + chart.scale * np.array([0.0, 0.092, 0.0]))
    out = np.stack([np.sin(AZIMUTH_RAD), -np.cos(AZIMUTH_RAD)], -1)
    reach = (centred[..., :2] * out).sum(-1)
    spanned = np.maximum(reach, gaussian_filter1d(reach, 5.0, axis=1, mode="wrap"))
    spanned = np.minimum(spanned, reach + _CREASE_M * (0.3 + 0.7 * looseness))
    slope = 0.45 - 0.40 * looseness
    hung = spanned.copy()
    below = samples_m(chart) > 0.10 * chart.scale
    for s in np.flatnonzero(below):
        fall = chart.points_m[s - 1, :, 2] - chart.points_m[s, :, 2]
        hung[s] = np.maximum(spanned[s], hung[s - 1] - slope * np.maximum(fall, 0))
    extra = (hung - reach) * below[:, None] + np.where(below[:, None], 0.0, spanned - reach) * 0.5
    extra *= np.clip((samples_m(chart) - 0.03 * chart.scale) / (0.06 * chart.scale), 0, 1)[:, None]
    return gaussian_filter1d(gaussian_filter1d(extra, 2.0, axis=0, mode="nearest"), 1.5, axis=1, mode="wrap")
