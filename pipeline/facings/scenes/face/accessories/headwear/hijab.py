"""A head scarf (hijab): a hood around the face, and a cloth wound about neck and shoulders."""

import numpy as np
from scipy.ndimage import gaussian_filter

from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import shell, tube
from facings.scenes.face.accessories.spec import HeadwearSpec

_COLUMNS = 168
_FAR_M = 0.6


def build_hijab(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a scarf that leaves only the face free."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    hood, inner = _hood(spec, head, unit, rng)
    parts = [(part, 0) for part in hood] + [(_shawl(head, unit, rng), 0)]
    return Hat(parts, (Finish("silk", spec.colour, spec.second_colour, spec.pattern, 18.0),), inner, hides_all=True, drapes=True)


def _hood(spec: HeadwearSpec, head: HeadMeasures, unit: float, rng: np.random.Generator) -> tuple[list, np.ndarray]:
    """The hood in polar coordinates around the line of sight: from the face's edge back to the occiput."""
    centre = np.array([0.0, head.centre_m[1], head.landmarks_m[30, 2] * 0.5 + head.centre_m[2] * 0.5])
    turn = np.arange(_COLUMNS) / _COLUMNS * 2 * np.pi
    """0 up, a quarter turn to the subject's left."""
    marks = head.landmarks_m
    chin_z, jaw_y = marks[8, 2] - 5 * unit, marks[0, 1]
    top_z = centre[2] + (head.centre_m[2] + head.brow_m - centre[2]) + (26 - spec.low_mm) * unit
    # The face's edge, drawn on the face: an oval through forehead, cheeks before the ears, and under the chin.
    half_up, half_down = top_z - centre[2], centre[2] - chin_z
    half_wide = abs(marks[16, 0]) * 0.97
    x = half_wide * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.85
    z = np.where(np.cos(turn) > 0, half_up, half_down) * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.85
    origins = np.stack([x * 0.98, np.full(_COLUMNS, -_FAR_M), centre[2] + z * np.where(np.cos(turn) > 0, 1, 0.94)], 1)
    skin_y = head.skin.distance_m(origins, np.array([0.0, 1.0, 0.0])) - _FAR_M
    edge_y = np.where(np.isfinite(skin_y), skin_y, jaw_y)
    edge_y = np.minimum(edge_y, jaw_y - 14 * unit)
    edge = np.stack([x, edge_y, centre[2] + z], 1) - centre
    start = np.arctan2(np.hypot(edge[:, 0], edge[:, 2]), -edge[:, 1])
    start = gaussian_filter(start, 3.0, mode="wrap")
    bearing = np.arctan2(edge[:, 0], edge[:, 2])
    rows = np.linspace(0, 1, 46)
    theta = start + (np.pi - 0.02 - start) * rows[:, None]
    ray = np.stack([np.sin(theta) * np.sin(bearing), -np.cos(theta), np.sin(theta) * np.cos(bearing)], -1)
    outside = centre + _FAR_M * ray
    reach = _FAR_M - head.skin.distance_m(outside, -ray)
    neck = (ray[..., 2] < -0.45) & (theta > 1.25)
    reach[~np.isfinite(reach) | (reach < 0.02) | (reach > 0.17)] = 0.07
    reach = np.where(neck, np.minimum(reach, 0.105 * head.scale), reach)
    smooth = gaussian_filter(reach, (2.2, 3.0), mode=("nearest", "wrap"))
    taut = np.maximum(smooth, np.where(neck, 0, reach))
    taut = np.maximum(gaussian_filter(taut, (1.2, 1.5), mode=("nearest", "wrap")), np.where(neck, 0, reach))
    folds = sum(rng.normal(0, 0.5) * np.sin(k * turn[None] + 5 * rows[:, None] * rng.normal() + rng.uniform(0, 6.3)) for k in (3, 5, 8, 11))
    lift = 3.5 + 5.5 * np.clip(rows * 6, 0, 1)[:, None] + folds * np.sin(np.clip(rows * 1.3, 0, 1) * np.pi)[:, None] * 1.4
    hem = 1.2 * np.exp(-(rows / 0.03) ** 2)[:, None]
    outer = centre + ray * (taut + (lift + hem) * unit)[..., None]
    inner = centre + ray * (taut + (lift - 1.2) * unit)[..., None]
    surfaces = [shell(outer, inner), tube(outer[0], 1.1 * unit, sides=6, closed=True)]
    # The inner cap that shows between forehead and scarf.
    return surfaces, inner


def _shawl(head: HeadMeasures, unit: float, rng: np.random.Generator):
    """The cloth about the neck: closed rows from under the chin down over the shoulders."""
    marks = head.landmarks_m
    chin = marks[8]
    axis_y = head.centre_m[1] - 4 * unit
    azimuth = np.arange(_COLUMNS) / _COLUMNS * 2 * np.pi
    rows = np.linspace(0, 1, 52)
    ahead = (0.5 + 0.5 * np.cos(azimuth))
    top = chin[2] + np.where(ahead > 0.5, -6 + 0 * ahead, -6.0) * unit + 34 * unit * (1 - ahead) ** 0.8
    low = head.vertices_m[:, 2].min()
    hem = np.maximum(chin[2] - (96 + 34 * ahead) * unit, low + 4 * unit)
    height = top + (hem - top) * rows[:, None]
    ray = np.stack([np.sin(azimuth), -np.cos(azimuth), np.zeros(_COLUMNS)], 1)
    axis = np.stack([np.zeros_like(height), np.full_like(height, axis_y), height], -1)
    reach = _FAR_M - head.skin.distance_m(axis + _FAR_M * ray[None], np.broadcast_to(-ray[None], axis.shape))
    reach[~np.isfinite(reach)] = 0.06 * head.scale
    # Cloth hangs from what stands out above it: chin, jaw and nape; it never falls back in steeply.
    hang = reach.copy()
    for k in range(1, len(rows)):
        fall = (height[k - 1] - height[k]) * 0.55
        hang[k] = np.maximum(hang[k], hang[k - 1] - fall)
    hang = np.maximum(gaussian_filter(hang, (2.5, 3.5), mode=("nearest", "wrap")), reach)
    phase = rng.uniform(0, 6.3, 4)
    sweep_folds = (2.6 * np.sin(13 * rows[:, None] + 1.6 * np.cos(azimuth + 0.4) * 2 + phase[0])
                   + 1.7 * np.sin(22 * rows[:, None] - 2.2 * np.sin(azimuth) + phase[1])
                   + 1.6 * np.sin(5 * azimuth + 9 * rows[:, None] + phase[2]))
    amount = np.clip(rows * 4, 0.25, 1)[:, None] * (0.55 + 0.45 * ahead)
    lift = 13 + 6 * np.clip((rows - 0.45) / 0.3, 0, 1)[:, None] + sweep_folds * amount
    outer = axis + ray[None] * (hang + lift * unit)[..., None]
    inner = outer - ray[None] * 1.3 * unit
    return shell(outer, inner)
