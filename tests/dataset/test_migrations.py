"""Datasets of older schemas, stored as they were written then: two frames of a face and of a shelf recipe."""

import shutil

import pytest
import synthetic_frames
from stored_sets import unpacked

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

SCHEMAS = (1, 2)
"""Of the records; headers of schema 2 are those of today."""
KINDS = ("face", "shelf")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return unpacked(1, tmp_path_factory.mktemp("schema_1"))


@pytest.fixture(scope="module", params=SCHEMAS)
def older(request, tmp_path_factory):
    return unpacked(request.param, tmp_path_factory.mktemp(f"schema_{request.param}"))


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_a_header_is_read_in_the_newest_schema(stored, kind):
    header = facings.open(stored / kind).header
    assert header.schema == 1 != HEADER_SCHEMA and header.kind == header.code == {}
    assert header.recipe["schema"] == RECIPE_SCHEMA and header.stored["recipe"]["schema"] == 1


def test_records_are_read_in_the_newest_schema(older, kind):
    for frame in facings.open(older / kind):
        assert frame.record["schema"] == RECORD_SCHEMA and frame.record["camera"]["distortion_model"] == "opencv"
        assert frame.image().shape == (*frame.depth().shape, 3) == (frame.height_px, frame.width_px, 3)


def test_it_is_sound_and_damage_is_found(older, kind, tmp_path):
    assert verify(older / kind, formats_of(kind)) == [] == unchecked(older / kind)
    shutil.copytree(older / kind, tmp_path / "d")
    file = tmp_path / "d/dataset.json"
    file.write_text(file.read_text().replace('"samples": 1', '"samples": 2', 1))
    assert any("fingerprint" in problem.what for problem in verify(tmp_path / "d", formats_of(kind)))


def test_annotations_made_anew_are_those_of_then(older, kind, tmp_path):
    shutil.copytree(older / kind, tmp_path / "d")
    before = {file.name: file.read_bytes() for file in (older / kind / "annotations").iterdir()}
    shutil.rmtree(tmp_path / "d/annotations")
    write_annotations(tmp_path / "d", formats_of(kind))
    assert {file.name: file.read_bytes() for file in (tmp_path / "d/annotations").iterdir()} == before


def test_it_is_previewed(older, kind, tmp_path):
    shutil.copytree(older / kind, tmp_path / "d")
    assert len(write_preview(tmp_path / "d")) == {"face": 4, "shelf": 3}[kind]


def test_two_are_joined_to_one_of_their_schema(older, kind, tmp_path):
    for number in range(2):
        shutil.copytree(older / kind, tmp_path / str(number), ignore=lambda folder, names, other=1 - number: [
            name for name in names if name.startswith(f"00000{other}")])
    assert merge([tmp_path / "1", tmp_path / "0"], tmp_path / "out", formats_of).merged == (0, 1)
    written = [file for file in (older / kind).rglob("*.*") if file.parent.name != "logs" and not file.name.startswith(".")]
    assert len(written) > 10
    for file in written:
        assert (tmp_path / "out" / file.relative_to(older / kind)).read_bytes() == file.read_bytes(), file
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
