"""Datasets of schema 1, stored as they were written then: two frames of a face and of a shelf recipe."""

import shutil
import tarfile
from pathlib import Path

import pytest
import synthetic_frames

import facings
from facings.dataset.annotations import write_annotations
from facings.dataset.header import parse_header
from facings.dataset.merge import merge
from facings.dataset.migrations import HEADER_SCHEMA, RECORD_SCHEMA
from facings.dataset.preview import write_preview
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import unchecked, verify
from facings.errors import InputError
from facings.export.formats import formats_of
from facings.recipes.migrations import SCHEMA as RECIPE_SCHEMA

STORED = Path(__file__).parents[1] / "stored" / "datasets_schema_1.tar.xz"
KINDS = ("face", "shelf")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schema_1")
    with tarfile.open(STORED) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_it_is_read_in_the_newest_schema(stored, kind):
    dataset = facings.open(stored / kind)
    assert dataset.header.schema == 1 != HEADER_SCHEMA and dataset.header.kind == dataset.header.code == {}
    assert dataset.header.recipe["schema"] == RECIPE_SCHEMA and dataset.header.stored["recipe"]["schema"] == 1
    for frame in dataset:
        assert frame.record["schema"] == RECORD_SCHEMA and frame.record["camera"]["distortion_model"] == "opencv"
        assert frame.image().shape == (*frame.depth().shape, 3) == (frame.height_px, frame.width_px, 3)


def test_it_is_sound_and_damage_is_found(stored, kind, tmp_path):
    assert verify(stored / kind, formats_of(kind)) == [] == unchecked(stored / kind)
    shutil.copytree(stored / kind, tmp_path / "d")
    file = tmp_path / "d/dataset.json"
    file.write_text(file.read_text().replace('"samples": 1', '"samples": 2'))
    assert any("fingerprint" in problem.what for problem in verify(tmp_path / "d", formats_of(kind)))


def test_annotations_made_anew_are_those_of_then(stored, kind, tmp_path):
    shutil.copytree(stored / kind, tmp_path / "d")
    before = {file.name: file.read_bytes() for file in (stored / kind / "annotations").iterdir()}
    shutil.rmtree(tmp_path / "d/annotations")
    write_annotations(tmp_path / "d", formats_of(kind))
    assert {file.name: file.read_bytes() for file in (tmp_path / "d/annotations").iterdir()} == before


def test_it_is_previewed(stored, kind, tmp_path):
    shutil.copytree(stored / kind, tmp_path / "d")
    assert len(write_preview(tmp_path / "d")) == {"face": 4, "shelf": 3}[kind]


def test_two_are_joined_to_one_of_their_schema(stored, kind, tmp_path):
    for number in range(2):
        shutil.copytree(stored / kind, tmp_path / str(number), ignore=lambda folder, names, other=1 - number: [
            name for name in names if name.startswith(f"00000{other}")])
    assert merge([tmp_path / "1", tmp_path / "0"], tmp_path / "out", formats_of).merged == (0, 1)
    written = [file for file in (stored / kind).rglob("*.*") if file.parent.name != "logs" and not file.name.startswith(".")]
    assert len(written) > 10
    for file in written:
        assert (tmp_path / "out" / file.relative_to(stored / kind)).read_bytes() == file.read_bytes(), file
    assert verify(tmp_path / "out", formats_of(kind)) == []


def test_it_is_neither_continued_nor_mixed_with_newer_ones(stored, tmp_path):
    shutil.copytree(stored / "shelf", tmp_path / "old")
    with pytest.raises(InputError, match=r"holds a dataset of schema 1, .* does not continue, .*: render into another folder"):
        DatasetWriter(tmp_path / "old", synthetic_frames.header())
    synthetic_frames.write(tmp_path / "new", 1)
    with pytest.raises(InputError, match=r"of schema 1 and .* of schema 2, which are not joined"):
        merge([tmp_path / "old", tmp_path / "new"], tmp_path / "out", formats_of)
    assert not (tmp_path / "out").exists()


def test_a_record_without_a_camera_is_told(stored, tmp_path):
    shutil.copytree(stored / "face", tmp_path / "d")
    file = tmp_path / "d/frames/000001.json"
    file.write_text(file.read_text().replace('\n"camera": {', '\n"kamera": {'))
    assert any(problem.frame == 1 and "its schema 1 prescribes" in problem.what for problem in verify(tmp_path / "d"))


def test_recipes_of_two_schemas_are_two_though_their_keys_are_equal():
    made = synthetic_frames.header(recipe={"schema": RECIPE_SCHEMA, "scene": "shelf"})
    text = made.to_text().replace(f'"recipe": {{"schema": {RECIPE_SCHEMA}', '"recipe": {"schema": 1')
    older = parse_header(text, "dataset.json")
    assert older.recipe == made.recipe and older.fingerprint != made.fingerprint
    assert older.differences(made) == [f"recipe.schema: 1 there, {RECIPE_SCHEMA} here"]
    assert '"schema": 1' in older.to_text()


def test_an_unknown_schema_is_refused(stored, tmp_path):
    shutil.copytree(stored / "face", tmp_path / "d")
    file = tmp_path / "d/dataset.json"
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 3', 1))
    with pytest.raises(InputError, match="its schema is 3; this version of Facings reads datasets of schema 1 to 2"):
        facings.open(tmp_path / "d")
