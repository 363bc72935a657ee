"""What a camera's processor does after the tone curve: denoising, sharpening, saturation, and eight bits.

All in YCbCr of ITU-R BT.601 full range, as JFIF's JPEG has it.
"""

import numpy as np
from scipy import ndimage

from facings.frames.sensor_spec import SensorSpec
from facings.sensor.colours import mixed
from facings.sensor.photosites import has_mosaic

_YCC_FROM_RGB = np.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
_RGB_FROM_YCC = np.array([[1.0, 0.0, 1.402], [1.0, -0.344136, -0.714136], [1.0, 1.772, 0.0]])
"""JFIF 1.02 (1992), page 3."""

_LUMA_RADIUS, _CHROMA_RADIUS = 2, 5
"""Of the windows in which noise is told from what is seen, in the sensor's pixels: an eye sees fine colour less."""

_LUMA_SIGMAS, _CHROMA_SIGMAS = 2.0, 5.0
"""What varies by less than so many standard deviations of the noise counts as noise."""

_INTERPOLATED = 2.0
"""A mosaic's noise is smeared by its interpolation, so that a Laplacian finds half of it."""

_LAPLACIAN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def processed(display: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    """Return the (H, W, 3) uint8 picture of (H, W, 3) float32 display values, 0 to 1."""
    ycc = mixed(display.astype(np.float32), _YCC_FROM_RGB)
    luma, chroma = ycc[..., 0], ycc[..., 1:]
    smear = _INTERPOLATED if has_mosaic(sensor) else 1.0
    # What is sensed and seen one to one has noise from pixel to pixel; of what was scaled down little is left.
    if sensor.denoise_chroma > 0:
        radius = _at_least_one(_CHROMA_RADIUS / sensor.downscale)
        smooth = np.stack([guided(plane, _CHROMA_SIGMAS * smear * noise_level(plane), radius)
                           for plane in (chroma[..., 0], chroma[..., 1])], -1)
        chroma = chroma + sensor.denoise_chroma * (smooth - chroma)
    if sensor.denoise_luma > 0:
        smooth = guided(luma, _LUMA_SIGMAS * smear * noise_level(luma), _at_least_one(_LUMA_RADIUS / sensor.downscale))
        luma = luma + sensor.denoise_luma * (smooth - luma)
    luma = sharpened(luma, sensor.sharpen, sensor.sharpen_radius_px / sensor.downscale)
    rgb = mixed(np.concatenate([luma[..., None], chroma * np.float32(sensor.saturation)], -1), _RGB_FROM_YCC)
    return np.clip(np.rint(rgb * 255), 0, 255).astype(np.uint8)


def sharpened(plane: np.ndarray, amount: float, radius_px: float) -> np.ndarray:
    """Return an unsharp mask of (H, W): `amount` times the difference from a Gaussian blur is added."""
    if amount == 0:
        return plane
    return plane + np.float32(amount) * (plane - ndimage.gaussian_filter(plane, radius_px, mode="nearest"))


def guided(plane: np.ndarray, least: float, radius_px: int) -> np.ndarray:
    """Return (H, W) smoothed where it varies by less than `least`, one standard deviation, and edges kept: He, Sun, Tang,
    "Guided Image Filtering" (ECCV 2010), guided by itself."""
    def mean(values: np.ndarray) -> np.ndarray:
        return ndimage.uniform_filter(values, 2 * radius_px + 1, mode="nearest")

    middle = mean(plane)
    variance = np.maximum(mean(plane * plane) - middle * middle, 0)
    slope = variance / (variance + np.float32(least**2 + 1e-12))
    return mean(slope) * plane + mean(middle - slope * middle)


def noise_level(plane: np.ndarray) -> float:
    """Return the standard deviation of the noise in (H, W): Immerkaer, "Fast noise variance estimation" (CVIU 64(2), 1996)."""
    inner = ndimage.correlate(plane, _LAPLACIAN, mode="nearest")[1:-1, 1:-1]
    return float(np.sqrt(np.pi / 2) * np.abs(inner).mean(dtype=np.float64) / 6)


def _at_least_one(radius: float) -> int:
    return max(1, round(radius))
