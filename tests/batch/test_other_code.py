"""A folder is continued by the code that began it, or with consent: the toy kind, its code and its version changed."""

import json
import shutil
from pathlib import Path

import pytest
from toy_runs import FORMATS, TOY, Run, environment

from facings.dataset.verify import verify


@pytest.fixture
def toy(tmp_path) -> Path:
    """A toy kind of its own, to be changed."""
    return Path(shutil.copytree(TOY, tmp_path / "toy", ignore=shutil.ignore_patterns("__pycache__")))


def change(toy: Path, old: str, new: str, file: str = "facings_toy.py") -> None:
    path = toy / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def run(toy: Path, out: Path, frames: int, *arguments) -> Run:
    done = Run(out, "--workers", 1, *arguments, frames=frames, env=environment(toy))
    done.wait()
    return done


def test_changed_code_is_refused_by_name_and_goes_on_with_consent(toy, tmp_path):
    out = tmp_path / "d"
    assert run(toy, out, 1).process.returncode == 0
    change(toy, '"""One frame."""', '"""One frame of a cube."""  # a remark')
    assert run(toy, out, 2).process.returncode == 0

    change(toy, "pose[2, 3] = 4.0", "pose[2, 3] = 4.5")
    refused = run(toy, out, 4)
    assert refused.process.returncode == 2
    assert "changed code in facings_toy. " in refused.error and "--accept-changed-code" in refused.error
    assert refused.records() == 2

    assert run(toy, out, 4, "--accept-changed-code").process.returncode == 0
    header = json.loads((out / "dataset.json").read_text())
    assert [entry["older_frames"] for entry in header["changed_code"]] == [[[0, 1]]]
    assert run(toy, out, 5).process.returncode == 0
    assert verify(out, FORMATS) == []

    seed = run(toy, out, 6, "--seed", 1, "--accept-changed-code")
    assert seed.process.returncode == 2 and "seed: 0 there, 1 here" in seed.error


def test_the_version_of_a_kinds_package_counts(toy, tmp_path):
    assert run(toy, tmp_path / "d", 1).process.returncode == 0
    change(toy, "Version: 1.0", "Version: 1.1", "facings_toy-1.0.dist-info/METADATA")
    refused = run(toy, tmp_path / "d", 2)
    assert refused.process.returncode == 2
    assert "the scene kind of facings-toy 1.0 there, of facings-toy 1.1 here" in refused.error
