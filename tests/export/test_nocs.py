"""NOCS maps read back by OpenCV: places on flat things that are known from their geometry, and places in the camera's frame."""

import json

import cv2
import numpy as np
import pytest
import synthetic_frames

import facings
from facings.export.formats import format_called
from facings.export.nocs import png_of_48_bits

FRAMES = 4
STEP = 1 / 65534


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nocs") / "dataset"
    synthetic_frames.write(folder, FRAMES, width_px=120, height_px=90)
    return facings.open(folder)


@pytest.fixture(scope="module")
def folder(dataset):
    exporter = format_called("nocs", "shelf")
    exporter.write(dataset.path, None, exporter.options(split="train=0.6,val=0.4"))
    return dataset.path / "export/nocs"


def test_coordinates_and_pose_give_the_place_that_depth_says(dataset, folder):
    seen = 0
    for path in folder.glob("*/nocs/*.png"):
        frame = dataset.frame(int(path.stem))
        steps = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., ::-1].astype(float)
        assert np.array_equal(steps.min(-1) > 0, frame.instance_map() > 0)
        lines = (path.parents[1] / "instances.jsonl").read_text().splitlines()
        told, = [line for line in map(json.loads, lines) if line["frame"] == frame.number]
        v, u = np.mgrid[:frame.height_px, :frame.width_px] + 0.5
        z = np.where(frame.instance_map() > 0, frame.depth(), 1)
        K = frame.K
        place = np.stack([(u - K[0, 2]) / K[0, 0] * z, (v - K[1, 2]) / K[1, 1] * z, z], -1)
        for instance in told["instances"]:
            mask = frame.mask(instance["id"])
            low, high = np.array(instance["box_min_m"]), np.array(instance["box_max_m"])
            in_object = low + (steps[mask] - 1) * STEP * (high - low)
            pose = np.array(instance["camera_from_object"])
            in_camera = in_object @ pose[:3, :3].T + pose[:3, 3]
            # Half a step of a box of half a metre, and single precision in depth; half a pixel off would be 5 mm.
            assert np.abs(in_camera - place[mask]).max() < 1e-5
            seen += 1
    assert seen == sum(bool(i["visible_px"]) for frame in dataset for i in frame.instances)


def test_left_and_foot_are_zero_of_the_box(dataset):
    """A box in the middle that faces the camera: X grows to the right and Y down as its own axes do, centres are a half."""
    from facings.labels.camera import Pinhole
    from facings.labels.object_coordinates import object_coordinates

    K = np.array([[100.0, 0, 10], [0, 100, 10], [0, 0, 1]])
    camera = Pinhole(K, 20, 20, np.eye(4))
    pose = np.eye(4)
    pose[2, 3] = 2.0
    instance = {"id": 1, "camera_from_object": pose, "box_min_m": [-0.1, -0.1, 0], "box_max_m": [0.1, 0.1, 0.4],
                "bbox_visible_xywh_px": [5, 5, 10, 10]}
    shown = np.zeros((20, 20), np.uint16)
    shown[5:15, 5:15] = 1
    found = object_coordinates(shown, np.full((20, 20), 2.0, np.float32), [instance], camera)
    assert np.isnan(found[shown == 0]).all()
    # Ten pixels of 2 cm: their centres lie at a twentieth, three twentieths, ...
    assert found[9, 5:15, 0] == pytest.approx(np.arange(0.05, 1, 0.1), abs=1e-6)
    assert found[5:15, 9, 1] == pytest.approx(np.arange(0.05, 1, 0.1), abs=1e-6)
    assert np.abs(found[5:15, 5:15, 2]).max() < 1e-6


def test_opencv_reads_48_bits():
    pixels = np.random.default_rng(0).integers(0, 65536, (31, 17, 3)).astype(np.uint16)
    read = cv2.imdecode(np.frombuffer(png_of_48_bits(pixels), np.uint8), cv2.IMREAD_UNCHANGED)
    assert read.dtype == np.uint16 and np.array_equal(read[..., ::-1], pixels)
