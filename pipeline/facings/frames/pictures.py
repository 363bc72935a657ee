"""One frame's picture: its size and how it is rendered and written."""

import numpy as np

from facings.frames.spec import PictureSpec
from facings.recipes.distributions import sample
from facings.recipes.picture import PRESETS, PictureSettings


def sample_picture(picture: PictureSettings, rng: np.random.Generator) -> PictureSpec:
    """Return one frame's picture settings; only the resolution may vary."""
    preset = PRESETS[picture.quality]
    width, height = sample(picture.resolution, rng)
    return PictureSpec(
        width_px=width,
        height_px=height,
        samples=preset.samples if picture.samples is None else picture.samples,
        denoise=preset.denoise if picture.denoise is None else picture.denoise,
        max_bounces=preset.max_bounces if picture.max_bounces is None else picture.max_bounces,
        format=picture.format,
        jpeg_quality=picture.jpeg_quality,
        passes=picture.passes,
    )
