"""Straight things under a lens: how far a box's picture reaches, edges in pieces that are straight enough, outlines."""

import math

import numpy as np

from facings.labels.camera import NEAR_M, Pinhole
from facings.labels.lens import Lens

_ALONG = np.linspace(0.0, 1.0, 17)
"""Where the sides of a rectangle are looked at."""
_AROUND = np.linspace(0.0, 2 * np.pi, 129)[:-1]
_MOST_PIECES = 256


def lens_of(camera: Pinhole) -> Lens:
    """Return the camera's lens; raises ValueError where it has none."""
    if camera.lens is None:
        raise ValueError("the camera has no lens")
    return camera.lens


def bounds_px(corners_in_camera_m: np.ndarray, camera: Pinhole) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 4) pixels, left, top, right and bottom, that hold the picture of the hull of each of (N, k, 3) points, and
    (N,) bool: part of it may lie where the lens does not see. All points lie before the near plane.

    What the lens sees nothing of has infinite bounds, left above right.
    """
    lens = lens_of(camera)
    xy = corners_in_camera_m[..., :2] / corners_in_camera_m[..., 2:]
    low, high = xy.min(1), xy.max(1)
    reach = plane_reach(lens) * (1 - 1e-9)
    sides = [_side(place[:, axis], low[:, 1 - axis], high[:, 1 - axis], axis, reach)
             for axis in (0, 1) for place in (low, high)]
    pixels = camera.pixels_of(lens.distorted(_at_one(np.stack(sides, 1))))
    # A side's picture leaves the polyline through its points by an eighth of what these leave a straight line by.
    swing = np.nan_to_num(np.abs(np.diff(pixels, 2, axis=2)), nan=0.0).max((1, 2)) / 4 + 1
    pixels = pixels.reshape(len(xy), -1, 2)
    if math.isfinite(reach):
        rim = reach * np.stack([np.cos(_AROUND), np.sin(_AROUND)], -1)
        inside = ((rim >= low[:, None]) & (rim <= high[:, None])).all(-1)
        swing += np.where(inside.any(1), 1e-3 * max(camera.width_px, camera.height_px), 0)[:, None]
        of_rim = np.where(inside[..., None], camera.pixels_of(lens.distorted(_at_one(rim))), np.nan)
        pixels = np.concatenate([pixels, of_rim], 1)
    unseen = np.isnan(pixels)
    first = np.where(unseen, np.inf, pixels).min(1) - swing
    last = np.where(unseen, -np.inf, pixels).max(1) + swing
    farthest = np.hypot(*np.maximum(np.abs(low), np.abs(high)).T)
    return np.concatenate([first, last], 1), farthest > reach


def _side(place: np.ndarray, start: np.ndarray, end: np.ndarray, axis: int, reach: float) -> np.ndarray:
    """(N, 17, 2) points of rectangles' sides within the reach, along which x (`axis` 0) or y is `place`; NaN where none is."""
    with np.errstate(invalid="ignore"):
        half = np.sqrt(reach * reach - place * place) if math.isfinite(reach) else np.full_like(place, np.inf)
    start, end = np.maximum(start, -half), np.minimum(end, half)
    end = np.where(end >= start, end, np.nan)
    # Evenly in angle: a tangent grows without end.
    along = np.tan(np.arctan(start)[:, None] + _ALONG * (np.arctan(end) - np.arctan(start))[:, None])
    fixed = np.broadcast_to(place[:, None], along.shape)
    return np.stack([fixed, along] if axis == 0 else [along, fixed], -1)


def plane_reach(lens: Lens) -> float:
    """Return the X/Z up to which a lens sees what is before the camera; infinite where it sees all of that."""
    if lens.is_fisheye:
        return math.tan(lens.reach) if lens.reach < math.pi / 2 else math.inf
    return lens.reach


def pieces(start_xy: np.ndarray, end_xy: np.ndarray, camera: Pinhole,
           tolerance_px: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the picture of edges in a pinhole's plane, (E, 2) X/Z and Y/Z each, as straight pieces: where they start and end,
    (n, 2) pixels, and of which edge each is, (n,), in order. They leave the picture by about `tolerance_px` at most."""
    lens, step = lens_of(camera), end_xy - start_xy
    looked = start_xy[:, None] + np.linspace(0, 1, 5)[:, None] * step[:, None]
    pixels = camera.pixels_of(lens.distorted(_at_one(looked)))
    chords = pixels[:, :1] + np.linspace(0, 1, 5)[:, None] * (pixels[:, -1:] - pixels[:, :1])
    off = np.nan_to_num(np.linalg.norm(pixels - chords, axis=-1).max(1), nan=np.inf)
    count = np.clip(np.ceil(np.sqrt(off / tolerance_px)), 1, _MOST_PIECES).astype(int)
    edge = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(edge)) - (np.cumsum(count) - count)[edge]
    share = number / count[edge]
    starts = start_xy[edge] + share[:, None] * step[edge]
    after = number + 1 == count[edge]
    # An edge ends where the next one starts, to the last bit.
    ends = np.where(after[:, None], end_xy[edge], start_xy[edge] + ((number + 1) / count[edge])[:, None] * step[edge])
    return camera.pixels_of(lens.distorted(_at_one(starts))), camera.pixels_of(lens.distorted(_at_one(ends))), edge


def seen_part(polygon_xy: np.ndarray, camera: Pinhole) -> np.ndarray:
    """Return (n, 2) X/Z and Y/Z: what of a convex polygon in a pinhole's plane lies where the picture may show it."""
    border = camera.border_rays[:, :2]
    low, high = border.min(0), border.max(0)
    around = 0.02 * (high - low)
    low, high = low - around, high + around
    polygon = polygon_xy
    for axis in (0, 1):
        unit = np.eye(2)[axis]
        polygon = clipped(clipped(polygon, unit, -low[axis]), -unit, high[axis])
    reach = plane_reach(lens_of(camera))
    if math.isfinite(reach) and len(polygon) and np.hypot(*polygon.T).max() > reach:
        for angle in _AROUND:
            inwards = -np.array([math.cos(angle), math.sin(angle)])
            polygon = clipped(polygon, inwards, reach * math.cos(np.pi / len(_AROUND)))
    return polygon


def clipped(polygon: np.ndarray, inwards: np.ndarray, offset: float) -> np.ndarray:
    """Return what of a polygon, (n, 2), lies where `inwards` . point + offset >= 0 (Sutherland and Hodgman 1974: exact for
    convex ones)."""
    distance = polygon @ inwards + offset
    result = []
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if distance[i] >= 0:
            result.append(polygon[i])
        if (distance[i] >= 0) != (distance[j] >= 0):
            t = distance[i] / (distance[i] - distance[j])
            result.append(polygon[i] + t * (polygon[j] - polygon[i]))
    return np.array(result).reshape(-1, 2)


def may_see(middle_in_camera_m: np.ndarray, radius_m: np.ndarray, camera: Pinhole, margin: float = 0.0) -> np.ndarray:
    """Return (N,) bool for balls, (N, 3) and (N,): False only where none of it lies in the picture, widened on each side by a
    `margin` in shares of it."""
    sides = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    corners = middle_in_camera_m[:, None] + sides * radius_m[:, None, None]
    corners[..., 2] = np.maximum(corners[..., 2], NEAR_M)
    bounds, _ = bounds_px(corners, camera)
    size = np.array([camera.width_px, camera.height_px])
    before = middle_in_camera_m[:, 2] + radius_m > NEAR_M
    return before & (bounds[:, :2] < (1 + margin) * size).all(1) & (bounds[:, 2:] > -margin * size).all(1)


def px_per_m(middle_in_camera_m: np.ndarray, radius_m: np.ndarray, camera: Pinhole) -> np.ndarray:
    """Return (N,) how many pixels a metre takes at most in the picture of each of some balls, (N, 3) and (N,); the tangential
    part of the distortion, which is small, is left out."""
    lens = lens_of(camera)
    distance = np.linalg.norm(middle_in_camera_m, axis=1)
    angle = np.arctan2(np.hypot(*middle_in_camera_m[:, :2].T), middle_in_camera_m[:, 2])
    spread = np.arcsin(np.minimum(radius_m / np.maximum(distance, 1e-9), 1))
    widest = np.arctan(np.hypot(*camera.border_rays[:, :2].T).max())
    at = np.clip(angle + np.array([-1.0, 0.0, 1.0])[:, None] * spread, 1e-6, widest)
    return float(camera.K.diagonal()[:2].max()) * lens.px_per_rad(at).max(0) / np.maximum(distance - radius_m, NEAR_M)


def _at_one(xy: np.ndarray) -> np.ndarray:
    return np.concatenate([xy, np.ones((*xy.shape[:-1], 1))], -1)
