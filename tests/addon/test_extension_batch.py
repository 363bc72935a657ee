"""The Batch panel without a window: a real run apart from Blender, its progress and pictures, stopped, gone on with."""

import json
import os
import signal
import stat
import sys
import tempfile
import time
from pathlib import Path

import bpy
import pytest
from installed_extension import module, open_template, state, wait

import facings

RECIPE = "schema: 2\nscene: shelf\ntemplate: shelf_gondola\npicture: {resolution: [64, 48], samples: 1}\nbays: {count: 1}\n"

FAKE = """\
#!{python}
import json, os, signal, sys, time
folder = sys.argv[sys.argv.index("--out") + 1]
def say(**event): print(json.dumps(event), flush=True)
say(event="prepare", what="prints", done=1, total=2)
os.makedirs(folder + "/images", exist_ok=True)
stopped = []
signal.signal(signal.SIGINT, lambda *a: stopped.append(1))
for k in range(1000):
    if k == 1:
        say(event="attempt", frame=1, attempt=1, of=1, why="it was ended by SIGSEGV")
        say(event="failed", frame=1, note="failed/000001.json", done=1, total=9, left=7, seconds_left=None)
    else:
        open(folder + f"/images/{{k:06d}}.png", "wb").close()
        say(event="frame", frame=k, done=k + 1, total=9, left=8 - k, seconds_left=30.0)
    while k == 2 and not stopped:
        time.sleep(0.02)
    if stopped:
        sys.stderr.write("facings: 1 of 3 frames could not be made: 1.\\n")
        sys.exit(130)
"""


@pytest.fixture
def ready(extension, tmp_path, monkeypatch) -> Path:
    """A template that is open, and a folder for the run."""
    command = tmp_path / "facings"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -m facings \"$@\"\n")
    command.chmod(0o755)
    monkeypatch.setenv("FACINGS_COMMAND", str(command))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_template()
    recipe = tmp_path / "small.yaml"
    recipe.write_text(RECIPE)
    state().recipe, state().seed = str(recipe), 7
    batch().folder, batch().frames, batch().workers = str(tmp_path / "set"), 2, 1
    return tmp_path


def batch():
    return module("batch_session").BATCH


def ended() -> bool:
    return not batch().run.running


def fake(folder: Path) -> None:
    path = folder / "facings"
    path.write_text(FAKE.format(python=sys.executable))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.slow
def test_a_run_makes_what_the_command_makes_of_the_file_as_it_was(ready):
    thing = next(o for o in bpy.context.scene.objects if o.get("facings_role") == "surroundings")
    thing.location.x += 0.25
    batch().quality = "recipe"
    assert bpy.ops.facings.batch_start() == {"FINISHED"} and not bpy.ops.facings.batch_start.poll()
    thing.location.x += 5.0  # is no part of the run
    wait(ended)
    run = batch().run
    assert run.progress.sound and run.progress.ended == "2 rendered" and (run.progress.done, run.progress.total) == (2, 2)
    assert [number for number, _ in run.pictures] == [0, 1] and all(os.path.isfile(path) for _, path in run.pictures)
    dataset = facings.open(ready / "set")
    assert len(dataset) == 2 and dataset.header.recipe["template"] == "shelf_gondola.blend"
    assert not list(ready.glob("facings-batch-*"))
    batch().frames = 3
    bpy.ops.facings.batch_start()
    wait(ended)
    assert "changed" in batch().run.progress.ended or "template" in batch().run.progress.ended  # the file is another now


def test_progress_failures_and_stopping(ready):
    fake(ready)
    assert bpy.ops.facings.batch_start() == {"FINISHED"}
    wait(lambda: len(batch().run.pictures) == 2, 60)
    run = batch().run
    assert (run.progress.done, run.progress.total, run.progress.doing) == (3, 9, "Rendering")
    assert run.trouble == {1: "it was ended by SIGSEGV"} and list(ready.glob("facings-batch-*/shelf_gondola.blend"))
    assert bpy.ops.facings.batch_stop() == {"FINISHED"}
    wait(ended, 60)
    assert "1 of 3 frames" in run.progress.ended and not run.progress.sound and not list(ready.glob("facings-batch-*"))
    assert not bpy.ops.facings.batch_stop.poll() and bpy.ops.facings.batch_start.poll()


def test_a_run_outlives_the_extension(ready, installed):
    fake(ready)
    bpy.ops.facings.batch_start()
    wait(lambda: len(batch().run.pictures) == 2, 60)
    run = batch().run
    installed.unregister()
    try:
        assert run._process.poll() is None and os.getpgid(run.pid) != os.getpgid(0)
        os.kill(run.pid, signal.SIGINT)
        end = time.monotonic() + 20
        while run._process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        assert run._process.poll() == 130
    finally:
        installed.register()


def test_what_hinders_a_run_is_said(ready, monkeypatch):
    batch().folder = ""
    assert not bpy.ops.facings.batch_start.poll()
    batch().folder = str(ready / "set")
    monkeypatch.setenv("FACINGS_COMMAND", str(ready / "nothing"))
    with pytest.raises(RuntimeError, match="is no program"):
        bpy.ops.facings.batch_start()
    assert "is no program" in batch().message and batch().run is None
    (ready / "facings").write_text("#!/nowhere/at/all\n")
    monkeypatch.setenv("FACINGS_COMMAND", str(ready / "facings"))
    with pytest.raises(RuntimeError, match="No such file"):
        bpy.ops.facings.batch_start()
    assert batch().run is None and not list(ready.glob("facings-batch-*"))
    bpy.ops.wm.read_homefile(use_empty=True)
    bpy.context.scene["facings_scene"] = "shelf"
    batch().folder = "//set"
    with pytest.raises(RuntimeError, match="beside a file that is not saved yet"):
        bpy.ops.facings.batch_start()


def test_the_command_is_copied(ready):
    run = module("batch_run")
    options = {"frames": 5, "workers": None, "seed": 0}
    command = run.render_command("facings", "own recipe.yaml", "/a b/own.blend", "out", options)
    assert command == ["facings", "render", "own recipe.yaml", "--template", "/a b/own.blend", "--out", "out", "--frames", "5",
                       "--seed", "0"]
    assert run.as_line(command).count("'") == 4 or sys.platform == "win32"
    assert bpy.ops.facings.batch_copy() == {"FINISHED"}
    assert json.loads(json.dumps(module("batch_operators")._options())) == {
        "frames": 2, "start": None, "seed": 7, "workers": 1, "quality": "draft"}
