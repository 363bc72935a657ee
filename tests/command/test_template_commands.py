"""`facings template check|describe|new` in a process of its own, as an artist runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from facings.process import child
from facings.recipes.files import shipped

EDIT = """
import sys
import bpy

bpy.ops.wm.open_mainfile(filepath=sys.argv[1])
scene = bpy.context.scene
thing = bpy.data.objects.new("vase", bpy.data.meshes.new("vase"))
thing.data.from_pydata([(3, -3, 0), (3.1, -3, 0), (3, -2.9, 0)], [], [(0, 1, 2)])
scene.collection.objects.link(thing)
bpy.data.objects.remove(next(o for o in scene.objects if o.get("facings_role") == "tag_anchor"))
if len(sys.argv) > 3:
    exec(sys.argv[3])
bpy.ops.wm.save_as_mainfile(filepath=sys.argv[2])
"""


def facings(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "facings", *map(str, arguments)], capture_output=True, text=True)


def edited(tmp_path: Path, further: str = "") -> Path:
    out = tmp_path / "own.blend"
    subprocess.run([sys.executable, "-c", EDIT, shipped(".blend")["shelf_gondola"], out, further], check=True,
                   capture_output=True, env=child.environment(tmp_path))
    return out


def test_a_sound_template_is_said_to_be_one():
    done = facings("template", "check", shipped(".blend")["face_studio"])
    assert (done.returncode, done.stderr) == (0, "") and "a sound template of the kind face" in done.stdout


def test_each_violation_is_a_line_and_an_object(tmp_path):
    path = edited(tmp_path)
    done = facings("template", "check", path)
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["role tag_anchor", "vase"]
    assert "2 things to mend. The extension's Fix mends 1 of them." in done.stderr
    done = facings("template", "check", path, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1 and found["kind"] == "shelf"
    assert [(v["object"], v["property"], v["fix"]) for v in found["violations"]] == [
        ("role tag_anchor", "facings_role", ""), ("vase", "facings_role", "decoration")]
    assert "is rendered but has no facings_role" in found["violations"][1]["sentence"]


@pytest.mark.parametrize("edit, arguments, said", [
    ("del scene['facings_scene']", [], "Add it (Scene > Custom Properties), or name the kind"),
    ("scene['facings_scene'] = 'shelff'", [], "Did you mean 'shelf'?"),
    ("", ["--kind", "shelff"], "Did you mean 'shelf'?"),
])
def test_a_file_of_no_known_kind_is_refused(tmp_path, edit, arguments, said):
    done = facings("template", "check", edited(tmp_path, edit), *arguments)
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1


def test_the_kind_may_be_told(tmp_path):
    done = facings("template", "check", edited(tmp_path, "del scene['facings_scene']"), "--kind", "shelf", "--json")
    assert [v["fix"] for v in json.loads(done.stdout)["violations"]] == ["scene_kind", "", "decoration"]


@pytest.mark.parametrize("content, said", [(None, "does not exist"), (b"PNG", "is no .blend file"),
                                           (b"BLENDER17-01v0502", "cannot be opened as a Blender file")])
def test_what_is_no_template_is_refused(tmp_path, content, said):
    path = tmp_path / "x.blend"
    if content is not None:
        path.write_bytes(content)
    done = facings("template", "check", path)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("kind, words", [("shelf", ["board_volume", "facings_z_range_m", "facings_bay_count", "price_tag"]),
                                         ("face", ["head_anchor", "facings_backdrop"])])
def test_describe_tells_roles_properties_and_classes(kind, words):
    done = facings("template", "describe", kind)
    assert done.returncode == 0 and all(word in done.stdout for word in words)
    told = json.loads(facings("template", "describe", kind, "--json").stdout)
    assert told["kind"] == kind and all(role["meaning"] for role in told["roles"].values())
    assert all(prop in told["properties"] for role in told["roles"].values() for prop in role["properties"])


def test_describe_of_an_unknown_kind_names_the_known_ones():
    done = facings("template", "describe", "shelve")
    assert done.returncode == 2 and "Did you mean 'shelf'?" in done.stderr


def test_new_writes_a_sound_template_once(tmp_path):
    out = tmp_path / "mine.blend"
    assert facings("template", "new", "face", out).returncode == 0
    assert facings("template", "check", out).returncode == 0
    before = out.read_bytes()
    again = facings("template", "new", "face", out)
    assert again.returncode == 2 and "is there already" in again.stderr and out.read_bytes() == before


@pytest.mark.parametrize("arguments, said", [(("face", "mine.png"), "ends in .blend"),
                                             (("face", "nowhere/mine.blend"), "cannot be written"),
                                             (("fcae", "mine.blend"), "Did you mean 'face'?")])
def test_new_refuses_what_cannot_be(tmp_path, arguments, said):
    done = subprocess.run([sys.executable, "-m", "facings", "template", "new", *arguments], capture_output=True, text=True,
                          cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and list(tmp_path.iterdir()) == []
