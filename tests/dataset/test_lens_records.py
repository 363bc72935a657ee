"""Datasets whose cameras distort: read, checked, drawn, exported."""

import json

import numpy as np
import pytest
from opencv_camera import LENSES, projected, undistorted
from synthetic_frames import frame, header

import facings
from facings.dataset.geometry_checks import camera_findings, corners_in_camera, pose_findings
from facings.dataset.json_text import one_line
from facings.dataset.preview import _caption
from facings.dataset.preview_overlay import drawn_labels
from facings.dataset.reader import Frame
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.export.hugging_face import HuggingFaceExporter
from facings.export.kitti import KittiExporter
from facings.frames.kind_reading import KindReading
from facings.labels.camera import Pinhole
from facings.labels.lens import Lens


def bent(name: str, number: int = 0):
    """A synthetic frame whose record has a lens; what its pictures show is not asked."""
    files, record = frame(number, objects=9)
    camera, lens = record["camera"], LENSES[name]
    camera |= {"distortion_model": lens.model, "distortion": list(lens.coefficients)}
    w, h = camera["width_px"], camera["height_px"]
    camera["K"] = [[1.4 * w, 0, w / 2], [0, 1.4 * w, h / 2], [0, 0, 1]]
    K = np.array(camera["K"])
    for instance in record["instances"]:
        instance["box_corners_px"] = projected(corners_in_camera(instance), K, lens).tolist()
    return files, record


@pytest.mark.parametrize("name", LENSES)
def test_corners_are_opencvs_whether_they_are_written_or_computed(name):
    files, record = bent(name)
    assert list(camera_findings(record["camera"])) == [] and list(pose_findings(record["instances"], record["camera"])) == []
    read = Frame.from_files(record, files)
    lens = LENSES[name]
    assert read.distortion_model == lens.model and read.distortion.tolist() == list(lens.coefficients)
    for instance in read.instances:
        corners = corners_in_camera(instance)
        assert np.abs(np.array(instance["box_corners_px"]) - projected(corners, read.K, lens)).max() < 1e-6
        assert np.abs(read.camera.project(corners) - projected(corners, read.K, lens)).max() < 1e-9
    rays = read.camera.rays_through(np.array([3, 50]), np.array([7, 20]))
    assert np.abs(projected(rays, read.K, lens) - [[3.5, 7.5], [50.5, 20.5]]).max() < 1e-9
    # What is computed by the camera's own functions is left out of the file.
    own = Pinhole.of_record(record["camera"])
    for instance in record["instances"]:
        instance["box_corners_px"] = own.project(corners_in_camera(instance)).tolist()
    text = Frame.from_files(record, files).source.read("frames/000000.json")
    assert json.loads(text)["instances"]["columns"]["box_corners_px"] == "computed"
    for instance, right in zip(Frame.from_files(record, files).instances, record["instances"], strict=True):
        assert instance["box_corners_px"] == right["box_corners_px"]


def test_corners_of_another_lens_are_found():
    _, record = bent("barrel")
    record["camera"]["distortion"] = [-0.25, 0.08, -0.0015, 0.002, 0.01]
    (found, expected), *_ = pose_findings(record["instances"], record["camera"])
    assert "box corner 0" in found and "where its pose and box project to" in expected


@pytest.mark.parametrize("change, said", [
    ({"distortion_model": "brown"}, "'opencv' or 'opencv_fisheye'"),
    ({"distortion": [0.0] * 4}, "5 numbers k1, k2, p1, p2, k3"),
    ({"distortion_model": "opencv_fisheye"}, "4 numbers k1, k2, k3, k4"),
    ({"distortion": [-9.0, 0.0, 0.0, 0.0, 0.0]}, "sees as far as the picture's border"),
    ({"distortion": [float("nan"), 0.0, 0.0, 0.0, 0.0]}, "5 numbers"),
])
def test_a_camera_that_is_none_is_told(change, said):
    _, record = bent("barrel")
    assert any(said in expected for _, expected in camera_findings(record["camera"] | change))


def test_boxes_are_drawn_bent():
    files, record = bent("fisheye")
    straight = json.loads(one_line(record))
    straight["camera"] |= {"distortion_model": "opencv", "distortion": [0.0] * 5}
    drawn = [np.asarray(drawn_labels(Frame.from_files(r, files), KindReading())) for r in (record, straight)]
    assert drawn[0].any() and (drawn[0] != drawn[1]).any()


def test_formats_without_a_lens_refuse_and_others_say_it(tmp_path):
    writer = DatasetWriter(tmp_path / "set", header())
    writer.write_frame(0, *frame(0))
    writer.write_frame(1, *bent("barrel", 1))
    kitti, rows_of = KittiExporter(KindReading()), HuggingFaceExporter(KindReading())
    with pytest.raises(InputError, match="holds no lens distortion, which frame 1 has"):
        kitti.write(tmp_path / "set", tmp_path / "kitti", kitti.options())
    assert not (tmp_path / "kitti").exists()
    rows_of.write(tmp_path / "set", tmp_path / "hf", rows_of.options())
    rows = [json.loads(line) for line in next((tmp_path / "hf").glob("*/metadata.jsonl")).read_text().splitlines()]
    told = {row["frame"]: row["distortion"] for row in rows}
    assert told == {0: [0.0] * 5, 1: list(LENSES["barrel"].coefficients)} and len(facings.open(tmp_path / "set")) == 2


@pytest.mark.parametrize("name", [None, *LENSES])
def test_a_caption_tells_the_width_that_is_seen(name):
    files, record = bent(name) if name else frame(0)
    camera = record["camera"]
    K, middle = np.array(camera["K"]), camera["height_px"] / 2
    lens = LENSES[name] if name else Lens("opencv", (0.0,) * 5)
    left, right = undistorted(np.array([[0, middle], [camera["width_px"], middle]]), K, lens)
    angle = np.degrees(np.arctan2(np.linalg.norm(np.cross(left, right)), left @ right))
    assert f"   {angle:.0f}° from " in _caption(Frame.from_files(record, files), KindReading())[1]
