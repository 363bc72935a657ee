"""One frame's picture: its size, how it is rendered and written, and through which sensor it is seen."""

from facings.frames.sensors import sample_sensor
from facings.frames.spec import PictureSpec
from facings.frames.streams import stream
from facings.recipes.distributions import sample
from facings.recipes.picture import PRESETS
from facings.recipes.recipe import Recipe


def sample_picture(recipe: Recipe, seed: int, frame: int) -> PictureSpec:
    """Return one frame's picture settings; of `recipe.picture` only the resolution may vary."""
    picture = recipe.picture
    preset = PRESETS[picture.quality]
    width, height = sample(picture.resolution, stream(seed, frame, "picture"))
    return PictureSpec(
        width_px=width,
        height_px=height,
        samples=preset.samples if picture.samples is None else picture.samples,
        denoise=preset.denoise if picture.denoise is None else picture.denoise,
        max_bounces=preset.max_bounces if picture.max_bounces is None else picture.max_bounces,
        format=picture.format,
        jpeg_quality=picture.jpeg_quality,
        passes=picture.passes,
        sensor=sample_sensor(recipe.sensor, stream(seed, frame, "sensor")),
        linear=picture.linear,
        light_tree=picture.light_tree,
        before_sensor=(picture.before_sensor and recipe.sensor is not None) or None,
        metadata=picture.metadata or None,
    )
