"""What is read of a photograph's file: EXIF, all orientations, the JPEG's tables; what is damaged is told."""

import math

import numpy as np
import pytest
from made_photographs import PHONE, TAKEN, UPRIGHT, photograph
from PIL import Image

from facings.errors import InputError
from facings.photographs.shot import read_shot

TURNS = {1: lambda p: p, 2: np.fliplr, 3: lambda p: np.rot90(p, 2), 4: np.flipud, 5: lambda p: p.swapaxes(0, 1),
         6: lambda p: np.rot90(p), 7: lambda p: np.rot90(p, 2).swapaxes(0, 1), 8: lambda p: np.rot90(p, -1)}
"""From the upright picture to how it is stored (EXIF 2.32, table 6): what has orientation 6 is turned clockwise to be seen."""


@pytest.mark.parametrize("orientation", TURNS)
def test_every_orientation_is_seen_upright(tmp_path, orientation):
    path = photograph(tmp_path / "a.jpg", TURNS[orientation](UPRIGHT), PHONE | {"Orientation": orientation}, TAKEN, quality=95)
    shot, grey = read_shot(path)
    assert (shot.width_px, shot.height_px, shot.orientation) == (48, 30, orientation)
    assert np.abs(grey.astype(int) - UPRIGHT[..., 0]).mean() < 4
    assert shot.focal_length_mm / shot.sensor_width_mm == pytest.approx(27 / (math.hypot(36, 24) * 48 / math.hypot(48, 30)))


def test_everything_is_read(tmp_path):
    shot, _ = read_shot(photograph(tmp_path / "a.jpg", UPRIGHT, PHONE, TAKEN))
    assert (shot.make, shot.model, shot.year) == ("Google", "Pixel 3", 2019)
    assert shot.focal_length_mm == pytest.approx(4.44) and shot.f_number == pytest.approx(1.8)
    assert shot.exposure_s == pytest.approx(0.02) and shot.iso == 82
    assert shot.sensor_known and not shot.cropped


def test_the_focal_plane_gives_the_sensor(tmp_path):
    taken = {"FocalLength": 50, "FocalPlaneXResolution": 48 / 36, "FocalPlaneYResolution": 48 / 36,
             "FocalPlaneResolutionUnit": 4, "ExifImageWidth": 48, "ExifImageHeight": 30}
    shot, _ = read_shot(photograph(tmp_path / "a.jpg", taken=taken))
    assert shot.sensor_width_mm == pytest.approx(36)
    scaled = Image.fromarray(UPRIGHT).resize((24, 15))
    shot, _ = read_shot(photograph(tmp_path / "b.jpg", np.array(scaled), taken=taken))
    assert shot.sensor_width_mm == pytest.approx(36), "a picture that was scaled down has the field of view it had"
    shot, _ = read_shot(photograph(tmp_path / "c.jpg", np.rot90(UPRIGHT), taken=taken))
    assert shot.sensor_width_mm == pytest.approx(36) and not shot.cropped, "turned by a program that left the tags"


def test_a_cropped_picture_is_known(tmp_path):
    taken = TAKEN | {"ExifImageWidth": 4032, "ExifImageHeight": 3024}
    assert read_shot(photograph(tmp_path / "a.jpg", taken=taken))[0].cropped


@pytest.mark.parametrize("taken", [{"FocalLength": 0.0}, {"FocalLengthIn35mmFilm": 0}, {},
                                   {"ISOSpeedRatings": 0, "FocalLength": 4.0}])
def test_nought_is_not_known(tmp_path, taken):
    shot, _ = read_shot(photograph(tmp_path / "a.jpg", taken=taken))
    assert shot.focal_length_mm is None and shot.sensor_width_mm is None and shot.iso is None


@pytest.mark.parametrize("quality", [40, 71, 88, 96])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_compression_is_found_again(tmp_path, quality, subsampling):
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    shot, _ = read_shot(photograph(tmp_path / "a.jpg", noise, quality=quality, subsampling=subsampling))
    assert (shot.jpeg_quality, shot.chroma_subsampling) == (quality, subsampling)


def test_other_formats_and_no_exif(tmp_path):
    shot, _ = read_shot(photograph(tmp_path / "a.png"))
    assert shot.jpeg_quality is None and shot.make is None and shot.orientation == 1


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"no picture", "cannot be read"), (None, "is not there")])
def test_what_is_no_picture_is_told(tmp_path, content, said):
    path = tmp_path / "a.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_shot(path)


def test_damaged_exif_never_is_a_traceback(tmp_path):
    data = bytearray(photograph(tmp_path / "a.jpg", UPRIGHT, PHONE, TAKEN).read_bytes())
    rng = np.random.default_rng(0)
    for _ in range(200):
        spoilt = bytearray(data)
        for place in rng.integers(2, 260, 3):
            spoilt[place] = rng.integers(256)
        (tmp_path / "b.jpg").write_bytes(spoilt)
        try:
            read_shot(tmp_path / "b.jpg")
        except InputError:
            pass
