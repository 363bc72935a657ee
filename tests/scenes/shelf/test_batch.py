"""Whole runs through the command: same bytes whoever renders a frame, resuming, reading back, refusing what is wrong."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

import facings

SMALL = ["--resolution", "97x73", "--samples", "1", "--set", "catalogue.departments=[tinned]", "--set", "bays.count=1",
         "--set", "picture.passes=[normal]"]


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "facings", *map(str, arguments)], capture_output=True, text=True, check=False)


def contents(folder: Path, frame: int) -> dict[str, str]:
    """Path -> digest of everything that belongs to a frame, its record included."""
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.glob(f"*/{frame:06d}.*")) if p.parts[-2] not in ("preview", "overlays")}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch") / "set"
    done = run("render", "shelf", "--out", folder, "--frames", "3", "--seed", "5", *SMALL, "--log-format", "json")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_frame_alone_is_the_frame_of_the_batch(rendered, tmp_path):
    done = run("render", "shelf", "--out", tmp_path / "alone", "--frames", "1", "--start", "2", "--seed", "5", *SMALL)
    assert done.returncode == 0, done.stderr
    ours, theirs = contents(tmp_path / "alone", 2), contents(rendered, 2)
    assert set(ours) == {f"{k}/000002.{e}" for k, e in (("images", "png"), ("instance", "png"), ("semantic", "png"),
                                                          ("depth", "exr"), ("normal", "exr"), ("frames", "json"))}
    assert ours == theirs


def test_a_stored_spec_renders_the_same_bytes_again(rendered, tmp_path):
    done = run("render", "shelf", "--out", tmp_path / "again", "--spec", rendered / "frames/000001.json", *SMALL)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "again", 1) == contents(rendered, 1)


def test_the_same_command_resumes(rendered):
    before = contents(rendered, 1)
    untouched = (rendered / "images/000000.png").stat().st_mtime_ns
    (rendered / "frames/000001.json").unlink()
    done = run("render", "shelf", "--out", rendered, "--frames", "3", "--seed", "5", *SMALL)
    assert done.returncode == 0, done.stderr
    assert contents(rendered, 1) == before
    assert (rendered / "images/000000.png").stat().st_mtime_ns == untouched


def test_another_recipe_or_seed_is_refused_and_changes_nothing(rendered):
    before = contents(rendered, 0)
    for change in (["--seed", "6", *SMALL], ["--seed", "5", *SMALL, "--set", "stock.gap_rate=0.5"]):
        done = run("render", "shelf", "--out", rendered, "--frames", "4", *change)
        assert done.returncode == 2 and "made differently" in done.stderr
        assert ("seed" if "6" in change else "gap_rate") in done.stderr
    assert contents(rendered, 0) == before
    assert not (rendered / "frames/000003.json").exists()


def test_the_folder_reads_back_and_verifies(rendered):
    assert run("verify", rendered).returncode == 0
    dataset = facings.open(rendered)
    assert len(dataset) == 3
    for frame in dataset:
        assert frame.image().shape == (73, 97, 3) and frame.normal().shape == (73, 97, 3)
        ids, depth = frame.instance_map(), frame.depth()
        assert np.isfinite(depth[ids > 0]).all()
        for item in frame.instances:
            assert (ids == item["id"]).sum() == item["visible_px"]
        semantic = {c["id"]: c["name"] for c in dataset.semantic_classes}
        for item in frame.instances:
            assert {semantic[v] for v in np.unique(frame.semantic_map()[ids == item["id"]])} <= {item["kind"]}


def test_coco_masks_are_the_instance_map(rendered):
    coco = COCO(str(rendered / "annotations/instances.json"))
    dataset = facings.open(rendered)
    assert len(coco.getCatIds()) == len(dataset.categories)
    for frame in dataset:
        ids, covered = frame.instance_map(), np.zeros((73, 97), bool)
        by_id = {i["id"]: i for i in frame.instances}
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=[frame.number]))
        assert annotations
        for annotation in annotations:
            mask = coco.annToMask(annotation).astype(bool)
            item = by_id[annotation["instance_id"]]
            assert annotation["id"] == frame.number * 65536 + item["id"]
            assert (mask == (ids == item["id"])).all() and not (mask & covered).any()
            assert annotation["area"] == mask.sum() == item["visible_px"]
            assert annotation["bbox"] == item["bbox_visible_xywh_px"]
            assert coco.cats[annotation["category_id"]]["name"] == item["category"]
            covered |= mask


def test_a_cooler_renders_and_verifies(tmp_path):
    done = run("render", "shelf_cooler", "--out", tmp_path / "c", "--resolution", "90x120", "--samples", "1", "--set",
               "catalogue.departments=[dairy]", "--set", "bays.count=1")
    assert done.returncode == 0, done.stderr
    assert run("verify", tmp_path / "c").returncode == 0


BAD = {
    "unknown scene": (["render", "shelve", "--out", "{out}"], ["shelve", "shelf"]),
    "unknown key": (["render", "shelf", "--out", "{out}", "--set", "stock.gaprate=1"], ["gaprate", "gap_rate"]),
    "wrong type": (["render", "shelf", "--out", "{out}", "--set", "stock.fill=full"], ["stock.fill", "full"]),
    "impossible range": (["render", "shelf", "--out", "{out}", "--set", "stock.fill={uniform: [0.9, 0.1]}"],
                         ["stock.fill"]),
    "resolution 0": (["render", "shelf", "--out", "{out}", "--resolution", "0x480"], ["resolution"]),
    "resolution huge": (["render", "shelf", "--out", "{out}", "--resolution", "900000x900000"], ["resolution"]),
    "no such template": (["render", "shelf", "--out", "{out}", "--set", "template=shelf_gondolla"], ["shelf_gondola"]),
    "no such department": (["render", "shelf", "--out", "{out}", "--set", "catalogue.departments=[tined]"],
                           ["tined", "tinned"]),
    "no such device": (["render", "shelf", "--out", "{out}", "--device", "hip", *SMALL], ["hip"]),
    "a file where the folder should be": (["render", "shelf", "--out", "{file}", *SMALL], ["--out"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_paragraph_and_exit_code_2(name, tmp_path):
    arguments, words = BAD[name]
    (tmp_path / "file").write_text("x")
    places = {"out": str(tmp_path / "set"), "file": str(tmp_path / "file")}
    done = run(*(a.format(**places) if a.startswith("{") and a.endswith("}") and a[1:-1] in places else a for a in arguments))
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not list((tmp_path / "set").rglob("*.png")) if (tmp_path / "set").exists() else True


def catalogue(tmp_path: Path, products: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(f"schema: 1\nproducts:\n{products}")
    return path


def own(model: str) -> str:
    return ("  - {id: 9001, sku: own-tin, name: Own tin, brand: campovero, department: tinned, net_content: 1 kg,"
            f" model: {model}, height_mm: 120}}\n")


@pytest.mark.parametrize("kind", ["missing", "broken", "flat"])
def test_a_bad_model_file_is_told(kind, tmp_path):
    if kind == "broken":
        (tmp_path / "m.glb").write_bytes(b"glTF nonsense")
    if kind == "flat":
        (tmp_path / "m.glb").write_text("")
        (tmp_path / "m.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 0 1\nf 1 2 3\n")
    model = "m.obj" if kind == "flat" else "m.glb"
    done = run("render", "shelf", "--out", tmp_path / "set", *SMALL, "--set",
               f"catalogue.extra=[{catalogue(tmp_path, own(model))}]")
    assert done.returncode == 2, done.stderr
    assert model in done.stderr and "own-tin" in done.stderr and "Traceback" not in done.stderr


def test_a_users_model_stands_on_the_shelf(tmp_path):
    import trimesh

    body = trimesh.creation.box((60, 40, 100))
    body.apply_transform(trimesh.transformations.rotation_matrix(-np.pi / 2, [1, 0, 0]))  # glTF is Y up
    body.export(tmp_path / "m.glb")
    done = run("sample", "shelf", "--frames", "8", *SMALL[:2], *SMALL[4:], "--set", "bays.count=4", "--set",
               f"catalogue.extra=[{catalogue(tmp_path, own('m.glb'))}]")
    assert done.returncode == 0, done.stderr
    specs = [json.loads(line) for line in done.stdout.splitlines()]
    frame = next(s["frame"] for s in specs if any(p["sku"] == "own-tin" for p in s["products"]))
    done = run("render", "shelf", "--out", tmp_path / "set", "--start", frame, "--set", "bays.count=4", *SMALL[:6], "--set",
               f"catalogue.extra=[{catalogue(tmp_path, own('m.glb'))}]")
    assert done.returncode == 0, done.stderr
    found = [i for i in facings.open(tmp_path / "set")[0].instances if i["sku"] == "own-tin" and i["kind"] == "product"]
    size = np.array(found[0]["box_max_m"]) - np.array(found[0]["box_min_m"])
    assert np.allclose(size, [0.072, 0.048, 0.12], atol=1e-4)


def test_a_template_without_a_role_is_refused(tmp_path):
    import bpy

    from facings.assets.folders import blender_scenes_dir

    bpy.ops.wm.open_mainfile(filepath=str(blender_scenes_dir() / "shelf_gondola.blend"), use_scripts=False)
    for item in list(bpy.data.objects):
        if item.get("facings_role") == "tag_anchor":
            bpy.data.objects.remove(item)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "mine.blend"))
    done = run("render", "shelf", "--out", tmp_path / "set", *SMALL, "--set", f"template={tmp_path / 'mine.blend'}")
    assert done.returncode == 2 and "tag_anchor" in done.stderr and "Traceback" not in done.stderr
