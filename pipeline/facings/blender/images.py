"""Pictures that are painted in numpy and poured into Blender's images."""

import bpy
import numpy as np


def fill_image(image: bpy.types.Image, pixels: np.ndarray) -> None:
    """Overwrite an image of the same size with float32 channels, row by row from the lower edge: (H, W, C) or (H * W, C)."""
    image.pixels.foreach_set(np.ascontiguousarray(pixels, np.float32).ravel())
    image.update()
    image.update_tag()
