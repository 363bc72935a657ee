"""Cameras by name, for a recipe's key `sensor.preset`, and where their numbers come from.

Electrons: "Pi HQ Cam Sensor Performance" (strollswithmydog.com, 2020) measured 8180 e- at 1.55 um, 3400 e-/um2, and a read
noise of 3 e- at gain 1 and 1.5 e- at gain 16 for a back-illuminated phone sensor (Sony IMX477); full wells here are that
density times the pixel's area. Igual, "Photographic Noise Performance Measures Based on RAW Files Analysis of Consumer Cameras"
(Electronics 8(11), 2019) has larger sensors. They lie within the range of Brooks et al., "Unprocessing Images for Learned Raw
Denoising" (CVPR 2019), section 3.1: a shot noise of 1e-4 to 1.2e-2 of saturation, that is 10,000 to 83 electrons.

Phones since then average bursts of 2 to 8 frames (Hasinoff et al., "Burst photography for high dynamic range and low-light
imaging on mobile cameras", ACM TOG 35(6), 2016): four frames are four times the electrons.

Balance: the error of grey-world methods on photographs has a median of 4 to 6 degrees (Gijsenij et al., "Computational Color
Constancy", IEEE TIP 20(9), 2011, table II), about 30 mired between daylight and tungsten.

JPEG: phones and mirrorless cameras write 4:2:0 or 4:2:2 at qualities of the low to high nineties, motion JPEG of webcams is
4:2:2 (USB Video Class 1.5, payload MJPEG) at what the bus carries, some 1.5 bits a pixel: qualities of 60 to 85.

Denoising, sharpening and saturation are no maker's published numbers: they are judged by eye against photographs.
"""

from collections.abc import Mapping
from typing import Any


def _normal(mean: float, std: float, low: float, high: float) -> dict[str, Any]:
    return {"normal": {"mean": mean, "std": std, "min": low, "max": high}}


def _full_well_e(pitch_um: float) -> float:
    return round(3400 * pitch_um**2)


NO_EFFECT: Mapping[str, Any] = {
    "vignetting": 0.0, "chromatic_aberration": [0.0, 0.0], "blur_px": 0.0, "downscale": 1.0, "mosaic": False,
    "headroom_ev": 10.0, "iso": 100.0, "base_iso": 100.0, "full_well_e": 1e10, "read_noise_e": 0.0, "dark_current_e_s": 0.0,
    "exposure_s": 0.01, "hot_pixels": 0.0, "bits": 24, "crosstalk": 0.0, "warmth_mired": 0.0, "tint": 0.0, "denoise_luma": 0.0,
    "denoise_chroma": 0.0, "sharpen": 0.0, "sharpen_radius_px": 1.0, "saturation": 1.0, "jpeg_quality": 0,
    "chroma_subsampling": "4:4:4",
}
"""What every key is without a preset: nothing to be seen in eight bits."""

PRESETS: Mapping[str, Mapping[str, Any]] = {
    # The main camera of a phone since about 2018: 12 megapixels of 1.4 um (Sony IMX363's), frames merged, strongly processed.
    "phone_main": {
        "vignetting": {"uniform": [0.1, 0.25]}, "chromatic_aberration": [_normal(0.0, 0.0002, -0.0005, 0.0005)] * 2,
        "blur_px": {"uniform": [0.5, 0.8]}, "downscale": {"uniform": [1.5, 3.0]}, "mosaic": True, "headroom_ev": 2.5,
        "iso": {"log_uniform": [50, 800]}, "base_iso": 50, "full_well_e": 4 * _full_well_e(1.4), "read_noise_e": 4.0,
        "dark_current_e_s": 5, "exposure_s": {"log_uniform": [0.004, 0.033]}, "hot_pixels": 0, "bits": 12, "crosstalk": 0.3,
        "warmth_mired": _normal(0, 15, -45, 45), "tint": _normal(0, 0.015, -0.05, 0.05),
        "denoise_luma": {"uniform": [0.4, 0.8]}, "denoise_chroma": {"uniform": [0.7, 1.0]},
        "sharpen": {"uniform": [0.5, 1.2]}, "sharpen_radius_px": {"uniform": [1.0, 1.8]},
        "saturation": {"uniform": [1.0, 1.15]}, "jpeg_quality": {"integers": [88, 96]}, "chroma_subsampling": "4:2:0",
    },
    # A phone of about 2010 to 2014: 5 to 8 megapixels of 1.4 um, one frame, pictures sent and saved once more.
    "phone_old": {
        "vignetting": {"uniform": [0.2, 0.45]}, "chromatic_aberration": [_normal(0.0004, 0.0004, -0.0005, 0.0015),
                                                                         _normal(-0.0004, 0.0004, -0.0015, 0.0005)],
        "blur_px": {"uniform": [0.7, 1.2]}, "downscale": {"uniform": [1.0, 2.0]}, "mosaic": True, "headroom_ev": 1.2,
        "iso": {"log_uniform": [100, 800]}, "base_iso": 80, "full_well_e": _full_well_e(1.4), "read_noise_e": 3.5,
        "dark_current_e_s": 20, "exposure_s": {"log_uniform": [0.008, 0.067]}, "hot_pixels": 2, "bits": 10, "crosstalk": 0.4,
        "warmth_mired": _normal(0, 30, -80, 80), "tint": _normal(0, 0.03, -0.08, 0.08),
        "denoise_luma": {"uniform": [0.4, 0.9]}, "denoise_chroma": {"uniform": [0.3, 0.8]},
        "sharpen": {"uniform": [0.8, 1.8]}, "sharpen_radius_px": {"uniform": [0.9, 1.5]},
        "saturation": {"uniform": [0.9, 1.15]}, "jpeg_quality": {"integers": [70, 90]}, "chroma_subsampling": "4:2:0",
    },
    # A small fixed camera on the opposite shelf: 1.12 um (Sony IMX219's), wide, little light, sent over a thin line.
    "shelf_camera": {
        "vignetting": {"uniform": [0.3, 0.55]}, "chromatic_aberration": [{"uniform": [0.0003, 0.0015]},
                                                                         {"uniform": [-0.0015, -0.0003]}],
        "blur_px": {"uniform": [0.8, 1.4]}, "downscale": {"uniform": [1.0, 2.0]}, "mosaic": True, "headroom_ev": 1.2,
        "iso": {"log_uniform": [100, 800]}, "base_iso": 100, "full_well_e": _full_well_e(1.12), "read_noise_e": 3.0,
        "dark_current_e_s": 40, "exposure_s": {"log_uniform": [0.01, 0.1]}, "hot_pixels": {"log_uniform": [5, 60]}, "bits": 10,
        "crosstalk": 0.35, "warmth_mired": _normal(5, 25, -70, 70), "tint": _normal(0.01, 0.03, -0.08, 0.08),
        "denoise_luma": {"uniform": [0.3, 0.8]}, "denoise_chroma": {"uniform": [0.4, 0.8]},
        "sharpen": {"uniform": [0.3, 1.0]}, "sharpen_radius_px": {"uniform": [1.0, 1.6]},
        "saturation": {"uniform": [0.8, 1.0]}, "jpeg_quality": {"integers": [55, 85]}, "chroma_subsampling": "4:2:0",
    },
    # A laptop's camera by day: 720p of 1.4 um, one pixel of the sensor for one of the picture.
    "webcam": {
        "vignetting": {"uniform": [0.15, 0.4]}, "chromatic_aberration": [{"uniform": [0.0, 0.001]}, {"uniform": [-0.001, 0.0]}],
        "blur_px": {"uniform": [0.9, 1.5]}, "downscale": 1.0, "mosaic": True, "headroom_ev": 1.0,
        "iso": {"log_uniform": [150, 600]}, "base_iso": 100, "full_well_e": _full_well_e(1.4), "read_noise_e": 4.0,
        "dark_current_e_s": 30, "exposure_s": {"uniform": [0.008, 0.033]}, "hot_pixels": 2, "bits": 10, "crosstalk": 0.4,
        "warmth_mired": _normal(0, 30, -80, 80), "tint": _normal(0, 0.03, -0.08, 0.08),
        "denoise_luma": {"uniform": [0.5, 0.9]}, "denoise_chroma": {"uniform": [0.4, 0.8]},
        "sharpen": {"uniform": [0.4, 1.2]}, "sharpen_radius_px": {"uniform": [1.0, 1.5]},
        "saturation": {"uniform": [0.8, 1.05]}, "jpeg_quality": {"integers": [65, 88]}, "chroma_subsampling": "4:2:2",
    },
    # The same in the evening: all the gain that it has, the shutter open for the whole frame, smeared.
    "webcam_night": {
        "vignetting": {"uniform": [0.15, 0.4]}, "chromatic_aberration": [{"uniform": [0.0, 0.001]}, {"uniform": [-0.001, 0.0]}],
        "blur_px": {"uniform": [0.9, 1.6]}, "downscale": 1.0, "mosaic": True, "headroom_ev": 1.0,
        "iso": {"log_uniform": [500, 2000]}, "base_iso": 100, "full_well_e": _full_well_e(1.4), "read_noise_e": 4.0,
        "dark_current_e_s": 60, "exposure_s": {"uniform": [0.033, 0.1]}, "hot_pixels": {"log_uniform": [5, 100]}, "bits": 10,
        "crosstalk": 0.4, "warmth_mired": _normal(25, 30, -50, 110), "tint": _normal(0, 0.03, -0.08, 0.08),
        "denoise_luma": {"uniform": [0.7, 1.0]}, "denoise_chroma": {"uniform": [0.4, 0.8]},
        "sharpen": {"uniform": [0.3, 0.9]}, "sharpen_radius_px": {"uniform": [1.0, 1.6]},
        "saturation": {"uniform": [0.6, 0.95]}, "jpeg_quality": {"integers": [55, 80]}, "chroma_subsampling": "4:2:2",
    },
    # A camera with a large sensor: 24 megapixels of 5.9 um on full frame, a good lens, developed with care.
    "mirrorless": {
        "vignetting": {"uniform": [0.05, 0.4]}, "chromatic_aberration": [_normal(0.0, 0.00015, -0.0004, 0.0004)] * 2,
        "blur_px": {"uniform": [0.4, 0.6]}, "downscale": {"uniform": [1.5, 4.0]}, "mosaic": True, "headroom_ev": 3.0,
        "iso": {"log_uniform": [100, 6400]}, "base_iso": 100, "full_well_e": 95000, "read_noise_e": 3.0,
        "dark_current_e_s": 1, "exposure_s": {"log_uniform": [0.001, 0.02]}, "hot_pixels": 0, "bits": 14, "crosstalk": 0.3,
        "warmth_mired": _normal(0, 10, -30, 30), "tint": _normal(0, 0.01, -0.03, 0.03),
        "denoise_luma": {"uniform": [0.0, 0.4]}, "denoise_chroma": {"uniform": [0.3, 0.8]},
        "sharpen": {"uniform": [0.3, 0.8]}, "sharpen_radius_px": {"uniform": [0.8, 1.2]},
        "saturation": {"uniform": [1.0, 1.1]}, "jpeg_quality": {"integers": [92, 98]}, "chroma_subsampling": "4:2:2",
    },
}
