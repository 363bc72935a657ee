"""Pictures made in numpy as Blender's images."""

from typing import Any

import bpy
import numpy as np


def new_image(name: str, picture: np.ndarray) -> bpy.types.Image:
    """Return a new image of (H, W, 3) uint8 sRGB values, top row first."""
    height, width = picture.shape[:2]
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = np.asarray(picture, np.float32)[::-1] / 255
    image = bpy.data.images.new(name, width, height, alpha=False)
    _set_pixels(image, pixels)
    return image


def float_image(name: str, width_px: int, height_px: int, colour_space: str = "Non-Color", *,
                four_channels: bool = True) -> bpy.types.Image:
    """Return a new float32 image for `fill_image`; of four channels, the fourth does not cover the others."""
    image: Any = bpy.data.images.new(name, width_px, height_px, alpha=four_channels, float_buffer=True)
    image.colorspace_settings.name = colour_space
    if four_channels:
        image.alpha_mode = "CHANNEL_PACKED"
    return image


def fill_image(image: bpy.types.Image, pixels: np.ndarray) -> None:
    """Overwrite an image of the same size with float32 channels, row by row from the lower edge: (H, W, C) or (H * W, C)."""
    _set_pixels(image, np.ascontiguousarray(pixels, np.float32))
    image.update_tag()


def _set_pixels(image: bpy.types.Image, pixels: np.ndarray) -> None:
    values: Any = pixels.ravel()  # an array is read as a buffer, which bpy's stubs do not know
    image.pixels.foreach_set(values)
    image.update()
