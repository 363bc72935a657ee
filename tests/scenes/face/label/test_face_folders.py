"""Faces as YOLO pose, 300-W and WIDER FACE have them, from stored frames."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import stored_sets
import yaml
from landmark_mirror import MIRROR

import facings
from facings.export.formats import format_called
from facings.scenes.face.label.landmark_scheme import MIRRORED


@pytest.fixture(scope="module")
def faces(tmp_path_factory):
    return facings.open(stored_sets.unpacked(2, tmp_path_factory.mktemp("faces")) / "face")


def export(faces, name, out: Path, **options) -> Path:
    exporter = format_called(name, "face")
    exporter.write(faces.path, out, exporter.options(**options))
    return out


def people(faces):
    for frame in faces:
        for person in frame.instances:
            if person["boxes"]["face"]["visible_xywh_px"]:
                yield frame, person


def test_the_mirrored_landmark_is_the_other_sides():
    assert MIRRORED == MIRROR


def test_yolo_pose_has_the_records_points(faces, tmp_path):
    import supervision

    out = export(faces, "yolo-pose", tmp_path / "pose", split="train=1")
    told = yaml.safe_load((out / "data.yaml").read_text())
    assert told["kpt_shape"] == [68, 3] and tuple(told["flip_idx"]) == MIRROR and told["names"] == {0: "face"}
    assert (out / told["train"]).is_dir() and (out / told["val"]).is_dir()
    for frame, person in people(faces):
        (line,) = (out / f"labels/train/{frame.number:06d}.txt").read_text().splitlines()
        numbers = np.array(line.split(), float)
        size = np.array([frame.width_px, frame.height_px])
        x, y, width, height = person["boxes"]["face"]["visible_xywh_px"]
        box = [x + width / 2, y + height / 2, width, height]
        assert numbers[0] == 0 and numbers[1:5] * np.tile(size, 2) == pytest.approx(box, abs=1e-3)
        points = numbers[5:].reshape(68, 3)
        told = person["landmarks"]
        for (px, py, v), point, state in zip(points, told["points_px"], told["states"], strict=True):
            assert v == (0 if state == "outside" else 2 if state == "visible" else 1)
            if v:
                assert [px, py] * size == pytest.approx(point, abs=1e-3)
    read = supervision.DetectionDataset.from_yolo(f"{out}/images/train", f"{out}/labels/train", f"{out}/data.yaml")
    assert len(read) == len(faces)


def test_300w_points_are_those_of_matlab(faces, tmp_path):
    out = export(faces, "300w", tmp_path / "300w")
    for frame, person in people(faces):
        text = (out / f"train/{frame.number:06d}.pts").read_text()
        head, body = re.fullmatch(r"version: 1\nn_points: (\d+)\n\{\n(.*)\}\n", text, re.S).groups()
        points = np.array([line.split() for line in body.splitlines()], float)
        assert int(head) == len(points) == 68
        # The picture's first pixel is MATLAB's (1, 1) and our (0.5, 0.5).
        wanted = person["contour_landmarks"]["points_px"] + person["landmarks"]["points_px"][27:]
        assert points - 0.5 == pytest.approx(np.array(wanted), abs=1e-4)


def test_wider_boxes_hold_the_whole_face(faces, tmp_path):
    out = export(faces, "wider", tmp_path / "wider", split="val=1")
    lines = (out / "wider_face_split/wider_face_val_bbx_gt.txt").read_text().splitlines()
    found = {}
    while lines:
        path, count = lines.pop(0), int(lines.pop(0))
        assert (out / "WIDER_val/images" / path).is_file()
        found[int(Path(path).stem)] = [list(map(int, lines.pop(0).split())) for _ in range(max(1, count))]
    assert sorted(found) == faces.numbers
    for frame, person in people(faces):
        (face,) = found[frame.number]
        assert len(face) == 10 and face[:4] == person["boxes"]["face"]["geometric_xywh_px"]
        assert face[8] in (0, 1, 2) and set(face[4:8] + face[9:]) <= {0, 1}
        hidden = [s for s in person["landmarks"]["states"] if s.startswith("hidden")]
        assert bool(face[8]) == bool(hidden)
    assert json.loads((faces.path / "dataset.json").read_text())  # the dataset is untouched
