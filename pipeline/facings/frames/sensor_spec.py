"""One frame's sensor and processing, as drawn: frozen, exact in JSON, nothing random. `sensor/` computes with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SensorSpec:
    """What the camera makes of the light that the lens sees; the recipe's key `sensor` tells more of each."""

    preset: str | None
    vignetting: float
    """The share of light that the picture's corners lose."""
    chromatic_aberration: tuple[float, float]
    """By how much red and blue are magnified more than green."""
    blur_px: float
    """Standard deviation of the lens's and the filter's blur, in the sensor's pixels."""
    downscale: float
    """Pixels of the sensor along the side of one of the picture's."""
    mosaic: bool
    """Whether each of the sensor's pixels sees one colour."""
    headroom_ev: float
    """From what the view transform is given as 1 to saturation."""
    iso: float
    base_iso: float
    full_well_e: float
    """Electrons of a pixel that is saturated at the base ISO."""
    read_noise_e: float
    dark_current_e_s: float
    exposure_s: float
    hot_pixels: float
    """Of a million pixels, so many are hot."""
    bits: int
    """Of the analogue-digital converter."""
    crosstalk: float
    """The share of each channel's light that comes from all colours alike."""
    warmth_mired: float
    tint: float
    """Errors of the white balance: above 0 too warm, and too green."""
    denoise_luma: float
    denoise_chroma: float
    sharpen: float
    sharpen_radius_px: float
    saturation: float
    jpeg_quality: int
    """0: it is no JPEG."""
    chroma_subsampling: str
    """'4:4:4', '4:2:2' or '4:2:0'."""
