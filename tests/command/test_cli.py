"""The command: exit codes, one-paragraph errors, and what it hands on to the package."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from dataset.synthetic_frames import write

import facings
from facings.batch import run
from facings.batch.run import BatchReport
from facings.batch.shard import Shard
from facings.batch.state import BatchState
from facings.command import cli
from facings.errors import CheckFailed, InputError
from facings.frames import loading
from facings.scenes.shelf.recipe import ShelfRecipe


@pytest.fixture
def kind(monkeypatch):
    """Stands for the shelf: a spec that needs no products."""
    found = SimpleNamespace(name="shelf", recipe_model=ShelfRecipe)
    found.sample = lambda loaded, seed, frame, progress: (seed, frame, loaded.recipe.picture.resolution)
    monkeypatch.setattr(loading, "scene_kind", lambda name, where="": found)
    return found


TIMINGS = {"wall_s": 0.5, "cpu_s": 0.9, "stages": [
    {"stage": "prepare", "wall_s": 0.2, "cpu_s": 0.19, "beside": "frame before"},
    {"stage": "picture", "wall_s": 0.4, "cpu_s": 0.7}, {"stage": "store", "wall_s": 0.05}]}
RUN_TIMINGS = {"frames": 1, "wall_s": 0.5, "cpu_s": 0.9, "cores": 2, "cores_busy": 0.9, "median": TIMINGS}


def _command(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "facings", *map(str, arguments)], capture_output=True, text=True,
                          check=False, **options)


@pytest.mark.parametrize("arguments", [
    ["rendr"], ["render"], ["render", "shelf"], ["render", "shelf", "--out", "x", "--frams", "3"],
    ["render", "shelf", "--out", "x", "--frames", "many"], ["render", "shelf", "--out", "x", "--device", "gpu"],
    ["render", "shelf", "--out", "x", "--quality", "best"], ["export", "x"],
    ["preview", "x", "--limit", "0"], ["sample"], ["verify"],
])
def test_wrong_usage_is_2(arguments, capfd):
    assert cli.run(arguments) == 2
    out, err = capfd.readouterr()
    assert "Traceback" not in err and "sage" in err


@pytest.mark.parametrize("arguments, said", [
    (["render", "shlef", "--out", "x"], "Did you mean 'shelf'?"),
    (["render", "shelf", "--out", "x", "--frames", "0"], "--frames 0"),
    (["render", "shelf", "--out", "x", "--seed", "-1"], "--seed -1"),
    (["render", "shelf", "--out", "x", "--start", "-1"], "--start -1"),
    (["render", "shelf", "--out", "x", "--resolution", "1024"], "WIDTHxHEIGHT"),
    (["render", "shelf", "--out", "x", "--resolution", "0x768"], "picture.resolution.0 holds 0"),
    (["render", "shelf", "--out", "x", "--samples", "0"], "picture.samples holds 0"),
    (["render", "shelf", "--out", "x", "--template", "no.blend"], "no.blend"),
    (["render", "shelf", "--out", "x", "--set", "camera.hieght_m=2"], "Did you mean 'height_m'?"),
    (["render", "shelf", "--out", "x", "--shard", "0/4"], "--shard 0/4"),
    (["render", "shelf", "--out", "x", "--shard", "5/4"], "--shard 5/4"),
    (["render", "shelf", "--out", "x", "--shard", "1/4", "--spec", "s.json"], "give one of them"),
    (["sample", "nowhere/shop.yaml"], "is no file"),
    (["status", "no-such-folder"], "no-such-folder"),
    (["annotate", "no-such-folder"], "no-such-folder"),
    (["verify", "no-such-folder"], "no-such-folder"),
    (["preview", "no-such-folder"], "no-such-folder"),
    (["export", "no-such-folder", "--format", "coco"], "no-such-folder"),
    (["schema", "car"], "scene 'car' is unknown"),
])
def test_bad_input_is_2_and_one_paragraph(arguments, said, kind, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(arguments) == 2
    out, err = capfd.readouterr()
    assert err.startswith("facings: ") and said in err and err.count("\n") == 1 and out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("raised, code", [
    (InputError("bad"), 2), (CheckFailed("bad"), 1), (KeyboardInterrupt(), 130), (RuntimeError("bad"), 1),
])
def test_exit_code_of_what_happens_inside(raised, code, kind, capfd):
    def fail(loaded, seed, frame, progress):
        raise raised

    kind.sample = fail
    assert cli.run(["sample", "shelf"]) == code
    err = capfd.readouterr().err
    assert "Traceback" not in err and err.startswith("facings: ")
    assert cli.run(["sample", "shelf", "--debug"]) == code
    assert ("Traceback" in capfd.readouterr().err) == (code != 130)


def test_render_hands_on_what_was_asked_and_reports_in_json(kind, monkeypatch, capfd, tmp_path):
    def render_batch(loaded, out, *, options, listener, **asked):
        picture = loaded.recipe.picture
        assert (picture.resolution, picture.samples, picture.quality) == ((320, 200), 3, "draft")
        assert (out, asked) == (tmp_path / "d", {"frames": 4, "start": 2, "seed": 9, "shard": Shard(2, 3)})
        assert (options.device, options.workers, options.verify_existing, options.annotations) == ("cpu", 5, True, False)
        limits = options.limits
        assert (limits.retries, limits.frame_s, limits.memory_bytes, limits.grace_s) == (1, 60.0, 2_500_000_000, 7.0)
        assert loaded.arguments == ("shelf", "--resolution", "320x200", "--samples", "3", "--quality", "draft")
        state = BatchState(4, 3)
        listener.tell("prepare", state, what="bodies", done=1, total=2)
        state.frame_done()
        listener.tell("frame", state, frame=2, seconds=0.5, instances=2, visible=1, worker="1", timings=TIMINGS)
        listener.tick(state)
        listener.tell("done", state, rendered=1, already_there=3, failed=[], folder=str(out), timings=RUN_TIMINGS)
        return BatchReport((2,), (3, 4, 5), ())

    monkeypatch.setattr(run, "render_batch", render_batch)
    arguments = ["render", "shelf", "--out", str(tmp_path / "d"), "--frames", "4", "--start", "2", "--seed", "9",
                 "--device", "cpu", "--resolution", "320x200", "--quality", "draft", "--samples", "3", "--workers", "5",
                 "--shard", "2/3", "--retries", "1", "--frame-limit", "60", "--memory-limit", "2.5", "--grace", "7",
                 "--verify-existing", "--no-annotations"]
    assert cli.run([*arguments, "--log-format", "json"]) == 0
    events = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [e["event"] for e in events] == ["prepare", "frame", "done"]
    frame = events[1]
    assert frame["frames_an_hour"] > 0 and frame["seconds_left"] >= 0
    assert {key: frame[key] for key in ("frame", "done", "total", "left", "instances", "visible", "set_aside")} == {
        "frame": 2, "done": 1, "total": 4, "left": 3, "instances": 2, "visible": 1, "set_aside": 0}
    assert frame["timings"] == TIMINGS
    assert events[2] == {"event": "done", "rendered": 1, "already_there": 3, "failed": [], "folder": str(tmp_path / "d"),
                         "timings": RUN_TIMINGS}
    assert cli.run(arguments) == 0
    out, err = capfd.readouterr()
    assert out == "" and "frame 2 (1 of 4)" in err and "1 frame rendered" in err and "3 were there already" in err
    assert "whole frame" not in err
    assert cli.run([*arguments, "--timings"]) == 0
    lines = [line.split() for line in capfd.readouterr().err.splitlines()]
    table = [["wall", "s", "CPU", "s"], ["prepare", "0.20", "0.19", "beside", "the", "frame", "before"],
             ["picture", "0.40", "0.70"], ["store", "0.05"], ["whole", "frame", "0.50", "0.90"]]
    assert lines[2:7] == table and lines[9:] == table
    assert " ".join(lines[8]) == "Median of 1 frame; 90% of 2 cores busy: 0.9 CPU seconds in 0.5 s"


@pytest.mark.parametrize("report, code, said", [
    (BatchReport((0,), (), (3, 5)), 1, "2 of 3 frames could not be made: 3, 5."),
    (BatchReport((0,), (), (), 130), 130, "interrupted"), (BatchReport((0,), (), (), 143), 143, "interrupted"),
])
def test_exit_code_of_a_run_that_is_not_complete(report, code, said, kind, monkeypatch, capfd, tmp_path):
    monkeypatch.setattr(run, "render_batch", lambda *given, **asked: report)
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # as the command's own process has it
    try:
        assert cli.run(["render", "shelf", "--out", str(tmp_path / "d")]) == code
    finally:
        signal.signal(signal.SIGTERM, before)
    assert said in capfd.readouterr().err


def test_sample_prints_one_spec_a_line(kind, capfd):
    arguments = ["sample", "shelf", "--frames", "3", "--start", "5", "--seed", "0", "--resolution", "64x32"]
    assert cli.run(arguments) == 0
    assert [json.loads(line) for line in capfd.readouterr().out.splitlines()] == [[0, n, [64, 32]] for n in (5, 6, 7)]


def test_verify_preview_and_export_of_a_dataset(tmp_path, capfd):
    write(tmp_path / "d", frames=3)
    assert cli.run(["export", str(tmp_path / "d"), "--format", "coco"]) == 0
    coco = json.loads((tmp_path / "d" / "annotations" / "instances.json").read_text())
    assert f"{len(coco['annotations'])} annotations in 3 images" in capfd.readouterr().out
    assert cli.run(["verify", str(tmp_path / "d")]) == 0
    assert "3 frames are sound" in capfd.readouterr().out
    assert cli.run(["preview", str(tmp_path / "d"), "--limit", "2"]) == 0
    assert all(Path(line).is_file() for line in capfd.readouterr().out.splitlines())
    picture = sorted((tmp_path / "d" / "images").iterdir())[1]
    picture.write_bytes(picture.read_bytes()[:-7])
    assert cli.run(["verify", str(tmp_path / "d"), "--log-format", "json"]) == 1
    out, err = capfd.readouterr()
    assert {json.loads(line)["frame"] for line in out.splitlines()} == {1} and err.startswith("facings: ")


def test_exported_categories_go_to_a_file_of_their_own(tmp_path, capfd):
    write(tmp_path / "d", frames=1)
    assert cli.run(["export", str(tmp_path / "d"), "--format", "coco", "--categories", "single"]) == 0
    coco = json.loads((tmp_path / "d" / "annotations" / "instances_single.json").read_text())
    assert len(coco["categories"]) == 1
    assert cli.run(["export", str(tmp_path / "d"), "--format", "coco", "--out", "/proc/x/coco.json"]) == 2
    assert "/proc/x/coco.json cannot be written" in capfd.readouterr().err
    assert cli.run(["export", str(tmp_path / "d"), "--format", "coco-keypoints"]) == 2
    told = capfd.readouterr().err
    assert "No format for datasets of 'shelf' is called 'coco-keypoints'." in told and "There are coco: COCO inst" in told


@pytest.mark.parametrize("words, said", [
    (["--min-visible-pixels", "5"], "has no option --min-visible-pixels. Did you mean"),
    (["--min-visible-px", "many"], "--min-visible-px many: input should be a valid integer"),
    (["--min-visible-fraction=1.5"], "--min-visible-fraction 1.5: input should be less than or equal to 1"),
    (["--categories"], "--categories: a value is expected"), (["--categories", "brand"], "'sku', 'department' or 'single'"),
    (["other"], "'other' is no option"),
])
def test_options_of_a_format_that_do_not_fit(words, said, tmp_path, capfd):
    write(tmp_path / "d", frames=1)
    assert cli.run(["export", str(tmp_path / "d"), "--format", "coco", *words]) == 2
    assert said in capfd.readouterr().err


@pytest.mark.parametrize("kind", ["face", "shelf"])
@pytest.mark.parametrize("what", ["recipe", "record", "spec"])
def test_every_schema_is_one(what, kind, capfd):
    assert cli.run(["schema", what, kind]) == 0
    schema = json.loads(capfd.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"Facings {what}, scene {kind}"
    assert cli.run(["schema", "rekord", kind]) == 2


def test_schema_has_every_key_with_what_it_means(capfd):
    assert cli.run(["schema", "shelf"]) == 0
    schema = json.loads(capfd.readouterr().out)
    assert set(schema["properties"]) == {field.alias or name for name, field in ShelfRecipe.model_fields.items()}
    height = schema["$defs"]["CameraSettings"]["properties"]["height_m"]
    assert height["description"] == "Above the floor."
    assert {"uniform", "normal", "choice"} <= {k for form in height["anyOf"] for k in form.get("properties", {})}
    assert schema["additionalProperties"] is False


def test_process_ends_with_the_code_and_without_traceback(tmp_path):
    done = _command("--version")
    assert (done.returncode, done.stdout) == (0, f"{facings.__version__}\n")
    done = _command("verify", tmp_path)
    assert done.returncode == 2 and done.stderr.startswith("facings: ") and "Traceback" not in done.stderr


def test_reader_that_goes_away_is_no_error():
    code = f"{sys.executable} -m facings schema shelf | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_doctor_tells_what_is_here():
    done = _command("doctor")
    assert done.returncode == ("MISSING" in done.stdout)
    for name in ("Python", "Blender", "CPU", "Cache", "Disk", "Fonts", "zbar"):
        assert name in done.stdout
    assert "bpy 5.2" in done.stdout


def test_doctor_tells_what_is_missing(tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the cache should be")
    done = _command("doctor", env={"FACINGS_CACHE": str(blocked), "PATH": ""})
    assert done.returncode == 1
    assert "MISSING" in done.stdout and "FACINGS_CACHE" in done.stdout
    assert "Traceback" not in done.stderr


def test_merge_joins_and_says_what_is_missing(tmp_path, capfd):
    write(tmp_path / "a", frames=2)
    assert cli.run(["merge", str(tmp_path / "a"), "--out", str(tmp_path / "both")]) == 0
    assert "2 frames joined" in capfd.readouterr().out
    (tmp_path / "a" / "failed").mkdir()
    (tmp_path / "a" / "failed" / "000007.json").write_text('{"frame": 7, "why": "poison"}')
    assert cli.run(["merge", str(tmp_path / "a"), "--out", str(tmp_path / "again")]) == 1
    assert "1 frames are in none of the folders" in capfd.readouterr().err
