"""Whose a folder is: of the run whose frames are in it; what a refused run began binds nobody."""

import os

import pytest
import synthetic_frames

import facings
from facings.dataset.store import DatasetWriter
from facings.errors import InputError


def headers():
    return synthetic_frames.header(), synthetic_frames.header(seed=5)


def test_a_dataset_without_a_frame_becomes_that_of_the_next_run(tmp_path):
    first, second = headers()
    DatasetWriter(tmp_path, first).set_aside(3, {"why": "of the first"})
    writer = DatasetWriter(tmp_path, second)
    assert facings.open(tmp_path).header.seed == 5 and os.listdir(tmp_path / "failed") == []
    writer.write_frame(0, *synthetic_frames.frame(0))
    with pytest.raises(InputError, match="made differently"):
        DatasetWriter(tmp_path, first)


def test_of_two_runs_that_begin_at_once_the_first_frame_decides(tmp_path):
    first, second = headers()
    one, other = DatasetWriter(tmp_path, first), DatasetWriter(tmp_path, second)
    one.write_frame(0, *synthetic_frames.frame(0))
    assert facings.open(tmp_path).header.seed == first.seed
    with pytest.raises(InputError, match="Another run has begun another dataset"):
        other.write_frame(1, *synthetic_frames.frame(1))
    one.write_frame(2, *synthetic_frames.frame(2))
    assert facings.open(tmp_path).numbers == [0, 2]


def test_a_refused_run_leaves_nothing(tmp_path):
    writer = DatasetWriter(tmp_path / "new", headers()[0])
    (tmp_path / "mine").mkdir()
    kept = DatasetWriter(tmp_path / "mine", headers()[0])
    writer.withdraw()
    kept.withdraw()
    assert os.listdir(tmp_path) == ["mine"] and os.listdir(tmp_path / "mine") in ([], [".lock"])


def test_a_run_that_is_refused_late_leaves_what_others_have_made(tmp_path):
    first, _ = headers()
    refused, other = DatasetWriter(tmp_path / "d", first), DatasetWriter(tmp_path / "d", first)
    refused.withdraw()
    other.write_frame(0, *synthetic_frames.frame(0))  # which begins the folder again
    refused.withdraw()
    assert facings.open(tmp_path / "d").numbers == [0]
    assert facings.open(tmp_path / "d").header.to_text() == first.to_text()


def test_somebody_elses_dataset_json_is_kept(tmp_path):
    (tmp_path / "dataset.json").write_text('{"name": "mine"}')
    with pytest.raises(InputError, match="not the header of a Facings dataset"):
        DatasetWriter(tmp_path, headers()[0])
    assert (tmp_path / "dataset.json").read_text() == '{"name": "mine"}'
