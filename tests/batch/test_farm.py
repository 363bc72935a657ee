"""Job templates for farms: the official `openjd` command checks them, and runs them with a stand-in for Facings."""

import importlib.util
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from facings.batch.farm import FarmRequest, farm_template
from facings.command import cli
from facings.dataset.header import DatasetHeader
from facings.dataset.images import encode_exr
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.frames.loading import load_recipe

BRACES = "camera.distance_m={choice: [{uniform: [1, 2]}, {uniform: [2, 3]}]}"
"""Ends in `}}` with its neighbour's brace, which a format string would take for its own."""

needs_openjd = pytest.mark.skipif(importlib.util.find_spec("openjd") is None,
                                  reason="openjd-cli, of the extra `dev`, is not installed")

STAND_IN = """\
#!{python}
import json, os, sys
from pathlib import Path
here, arguments = Path(__file__).parent, sys.argv[1:]
if arguments == ["--version"]:
    print("0.0.0")
    sys.exit((here / "broken").exists())
option = lambda name: arguments[arguments.index(name) + 1]
if arguments[0] == "render":
    recipe = Path(arguments[1])
    told = dict(arguments=arguments, recipe=recipe.read_text("utf-8") if recipe.is_file() else None,
                cache=os.environ.get("FACINGS_CACHE"))
    numbers = range(int(option("--start")), int(option("--start")) + int(option("--frames")))
    Path(option("--out")).mkdir(parents=True, exist_ok=True)
    for number in numbers:
        if (here / f"fail-{{number}}").exists():
            sys.exit("stand-in: frame fails")
        (Path(option("--out")) / f"{{number}}").touch(exist_ok=False)
else:
    told = dict(arguments=arguments, there=sorted(int(p.name) for p in Path(arguments[1]).iterdir()))
with (here / "calls").open("a") as calls:
    print(json.dumps(told), file=calls)
"""


def _openjd(*arguments):
    return subprocess.run([sys.executable, "-m", "openjd", *map(str, arguments)], capture_output=True, text=True,
                          check=False, timeout=120)


@pytest.fixture
def stand_in(tmp_path) -> Path:
    program = tmp_path / "it's a \"program\"" / "fäcings"
    program.parent.mkdir()
    program.write_text(STAND_IN.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def current(tmp_path, monkeypatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "current"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def _written(folder: Path, request: FarmRequest) -> Path:
    path = folder / "job.yaml"
    path.write_text(farm_template(request), "utf-8")
    return path


def _read(text: str) -> dict:
    return YAML(typ="safe", pure=True).load(text)


def _calls(program: Path) -> list[dict]:
    return [json.loads(line) for line in (program.parent / "calls").read_text("utf-8").splitlines()]


def _option(arguments: list[str], name: str) -> str:
    return arguments[arguments.index(name) + 1]


def _frames(call: dict) -> list[int]:
    start = int(_option(call["arguments"], "--start"))
    return list(range(start, start + int(_option(call["arguments"], "--frames"))))


def _defaults(text: str) -> dict:
    return {p["name"]: p.get("default") for p in _read(text)["parameterDefinitions"]}


def _dataset(folder: Path, recipe: str = "shelf", seed: int = 11, **changed) -> DatasetHeader:
    folder.mkdir(parents=True)
    resolved = load_recipe(recipe, ["picture.samples=3"]).resolved | changed
    header = DatasetHeader("shelf", seed, resolved, {"facings": "0"}, [], [], [])
    (folder / "dataset.json").write_text(header.to_text(), "utf-8")
    return header


@needs_openjd
@pytest.mark.parametrize("frames, start, chunk", [(10, 3, 4), (1, 0, 10), (8, 100, 4), (3, 7, 1)])
def test_each_frame_is_rendered_once_and_annotations_come_last(current, stand_in, frames, start, chunk):
    request = FarmRequest("shelf", Path("out"), frames=frames, start=start, frames_per_task=chunk, command=str(stand_in))
    ran = _openjd("run", _written(current, request))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    *renders, last = _calls(stand_in)
    wanted = list(range(start, start + frames))
    assert [n for call in renders for n in _frames(call)] == wanted
    assert len(renders) == -(-frames // chunk) and all(len(_frames(call)) <= chunk for call in renders)
    assert last == {"arguments": ["annotate", str(current / "out")], "there": wanted}
    assert f"openjd_status: frames {start}-" in ran.stdout


@needs_openjd
def test_whatever_was_given_reaches_the_command(current, stand_in):
    out = current / "aus gabe's \"Ordner\" {{Param.Seed}} $HOME 😀"
    overrides = (BRACES, "stock.gap_rate=0.25", "world.rotation_deg={uniform: [-20, 20]}")
    request = FarmRequest("shelf", out, frames=2, seed=2**63 - 1, overrides=overrides, resolution=(320, 200), samples=5,
                          quality="draft", device="cpu", template="shelf_gondola", command=str(stand_in))
    job = _written(current, request)
    assert _openjd("check", job).returncode == 0
    ran = _openjd("run", job, "-p", f"CacheDir={current}/a cache")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    call = _calls(stand_in)[0]
    assert call["arguments"] == [
        "render", "shelf", "--out", str(out), "--seed", str(2**63 - 1), "--device", "cpu", "--resolution", "320x200",
        "--samples", "5", "--quality", "draft", "--template", "shelf_gondola", "--set", overrides[0],
        "--set", overrides[1], "--set", overrides[2], "--shard", "1/1", "--workers", "1", "--no-annotations",
        "--log-format", "json", "--start", "0", "--frames", "2"]
    assert call["cache"] == f"{current}/a cache" and (out / "1").exists()


def test_the_command_knows_what_tasks_say(current, capfd):
    request = FarmRequest("shelf", Path("out"), overrides=(BRACES,), resolution=(320, 200), samples=5, quality="draft",
                          device="cpu", template="shelf_gondola")
    job = _read(farm_template(request))
    known = {f"{{{{Param.{p['name']}}}}}": str(p["default"]) for p in job["parameterDefinitions"]}
    render, annotate = ([known.get(a, a) for a in step["script"]["actions"]["onRun"]["args"]] for step in job["steps"])
    # Without a frame it ends before it begins, but after all options have been read.
    assert cli.run([*render[render.index("render"):], "--start", "0", "--frames", "0"]) == 2
    assert "--frames 0: at least 1 frame" in capfd.readouterr().err
    assert cli.run(annotate) == 2
    assert "out does not exist" in capfd.readouterr().err


@needs_openjd
def test_a_nodes_own_cache_is_left_alone(current, stand_in, monkeypatch):
    monkeypatch.setenv("FACINGS_CACHE", "/nodes/own")
    ran = _openjd("run", _written(current, FarmRequest("shelf", Path("out"), command=str(stand_in))))
    assert ran.returncode == 0 and _calls(stand_in)[0]["cache"] == "/nodes/own"


@needs_openjd
def test_what_is_rendered_may_be_changed_when_the_job_is_handed_in(current, stand_in):
    job = _written(current, FarmRequest("shelf", Path("out"), frames=100, command=str(stand_in)))
    ran = _openjd("run", job, "-p", "Frames=2,5-9,20", "-p", "FramesPerTask=3", "-p", "Seed=8", "-p", "OutDir=other")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    *renders, last = _calls(stand_in)
    assert sorted(n for call in renders for n in _frames(call)) == [2, 5, 6, 7, 8, 9, 20] == last["there"]
    assert {_option(call["arguments"], "--seed") for call in renders} == {"8"}
    assert last["arguments"] == ["annotate", str(current / "other")]


@needs_openjd
def test_a_failing_task_fails_the_job(current, stand_in):
    (stand_in.parent / "fail-5").touch()
    job = _written(current, FarmRequest("shelf", Path("out"), frames=9, frames_per_task=3, command=str(stand_in)))
    ran = _openjd("run", job)
    assert ran.returncode != 0 and "stand-in: frame fails" in ran.stdout
    assert all(call["arguments"][0] == "render" for call in _calls(stand_in))  # no annotations of half a set


@needs_openjd
@pytest.mark.parametrize("command", ["no-such-program-anywhere", None])
def test_a_node_without_facings_is_told(current, stand_in, command):
    (stand_in.parent / "broken").touch()
    ran = _openjd("run", _written(current, FarmRequest("shelf", Path("out"), command=command or str(stand_in))))
    assert ran.returncode != 0
    assert "install Facings on this machine, or name it in FacingsCommand" in ran.stdout
    assert not (stand_in.parent / "calls").exists()


@needs_openjd
@pytest.mark.parametrize("where", ["relative", "absolute", "above"])
def test_a_recipe_of_the_users_is_found_from_any_folder(current, stand_in, where):
    folder = current.parent if where == "above" else current
    recipe = folder / "my 'shop' é.yaml"
    recipe.write_text("scene: shelf\ntemplate: shelf_gondola\n", "utf-8")
    given = {"relative": recipe.name, "absolute": str(recipe), "above": f"../{recipe.name}"}[where]
    request = FarmRequest(given, Path("out"), command=str(stand_in))
    ran = _openjd("run", _written(current, request))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    call = _calls(stand_in)[0]
    assert call["arguments"][1] == str(recipe) and call["recipe"] == recipe.read_text("utf-8")
    parameter = _read(farm_template(request))["parameterDefinitions"][0]
    assert parameter["type"] == ("PATH" if where == "relative" else "STRING")
    assert where != "relative" or (parameter["objectType"], parameter["dataFlow"]) == ("FILE", "IN")


@needs_openjd
@pytest.mark.parametrize("recipe", ["shelf", "face", "shelf_cooler"])
def test_a_dataset_is_rendered_on_by_its_own_recipe(current, stand_in, recipe):
    header = _dataset(current / "pictures", recipe)
    request = FarmRequest("pictures", frames=2, start=50, command=str(stand_in))
    job = _written(current, request)
    assert _openjd("check", job).returncode == 0
    ran = _openjd("run", job, "--step", "Render")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [call] = _calls(stand_in)
    assert _option(call["arguments"], "--seed") == "11" and _option(call["arguments"], "--out") == str(current / "pictures")
    recipe_file = current / "recipe.yaml"
    recipe_file.write_text(call["recipe"], "utf-8")
    assert load_recipe(recipe_file).resolved == header.recipe
    [out] = [p for p in _read(job.read_text("utf-8"))["parameterDefinitions"] if p["name"] == "OutDir"]
    assert out["dataFlow"] == "INOUT"


def test_a_datasets_recipe_may_go_on_into_another_folder(current):
    _dataset(current / "pictures")
    text = farm_template(FarmRequest("pictures", Path("more"), seed=12, overrides=(BRACES,)))
    assert _defaults(text)["Seed"] == 12 and _defaults(text)["OutDir"] == "more" and _defaults(text)["Set1"] == BRACES


def test_the_recipe_of_a_stored_dataset_of_schema_1_goes_on_into_another_folder_alone(current):
    with tarfile.open(Path(__file__).parents[1] / "stored" / "datasets_schema_1.tar.xz") as archive:
        archive.extract("shelf/dataset.json", current, filter="data")
    [embedded] = [file["data"] for file in _read(farm_template(FarmRequest("./shelf", Path("more"))))["steps"][0]["script"][
        "embeddedFiles"] if file["name"] == "Recipe"]
    assert json.loads(embedded) == Dataset(current / "shelf").header.recipe
    with pytest.raises(InputError, match="of an older schema, .* Name another folder by --out"):
        farm_template(FarmRequest("./shelf"))


@pytest.mark.parametrize("device, gpus, families", [
    ("auto", 0, ["linux", "macos"]), ("cpu", 0, ["linux", "macos"]), ("optix", 1, ["linux"]), ("metal", 1, ["macos"])])
def test_a_device_asks_for_its_host(current, device, gpus, families):
    render, annotations = _read(farm_template(FarmRequest("shelf", Path("out"), device=device)))["steps"]
    assert render["hostRequirements"]["attributes"] == [{"name": "attr.worker.os.family", "anyOf": families}]
    assert render["hostRequirements"].get("amounts", []) == [{"name": "amount.worker.gpu", "min": 1}] * gpus
    assert "amounts" not in annotations["hostRequirements"]


@needs_openjd
def test_a_long_name_and_braces_leave_a_job_its_name(current):
    job = _written(current, FarmRequest("shelf", Path("x" * 150 + "{{}}")))
    checked = _openjd("check", job)
    assert checked.returncode == 0, checked.stdout
    assert len(_read(job.read_text("utf-8"))["name"]) == 128


@pytest.mark.parametrize("request_, said", [
    (FarmRequest("shelf"), "--out is missing"),
    (FarmRequest("shelf", Path("out"), frames=0), "--frames 0"),
    (FarmRequest("shelf", Path("out"), seed=-1), "--seed -1"),
    (FarmRequest("shelf", Path("out"), frames_per_task=0), "--frames-per-task 0"),
    (FarmRequest("shlef", Path("out")), "Did you mean 'shelf'"),
    (FarmRequest("nothing", Path("out")), "holds no dataset.json"),
    (FarmRequest("shelf", Path("file")), "is a file; a folder"),
    (FarmRequest("shelf", Path("out"), overrides=("camera.hieght_m=2",)), "Did you mean 'height_m'"),
    (FarmRequest("shelf", Path("out"), overrides=("picture.samples=8",) * 41), "41 times --set"),
    (FarmRequest("shelf", Path("out"), overrides=("picture.samples=" + " " * 1100 + "8",)), "Set1"),
    (FarmRequest("shelf", Path("out"), overrides=("world.hdri=sky.exr",)), "the file's absolute path"),
    (FarmRequest("shelf", Path("o" * 1100)), "OutDir"),
    (FarmRequest("shelf", Path("o\0t")), "null character"),
    (FarmRequest("shelf", Path("out"), command=" "), "--command is empty"),
    (FarmRequest("pictures", seed=12), "its seed is 11"),
    (FarmRequest("pictures", samples=4), "its recipe is fixed"),
    (FarmRequest("pictures", Path("../current/pictures"), overrides=("picture.samples=8",)), "its recipe is fixed"),
    (FarmRequest("sky"), "sha256:00"),
    (FarmRequest("own"), "mine.blend"),
])
def test_bad_input_is_one_paragraph(current, request_, said):
    (current / "nothing").mkdir()
    (current / "file").touch()
    (current / "sky.exr").write_bytes(encode_exr(np.ones((8, 16, 3), np.float32)))
    _dataset(current / "pictures")
    world = load_recipe("shelf").resolved["world"]
    _dataset(current / "sky", world=world | {"hdri": "sha256:00"})
    _dataset(current / "own", template="mine.blend")
    with pytest.raises(InputError) as error:
        farm_template(request_)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_a_file_by_its_absolute_path_is_fine(current):
    (current / "sky.exr").write_bytes(encode_exr(np.ones((8, 16, 3), np.float32)))
    override = f"world.hdri={current / 'sky.exr'}"
    assert _defaults(farm_template(FarmRequest("shelf", Path("out"), overrides=(override,))))["Set1"] == override


def test_a_template_of_the_users_becomes_a_path(current):
    (current / "mine.blend").write_bytes(b"a scene")
    parameters = _read(farm_template(FarmRequest("shelf", Path("out"), template="mine.blend")))["parameterDefinitions"]
    [template] = [p for p in parameters if p["name"] == "Template"]
    assert (template["type"], template["dataFlow"], template["default"]) == ("PATH", "IN", "mine.blend")
