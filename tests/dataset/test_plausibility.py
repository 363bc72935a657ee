"""Pictures that cannot belong to their labels: OpenCV moves, turns and warps them, and verify sees it."""

import json

import numpy as np
import pytest
import synthetic_frames
from rates_script import rates_script

import facings
from facings.command import cli
from facings.dataset.images import encode_png
from facings.dataset.plausibility import Plausibility, plausibility
from facings.dataset.reader import Frame
from facings.dataset.verify import verify


@pytest.fixture(scope="module")
def rates():
    """The script that measures; its pictures are those that are tried here."""
    return rates_script()


def frame(number: int, **options) -> Frame:
    files, record = synthetic_frames.frame(number, **{"width_px": 192, "height_px": 144, "objects": 25} | options)
    return Frame.from_files(record, files)


def judged(picture: np.ndarray, of: Frame, **options) -> Plausibility:
    return plausibility(picture, of.instance_map(), of.semantic_map(), of.depth(), **options)


def noise(shape: tuple[int, ...], sigma: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0, sigma, shape)


def clipped(values: np.ndarray) -> np.ndarray:
    return np.clip(values, 0, 255).astype(np.uint8)


@pytest.mark.render
def test_pictures_are_told_from_others(rates):
    frames = [frame(number) for number in range(5)]
    missed = []
    for place, one in enumerate(frames):
        assert judged(one.image(), one) == Plausibility()
        spoilt = rates.spoilt_pictures(one, frames[place - 1], np.random.default_rng(place))
        assert len(spoilt) == 17
        # What warps the borders hardly moves these frames' things, which lie around the middle.
        missed += [(place, kind) for kind, picture in spoilt.items()
                   if not kind.startswith(("lens", "keystone")) and judged(picture, one).finding is None]
    assert missed == []


@pytest.mark.parametrize("grade", [
    lambda p: clipped(p + noise(p.shape, 25)), lambda p: p // 8, lambda p: 100 + p // 5,
    lambda p: clipped(p.astype(float) ** 2 / 255), lambda p: np.repeat(p.mean(-1, keepdims=True), 3, -1).astype(np.uint8),
], ids=["noisy", "dark", "hazy", "gamma", "grey"])
def test_what_only_grades_a_picture_is_sound(grade):
    for number in range(4):
        one = frame(number)
        assert judged(grade(one.image()), one) == Plausibility()


@pytest.mark.render
def test_the_motion_is_named(rates):
    one = frame(1)
    found = judged(rates.moved(one.image(), 6, -2), one).finding
    assert found is not None and "moved by 6 px to the right and -2 px down" in found[0]


def test_what_cannot_be_judged_is_said_to_be():
    one = frame(2)
    picture = one.image()
    few = frame(2, objects=1)
    assert judged(few.image(), few).unjudged == "the labels have too few edges"
    assert judged(clipped(128 + noise(picture.shape, 60)), one).unjudged == "the picture is too noisy"
    small = frame(2, width_px=40, height_px=24)
    assert judged(small.image(), small).unjudged == "the picture is too small"


def test_a_picture_without_contrast_where_labels_have_edges():
    one = frame(3)
    wall = np.full_like(one.image(), 100)
    wall[:, :8] = 200
    found = judged(wall, one).finding
    assert found is not None and "no contrast where its labels have edges" in found[0]


@pytest.mark.parametrize(("colour", "whitened", "seen"), [
    ((255, 0, 255), False, True), ((123, 0, 123), False, True), ((211, 0, 159), False, True),
    ((180, 62, 183), True, True), ((212, 120, 213), True, True), ((180, 62, 183), False, False),
    ((128, 41, 128), False, False), ((236, 0, 140), False, False), ((230, 20, 90), True, False),
])
def test_magenta_of_missing_textures(colour, whitened, seen):
    """The colours are what Blender's views make of linear (1, 0, 1), lit more or less, and what printers and brands use."""
    one = frame(4)
    picture = one.image().copy()
    picture[one.instance_map() > 0] = colour
    found = judged(picture, one, whitened=whitened).finding
    assert (found is not None and "missing texture" in found[0]) is seen


def test_verify_reports_it_and_can_be_told_not_to(tmp_path, capfd):
    writer = synthetic_frames.DatasetWriter(tmp_path, synthetic_frames.header())
    files, record = synthetic_frames.frame(0, 192, 144, 25)
    writer.write_frame(0, files, record)
    other = synthetic_frames.frame(2, 192, 144, 25)[0]["images/000002.png"]
    files, record = synthetic_frames.frame(1, 192, 144, 25)
    writer.write_frame(1, files | {"images/000001.png": other}, record)
    files, record = synthetic_frames.frame(3, 192, 144, 1)
    writer.write_frame(3, files, record)
    problem, = verify(tmp_path)
    assert (problem.frame, problem.file) == (1, "images/000001.png") and "edges" in problem.what
    assert cli.run(["verify", str(tmp_path)]) == 1
    said = capfd.readouterr().out
    assert "1 of 3 pictures cannot be compared with their labels, for the labels have too few edges: 3." in said
    assert cli.run(["verify", str(tmp_path), "--no-plausibility"]) == 0
    assert "3 frames are sound" in capfd.readouterr().out
    files, record = synthetic_frames.frame(1, 192, 144, 25)
    writer.write_frame(1, files, record)
    assert cli.run(["verify", str(tmp_path), "--log-format", "json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"frames": 3, "problems": 0, "unchecked": 0, "unjudged": 1}


def test_a_black_picture_of_a_whole_dataset(tmp_path):
    writer = synthetic_frames.DatasetWriter(tmp_path, synthetic_frames.header())
    files, record = synthetic_frames.frame(0, 192, 144, 25)
    writer.write_frame(0, files | {"images/000000.png": encode_png(np.zeros((144, 192, 3), np.uint8))}, record)
    problem, = verify(tmp_path)
    assert "all one colour, (0, 0, 0)" in problem.what
    assert verify(tmp_path, plausible=False) == [] and len(facings.open(tmp_path)) == 1
