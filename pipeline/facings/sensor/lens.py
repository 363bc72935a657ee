"""What the lens does to light on its way to the sensor, in scene-linear pixels: vignetting, lateral colour, blur."""

import numpy as np
from scipy import ndimage

from facings.frames.sensor_spec import SensorSpec


def through_lens(linear: np.ndarray, sensor: SensorSpec, axis_px: tuple[float, float]) -> np.ndarray:
    """Return the (H, W, 3) float32 picture that reaches the sensor; `axis_px` is the optical axis (top-left corner origin).

    Green stays where it is, so that labels are those of green.
    """
    magnified = [1 + sensor.chromatic_aberration[0], 1.0, 1 + sensor.chromatic_aberration[1]]
    planes = [_magnified(linear[..., c], by, axis_px) for c, by in enumerate(magnified)]
    light = np.stack(planes, -1) * falloff(linear.shape[:2], sensor.vignetting, axis_px)[..., None]
    blur_px = sensor.blur_px / sensor.downscale
    return ndimage.gaussian_filter(light, (blur_px, blur_px, 0), mode="nearest") if blur_px > 0 else light


def falloff(size_hw: tuple[int, int], vignetting: float, axis_px: tuple[float, float]) -> np.ndarray:
    """Return the (H, W) float32 share of light that each pixel keeps: cos^4 of the angle whose tangent grows with the distance
    from the axis, so steep that the farthest corner keeps 1 - `vignetting`."""
    if vignetting == 0:
        return np.ones(size_hw, np.float32)
    height, width = size_hw
    x, y = np.arange(width) + 0.5 - axis_px[0], np.arange(height) + 0.5 - axis_px[1]
    corner = max(axis_px[0], width - axis_px[0]) ** 2 + max(axis_px[1], height - axis_px[1]) ** 2
    tangent2 = (1 - vignetting) ** -0.5 - 1  # of the corner, squared: (1 + tan^2)^-2 is cos^4
    return ((1 + tangent2 * (x[None, :] ** 2 + y[:, None] ** 2) / corner) ** -2).astype(np.float32)


def _magnified(plane: np.ndarray, by: float, axis_px: tuple[float, float]) -> np.ndarray:
    if by == 1.0:
        return plane
    height, width = plane.shape
    # A pixel of the result shows what was nearer to the axis by that factor. Indices count from the first pixel's centre.
    columns = (np.arange(width) + 0.5 - axis_px[0]) / by + axis_px[0] - 0.5
    rows = (np.arange(height) + 0.5 - axis_px[1]) / by + axis_px[1] - 0.5
    where = np.meshgrid(rows, columns, indexing="ij")
    # Cubic: a linear one would blur some rings of the picture and others not. It may swing below 0 beside lamps.
    return np.maximum(ndimage.map_coordinates(plane, where, order=3, mode="nearest"), 0).astype(np.float32)
