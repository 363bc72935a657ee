"""Pictures made in numpy, and those in files of the user's, as Blender's images."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
from PIL import ImageOps

from facings.errors import InputError
from facings.recipes.picture_check import PictureError, opened_photo

_ORIENTATION = 0x112
"""The tag of EXIF that says which way up a camera was held; 1 as the pixels are stored."""


def photo(path: Path) -> bpy.types.Image:
    """Return a new image of a photograph in a file, upright as its camera noted, which Blender itself does not heed.

    Raises InputError where Blender cannot read it.
    """
    try:
        with opened_photo(path) as picture:
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                return new_image(path.name, np.asarray(ImageOps.exif_transpose(picture).convert("RGB")))
    except (PictureError, OSError) as error:
        raise _changed(path) from error
    return loaded(path, check_existing=False)


def loaded(path: Path, *, check_existing: bool = True) -> bpy.types.Image:
    """Return the image of a file, that which there is where it was loaded before; raises InputError where it cannot be read."""
    image: Any = bpy.data.images.load(str(path), check_existing=check_existing)
    # Of several layers it holds no pixels before they are rendered.
    if image.size[0] == 0 and image.type != "MULTILAYER":
        bpy.data.images.remove(image)
        raise _changed(path)
    return image


def _changed(path: Path) -> InputError:
    return InputError(f"The picture {path} is none that Blender reads. It was whole when the run began: put it back.")


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
