"""Pictures made in numpy as Blender's images."""

import bpy
import numpy as np


def new_image(name: str, picture: np.ndarray) -> bpy.types.Image:
    """Return a new image of (H, W, 3) uint8 sRGB values, top row first."""
    height, width = picture.shape[:2]
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = np.asarray(picture, np.float32)[::-1] / 255
    image = bpy.data.images.new(name, width, height, alpha=False)
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    return image


def fill_image(image: bpy.types.Image, pixels: np.ndarray) -> None:
    """Overwrite an image of the same size with float32 channels, row by row from the lower edge: (H, W, C) or (H * W, C)."""
    image.pixels.foreach_set(np.ascontiguousarray(pixels, np.float32).ravel())
    image.update()
    image.update_tag()
