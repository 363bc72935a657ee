"""Datasets of scene kinds that are not installed: read, verified, previewed, exported and merged without their packages.

The command runs in a process that hides the shipped kinds' entry points first, and makes an error of whatever imports one.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stored_sets import unpacked

import facings as facings_package
from facings.dataset.layout import record_path
from facings.dataset.record_text import record_text

HIDING = """
import importlib.metadata, sys
found = importlib.metadata.entry_points
def entry_points(**chosen):
    hidden = chosen.get("group") == "facings.scenes"
    return importlib.metadata.EntryPoints(()) if hidden else found(**chosen)
importlib.metadata.entry_points = entry_points
class NoKinds:
    def find_spec(self, name, path=None, target=None):
        heavy = name.partition(".")[0] in ("bpy", "scipy", "embreex", "fontTools", "matplotlib")
        if heavy or name.startswith("facings.scenes"):
            raise ModuleNotFoundError(f"{name} is not installed", name=name)
sys.meta_path.insert(0, NoKinds())
from facings.command.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture(params=["face", "shelf", "shelf of today"])
def folder(request, tmp_path):
    """A dataset of schema 1, or one of schema 2 whose records are written anew."""
    kind, _, today = request.param.partition(" ")
    unpacked(2 if today else 1, tmp_path)
    if today:
        for frame in facings_package.open(tmp_path / kind):
            files = {relative: frame.read(relative) for relative in frame.record["files"]}
            text = record_text(frame.record, files)
            assert b'"instances": {"rows":' in text
            (tmp_path / kind / record_path(frame.number)).write_bytes(text)
    return tmp_path / kind


@pytest.fixture
def facings():
    """Return a function that runs the command without kinds: its exit code, output and errors."""
    def run(*arguments: object) -> tuple[int, str, str]:
        done = subprocess.run([sys.executable, "-c", HIDING, *map(str, arguments)], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_kinds_are_hidden(facings, folder):
    code, _, error = facings("schema", folder.name)
    assert code == 2 and "Installed: none." in error


def test_verify_says_what_it_could_not_check(facings, folder):
    code, out, error = facings("verify", folder)
    assert code == 0, error
    assert f"The scene kind '{folder.name}' is not installed" in out and "2 frames are sound" in out
    code, out, _ = facings("verify", folder, "--log-format", "json")
    remark, last = map(json.loads, out.splitlines())
    assert code == 0 and "not installed" in remark["unchecked"]
    assert last["unchecked"] == 1 and last["problems"] == 0 == last["unjudged"]
    picture = folder / "depth/000001.exr"
    picture.write_bytes(picture.read_bytes()[:-9])
    code, out, error = facings("verify", folder)
    assert code == 1 and "depth/000001.exr" in out and "2 problems in 2 frames" in error


def test_preview_draws_what_all_datasets_have(facings, folder):
    code, out, error = facings("preview", folder)
    assert code == 0, error
    assert [Path(line).relative_to(folder).as_posix() for line in out.splitlines()] == [
        "preview/contact_sheet.jpg", "preview/overlays/000000.jpg", "preview/overlays/000001.jpg"]


def test_export_writes_the_common_part_and_notes_it(facings, folder):
    made_with = json.loads((folder / "annotations/instances.json").read_text())
    code, out, error = facings("export", folder, "--format", "coco", "--out", folder / "plain.json")
    assert code == 0, error
    plain = json.loads((folder / "plain.json").read_text())
    assert plain["info"]["plain"] is True and plain["images"] == made_with["images"]
    assert plain["categories"] == made_with["categories"]
    for one, other in zip(plain["annotations"], made_with["annotations"], strict=True):
        common = one.keys() - {"flags"}
        assert {key: one[key] for key in common} == {key: other[key] for key in common}
    code, _, error = facings("export", folder, "--format", "coco-keypoints")
    assert code == 2 and f"The scene kind '{folder.name}' is not installed; it may bring more." in error


def test_merge_joins_and_writes_what_the_kind_then_finds_sound(facings, folder, tmp_path):
    for number in range(2):
        part = tmp_path / f"part{number}"
        shutil.copytree(folder, part, ignore=lambda _, names, other=f"00000{1 - number}": [
            name for name in names if name.startswith(other) or name == "annotations"])
    code, out, error = facings("merge", tmp_path / "part0", tmp_path / "part1", "--out", tmp_path / "joined")
    assert code == 0, error
    assert "2 frames joined" in out
    from facings.dataset.verify import verify
    from facings.export.formats import formats_of

    assert verify(tmp_path / "joined", formats_of(folder.name)) == []
