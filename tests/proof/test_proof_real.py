"""Labels of photographs in the three forms that the proof reads, with a half pixel where it counts from a pixel's centre."""

import json

import cv2
import numpy as np
import pytest

from facings.errors import InputError
from proof.real import real_boxes, real_faces

POINTS = np.column_stack([np.arange(68.0), 2 * np.arange(68.0)])


def test_dlib_counts_from_the_first_pixel_s_centre(tmp_path):
    parts = "".join(f"<part name='{k:02d}' x='{int(x)}' y='{int(y)}'/>" for k, (x, y) in reversed(list(enumerate(POINTS))))
    (tmp_path / "labels.xml").write_text(
        f"<dataset><images><image file='a.jpg'><box top='3' left='2' width='70' height='140'>{parts}</box>"
        "<box top='3' left='2' width='70' height='140'/></image></images></dataset>")
    face, = real_faces(tmp_path / "labels.xml")
    assert face.file == tmp_path / "a.jpg" and face.box_xywh.tolist() == [2, 3, 70, 140]
    assert np.array_equal(face.points, POINTS + 0.5)


def test_300w_counts_the_first_pixel_s_centre_as_one(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((200, 200, 3), np.uint8))
    lines = "\n".join(f"{x} {y}" for x, y in POINTS)
    (tmp_path / "a.pts").write_text(f"version: 1\nn_points: 68\n{{\n{lines}\n}}\n")
    face, = real_faces(tmp_path)
    assert np.array_equal(face.points, POINTS - 0.5)
    assert face.box_xywh == pytest.approx([-0.5, -0.5, 67, 134])


def test_coco_keypoints_with_yaw(tmp_path):
    entry = {"image_id": 7, "keypoints": np.column_stack([POINTS, np.full(68, 2)]).ravel().tolist(), "bbox": [0, 0, 67, 134],
             "attributes": {"yaw_deg": -40}}
    (tmp_path / "k.json").write_text(json.dumps({"images": [{"id": 7, "file_name": "a.png"}], "annotations": [entry]}))
    face, = real_faces(tmp_path / "k.json")
    assert face.yaw_deg == -40 and np.array_equal(face.points, POINTS)


@pytest.mark.parametrize(("name", "text"), [("a.xml", "<dataset>"), ("a.json", "{}"), ("b.xml", "<dataset/>"),
                                            ("a.json", '{"images": [], "annotations": []}')])
def test_other_files_are_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=str(tmp_path / name)):
        real_faces(tmp_path / name)


def test_points_without_picture_are_refused(tmp_path):
    (tmp_path / "a.pts").write_text("version: 1\n{\n1 2\n}")
    with pytest.raises(InputError, match="no picture"):
        real_faces(tmp_path)


def test_boxes_of_yolo(tmp_path):
    (tmp_path / "photos").mkdir(), (tmp_path / "labels").mkdir()
    cv2.imwrite(str(tmp_path / "photos/a.png"), np.zeros((100, 200, 3), np.uint8))
    (tmp_path / "labels/a.txt").write_text("0 0.5 0.5 0.1 0.2\n")
    (boxes,) = real_boxes(tmp_path / "photos", tmp_path / "labels").values()
    assert boxes == pytest.approx(np.array([[90, 40, 20, 20]]))
    with pytest.raises(InputError, match="no folder"):
        real_boxes(tmp_path / "none", tmp_path / "labels")
