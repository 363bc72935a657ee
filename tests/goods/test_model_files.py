"""Which files a user's model consists of: what its import read, for as long as nothing of that has changed."""

import json
import shutil

import pytest

from facings.goods import model_files
from facings.goods.model_files import files_of, keep_files, known_files
from facings.process.digest import file_sha256


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a model, what it read, and what it did not read; the cache is empty."""
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "models/maps").mkdir(parents=True)
    for name in ("box.obj", "box.mtl", "maps/front side.png", "other.png"):
        (tmp_path / "models" / name).write_text(name)
    return tmp_path / "models"


def read(folder):
    return files_of(folder / "box.obj", [folder / "maps/front side.png", folder / "box.mtl", folder / "box.obj"])


def test_the_models_own_file_comes_first(folder):
    found = read(folder)
    assert list(found.digests) == ["box.obj", "box.mtl", "maps/front side.png"]
    assert found.paths == tuple(folder / name for name in found.digests)
    assert found.digests["box.mtl"] == file_sha256(folder / "box.mtl")


@pytest.mark.parametrize("changed, counts", [
    ("box.obj", True), ("box.mtl", True), ("maps/front side.png", True), ("other.png", False)])
def test_the_digest_covers_them_and_what_has_changed_is_read_anew(folder, changed, counts):
    before = read(folder)
    keep_files(before)
    assert known_files(folder / "box.obj") == before
    (folder / changed).write_text("anew")
    assert (read(folder).sha256 != before.sha256) == counts
    assert (known_files(folder / "box.obj") is None) == counts


def test_what_is_gone_is_read_anew(folder):
    keep_files(read(folder))
    (folder / "box.mtl").unlink()
    assert known_files(folder / "box.obj") is None


def test_another_reader_reads_anew(folder, monkeypatch):
    keep_files(read(folder))
    monkeypatch.setattr(model_files, "model_reader", lambda: "another")
    assert known_files(folder / "box.obj") is None


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", '{"reader": 1}', '{"reader": 1, "digests": []}', '{"digests": {"a": 1}}'])
def test_a_damaged_list_is_made_anew(folder, text):
    keep_files(read(folder))
    kept = next((folder.parent / "cache/models").glob("*.json"))
    json.loads(kept.read_text())
    kept.write_text(text)
    assert known_files(folder / "box.obj") is None


def test_the_digest_does_not_depend_on_where_the_model_lies(folder, tmp_path_factory):
    elsewhere = shutil.copytree(folder, tmp_path_factory.mktemp("elsewhere") / "models")
    assert read(folder).sha256 == read(elsewhere).sha256
    assert files_of(folder / "box.obj", []).sha256 == file_sha256(folder / "box.obj")
