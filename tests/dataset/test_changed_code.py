"""Datasets that other code continues: refused by name, or noted frame by frame."""

import json

import pytest
import synthetic_frames

from facings.dataset.header import joined_header, parse_header
from facings.dataset.merge import merge
from facings.dataset.reader import Dataset
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.export.formats import formats_of

VERSIONS = {"facings": "0.1.0", "blender": "5.2.3", "numpy": "2.3.5"}


def header(number: int = 0, **changes):
    """Return the header of a run with the code of that number."""
    code = {"stages": {"sample": f"{number}" * 64}, "modules": {"cubes.sample": f"{number}" * 12, "cubes.stage": "a" * 12}}
    made_by = {"versions": VERSIONS, "kind": {"package": "cubes", "version": "1.0"}, "code": code}
    return synthetic_frames.header(**made_by | changes)


def write(folder, numbers, number, accept=False):
    """Write frames with the code of that number, in runs of the given numbers."""
    writer = DatasetWriter(folder, header(number), accept_changed_code=accept)
    for frame in numbers:
        writer.write_frame(frame, *synthetic_frames.frame(frame))


def makers(folder) -> dict[int, str]:
    """Return of each frame the number of the code that made it, as `dataset.json` says."""
    dataset = Dataset(folder)
    return {n: dataset.header.codes[dataset.header.code_of(n)].code["stages"]["sample"][0] for n in dataset.numbers}


@pytest.mark.parametrize("changes, said", [
    ({}, "changed code in cubes.sample"),
    ({"code": header().code, "versions": VERSIONS | {"numpy": "2.4.0"}}, "numpy 2.3.5 there, 2.4.0 here"),
    ({"code": header().code, "kind": {"package": "cubes", "version": "1.1"}},
     "the scene kind of cubes 1.0 there, of cubes 1.1 here"),
    ({"code": {"stages": {}, "modules": {f"m{i}": "0" for i in range(9)}}},
     "changed code in cubes.sample, cubes.stage, m0, m1, m2 and 6 more"),
])
def test_other_code_is_refused_by_name(tmp_path, changes, said):
    write(tmp_path, [0], 0)
    with pytest.raises(InputError) as error:
        DatasetWriter(tmp_path, header(1, **changes))
    assert said in str(error.value) and "--accept-changed-code" in str(error.value)


def test_a_recipe_or_seed_is_refused_whatever_is_accepted(tmp_path):
    write(tmp_path, [0], 0)
    with pytest.raises(InputError, match="seed: 7 there, 8 here"):
        DatasetWriter(tmp_path, header(1, seed=8), accept_changed_code=True)


def test_the_same_code_leaves_no_trace_where_it_would_be_accepted(tmp_path):
    write(tmp_path, [0], 0)
    before = (tmp_path / "dataset.json").read_bytes()
    write(tmp_path, [1], 0, accept=True)
    assert (tmp_path / "dataset.json").read_bytes() == before


def test_what_made_each_frame_is_noted_in_any_order(tmp_path):
    write(tmp_path, [4, 0, 1], 0)
    write(tmp_path, [3, 9], 1, accept=True)
    write(tmp_path, [2], 1)  # goes on with the newer code without being asked again
    write(tmp_path, [8], 2, accept=True)
    assert makers(tmp_path) == {0: "0", 1: "0", 2: "1", 3: "1", 4: "0", 8: "2", 9: "1"}
    assert [e["older_frames"] for e in json.loads((tmp_path / "dataset.json").read_text())["changed_code"]] == [
        [[0, 1], [4, 4]], [[0, 4], [9, 9]]]
    with pytest.raises(InputError, match="changed code in cubes.sample"):
        write(tmp_path, [5], 0)


def test_a_frame_that_is_made_again_is_noted(tmp_path):
    write(tmp_path, [0, 1, 2], 0)
    write(tmp_path, [1], 1, accept=True)
    assert makers(tmp_path) == {0: "0", 1: "1", 2: "0"}


@pytest.mark.parametrize("older, frame, left", [
    ([[0, 4]], 2, [[0, 1], [3, 4]]), ([[0, 4]], 0, [[1, 4]]), ([[0, 4]], 4, [[0, 3]]), ([[2, 2], [7, 9]], 2, [[7, 9]]),
    ([[0, 10**15]], 5, [[0, 4], [6, 10**15]]), ([[0, 4]], 5, [[0, 4]]),
])
def test_a_frame_that_is_made_again_leaves_the_older_ones(older, frame, left):
    entry = {"older_frames": older, "versions": {}, "kind": {}, "code": {}}
    assert header(changed_code=[entry]).remade(frame).changed_code == [entry | {"older_frames": left}]


def test_a_frame_that_another_run_has_noted_is_not_noted_again(tmp_path):
    write(tmp_path, [0, 1], 0)
    writers = [DatasetWriter(tmp_path, header(1), accept_changed_code=True) for _ in range(2)]
    writers[0].write_frame(0, *synthetic_frames.frame(0))
    before = (tmp_path / "dataset.json").stat()
    writers[1].write_frame(0, *synthetic_frames.frame(0))
    after = (tmp_path / "dataset.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns) and makers(tmp_path) == {0: "1", 1: "0"}


def test_the_note_is_read_back_exactly(tmp_path):
    write(tmp_path, [0], 0)
    write(tmp_path, [1], 1, accept=True)
    text = (tmp_path / "dataset.json").read_text()
    assert parse_header(text, "dataset.json").to_text() == text


def test_merging_keeps_what_made_each_frame(tmp_path):
    one, two, out = (tmp_path / name for name in ("one", "two", "out"))
    write(one, [0, 2], 0)
    write(one, [4], 1, accept=True)
    write(two, [1, 3], 0)
    merge([two], out, formats_of)
    write(one, [6], 2, accept=True)
    write(two, [5], 2, accept=True)
    merge([one, two], out, formats_of)
    assert makers(out) == {0: "0", 1: "0", 2: "0", 3: "0", 4: "1", 5: "2", 6: "2"}


def test_sets_begun_with_other_code_are_not_joined(tmp_path):
    write(tmp_path / "one", [0], 0)
    write(tmp_path / "two", [1], 1)
    with pytest.raises(InputError, match="changed code in cubes.sample"):
        merge([tmp_path / "one", tmp_path / "two"], tmp_path / "out", formats_of)


def test_joining_sets_of_one_code_changes_nothing():
    assert joined_header([(header(), [0]), (header(), [1])]) == header()
