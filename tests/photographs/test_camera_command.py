"""`facings camera`: what it prints is a recipe's, and what it cannot read is told."""

import re

import numpy as np
import pytest
from made_photographs import PHONE, TAKEN, photograph
from PIL import Image
from ruamel.yaml import YAML
from typer.testing import CliRunner

from facings.command.cli import app
from facings.errors import InputError
from facings.recipes.recipe import LensSettings
from facings.recipes.sensor import SensorSettings


@pytest.fixture
def shelf(tmp_path):
    """A picture of boxes in rows, seen straight on."""
    pixels = np.full((300, 400, 3), 120, np.uint8)
    for row in range(4):
        for column in range(8):
            pixels[20 + 70 * row:75 + 70 * row, 10 + 48 * column:50 + 48 * column] = (40 * row + 60, 25 * column + 40, 90)
    return pixels


def printed(*paths):
    result = CliRunner().invoke(app, ["camera", *map(str, paths)])
    assert result.exit_code == 0, result.exception
    return result.stdout


def test_what_is_printed_is_a_recipe_s(tmp_path, shelf):
    path = photograph(tmp_path / "a.jpg", shelf, PHONE | {"Orientation": 6}, TAKEN, quality=90)
    text = printed(path)
    keys = YAML(typ="safe").load(text)
    assert keys["picture"]["resolution"] == [300, 400]
    lens = LensSettings.model_validate(keys["camera"], context={"files": None})
    assert keys["camera"]["focal_length_mm"] == 4.44 and lens.f_number == 1.8
    sensor = SensorSettings.model_validate(keys["sensor"])
    assert (sensor.preset, sensor.iso, sensor.exposure_s, sensor.jpeg_quality) == ("phone_main", 82, 0.02, 90)
    assert re.search(r"# it looks -?[\d.]+ degrees", text) and "Google Pixel 3" in text


def test_without_exif_it_says_how_sure_it_is(tmp_path, shelf):
    Image.fromarray(shelf).save(tmp_path / "a.png")
    first, second = printed(tmp_path / "a.png", tmp_path / "a.png").split("---\n")
    assert first.strip() == second.strip()
    keys = YAML(typ="safe").load(first)
    found = re.search(r"9 in 10 times ([\d.]+) to ([\d.]+)", first)
    assert float(found[1]) < keys["camera"]["focal_length_mm"] < float(found[2])
    assert keys["camera"]["sensor_width_mm"] == 36 and "sensor" not in keys


@pytest.mark.parametrize("taken", [
    {"FocalLengthIn35mmFilm": 27, "FNumber": 1.8}, {"FNumber": 1.8}, TAKEN | {"ExifImageWidth": 4032, "ExifImageHeight": 2268},
], ids=["no real focal length", "no focal length", "cropped"])
def test_an_f_number_counts_only_with_its_focal_length(tmp_path, shelf, taken):
    """Full frame's focal length with a phone's f-number would blur what the phone has sharp."""
    keys = YAML(typ="safe").load(printed(photograph(tmp_path / "a.jpg", shelf, PHONE, taken)))
    assert keys["camera"].keys() == {"focal_length_mm", "sensor_width_mm"}


def test_what_is_no_photograph_is_told(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"nothing")
    result = CliRunner().invoke(app, ["camera", str(tmp_path / "a.jpg")])
    assert isinstance(result.exception, InputError) and "cannot be read" in str(result.exception)
