"""Croissant read back by MLCommons' own library: pictures, paths of maps, categories."""

import json

import mlcroissant
import numpy as np
import pytest
import synthetic_frames

import facings
from facings.dataset.annotations import drop_annotations, write_annotations
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.export.formats import format_called


def croissant(folder, out=None):
    exporter = format_called("croissant", "shelf")
    exporter.write(folder, out, exporter.options())
    return out or folder / "croissant.json"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("croissant") / "dataset"
    synthetic_frames.write(folder, 4)
    return facings.open(folder), croissant(folder)


def test_mlcroissant_reads_pictures_maps_and_categories(written):
    dataset, file = written
    read = mlcroissant.Dataset(file)
    assert not read.metadata.ctx.issues.errors
    pictures = {record["images/frame"]: record["images/content"] for record in read.records("images")}
    assert sorted(pictures) == dataset.numbers
    for number, picture in pictures.items():
        assert np.array_equal(np.asarray(picture), dataset.frame(number).image())
    for folder in ("instance", "semantic"):
        paths = {record[f"{folder}/frame"]: record[f"{folder}/path"].decode() for record in read.records(folder)}
        assert paths == {frame.number: frame.file(folder) for frame in dataset}
    rows = [{key: record[f"categories/{key}"] for key in ("id", "name", "supercategory")}
            for record in read.records("categories")]
    assert rows == dataset.categories
    assert sum(1 for _ in read.records("semantic_classes")) == len(dataset.semantic_classes)


def test_every_file_of_a_frame_is_in_a_file_set(written):
    dataset, file = written
    patterns = [entry["includes"] for entry in json.loads(file.read_text("utf-8"))["distribution"]]
    found = {path for pattern in patterns for path in dataset.path.glob(pattern)}
    assert {dataset.path / name for frame in dataset for name in frame.record["files"]} < found
    assert {dataset.path / f"frames/{number:06d}.json" for number in dataset.numbers} < found


def test_the_same_set_gives_the_same_bytes_and_an_empty_one_its_categories(written, tmp_path):
    dataset, file = written
    assert croissant(dataset.path, tmp_path / "again.json").read_bytes() == file.read_bytes()
    DatasetWriter(tmp_path / "empty", synthetic_frames.header())
    empty = mlcroissant.Dataset(croissant(tmp_path / "empty"))
    assert sum(1 for _ in empty.records("categories")) == len(dataset.categories)


def test_runs_keep_it_and_verify_compares_it(tmp_path):
    exporter = format_called("croissant", "shelf")
    synthetic_frames.write(tmp_path, 2)
    assert not (tmp_path / "croissant.json").exists()
    write_annotations(tmp_path, [exporter])
    file = tmp_path / "croissant.json"
    told = json.loads(file.read_text("utf-8"))
    assert verify(tmp_path, [exporter]) == []
    file.write_text(json.dumps(told | {"description": "Shelves, for a paper."}))
    assert verify(tmp_path, [exporter]) == []
    for wrong, said in ((told | {"distribution": told["distribution"][1:]}, "its distribution is not"), ([], "cannot be read")):
        file.write_text(json.dumps(wrong))
        (problem,) = verify(tmp_path, [exporter])
        assert problem.file == "croissant.json" and said in problem.what
    drop_annotations(tmp_path, [exporter])
    assert not file.exists() and verify(tmp_path, [exporter]) == []
