"""A head scarf (hijab): one cloth over head, neck and shoulders that leaves the face free."""

from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, maximum_filter

from facings.scenes.face.accessories.head_measures import HeadMeasures, directions
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import grid, outward, tube, welded
from facings.scenes.face.accessories.spec import HeadwearSpec

_ROUND: Any = ("nearest", "wrap")
"""Modes of scipy's filters on maps that close around; one an axis, which its annotations do not know."""
_FAR_M = 0.6
_COLUMNS = 160
_ABOVE, _BESIDE, _BELOW = 22, 56, 44
"""Rows above, beside and below the face."""
_EVEN = 96
_FALL = 0.32
"""How far cloth draws in for each metre that it hangs down."""


def build_hijab(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a scarf on the unposed head."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    level, edge, beside = _rows(spec, head, unit)
    # Columns run from the face's edge on the left around the back to its edge on the right.
    share = np.linspace(0, 1, _COLUMNS)
    around = edge[:, None] + (2 * np.pi - 2 * edge[:, None]) * share
    # The hem is higher over the shoulders than on chest and back.
    depth = np.clip((level[beside][-1] - level) / (level[beside][-1] - level[-1]), 0, 1)[:, None]
    levels = level[:, None] + 34 * unit * depth**1.5 * np.sin(around) ** 2
    from_edge = np.minimum(share, 1 - share)[None] * 2 * np.pi
    from_edge = from_edge + np.maximum(levels - level[beside][0], np.maximum(level[beside][-1] - levels, 0)) / (90 * unit)
    radius = _cloth_radius(head, level, edge, levels, around, np.clip(from_edge / 0.5, 0, 1))
    lift = 2.4 + 3.5 * np.clip(from_edge / 0.4, 0, 1)
    lift = lift + _folds(levels / unit, around, head, unit, rng) * np.clip(from_edge / 0.3, 0.1, 1)
    lift = np.maximum(lift + 16 * np.clip(depth * 1.4 - 0.4, 0, 1), 1.6)
    cloth = _placed(head, levels, around, radius + lift * unit)
    # Above and below the face the two edges meet.
    cloth[~beside, 0] = cloth[~beside, -1] = (cloth[~beside, 0] + cloth[~beside, -1]) / 2
    start, end = np.flatnonzero(beside)[[0, -1]]
    loop = np.concatenate([cloth[start : end + 1, 0], cloth[start : end + 1, -1][::-1]])
    hems = [tube(loop, 0.9 * unit, sides=8, closed=True), tube(cloth[-1, :-1], 0.9 * unit, sides=6, closed=True)]
    parts = [(outward(welded(grid(cloth))), 0)] + [(hem, 0) for hem in hems]
    finish = Finish("silk", spec.colour, spec.second_colour, spec.pattern, 18.0)
    return Hat(parts, (finish,), cloth[: _ABOVE + 10], hides_all=True, drapes=True, ring=False)


def _rows(spec: HeadwearSpec, head: HeadMeasures, unit: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each row's level, the azimuth of the face's edge in it (0 where closed), and whether it passes the face.

    Levels above 0 are lengths along the dome over the head's centre, those below 0 metres under the centre.
    """
    radius = 0.098 * head.scale
    brow = head.brow_m + (24 - spec.low_mm) * unit
    upper = float(np.arcsin(np.clip(brow / radius, -0.9, 0.9))) * radius
    chin = head.landmarks_m[8, 2] - head.centre_m[2] - 5 * unit
    ear_front = head.landmarks_m[[0, 16]].mean(0)
    half_width = float(np.arctan2(abs(head.landmarks_m[16, 0]) * 0.93, head.centre_m[1] - ear_front[1] + 20 * unit))
    turn = np.linspace(0, np.pi, _BESIDE)
    middle, half = (upper + chin) / 2, (upper - chin) / 2
    crown = np.linspace(np.pi / 2 * radius - 1e-4, upper, _ABOVE, endpoint=False)
    bottom = max(chin - 118 * unit, float(head.vertices_m[:, 2].min()) - head.centre_m[2] + 6 * unit)
    lower = np.linspace(chin, bottom, _BELOW + 1)[1:]
    level = np.concatenate([crown, middle + half * np.cos(turn), lower])
    # Wider beside the cheekbones than beside the chin.
    oval = half_width * np.sin(turn) ** 0.85 * (1 + 0.12 * np.cos(turn))
    oval[[0, -1]] = 0
    edge = np.concatenate([np.zeros(_ABOVE), oval, np.zeros(_BELOW)])
    return level, edge, edge > 0


def _placed(head: HeadMeasures, level: np.ndarray, azimuth: np.ndarray, radius_m: np.ndarray) -> np.ndarray:
    """Return points (R, n, 3) at given levels, azimuths and distances from the centre or the axis below it."""
    ray = directions(azimuth, np.clip(level, 0, None) / (0.098 * head.scale))
    points = head.centre_m + ray * radius_m[..., None]
    points[..., 2] += np.minimum(level, 0)
    return points


def _cloth_radius(head: HeadMeasures, level: np.ndarray, edge: np.ndarray, levels: np.ndarray, around: np.ndarray,
                  loose: np.ndarray) -> np.ndarray:
    """Return (R, n): how far from the axis the cloth lies, close to the skin where `loose` is 0 and taut where it is 1."""
    azimuth = np.linspace(-np.pi, np.pi, _COLUMNS, endpoint=False)
    even = np.linspace(level[0], min(level[-1], levels.min()), _EVEN)
    place = np.broadcast_to(even[:, None], (_EVEN, _COLUMNS))
    turn = np.broadcast_to(azimuth, place.shape)
    axis = _placed(head, place, turn, np.zeros(place.shape))
    outside = _placed(head, place, turn, np.full(place.shape, _FAR_M))
    reach = _FAR_M - head.skin.distance_m(outside, (axis - outside) / _FAR_M)
    limit = np.interp(-even, -level, edge)
    for row in range(_EVEN):
        # The face does not carry the cloth, and the bust may end before the hem: bridged from side to side.
        known = np.isfinite(reach[row]) & (np.abs(azimuth) >= 0.92 * limit[row])
        reach[row] = np.interp(azimuth, azimuth[known], reach[row, known], period=2 * np.pi) if known.any() else reach[row - 1]
    hang = reach.copy()
    for row in range(1, _EVEN):
        if even[row] < 0.02:
            hang[row] = np.maximum(hang[row], hang[row - 1] - (even[row - 1] - even[row]) * _FALL)
    wide = maximum_filter(hang, (7, 9), mode=_ROUND)
    taut = np.maximum(gaussian_filter(wide, (4.0, 5.0), mode=_ROUND), reach)
    # Under the chin the skin recedes within a row: the row above counts there too.
    steep = maximum_filter(hang, (3, 1), mode=_ROUND)
    near = np.maximum(gaussian_filter(steep, (0.8, 1.5), mode=_ROUND), reach)
    row = (levels - even[0]) / (even[1] - even[0])
    column = ((around + np.pi) / (2 * np.pi) * _COLUMNS) % _COLUMNS
    close, far = (map_coordinates(np.concatenate([values, values[:, :1]], 1), [row, column], order=1, mode="nearest")
                  for values in (near, taut))
    return close + (far - close) * loose


def _folds(level_mm: np.ndarray, azimuth: np.ndarray, head: HeadMeasures, unit: float, rng: np.random.Generator) -> np.ndarray:
    """Return (R, n) millimetres: swags under the chin, long folds at the back, and the edge of the cloth's wound end."""
    level = level_mm
    own = (azimuth + np.pi) % (2 * np.pi) - np.pi
    chin = (head.landmarks_m[8, 2] - head.centre_m[2]) / unit
    ahead, behind = np.clip(np.cos(own), 0, 1), np.clip(-np.cos(own), 0, 1)
    phase = rng.uniform(0, 2 * np.pi, 6)
    low = np.clip((chin + 12 - level) / 40, 0, 1)
    # Swags hang between the shoulders: lowest in front, the next one wider than the last.
    swag = level - 26 * own**2 + 7 * np.sin(own + phase[0])
    waves = np.sin(swag / 5.6 + phase[1]) + 0.6 * np.sin(swag / 3.4 + 1.3 * own + phase[2])
    folds = 3.2 * waves * low * ahead**0.6
    long = np.sin(7 * own + level / 46 + phase[3]) + 0.7 * np.sin(11 * own - level / 60 + phase[4])
    folds = folds + 3.0 * long * np.clip((20 - level) / 120, 0, 1) * (0.35 + 0.65 * behind)
    side = rng.choice([-1.0, 1.0])
    line = level - chin - 18 + 58 * (side * own + 0.55)
    wound = np.clip(-line / 3.0, 0, 1) * np.clip((1.5 - np.abs(own)) / 0.3, 0, 1)
    head_folds = 0.5 * np.sin(level / 9 + 5 * np.cos(own) + phase[5]) * np.clip((level - chin) / 60, 0, 1)
    return folds + 3.2 * wound * low + head_folds
