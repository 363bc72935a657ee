"""A map of one person's neck and torso: columns around the body, rows by the distance down from the natural neckline.

Garments are drawn on it as on a dressmaker's dummy: (azimuth, distance, height above the skin) to points in space. Down to
the bust's edge it is the head's own mesh, from there on the torso of `torso`, which is bent to meet it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import gaussian_filter1d, grey_closing, map_coordinates, spline_filter1d

from facings.scenes.face.garments.head_rows import HeadRows
from facings.scenes.face.garments.rays import BASE_ROW, COLUMNS, ROWS, Rays

STEP_M = 0.006
TOP_M = -0.096
"""How far above the neckline the map begins (in the mean neck's size)."""

_CREASE_M = 0.018
"""Depth of the hollow between arm and trunk."""

_BEND_M = 0.17
"""Within this distance from the bust's edge the torso departs from the head's own mesh."""


@dataclass(frozen=True, eq=False)
class Chart:
    """Unposed body frame."""

    points_m: np.ndarray
    """(S, COLUMNS, 3) float64: sample s of each column lies TOP_M + s * STEP_M (times `scale`) along it."""
    uv: np.ndarray
    """(S, COLUMNS, 2) float64: where the skin's texture is read; below the bust's edge it is that above it, mirrored."""
    weights: np.ndarray
    """(S, COLUMNS, 4) float64: `HeadModel.skin_weights`; 0 on the torso."""
    end_m: np.ndarray
    """(COLUMNS,) float64: distance at which each column ends, all at one height, below every portrait."""
    edge_m: np.ndarray
    """(COLUMNS,) float64: distance at which the head's own mesh ends."""
    scale: float
    """How much larger than the mean ICT neck this person's is."""
    translation_m: np.ndarray
    """(3,): body point = scale * canonical point + this."""

    @cached_property
    def _spline(self) -> np.ndarray:
        values = spline_filter1d(self.points_m, 3, axis=0, mode="nearest")
        return spline_filter1d(values, 3, axis=1, mode="grid-wrap")

    @cached_property
    def normals(self) -> np.ndarray:
        """(S, COLUMNS, 3): outward unit normals, smoothed like cloth that spans hollows."""
        across = (np.roll(self.points_m, -1, 1) - np.roll(self.points_m, 1, 1))
        along = np.gradient(self.points_m, axis=0)
        normal = np.cross(along, across)
        # Beyond their ends columns repeat a point: there the last normal holds.
        flat = np.linalg.norm(along, axis=-1) < 1e-7
        middle = len(flat) // 3
        for row in range(middle, -1, -1):
            normal[row, flat[row]] = normal[row + 1, flat[row]]
        for row in range(middle, len(flat)):
            normal[row, flat[row]] = normal[row - 1, flat[row]]
        normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
        fine = gaussian_filter1d(gaussian_filter1d(normal, 1.5, axis=0, mode="nearest"), 1.5, axis=1, mode="wrap")
        coarse = gaussian_filter1d(gaussian_filter1d(normal, 5.0, axis=0, mode="nearest"), 7.0, axis=1, mode="wrap")
        # In the hollow beside the arm finer normals would cross one another.
        lower = np.clip((TOP_M + STEP_M * np.arange(len(normal)) - 0.05) / 0.06, 0, 1)[:, None, None]
        normal = fine + lower * (coarse - fine)
        return normal / np.linalg.norm(normal, axis=-1, keepdims=True)

    def at(self, yaw_rad: np.ndarray, down_m: np.ndarray, height_m: np.ndarray | float = 0.0) -> np.ndarray:
        """Return (..., 3) points `height_m` above the skin at azimuths and distances (...) in this person's metres."""
        place = self._sample(yaw_rad, down_m, self._spline)
        return place + np.asarray(height_m)[..., None] * self.normal_at(yaw_rad, down_m)

    def skin_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (..., 3) points on the skin to within a tenth of a millimetre or so, faster than `at`."""
        return self._sample(yaw_rad, down_m, self.points_m, order=1)

    def normal_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (..., 3) outward unit normals."""
        normal = self._sample(yaw_rad, down_m, self.normals, order=1)
        return normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)

    def weights_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (..., 4): how cloth over the skin follows the neck, more evenly than the skin itself."""
        return self._sample(yaw_rad, down_m, self._even_weights, order=1)

    @cached_property
    def _even_weights(self) -> np.ndarray:
        return gaussian_filter1d(gaussian_filter1d(self.weights, 2.5, axis=0, mode="nearest"), 6.0, axis=1, mode="wrap")

    def skin_weights_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (..., 4): how the skin follows the neck."""
        return self._sample(yaw_rad, down_m, self.weights, order=1)

    def uv_at(self, yaw_rad: np.ndarray, down_m: np.ndarray) -> np.ndarray:
        """Return (..., 2) texture coordinates of the skin."""
        return self._sample(yaw_rad, down_m, self.uv, order=1)

    def end_at(self, yaw_rad: np.ndarray) -> np.ndarray:
        """Return (...) metres: where columns end."""
        column = np.asarray(yaw_rad) * (COLUMNS / (2 * np.pi))
        return map_coordinates(self.end_m, column.ravel()[None], order=1, mode="grid-wrap").reshape(column.shape)

    def _sample(self, yaw_rad: np.ndarray, down_m: np.ndarray, values: np.ndarray, order: int = 3) -> np.ndarray:
        yaw, down = np.broadcast_arrays(np.asarray(yaw_rad, np.float64), np.asarray(down_m, np.float64))
        column = yaw * (COLUMNS / (2 * np.pi))
        row = np.clip((down / self.scale - TOP_M) / STEP_M, 0.0, len(self.points_m) - 1.0)
        where = np.stack([row.ravel(), column.ravel()])
        # Rows are clipped above, so that only the columns wrap.
        parts = [map_coordinates(values[..., k], where, order=order, mode="grid-wrap", prefilter=False)
                 for k in range(values.shape[-1])]
        return np.stack(parts, -1).reshape(*yaw.shape, values.shape[-1])


def draw_chart(rows: HeadRows, neutral_m: np.ndarray, rays: Rays, torso_m: np.ndarray) -> Chart:
    """Return the chart of a head with (V, 3) vertices; `torso_m` (ROWS, COLUMNS) are the canonical radii of its torso."""
    head = rows.points(neutral_m)
    scale, translation = rows.fit(head)
    points = scale * (rays.origins_m + _shallow(torso_m)[..., None] * rays.directions) + translation
    row = np.arange(ROWS)[:, None]
    on_head = row <= rows.last[None, :]
    columns = np.arange(COLUMNS)
    points = _meet(points, head, on_head, rows.last)
    # Distances along each column, from the neckline.
    length = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    down = np.concatenate([np.zeros((1, COLUMNS)), np.cumsum(length, 0)])
    down -= down[BASE_ROW]
    end, edge = down[-1], down[rows.last, columns]
    # One height of the neckline's zero for all columns, softened where single columns are longer.
    samples = TOP_M * scale + scale * STEP_M * np.arange(int(np.ceil((end.max() / scale - TOP_M) / STEP_M)) + 2)
    at = _rows_at(down, samples[:, None])
    out = _between(points, at)
    # Below the edge the texture is read as far above it; where that is used up, back again.
    span = edge - down[0]
    mirrored = np.abs((edge - samples[:, None] + span) % (2 * span) - span)
    place = np.clip(_rows_at(down, edge - mirrored), 0.0, rows.last - 1e-3)
    uv = _between(rows.uv, place, torn=0.08)
    fade = np.clip(1 - (samples[:, None] - edge) / (0.02 * scale), 0, 1)
    weights = _between(rows.weights, np.minimum(at, rows.last - 1e-3)) * fade[..., None]
    return Chart(out, uv, weights, end, edge, scale, translation)


def _rows_at(down_m: np.ndarray, wanted_m: np.ndarray) -> np.ndarray:
    """Return (S, COLUMNS): the row, with its fraction, at which each column of (ROWS, COLUMNS) distances reaches (S, ...)."""
    # Columns are laid end to end, so that one search serves all.
    step = 4.0
    offset = step * np.arange(COLUMNS)
    wanted = np.clip(wanted_m, down_m[0], down_m[-1])
    known = (down_m + offset).T.ravel()
    place = np.interp((wanted + offset).ravel(), known, np.arange(known.size, dtype=np.float64)).reshape(wanted.shape)
    return np.clip(place - np.arange(COLUMNS) * ROWS, 0.0, ROWS - 1.0)


def _between(values: np.ndarray, at: np.ndarray, torn: float = np.inf) -> np.ndarray:
    """Return (S, COLUMNS, K): (ROWS, COLUMNS, K) values at fractional rows; across leaps above `torn` the upper row's own."""
    low = np.minimum(at.astype(int), ROWS - 2)
    columns = np.arange(COLUMNS)
    first, second = values[low, columns].astype(np.float64), values[low + 1, columns].astype(np.float64)
    share = (at - low)[..., None] * (np.abs(second - first).max(-1, keepdims=True) < torn)
    return first + share * (second - first)


def _shallow(radii_m: np.ndarray) -> np.ndarray:
    """Return (ROWS, COLUMNS) metres: the hollows beside the arms filled up to `_CREASE_M`, as upper arms close them."""
    filled = np.maximum(radii_m, grey_closing(radii_m, size=(1, 17), mode="wrap") - _CREASE_M)
    soft = gaussian_filter1d(gaussian_filter1d(filled, 1.5, axis=1, mode="wrap"), 2.0, axis=0, mode="nearest")
    lower = np.clip((np.arange(ROWS) - BASE_ROW - 30) / 30, 0, 1)[:, None]
    return radii_m + lower * (soft - radii_m)


def _meet(torso: np.ndarray, head: np.ndarray, on_head: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return (ROWS, COLUMNS, 3): the head's points down to each column's last, from there the torso's, moved to meet them
    in place and slope."""
    columns = np.arange(COLUMNS)
    gap = head[last, columns] - torso[last, columns]
    before = np.maximum(last - 3, 0)
    drift = gap - (head[before, columns] - torso[before, columns])
    run = np.linalg.norm(head[last, columns] - head[before, columns], axis=-1, keepdims=True)
    drift = drift / np.maximum(run, 1e-4)
    drift *= np.minimum(1.0, 0.25 / np.maximum(np.linalg.norm(drift, axis=-1, keepdims=True), 1e-9))
    gap = gaussian_filter1d(gap, 1.0, axis=0, mode="wrap")
    drift = gaussian_filter1d(drift, 3.0, axis=0, mode="wrap")
    beyond = torso.copy()
    travelled = np.zeros(COLUMNS)
    for i in range(int(last.min()), ROWS):
        step = np.linalg.norm(torso[i] - torso[i - 1], axis=-1)
        travelled = np.where(i > last, travelled + step, 0.0)
        fade = np.clip(travelled / _BEND_M, 0, 1)
        fade = (1 - fade) ** 2 * (1 + 2 * fade)
        beyond[i] += fade[:, None] * (gap + drift * (travelled * np.exp(-travelled / 0.012))[:, None])
    return np.where(on_head[..., None], head, beyond)
