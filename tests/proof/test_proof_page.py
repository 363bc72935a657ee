"""The proof's page holds what was tried, and says what is missing."""

import json

import pytest

pytest.importorskip("matplotlib")

from proof.page import write_page
from proof.plan import planned


def test_models_that_are_not_trained_yet_are_left_out_and_named(tmp_path):
    plan = planned(True)
    faces = {"box": [4.0, 6.0, 9.0], "eyes": [5.0, 7.0, 11.0], "yaw_deg": [3.0, -40.0, 65.0]}
    boxes = {"tag": 0.5, "row": 0.25, "gap": 0.125}
    results = {"points": "contour", "real_faces": [], "real_photographs": {}, "models": {
        "any_pose": {"0": {"rendered": faces}}, "phone": {"0": {"rendered": boxes, "real": {}, "boxes": {}}}}}
    page = write_page(results, plan, tmp_path).read_text("utf-8")
    left = page.split("Not trained yet, and left out: ")[1].split("</b>")[0]
    assert "frontal 0" in left and "shelf 0" in left and "any_pose 0" not in left and "phone 0" not in left.split(", ")
    assert "<td>0.50 (0.50 to 0.50)</td>" in page and "not measured here" in page
    assert "<td>frontal</td>" not in page and "<td>any_pose</td>" in page


def test_where_all_is_trained_nothing_is_said_to_be_left(tmp_path):
    plan = planned(True)
    faces = {"box": [4.0, 6.0], "eyes": [5.0, 7.0], "yaw_deg": [3.0, -40.0]}
    boxes = {"rendered": {"tag": 0.5, "row": 0.25, "gap": None}, "real": {}, "boxes": {}}
    results = {"points": "contour", "real_faces": [], "real_photographs": {}, "models": {
        model.name: {"0": {"rendered": faces} if model.task == "landmarks" else boxes} for model in plan.models}}
    (tmp_path / "seconds.json").write_text(json.dumps({"set faces": 600, "model any_pose, seed 0": 3000}))
    page = write_page(results, plan, tmp_path).read_text("utf-8")
    assert "left out" not in page and "1.0 hours for all" in page
