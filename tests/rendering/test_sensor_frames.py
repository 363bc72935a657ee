"""Frames seen through a sensor, of the toy scene kind: the same bytes however they are run, and files as the preset says."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest
import toy_runs
from PIL import Image

import facings
from facings.dataset.images import decode_exr
from facings.dataset.verify import verify
from facings.recipes.sensor_presets import PRESETS
from facings.sensor.metering import missing_ev

pytestmark = pytest.mark.blender

MIXED = "sensor: {preset: {choice: [webcam_night, phone_main, shelf_camera]}}"
MAKE = """
import sys, json
from dataclasses import replace
from pathlib import Path
import facings
from facings.frames.sensors import sample_sensor
from facings.frames.streams import stream
from facings.recipes.sensor import SensorSettings

def seen(spec, linear=None, format="png", before_sensor=None, **keys):
    sensor = sample_sensor(SensorSettings(**keys), stream(3, spec.frame, "sensor")) if keys else None
    picture = replace(spec.picture, sensor=sensor, linear=linear, format=format, before_sensor=before_sensor)
    return replace(spec, picture=picture)

def metered(spec, share):
    return replace(spec, camera=replace(spec.camera, auto_exposure=share))

recipe, out = facings.load_recipe(sys.argv[1]), Path(sys.argv[2])
with facings.Renderer(recipe, seed=3, device="cpu") as renderer:
    spec = recipe.sample(3, 0)
    plain = seen(spec)
    made = {"mixed": spec, "plain": seen(plain, linear="exr"), "ideal": seen(plain, preset=None),
            "dim": seen(plain, linear="exr", vignetting=0.8),
            "both": seen(plain, before_sensor=True, preset="webcam_night"),
            "metered": metered(seen(plain, linear="exr"), 1.0), "half": metered(seen(plain, linear="exr"), 0.5),
            "sensed": metered(seen(plain, linear="exr", preset="mirrorless"), 1.0)}
    made |= {name: seen(plain, preset=name) for name in json.loads(sys.argv[3])}
    for quality, subsampling in json.loads(sys.argv[4]):
        for format in ("jpg", "png"):
            made[f"q{quality}_{subsampling[2:]}_{format}"] = seen(
                plain, format=format, preset="webcam", jpeg_quality=quality, chroma_subsampling=subsampling)
    for name, each in made.items():
        frame = renderer.render(each)
        (out / name).mkdir()
        for relative in frame.record["files"]:
            (out / name / relative.replace("/", "_")).write_bytes(frame.read(relative))
        (out / name / "sensor.json").write_text(json.dumps(frame.record["spec"]["picture"]))
"""
JPEGS = [(70, "4:2:0", (2, 2)), (95, "4:2:2", (2, 1)), (60, "4:4:4", (1, 1))]


def recipe(sensor: str) -> str:
    return ("schema: 2\nscene: toy\ntemplate: shelf_gondola\npicture: {resolution: [64, 48], samples: 1, denoise: false}\n"
            f"{sensor}\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of frame 0, made alone, one folder each way."""
    folder = tmp_path_factory.mktemp("sensors")
    (folder / "toy.yaml").write_text(recipe(MIXED))
    jpegs = [(quality, subsampling) for quality, subsampling, _ in JPEGS]
    done = subprocess.run([sys.executable, "-c", MAKE, "toy.yaml", str(folder), json.dumps(list(PRESETS)), json.dumps(jpegs)],
                          capture_output=True, text=True, env=toy_runs.environment(), timeout=600, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Six frames of the same recipe by two workers."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "toy.yaml").write_text(recipe(MIXED))
    run = toy_runs.Run(folder / "set", "--seed", 3, "--device", "cpu", "--workers", 2, frames=6,
                       recipe=str(folder / "toy.yaml"))
    assert run.wait(600) == 0, run.error
    return folder / "set"


def image(folder, name="images_000000.png"):
    return np.array(Image.open(folder / name))


def psnr_db(one, other) -> float:
    return float(-10 * np.log10(np.mean((one / 255.0 - other / 255.0) ** 2)))


def test_frames_are_the_same_alone_and_by_two_workers(made, batch):
    assert (batch / "images/000000.png").read_bytes() == (made / "mixed/images_000000.png").read_bytes()
    drawn = [frame.record["spec"]["picture"]["sensor"] for frame in facings.open(batch)]
    assert len({each["iso"] for each in drawn}) == 6 and len({each["preset"] for each in drawn}) > 1


@pytest.mark.slow
def test_frames_are_the_same_by_one_worker(batch, tmp_path):
    (tmp_path / "toy.yaml").write_text(recipe(MIXED))
    run = toy_runs.Run(tmp_path / "set", "--seed", 3, "--device", "cpu", "--workers", 1, frames=6,
                       recipe=str(tmp_path / "toy.yaml"))
    assert run.wait(600) == 0, run.error
    assert toy_runs.content(tmp_path / "set") == toy_runs.content(batch)


def test_verify_takes_them(batch):
    assert verify(batch, formats=toy_runs.FORMATS) == []
    told = [image.getxmp()["xmpmeta"]["RDF"]["Description"] for image in map(Image.open, sorted(batch.glob("images/*")))]
    assert [(each["Scene"], each["Seed"], each["Frame"]) for each in told] == [("toy", "3", str(n)) for n in range(6)]


def test_a_sensor_without_effects_changes_nothing_but_dither(made):
    difference = image(made / "plain").astype(int) - image(made / "ideal")
    assert np.abs(difference).max() <= 1
    assert "sensor" not in json.loads((made / "plain/sensor.json").read_text())


PSNR_DB = {"mirrorless": (28, 50), "phone_main": (24, 45), "phone_old": (18, 38), "shelf_camera": (18, 36), "webcam": (18, 36),
           "webcam_night": (16, 34)}
"""What a picture through each preset may differ from the clean one, white balance and vignetting included."""


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_s_picture_is_as_near_the_clean_one_as_said(made, name):
    low, high = PSNR_DB[name]
    assert low < psnr_db(image(made / "plain"), image(made / name)) < high


@pytest.mark.parametrize(("quality", "subsampling", "sampling"), JPEGS)
def test_a_jpeg_has_the_sensor_s_tables_and_subsampling(made, quality, subsampling, sampling):
    name = f"q{quality}_{subsampling[2:]}"
    with Image.open(made / f"{name}_jpg/images_000000.jpg") as picture:
        stream = io.BytesIO()
        Image.new("RGB", (16, 16)).save(stream, "JPEG", quality=quality)
        assert picture.quantization == Image.open(stream).quantization
        assert [layer[1:3] for layer in picture.layer] == [sampling, (1, 1), (1, 1)]
        shown = np.array(picture)
    assert np.array_equal(image(made / f"{name}_png"), shown), "other formats show what the JPEG leaves"


def test_the_picture_before_the_sensor_is_the_render_without_one_but_for_dither(made):
    before = image(made / "both", "before_sensor_000000.png")
    assert np.abs(before.astype(int) - image(made / "plain")).max() <= 1
    # Their files are not the same bytes: each tells the digest of its own spec.
    assert np.array_equal(image(made / "both"), image(made / "webcam_night"))


def test_a_camera_meters_what_it_sees(made):
    linear = {name: decode_exr((made / name / "linear_000000.exr").read_bytes()).astype(float)
              for name in ("plain", "metered", "half", "sensed")}
    lit = linear["plain"] > 1e-3
    gains = {name: np.median(linear[name][lit] / linear["plain"][lit]) for name in ("metered", "half")}
    assert gains["half"] ** 2 == pytest.approx(gains["metered"], rel=2e-3)  # halves of 16 bits
    white = 1.0  # the toy's scene has no exposure of its own
    assert np.log2(gains["metered"]) == pytest.approx(missing_ev(linear["plain"], white), abs=0.01)
    assert linear["metered"][lit] == pytest.approx(gains["metered"] * linear["plain"][lit], rel=2e-3)
    # The sensor is given the same light.
    assert missing_ev(linear["sensed"], white) == pytest.approx(missing_ev(linear["metered"], white), abs=0.1)


def test_linear_pictures_lie_beside(made):
    linear, dim = (decode_exr((made / name / "linear_000000.exr").read_bytes()) for name in ("plain", "dim"))
    assert linear.shape == (48, 64, 3)
    middle, off = (slice(20, 28), slice(28, 36)), (slice(20, 28), slice(44, 50))
    assert dim[middle].mean() / linear[middle].mean() == pytest.approx(1, abs=0.02)
    assert dim[off].mean() / linear[off].mean() < 0.95


def test_a_recipe_without_a_sensor_is_resolved_as_before(batch):
    from facings.frames.loading import load_recipe

    resolved = load_recipe("shelf").resolved
    assert "sensor" not in resolved and "linear" not in resolved["picture"]
    assert json.loads((batch / "dataset.json").read_text())["recipe"]["sensor"]["preset"]["choice"]
