"""Where scalp hair grows: the hairline and its ways of receding, over the reference head.

Positions on the scalp are charted by `around_rad`, the angle about the vertical axis through the skull (0 in front, pi
behind, both sides alike), and the height z. The line follows the trichion about 6 cm above the brows, the temple's
corner and peak, the sideburn before the ear, the arch over it, and the nape (the landmarks hair surgeons name;
Norwood, "Male pattern baldness", 1975, for how it recedes).
"""

from functools import lru_cache

import numpy as np
from scipy import ndimage

from facings.scenes.face.hair.spec import Hairline

AXIS_Y_M = 0.07
"""The chart's vertical axis stands this far behind the eyes' centre."""
_CHART_RADIUS_M = 0.078
_CELL_M = 0.0025
_LOWEST_M = -0.14
CROWN_M = (0.006, 0.128, 0.096)
"""The whorl of the hair, a little to the left of the middle as in most people."""

_FRONT_END_DEG = 57.0
_LINE = np.array([
    (0, 0.0830), (10, 0.0832), (20, 0.0845), (30, 0.0850), (37, 0.0810), (42, 0.0740), (46, 0.0640), (50, 0.0510),
    (54, 0.0390), (57, 0.0320), (62, 0.0220), (66, 0.0100), (69, -0.0020), (71, -0.0120), (72.5, -0.0240), (80.5, -0.0260),
    (81.5, -0.0080), (83, 0.0040), (87, 0.0105), (94, 0.0120), (101, 0.0105), (107, 0.0040), (110, -0.0060), (112, -0.0240),
    (115, -0.0440), (120, -0.0590), (130, -0.0690), (142, -0.0730), (158, -0.0770), (170, -0.0820), (180, -0.0830),
])


def around_rad(canonical_m: np.ndarray) -> np.ndarray:
    """Return (...,) angles about the skull's axis in 0..pi, 0 in front."""
    return np.arctan2(np.abs(canonical_m[..., 0]), AXIS_Y_M - canonical_m[..., 1])


def scalp_density(canonical_m: np.ndarray, line: Hairline | None = None) -> np.ndarray:
    """Return (...,) in 0..1: how densely scalp hair grows at (..., 3) points of a head's skin, in canonical coordinates."""
    line = line or Hairline()
    point = np.asarray(canonical_m, np.float64)
    inside = inside_line_m(point, line)
    density = _step(inside / line.softness_m + 0.5)
    # Temples and nape thin out over a broader band than the forehead.
    around = np.degrees(around_rad(point))
    edge = np.clip(inside / 0.016, 0.0, 1.0)
    thin = np.clip(np.minimum((around - 42) / 10, (80 - around) / 6), 0, 1) + np.clip((around - 112) / 15, 0, 1)
    density *= 1 - 0.5 * np.clip(thin, 0, 1) * (1 - edge)
    density *= 1 - _crown_patch(point, line)
    return density * (1 - _top_patch(point, line))


def inside_line_m(canonical_m: np.ndarray, line: Hairline) -> np.ndarray:
    """Return (...,) distances from the hairline along the skin, positive where hair grows."""
    along = around_rad(canonical_m) * _CHART_RADIUS_M
    z = canonical_m[..., 2] + _wobble(canonical_m, line.seed)
    # The distance varies so smoothly over the chart that a raster of 2.5 mm serves any number of points.
    raster = _raster(line)
    place = np.stack([along.ravel() / _CELL_M, (z.ravel() - _LOWEST_M) / _CELL_M])
    return ndimage.map_coordinates(raster, place, order=1, mode="nearest").reshape(z.shape)


@lru_cache(maxsize=4)
def _raster(line: Hairline) -> np.ndarray:
    """Return the line's signed distances over the chart: (along, height) in steps of `_CELL_M`."""
    knots, height = _line_of(line)
    along = np.arange(0, np.pi * _CHART_RADIUS_M + _CELL_M, _CELL_M)[:, None, None]
    z = np.arange(_LOWEST_M, 0.13, _CELL_M)[None, :, None]
    dx, dz = np.diff(knots), np.diff(height)
    t = np.clip(((along - knots[:-1]) * dx + (z - height[:-1]) * dz) / (dx * dx + dz * dz), 0, 1)
    # The nearest of the line's pieces: where the line is steep, as before the ear, its height alone misleads.
    away = np.hypot(along - knots[:-1] - t * dx, z - height[:-1] - t * dz).min(-1)
    above = z[..., 0] > np.interp(along[:, 0, 0], knots, height)[:, None]
    return np.where(above, away, -away)


def _line_of(line: Hairline) -> tuple[np.ndarray, np.ndarray]:
    """Return the knots along the chart (metres) and their heights."""
    degrees = np.linspace(0, 180, 91)
    # Receding turns the line about the temple's peak: its front part moves back, and the corner most.
    shift = np.clip(line.recession, 0, 1) * np.interp(degrees, [0, 12, 26, 36, 48, 57], [0.15, 0.35, 1, 1, 0.3, 0.0])
    height = np.interp(degrees, _LINE[:, 0], _LINE[:, 1]) + 0.022 * shift
    front = _step((_FRONT_END_DEG - degrees) / 15)
    height = height + line.height_m * front
    height = height - line.widows_peak_m * np.exp(-((degrees / 9) ** 2))
    height = height - line.sideburn_m * _step((degrees - 68) / 3) * _step((82 - degrees) / 2)
    height = height + line.nape_m * _step((degrees - 112) / 14)
    return np.radians(degrees) * _CHART_RADIUS_M, height


def _crown_patch(point: np.ndarray, line: Hairline) -> np.ndarray:
    if line.crown_loss <= 0:
        return np.zeros(point.shape[:-1])
    distance = np.linalg.norm(point - np.array(CROWN_M), axis=-1) + 2 * _wobble(point, line.seed + 1)
    radius = 0.018 + 0.045 * line.crown_loss
    return np.clip(line.crown_loss * 1.6, 0, 0.97) * _step((radius - distance) / 0.03 + 0.5)


def _top_patch(point: np.ndarray, line: Hairline) -> np.ndarray:
    """Return what share is lost in the region that pattern baldness spares the horseshoe around."""
    if line.top_loss <= 0:
        return np.zeros(point.shape[:-1])
    around = np.degrees(around_rad(point))
    rim = np.interp(around, [0, 40, 60, 90, 130, 180], [-0.2, -0.2, 0.066, 0.068, 0.062, 0.052])
    rim = rim + (1 - line.top_loss) * 0.06 + 2 * _wobble(point, line.seed + 2)
    return np.clip(line.top_loss * 1.5, 0, 0.985) * _step((point[..., 2] - rim) / 0.022 + 0.5)


def _wobble(point: np.ndarray, seed: int) -> np.ndarray:
    """Return (...,) smooth deviations of about a millimetre, different on either side of the head."""
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, 5)
    x, y, z = point[..., 0], point[..., 1], point[..., 2]
    return 0.0010 * (np.sin(130 * x + 70 * y + phase[0]) + np.sin(90 * y - 210 * x + phase[1])
                     + 0.7 * np.sin(340 * x + 150 * z + phase[2]) + 0.5 * np.sin(520 * y + 300 * x + phase[3])
                     + 0.4 * np.sin(700 * x - 260 * z + phase[4]))


def _step(t: np.ndarray) -> np.ndarray:
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
