"""The format `ocr`, read by the rules of the Robust Reading Competition's own scripts, and its crops against what was drawn."""

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
import synthetic_frames
from PIL import Image

import facings
from facings.dataset.images import encode_png
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.export.formats import format_called

# `validate_tl_line` of rrc_evaluation_funcs for quads with transcriptions.
LINE = re.compile(r"^\s*" + r"(-?[0-9]+)\s*,\s*" * 7 + r"(-?[0-9]+)\s*,(.*)$")
QUAD = [[20.0, 40.0], [75.0, 30.0], [78.0, 46.0], [23.0, 56.0]]
HIDDEN = [[100.0, 10.0], [130.0, 10.0], [130.0, 30.0], [100.0, 30.0]]
SMALL = [[100.0, 60.0], [130.0, 60.0], [130.0, 66.0], [100.0, 66.0]]


def clockwise(points: np.ndarray) -> bool:
    """As `validate_clockwise_points` has it: the sum over the edges is not positive."""
    x, y = points.T
    return float(((np.roll(x, -1) - x) * (np.roll(y, -1) + y)).sum()) <= 0


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Three frames whose first seen instance carries a word, half white and half red, slanted; and two that nobody reads."""
    folder = tmp_path_factory.mktemp("ocr") / "dataset"
    writer = DatasetWriter(folder, synthetic_frames.header())
    for number in range(3):
        files, record = synthetic_frames.frame(number, width_px=160, height_px=90)
        for instance in record["instances"]:
            instance["texts"] = []
        first = next(i for i in record["instances"] if i["visible_px"])
        first["texts"] = [{"role": "name", "text": "Crème, 2 %", "quad_px": QUAD, "visible_fraction": 1.0},
                          {"role": "claim", "text": "half hidden", "quad_px": HIDDEN, "visible_fraction": 0.5},
                          {"role": "info", "text": "small print", "quad_px": SMALL, "visible_fraction": 1.0}]
        picture = np.zeros((90, 160, 3), np.uint8)
        quad = np.array(QUAD)
        middle = (quad[[0, 3]] + quad[[1, 2]]) / 2
        for points, colour in ((QUAD, (255, 0, 0)), ([quad[0], middle[0], middle[1], quad[3]], (255, 255, 255))):
            cv2.fillPoly(picture, [np.rint((np.array(points) - 0.5) * 16).astype(np.int32)], colour, shift=4)
        writer.write_frame(number, files | {f"images/{number:06d}.png": encode_png(picture)}, record)
    exporter = format_called("ocr", "shelf")
    told = exporter.write(folder, None, exporter.options(split="train=0.5,val=0.5"))
    assert "what a text is" in told
    return facings.open(folder), folder / "export/ocr"


def test_the_competitions_scripts_accept_every_line(exported):
    dataset, out = exported
    for number in range(len(dataset)):
        (path,) = out.glob(f"gt/*/gt_{number:06d}.txt")
        assert (out / "images" / path.parent.name / f"{number:06d}.png").read_bytes() == (
            dataset.path / f"images/{number:06d}.png").read_bytes()
        lines = path.read_text("utf-8").splitlines()
        read = [LINE.match(line) for line in lines]
        assert [m[9] for m in read] == ["Crème, 2 %", "###", "###"]
        for match, quad in zip(read, (QUAD, HIDDEN, SMALL), strict=True):
            points = np.array([int(value) for value in match.groups()[:8]], float).reshape(4, 2)
            assert clockwise(points) and np.array_equal(points, np.array(quad))


def test_paddles_lists_name_files_that_are_there(exported):
    dataset, out = exported
    detections = {}
    for part in ("train", "val"):
        for line in (out / f"det_{part}.txt").read_text("utf-8").splitlines():
            name, boxes = line.split("\t")
            assert (out / name).is_file()
            detections[Path(name).stem] = json.loads(boxes)
        for line in (out / f"rec_{part}.txt").read_text("utf-8").splitlines():
            name, text = line.split("\t")
            assert (out / name).is_file() and text == "Crème, 2 %"
    assert len(detections) == len(dataset) == len(list(out.glob("crops/*/*.png")))
    assert all(boxes[0]["points"] == QUAD and boxes[1]["transcription"] == "###" for boxes in detections.values())


def test_a_crop_is_the_quad_seen_from_straight_ahead(exported):
    for path in exported[1].glob("crops/*/*.png"):
        crop = np.asarray(Image.open(path)).astype(int)
        assert crop.shape == (16, 56, 3)
        # Half a pixel beside the edges is ink, and the colours change in the middle, to a pixel.
        assert crop[2:-2, 2:-2, 0].min() > 200
        assert (np.abs((crop[4:-4, :, 1] > 128).sum(1) - 28) <= 1).all()


def test_limits_are_options_and_a_set_without_texts_is_told(exported, tmp_path):
    dataset, _ = exported
    exporter = format_called("ocr", "shelf")
    exporter.write(dataset.path, tmp_path / "all", exporter.options(min_readable_fraction=0.4, min_readable_px=5))
    assert "###" not in "".join(path.read_text("utf-8") for path in (tmp_path / "all").glob("gt/*/*.txt"))
    synthetic_frames.write(tmp_path / "plain", 1)
    with pytest.raises(InputError, match=r"has no texts to export. Render it with --set labels.texts=true"):
        exporter.write(tmp_path / "plain", None, exporter.options())
    assert not (tmp_path / "plain/export").exists()


def test_a_first_frame_without_instances_says_nothing_of_texts(tmp_path):
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    writer.write_frame(0, *synthetic_frames.frame(0, objects=0))
    files, record = synthetic_frames.frame(1)
    for instance in record["instances"]:
        instance["texts"] = []
    writer.write_frame(1, files, record)
    exporter = format_called("ocr", "shelf")
    assert "2 frames" in exporter.write(tmp_path, None, exporter.options())
