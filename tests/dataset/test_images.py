import io

import numpy as np
import pytest
from PIL import Image

from facings.dataset import images

RNG = np.random.default_rng(0)
COLOUR = RNG.integers(0, 256, (31, 45, 3), dtype=np.uint8)


@pytest.mark.parametrize("array", [COLOUR, COLOUR[..., 0], RNG.integers(0, 65536, (31, 45)).astype(np.uint16)],
                         ids=["rgb", "uint8", "uint16"])
def test_png_round_trip_is_exact_and_deterministic(array):
    data = images.encode_png(array)
    back = images.decode_png(data)
    assert back.dtype == array.dtype and np.array_equal(back, array)
    assert images.encode_png(array.copy(order="F")) == data


@pytest.mark.parametrize("channels", [None, 2, 3, 4])
def test_exr_round_trip_is_exact_with_infinities(channels):
    values = RNG.standard_normal((31, 45) if channels is None else (31, 45, channels)).astype(np.float32)
    values[3] = np.inf
    data = images.encode_exr(values)
    assert np.array_equal(images.decode_exr(data), values)
    assert images.encode_exr(values) == data


@pytest.mark.parametrize("format", ["jpg", "webp"])
def test_lossy_pictures_are_close_and_deterministic(format):
    y, x = np.mgrid[:64, :96]
    smooth = np.stack([x * 2, y * 3, 255 - x], -1).astype(np.uint8)
    data = images.encode_picture(smooth, format, 90)
    assert np.abs(images.decode_picture(data).astype(int) - smooth).max() <= 16
    assert data == images.encode_picture(smooth, format, 90)


def test_files_carry_no_metadata():
    png = images.encode_png(COLOUR)
    assert Image.open(io.BytesIO(png)).info == {}
    assert not Image.open(io.BytesIO(images.encode_jpeg(COLOUR))).getexif()
    exr = images.encode_exr(np.zeros((4, 4), np.float32))
    assert b"capDate" not in exr and b"comments" not in exr


@pytest.mark.parametrize("cut", [0, 20, 200, -40])
def test_truncated_files_are_refused(cut):
    for data, decode in ((images.encode_png(COLOUR), images.decode_png),
                         (images.encode_jpeg(COLOUR), images.decode_picture),
                         (images.encode_exr(COLOUR[..., 0]), images.decode_exr)):
        with pytest.raises(ValueError):
            decode(data[:cut])


def test_unsuitable_arrays_are_refused():
    for wrong in (COLOUR.astype(float), COLOUR[..., :2], np.zeros((2, 2), np.int32)):
        with pytest.raises(ValueError, match="PNG"):
            images.encode_png(wrong)
    with pytest.raises(ValueError, match="gif"):
        images.encode_picture(COLOUR, "gif")
