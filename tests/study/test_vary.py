"""Designed sets, rendered with the toy kind in real processes."""

import json
import subprocess
import sys

import pytest
from toy_runs import RECIPE, environment

import facings
from facings.command.cli import run


@pytest.fixture
def vary(tmp_path):
    """Return a function that runs `facings vary` on the toy recipe into a folder."""
    (tmp_path / "toy.yaml").write_text(RECIPE)

    def started(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "facings", "vary", str(tmp_path / "toy.yaml"), "--out", str(tmp_path / "set"),
                   "--workers", "1", *arguments]
        return subprocess.run(command, env=environment(), cwd=tmp_path, capture_output=True, text=True)

    return started


@pytest.mark.blender
def test_datasets_of_a_design(vary, tmp_path):
    strengths = "--key", "world.strength", "--values", "0.5,2"
    assert vary(*strengths, "--frames", "2").returncode == 0
    design = json.loads((tmp_path / "set" / "design.json").read_text())
    assert [one["changes"] for one in design["runs"]] == [{}, {"world.strength": 0.5}, {"world.strength": 2}]
    for one in design["runs"]:
        dataset = facings.open(tmp_path / "set" / one["folder"])
        assert len(dataset) == 2 and dataset.header.seed == 0
        assert dataset.header.recipe["world"]["strength"] == one["changes"].get("world.strength", 1.0)
        assert [frame.record["spec"]["frame"] for frame in dataset] == [0, 1]
    first = (tmp_path / "set" / "as_it_is" / "frames" / "000000.json").stat().st_mtime_ns

    assert vary(*strengths, "--frames", "3").returncode == 0, "more frames go on"
    assert (tmp_path / "set" / "as_it_is" / "frames" / "000000.json").stat().st_mtime_ns == first
    assert all(len(facings.open(tmp_path / "set" / one["folder"])) == 3 for one in design["runs"])

    other = vary("--key", "world.strength", "--values", "0.5,3")
    assert other.returncode == 2 and "holds another design: its values" in other.stderr


@pytest.mark.parametrize(("arguments", "said"), [
    (("--key", "world.strength", "--values", "1,-4"), "world.strength"),
    (("--key", "world.strenth", "--values", "1"), "Did you mean"),
    (("--key", "world.strength", "--values", ""), "values with commas"),
    (("--key", "world.strength", "--values", "[1"), "--values [1"),
    (("--key", "world.strength"), "values"),
    (("--key", "world.strength", "--values", "1", "--key", "world.strength", "--values", "2"), "given twice"),
    (("--key", "world.strength", "--values", "1", "--values", "2"), "its --values"),
    (("--key", "world.strength", "--values", "1,2", "--latin"), "two keys or more"),
    (("--key", "world.strength", "--values", "1", "--frames", "0"), "frames"),
])
@pytest.mark.render
def test_wrong_designs_render_nothing(tmp_path, capfd, arguments, said):
    assert run(["vary", "shelf", "--out", str(tmp_path / "set"), *arguments]) == 2
    told = capfd.readouterr().err
    assert said in told and "Traceback" not in told
    assert not (tmp_path / "set").exists()


@pytest.mark.render
def test_folder_of_something_else_is_left_alone(vary, tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "mine.txt").write_text("mine")
    ended = vary("--key", "world.strength", "--values", "1,2")
    assert ended.returncode == 2 and "design.json" in ended.stderr
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["mine.txt"]
