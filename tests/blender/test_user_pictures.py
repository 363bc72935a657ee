"""Pictures of the user's as Blender's images: all that passed the check is shown, upright."""

import io

import bpy
import numpy as np
import pytest
from pictures_for_tests import GRADIENT, PHOTOS, SKIES, photo, put
from PIL import Image

from facings.blender.pictures import loaded
from facings.blender.pictures import photo as shown_photo
from facings.errors import InputError


def _pixels(image: bpy.types.Image) -> np.ndarray:
    """Its RGB as stored, the upper row first."""
    width, height = image.size
    values = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(height, width, 4)[::-1, :, :3]


@pytest.mark.parametrize("name", SKIES)
def test_sky_that_passes_has_light_in_blender(tmp_path, name):
    image = loaded(put(tmp_path, name, SKIES[name]))
    if name != "layer.exr":  # layers have their pixels when they are rendered
        assert tuple(image.size) == ((5, 16) if name == "narrow.hdr" else (24, 16))
        assert 0 < _pixels(image).max() < 5
    bpy.data.images.remove(image)


@pytest.mark.parametrize("name", PHOTOS)
def test_photo_that_passes_is_shown_in_blender(tmp_path, name):
    image = shown_photo(put(tmp_path, name, PHOTOS[name]))
    red = _pixels(image)[..., 0]
    assert tuple(image.size) == (24, 16) and red[:, 16:].mean() > red[:, :8].mean() + 0.15  # grey ones vary by 0.21
    bpy.data.images.remove(image)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_stands_upright_as_its_camera_noted(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x112] = orientation
    upright = np.zeros((32, 48, 3), np.uint8)
    upright[:16, :16] = 255  # white in the upper left
    undo = {1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud, 5: lambda a: a.swapaxes(0, 1),
            6: lambda a: np.rot90(a, 1), 7: lambda a: np.rot90(a, 2).swapaxes(0, 1), 8: lambda a: np.rot90(a, -1)}
    target = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(undo[orientation](upright))).save(target, "JPEG", exif=exif, quality=95)
    image = shown_photo(put(tmp_path, "x.jpg", target.getvalue()))
    pixels = _pixels(image)
    assert pixels.shape[:2] == (32, 48)
    assert pixels[2:14, 2:14].min() > 0.9 and pixels[18:].max() < 0.1 and pixels[:, 18:].max() < 0.1
    bpy.data.images.remove(image)


def test_picture_that_is_damaged_meanwhile_is_told_and_not_kept(tmp_path):
    before = len(bpy.data.images)
    for name, content in (("x.exr", b"nothing of light"), ("x.hdr", b"nothing of light")):
        with pytest.raises(InputError, match=f"{name} is none that Blender reads"):
            loaded(put(tmp_path, name, content))
    with pytest.raises(InputError, match="x.jpg is none that Blender reads"):
        shown_photo(put(tmp_path, "x.jpg", b"no picture any more"))
    assert len(bpy.data.images) == before


def test_gradient_arrives_as_it_is(tmp_path):
    image = shown_photo(put(tmp_path, "x.png", photo("PNG")))
    np.testing.assert_allclose(_pixels(image) * 255, GRADIENT, atol=0.5)
    bpy.data.images.remove(image)
