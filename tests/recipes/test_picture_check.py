"""Pictures of the user's: what Blender shows passes, and whatever is cut, foreign, empty or endless is told."""

import io

import cv2
import numpy as np
import OpenEXR
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures_for_tests import GRADIENT, PHOTOS, SKIES, exr, light, photo, png, put, radiance
from PIL import Image

from facings.recipes.picture_check import PictureError, check_photo, check_sky

_QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _said(check, path) -> str:
    with pytest.raises(PictureError) as error:
        check(path)
    return str(error.value)


@pytest.mark.parametrize("name", SKIES)
def test_sound_sky_passes(tmp_path, name):
    check_sky(put(tmp_path, name, SKIES[name]))


@pytest.mark.parametrize("name", PHOTOS)
def test_sound_photo_passes_whatever_its_ending_says(tmp_path, name):
    check_photo(put(tmp_path, name, PHOTOS[name]))


@pytest.mark.parametrize("coded", [True, False])
def test_radiance_of_these_tests_is_what_opencv_reads(tmp_path, coded):
    read = cv2.imread(str(put(tmp_path, "x.hdr", radiance(coded))), cv2.IMREAD_UNCHANGED)
    assert read.shape == (16, 24, 3) and np.ptp(read, axis=(0, 1)).max() == 0 and read.min() > 0


def test_radiance_that_opencv_writes_passes(tmp_path):
    path = tmp_path / "noise.hdr"
    cv2.imwrite(str(path), np.random.default_rng(5).random((40, 200, 3), np.float32) ** 8 * 1000)
    check_sky(path)


@pytest.mark.parametrize("content, said", [
    (b"just a text\n", "is text; an .exr or .hdr picture"), (photo(), "is a JPEG picture; an .exr or .hdr"),
    (photo("TIFF"), "is a TIFF picture"), (b"\0\1\2\3", "is no picture"), (b"<!DOCTYPE html>", "is a web page"),
    (exr()[:4], "cut off or damaged"), (b"v/1\x01" + b"\xff" * 900, "cut off or damaged"), (exr()[:-20], "cut off or damaged"),
    (b"#?RADIANCE\n", "cut off or damaged"), (radiance()[:-1], "is cut off"), (radiance(coded=False)[:-1], "is cut off"),
    (radiance().replace(b"\x02\x02\x00\x18", b"\x02\x02\x00\x19"), "is damaged"), (radiance(form="32-bit_rle_xyze"), "XYZ"),
    (radiance(order="+X {} -Y {}"), "in the order"), (radiance(order="-Y 0 +X {1}"), "of 24 x 0 pixels"),
    (exr({"Z": light()[..., 0]}), "has the channels Z"), (exr({"RGB": np.full((4, 4, 3), 7, np.uint32)}), "whole numbers"),
    (exr({"RGB": np.full((4, 4, 3), np.nan, np.float32)}), "48 values that are no finite number"),
    (radiance(order="-Y 99999999 +X 99999999"), "FACINGS_MOST_PICTURE_MEGAPIXELS"),
])
def test_sky_that_cannot_be_shown_is_told(tmp_path, content, said):
    assert said in _said(check_sky, put(tmp_path, "sky.exr", content))


@pytest.mark.parametrize("content, said", [
    (b"just a text\n", "is text; a .jpg, .png or .webp"), (photo("GIF"), "is a GIF picture"), (photo("TIFF"), "is a TIFF"),
    (photo("BMP"), "is a BMP"), (exr(), "is an OpenEXR picture"), (photo()[:200], "cut off or damaged"),
    (photo()[:-40], "cut off or damaged"), (photo("PNG")[:-30], "cut off or damaged"),
    (photo("WEBP")[:60], "cut off or damaged"),
    (b"\xff\xd8\xff", "is a JPEG picture"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\0\0\0\x18ftypheic", "a HEIC or AVIF"),
    (png(0, 16), "PNG"), (png(40_000, 40_000), "has 40,000 x 40,000 pixels; at most 300"), (png(24, 16, b"\0" * 30), "cut off"),
    (b"\0" * 100, "is no picture"), (b"<svg xmlns=''/>", "an SVG drawing"), (b"PK\x03\x04....", "a ZIP archive"),
])
def test_photo_that_cannot_be_shown_is_told(tmp_path, content, said):
    assert said in _said(check_photo, put(tmp_path, "photo.jpg", content))


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_animation_is_told(tmp_path, form):
    frames = [Image.fromarray(np.roll(GRADIENT, shift, 1)) for shift in (0, 5)]
    target = io.BytesIO()
    frames[0].save(target, form, save_all=True, append_images=frames[1:])
    assert "animation" in _said(check_photo, put(tmp_path, "x.webp", target.getvalue()))


def test_limit_can_be_raised_and_lowered(tmp_path, monkeypatch):
    path = put(tmp_path, "large.png", photo("PNG"))
    big = tmp_path / "big.png"
    Image.new("L", (1200, 1000)).save(big)
    monkeypatch.setenv("FACINGS_MOST_PICTURE_MEGAPIXELS", "1")
    check_photo(path)
    assert "has 1,200 x 1,000 pixels; at most 1 are opened" in _said(check_photo, big)
    monkeypatch.setenv("FACINGS_MOST_PICTURE_MEGAPIXELS", "2")
    check_photo(big)


@_QUICK
@given(name=st.sampled_from(["zip.exr", "piz.exr", "plain.exr", "dwaa.exr", "coded.hdr", "plain.hdr"]), cut=st.floats(0, 0.999))
def test_sky_cut_anywhere_never_passes(tmp_path, name, cut):
    content = SKIES[name]
    _said(check_sky, put(tmp_path, name, content[: int(len(content) * cut)]))


@_QUICK
@given(name=st.sampled_from(sorted(SKIES | PHOTOS)), seed=st.integers(0, 2**32 - 1))
def test_bytes_flipped_are_told_or_do_not_matter(tmp_path, name, seed):
    rng = np.random.default_rng(seed)
    content = bytearray((SKIES | PHOTOS)[name])
    for place in rng.integers(0, len(content), 8):
        content[place] ^= int(rng.integers(1, 256))
    path = put(tmp_path, name, bytes(content))
    try:
        (check_sky if name in SKIES else check_photo)(path)
    except (PictureError, OSError) as error:
        assert str(error)


def test_second_part_of_an_openexr_may_be_anything(tmp_path):
    parts = [OpenEXR.Part({}, {"RGB": light()}, name="light"), OpenEXR.Part({}, {"Z": light()[..., 0]}, name="depth")]
    path = tmp_path / "two.exr"
    OpenEXR.File(parts).write(str(path))
    check_sky(path)
