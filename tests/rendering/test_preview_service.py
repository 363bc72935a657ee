"""`facings serve` as the artist's extension uses it: a real process, lines of JSON, real frames."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image

import facings
from facings.recipes.files import shipped

pytestmark = pytest.mark.blender

TINY = {"picture.resolution": [96, 72], "picture.samples": 1, "bays.count": 1}
FRAME = {"recipe": "shelf", "seed": 7, "frame": 3, "set": TINY}

LINKED = """
import json, sys
import bpy

found = {}
with bpy.data.libraries.load(sys.argv[1], link=True) as (source, target):
    found["scenes"] = list(source.scenes)
    target.scenes = list(source.scenes)
scene = target.scenes[0]
found["pictures"] = [[i.name, i.source, len(i.packed_files), bool(max(i.pixels[:400]))] for i in bpy.data.images
                     if i.library and i.users and "picture" in i.name]
found["resolution"] = [scene.render.resolution_x, scene.render.resolution_y]
found["camera"] = [list(row) for row in scene.camera.matrix_basis]
found["roles"] = [o.name for o in scene.objects if o.get("facings_role")]
print("FOUND " + json.dumps(found))
"""


class Worker:
    """The command, and what it answered that nobody has taken yet."""

    def __init__(self, template: Path, log: Path) -> None:
        with log.open("w") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "facings", "serve", "--template", template, "--device", "cpu"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=printed, text=True)
        self.hello = json.loads(self.process.stdout.readline())["hello"]
        self._last = 0

    def send(self, **request: Any) -> int:
        self._last += 1
        self.line(json.dumps({"id": self._last, **request}))
        return self._last

    def line(self, text: str) -> None:
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def answer(self, number: int | None) -> dict[str, Any]:
        while True:
            told = json.loads(self.process.stdout.readline())
            if "progress" not in told and told["id"] == number:
                return told

    def ask(self, **request: Any) -> dict[str, Any]:
        return self.answer(self.send(**request))

    def result(self, **request: Any) -> dict[str, Any]:
        told = self.ask(**request)
        assert "result" in told, told
        return told["result"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds a copy of a template, which requests may change."""
    folder = tmp_path_factory.mktemp("preview")
    shutil.copy(shipped(".blend")["shelf_gondola"], folder / "gondola.blend")
    return folder


@pytest.fixture(scope="module")
def worker(folder: Path) -> Iterator[Worker]:
    worker = Worker(folder / "gondola.blend", folder / "printed.txt")
    yield worker
    worker.process.stdin.close()
    assert worker.process.wait(60) == 0


def pixels(path: str) -> np.ndarray:
    return np.asarray(Image.open(path))


def test_it_says_first_what_it_is(worker):
    assert worker.hello["facings"] == facings.__version__ and worker.hello["protocol"] == 1
    assert worker.result(do="version") == worker.hello


def test_a_spec_is_that_of_the_recipe(worker, folder):
    told = worker.result(do="sample", whole=True, **FRAME)
    loaded = facings.load_recipe("shelf", TINY, template=folder / "gondola.blend")
    spec = loaded.sample(7, 3)
    assert told["holds"]["products"] == len(spec.products) > 0
    assert told["spec"]["camera"]["fx_px"] == spec.camera.fx_px


def test_a_realised_scene_links_with_its_pictures(worker, folder):
    told = worker.result(do="realise", out=str(folder / "a.blend"), **FRAME)
    done = subprocess.run([sys.executable, "-c", LINKED, told["file"]], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.partition("FOUND ")[2])
    assert found["scenes"] == [told["scene"]] == ["Facings seed 7 frame 3"]
    assert found["resolution"] == [96, 72] == told["size"]
    made = [picture for picture in found["pictures"] if picture[0].startswith("header sign")]
    assert made and all(packed == 1 and lit for _, _, packed, lit in made), found["pictures"]
    spec = facings.load_recipe("shelf", TINY, template=folder / "gondola.blend").sample(7, 3)
    assert np.allclose(np.array(found["camera"])[:3, 3], np.array(spec.camera.world_from_camera)[:3, 3], atol=1e-5)
    other = worker.result(do="realise", out=str(folder / "b.blend"), **FRAME | {"frame": 4})
    assert other["scene"] != told["scene"]


def test_the_look_is_the_batchs_frame_and_its_labels(worker, folder):
    """After scenes were written, by which pictures of the stage were packed."""
    look = worker.result(do="look", folder=str(folder / "look"), **FRAME)
    loaded = facings.load_recipe("shelf", TINY, template=folder / "gondola.blend")
    with facings.Renderer(loaded, seed=7, device="cpu") as renderer:
        frame = renderer.frame(3)
    assert np.array_equal(pixels(look["picture"]), frame.image())
    instances, classes = pixels(look["instances"]), pixels(look["classes"])
    assert np.array_equal(instances[..., 3] > 0, frame.instance_map() > 0)
    assert np.array_equal(classes[..., 3] > 0, frame.semantic_map() > 0)
    names = {entry["id"]: entry for entry in loaded.kind.semantic_classes}
    for number in np.unique(frame.semantic_map())[1:]:
        assert (classes[frame.semantic_map() == number][:, :3] == names[number]["color"]).all()
    assert {entry["name"] for entry in look["legend"]} == {names[k]["name"] for k in np.unique(frame.semantic_map())}
    labels = worker.result(do="labels", folder=str(folder / "labels"), **FRAME)
    for name in ("instances", "classes", "depth", "drawn"):
        assert np.array_equal(pixels(labels[name]), pixels(look[name])), name
    assert pixels(labels["drawn"])[..., 3].any() and labels["count"] == look["count"] > 0


def test_a_template_that_changed_is_opened_anew(worker, folder, tmp_path):
    edited = tmp_path / "edited.blend"
    code = ("import bpy, sys\nbpy.ops.wm.open_mainfile(filepath=sys.argv[1])\n"
            "next(o for o in bpy.context.scene.objects if o.get('facings_role') == 'rail')['facings_role'] = 'rial'\n"
            "bpy.ops.wm.save_as_mainfile(filepath=sys.argv[2])")
    subprocess.run([sys.executable, "-c", code, folder / "gondola.blend", edited], check=True, capture_output=True)
    kept = (folder / "gondola.blend").read_bytes()
    try:
        shutil.copy(edited, folder / "gondola.blend")
        found, = worker.result(do="check")["violations"]
        assert found["fix"] == "closest_role" and "'rail'" in found["sentence"]
        told = worker.ask(do="sample", **FRAME)["error"]
        assert told["kind"] == "input" and "1 thing to mend" in told["message"]
    finally:
        (folder / "gondola.blend").write_bytes(kept)
    assert worker.result(do="check") == {"kind": "shelf", "violations": [], "set_aside": []}


@pytest.mark.parametrize("line, said", [
    ("{", "not JSON"), ("[]", "an object with an 'id'"), ('{"do": "version"}', "an object with an 'id'"),
    ('{"id": true, "do": 3}', "no request 3"), ('{"id": "x", "do": "bogus"}', "no request 'bogus'"),
])
def test_lines_that_make_no_sense_are_answered(worker, line, said):
    worker.line(line)
    told = json.loads(worker.process.stdout.readline())
    assert told["error"]["kind"] == "request" and said in told["error"]["message"]


@pytest.mark.parametrize("change, kind, said", [
    ({"recipe": "sheff"}, "input", "Did you mean 'shelf'?"), ({"recipe": None}, "request", "needs 'recipe'"),
    ({"seed": -1}, "input", "--seed -1"), ({"frame": 1.5}, "request", "whole numbers"), ({"seed": True}, "request", "whole"),
    ({"set": {"camera.height_mm": 1}}, "input", "Did you mean 'height_m'?"), ({"set": []}, "request", "'set' is an object"),
    ({"quality": "best"}, "request", "draft, standard or final"), ({"recipe": "face"}, "input", ""),
])
def test_bad_requests_are_refused_and_the_next_one_is_answered(worker, change, kind, said):
    told = worker.ask(do="sample", **FRAME | change)["error"]
    assert told["kind"] == kind and said in told["message"] and "Traceback" not in told["message"]
    assert worker.result(do="version")


@pytest.mark.parametrize("out", ["/proc/no/such.blend", "missing/folder.blend"])
def test_a_scene_that_cannot_be_written_is_said(worker, folder, out):
    told = worker.ask(do="realise", out=str(folder / out), **FRAME)["error"]
    assert told["kind"] == "input" and "cannot be written" in told["message"]


def test_what_is_cancelled_is_not_done(worker, folder):
    first = worker.send(do="realise", out=str(folder / "c.blend"), **FRAME)
    second = worker.send(do="realise", out=str(folder / "d.blend"), **FRAME)
    stop = worker.send(do="cancel", which=second)
    assert worker.answer(stop)["result"] == {}
    assert "result" in worker.answer(first) and worker.answer(second)["error"]["kind"] == "cancelled"
    assert (folder / "c.blend").exists() and not (folder / "d.blend").exists()


def test_recipes_and_schemas_are_told(worker):
    assert set(worker.result(do="recipes")["recipes"]["face"]) >= {"face", "face_webcam"}
    assert "camera" in worker.result(do="schema", kind="shelf")["schema"]["properties"]
    assert worker.result(do="check_recipe", recipe="shelf", set={"stock.gap_rate": 0.2})["resolved"]["stock"]["gap_rate"] == 0.2
    assert worker.ask(do="schema", kind="shelv")["error"]["kind"] == "input"


def test_a_recipe_is_edited_key_by_key(worker, folder):
    path = folder / "own.yaml"
    told = worker.result(do="own_recipe", recipe="shelf", out=str(path))
    assert told["own"] and told["file"] == str(path) and told["rows"] == worker.result(do="rows", recipe=str(path))["rows"]
    fill = {"recipe": str(path), "path": ["stock", "fill"]}
    told = worker.result(do="edit", how="set", form="constant", value=0.5, **fill)
    assert {".".join(row["path"]): row for row in told["rows"]}["stock.fill"]["value"] == 0.5
    refused = worker.ask(do="edit", how="set", form="constant", value=-1, **fill)["error"]
    assert refused["kind"] == "input" and "from 0 to 1" in refused["message"]
    assert worker.result(do="edit", how="restore", recipe=str(path), before=told["before"], after=told["after"])["own"]
    assert path.read_bytes() == shipped(".yaml")["shelf"].read_bytes()
    for change in ({"path": []}, {"path": [1]}, {"how": "x"}, {"how": "set", "form": ""}):
        assert worker.ask(**{"do": "edit", "how": "remove", **fill} | change)["error"]["kind"] == "request"


def test_it_ends_with_whoever_asks(folder, tmp_path):
    worker = Worker(folder / "gondola.blend", tmp_path / "printed.txt")
    blender, = psutil.Process(worker.process.pid).children()
    assert worker.process.stdin
    worker.process.stdin.close()
    assert worker.process.wait(30) == 0 and not blender.is_running()


@pytest.mark.slow
def test_faces_are_served_as_shelves_are(tmp_path):
    path = tmp_path / "studio.blend"
    shutil.copy(shipped(".blend")["face_studio"], path)
    worker = Worker(path, tmp_path / "printed.txt")
    small = {"picture.resolution": [64, 64], "picture.samples": 1}
    frame = {"recipe": "face", "seed": 3, "frame": 1, "set": small}
    assert worker.result(do="check") == {"kind": "face", "violations": [], "set_aside": []}
    told = worker.result(do="realise", out=str(tmp_path / "a.blend"), **frame)
    assert told["size"] == [64, 64] and Path(told["file"]).is_file()
    look = worker.result(do="look", folder=str(tmp_path / "look"), **frame)
    with facings.Renderer(facings.load_recipe("face", small, template=path), seed=3, device="cpu") as renderer:
        made = renderer.frame(1)
    assert np.array_equal(pixels(look["picture"]), made.image())
    assert np.array_equal(pixels(look["classes"])[..., 3] > 0, made.semantic_map() > 0) and look["count"] == 1
    keys = {each["key"]: each for each in worker.result(do="extremes", recipe="face")["keys"]}
    assert keys["head_pose.yaw_deg"]["lowest"] == -90
    worker.process.stdin.close()
    assert worker.process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_blender_is_said(folder, tmp_path):
    worker = Worker(folder / "gondola.blend", tmp_path / "printed.txt")
    blender, = psutil.Process(worker.process.pid).children()
    os.kill(blender.pid, signal.SIGKILL)
    assert worker.process.wait(30) == 1 and worker.process.stdout.read() == ""
    assert "it was ended by SIGKILL" in (tmp_path / "printed.txt").read_text()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_terminated_command_takes_blender_along(folder, tmp_path):
    worker = Worker(folder / "gondola.blend", tmp_path / "printed.txt")
    blender, = psutil.Process(worker.process.pid).children()
    worker.process.terminate()
    assert worker.process.wait(30) == 143
    for _ in range(100):
        if not blender.is_running():
            break
        time.sleep(0.1)
    assert not blender.is_running()
