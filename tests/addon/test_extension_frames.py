"""Random frames in the artist's file: shown, taken away without a trace, and said where they cannot be made."""

import json
import os
import shutil
import signal
import stat
import sys
from pathlib import Path

import bpy
import psutil
import pytest
from installed_extension import datablocks, module, open_template, state, wait

from facings.blender.template_contract import objects_of

RECIPE = "schema: 1\nscene: shelf\ntemplate: {template}\npicture: {{resolution: [96, 72], samples: 1}}\nbays: {{count: 1}}\n"


@pytest.fixture
def ready(extension, tmp_path, monkeypatch) -> Path:
    """The extension with a command, a small recipe, and a template of the artist's; returns the template."""
    command = tmp_path / "facings"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -m facings \"$@\" --device cpu\n")
    command.chmod(0o755)
    monkeypatch.setenv("FACINGS_COMMAND", str(command))
    path = tmp_path / "own.blend"
    open_template()
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    recipe = tmp_path / "small.yaml"
    recipe.write_text(RECIPE.format(template=path))
    state().recipe, state().seed, state().frame = str(recipe), 7, 0
    state().labels, state().message, state().layer = {}, "", "none"
    return path


def idle() -> bool:
    worker = state().worker
    return worker is None or not worker.busy


def stored(path: Path) -> tuple[dict, dict]:
    """Datablocks, and properties of the objects, of a file; opened in this Blender."""
    bpy.ops.wm.open_mainfile(filepath=str(path))
    return datablocks(), {thing.name: json.dumps({k: str(v) for k, v in thing.items()}) for thing in bpy.data.objects}


def plain_copy(path: Path, installed) -> tuple[dict, dict]:
    """What a file holds that was opened and saved by a Blender that never showed a frame."""
    other = path.with_name("never_dressed.blend")
    bpy.ops.wm.open_mainfile(filepath=str(path))
    bpy.ops.wm.save_as_mainfile(filepath=str(other), copy=True)
    return stored(other)


def test_a_frame_is_shown_and_saving_takes_it_away(ready, installed):
    before = plain_copy(ready, installed)
    bpy.ops.wm.open_mainfile(filepath=str(ready))
    own = bpy.context.scene.name
    bpy.ops.facings.randomise()
    wait(idle)
    assert state().message == ""
    shown = module("dressing").shown_scene()
    assert shown.name == "Facings seed 7 frame 0" and shown.library and state().holds["products"] > 0
    assert bpy.context.window_manager.windows[0].scene == shown if bpy.context.window_manager.windows else True
    assert not bpy.ops.facings.fix_all.poll() and not bpy.ops.facings.decoration.poll()
    bpy.ops.facings.randomise(step=1)
    wait(idle)
    assert [s.name for s in bpy.data.scenes if s.library] == ["Facings seed 7 frame 1"] and state().frame == 1
    bpy.ops.facings.labels()
    wait(idle)
    assert state().layer == "instances" and os.path.isfile(state().labels["instances"]) and not module("session").stale()
    bpy.ops.facings.look()
    wait(idle)
    assert [image.name for image in bpy.data.images if image.name.startswith("Facings look")]
    bpy.ops.wm.save_mainfile()
    assert module("dressing").shown_scene() is None and bpy.context.scene.name == own
    assert datablocks()["libraries"] == []
    assert stored(ready) == before


@pytest.mark.slow
def test_back_leaves_the_file_as_it_was(ready):
    bpy.ops.wm.open_mainfile(filepath=str(ready))
    before = datablocks()
    for step in (0, 1, 1):
        bpy.ops.facings.randomise(step=step)
        wait(idle)
    bpy.ops.facings.back()
    assert datablocks() == before and not bpy.ops.facings.back.poll()


@pytest.mark.slow
def test_unsaved_edits_are_what_is_shown_and_the_file_is_left(ready):
    scene = bpy.context.scene
    kept = ready.read_bytes()
    thing = objects_of(scene, "surroundings")[0]
    thing.location.x += 0.25
    bpy.context.view_layer.update()
    moved = thing.location.x
    bpy.ops.facings.randomise()
    wait(idle)
    shown = module("dressing").shown_scene()
    assert shown.objects[thing.name].location.x == pytest.approx(moved)
    assert ready.read_bytes() == kept and bpy.data.filepath == str(ready)


@pytest.mark.slow
def test_opening_another_file_takes_it_away(ready):
    bpy.ops.facings.randomise()
    wait(idle)
    assert module("dressing").shown_scene()
    open_template("face_studio")
    assert module("dressing").shown_scene() is None and state().live.kind == "face"
    assert bpy.data.libraries[:] == []


@pytest.mark.slow
def test_a_file_that_autosave_wrote_with_a_frame_is_cleaned_when_it_is_opened(ready, tmp_path):
    bpy.ops.facings.randomise()
    wait(idle)
    handlers = bpy.app.handlers.save_pre
    kept = list(handlers)
    handlers.clear()  # as autosave, which calls none
    saved = tmp_path / "autosaved.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(saved), copy=True)
    handlers.extend(kept)
    module("session").take_away()
    before = datablocks()
    bpy.ops.wm.open_mainfile(filepath=str(saved))
    assert datablocks() == before and module("dressing").shown_scene() is None


@pytest.mark.slow
def test_what_is_wrong_with_template_or_recipe_is_said(ready):
    scene = bpy.context.scene
    objects_of(scene, "rail")[0]["facings_role"] = "rial"
    module("session").STATE.edits += 1
    bpy.ops.facings.randomise()
    wait(idle)
    assert "'rail'" in state().message and module("dressing").shown_scene() is None
    state().recipe = "sheff"
    bpy.ops.facings.randomise()
    wait(idle)
    assert "Did you mean 'shelf'?" in state().message


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_worker_that_is_killed_or_hangs_is_said_and_replaced(ready, number):
    bpy.ops.facings.randomise()
    wait(idle)
    worker = state().worker
    blender, = psutil.Process(worker.pid).children()
    os.kill(blender.pid, number)
    bpy.ops.facings.randomise(step=1)
    if number == signal.SIGSTOP:
        assert worker.busy == "realise" and not bpy.ops.facings.look.poll()
        bpy.ops.facings.cancel()
        bpy.ops.facings.cancel()
        os.kill(blender.pid, signal.SIGKILL)
        assert state().worker is None and "ended" in state().message
    else:
        wait(idle)
        assert "ended by itself" in state().message and "SIGKILL" in state().message
    bpy.ops.facings.randomise()
    wait(idle)
    assert state().message == "" and state().worker is not worker
    assert module("dressing").shown_scene().name == "Facings seed 7 frame 1"


def fake(path: Path, body: str) -> None:
    path.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize("body, said", [
    ("print(json.dumps({'hello': {'facings': '9.9', 'protocol': 99}}), flush=True); time.sleep(60)", "is 9.9, which this"),
    ("sys.exit('facings: no such command \\'serve\\'')", "no such command 'serve'"),
    ("print('not json at all', flush=True)", "ended by itself (exit code 0)"),
    ("print(json.dumps({'error': {'kind': 'input', 'message': 'Facings cannot use Blender here.'}}), flush=True)",
     "cannot use Blender here"),
])
def test_a_command_of_another_kind_is_said(ready, tmp_path, body, said):
    fake(tmp_path / "facings", body)
    assert bpy.ops.facings.randomise() == {"FINISHED"}
    wait(lambda: state().worker is None or bool(state().worker.said), 20)
    assert said in state().message
    assert bpy.ops.facings.randomise.poll()


def test_no_command_is_said(ready, tmp_path, monkeypatch):
    monkeypatch.setenv("FACINGS_COMMAND", str(tmp_path / "nothing"))
    with pytest.raises(RuntimeError, match="is no program here"):
        bpy.ops.facings.randomise()
    monkeypatch.delenv("FACINGS_COMMAND")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RuntimeError, match="not found on this machine"):
        bpy.ops.facings.randomise()


def test_the_command_is_found_above_the_file(tmp_path, installed, monkeypatch):
    finding = module("finding")
    monkeypatch.delenv("FACINGS_COMMAND", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    program = tmp_path / ".venv" / "bin" / "facings"
    program.parent.mkdir(parents=True)
    shutil.copy(sys.executable, program)
    (tmp_path / "scenes" / "own").mkdir(parents=True)
    assert finding.command("", str(tmp_path / "scenes" / "own" / "x.blend")) == str(program)
    assert finding.command("", "") == "" and finding.command(str(program), "") == str(program)
