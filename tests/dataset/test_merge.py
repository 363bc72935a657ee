import json
import os
import shutil
from pathlib import Path

import pytest
import synthetic_frames
from test_store import contents

import facings
from facings.dataset import merge as merging
from facings.dataset.annotations import write_annotations
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.export.formats import formats_of

SHELF = formats_of("shelf")
SMALL = {"width_px": 48, "height_px": 32, "objects": 3}


def write(folder: Path, numbers, change=lambda record: None, **header) -> DatasetWriter:
    writer = DatasetWriter(folder, synthetic_frames.header(**header))
    for number in numbers:
        files, record = synthetic_frames.frame(number, **SMALL)
        record["spec"] = {"schema": 1, "frame": number, "shelf": {"height_m": 1.5, "angles_deg": [1.0, 2.0]}}
        change(record)
        writer.write_frame(number, files, record)
    return writer


def merge(inputs, out, *further, **options) -> merging.MergeReport:
    return merging.merge(inputs, out, formats_of, *further, **options)


def data(folder: Path) -> dict[str, bytes]:
    return {name: text for name, text in contents(folder).items() if not name.startswith(".")}


def damage(folder: Path, relative: str) -> None:
    """Flip one bit: no size changes."""
    file = folder / relative
    old = bytearray(file.read_bytes())
    old[len(old) // 2] ^= 1
    file.write_bytes(old)


def test_shards_join_to_what_one_run_writes(tmp_path):
    write(tmp_path / "one", range(7))
    write_annotations(tmp_path / "one", SHELF)
    for shard in range(3):
        write(tmp_path / f"shard{shard}", range(shard, 7, 3), recipe={"camera": {"height_m": 1.5}, "frames": 10})
    told = []
    report = merge([tmp_path / f"shard{k}" for k in range(3)], tmp_path / "joined", lambda *values: told.append(values))
    assert data(tmp_path / "joined") == data(tmp_path / "one")
    assert verify(tmp_path / "joined", SHELF) == []
    assert report.merged == tuple(range(7)) and report.already_there == report.passed_over == report.failed == ()
    assert told == [(n, n + 1, 7) for n in range(7)]
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "joined/frames").iterdir()}
    again = merge([tmp_path / f"shard{k}" for k in range(3)], tmp_path / "joined")
    assert again.merged == () and again.already_there == tuple(range(7))
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "joined/frames").iterdir()} == before


def test_records_without_sizes_arrive_as_they_are(tmp_path):
    write(tmp_path / "a", range(2))
    file = tmp_path / "a/frames/000001.json"
    lines = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith('"bytes"')]
    file.write_text("".join(lines))
    merge([tmp_path / "a"], tmp_path / "out")
    assert (tmp_path / "out/frames/000001.json").read_text() == "".join(lines)


def test_a_folder_is_continued_and_stale_annotations_are_replaced(tmp_path):
    write(tmp_path / "a", range(2))
    write_annotations(tmp_path / "a", SHELF)
    write(tmp_path / "b", [5])
    report = merge([tmp_path / "b"], tmp_path / "a")
    assert report.merged == (5,) and report.already_there == ()
    assert [i["id"] for i in json.loads((tmp_path / "a/annotations/instances.json").read_text())["images"]] == [0, 1, 5]
    assert verify(tmp_path / "a", SHELF) == []


@pytest.mark.parametrize(("changes", "named"), [
    ({"seed": 8}, "seed: 7 there, 8 here"),
    ({"recipe": {"camera": {"height_m": 1.6}}}, "recipe.camera.height_m: 1.5 there, 1.6 here"),
])
def test_other_fingerprints_are_refused_by_name(tmp_path, changes, named):
    write(tmp_path / "a", [0])
    write(tmp_path / "b", [1], **changes)
    with pytest.raises(InputError, match=named):
        merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match=named):
        merge([tmp_path / "a"], tmp_path / "b")


def test_folders_that_cannot_be_joined(tmp_path):
    write(tmp_path / "a", [0])
    (tmp_path / "empty").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/thesis.tex").write_text("x")
    with pytest.raises(InputError, match="empty holds no dataset.json"):
        merge([tmp_path / "a", tmp_path / "empty"], tmp_path / "out")
    with pytest.raises(InputError, match="nothing to join"):
        merge([], tmp_path / "out")
    with pytest.raises(InputError, match="both to be joined"):
        merge([tmp_path / "a"], tmp_path / "empty/../a")
    with pytest.raises(InputError, match="thesis.tex"):
        merge([tmp_path / "a"], tmp_path / "letters")
    assert os.listdir(tmp_path / "letters") == ["thesis.tex"]
    if os.name != "nt":
        (tmp_path / "link").symlink_to(tmp_path / "a")
        with pytest.raises(InputError, match="both to be joined"):
            merge([tmp_path / "link"], tmp_path / "a")


@pytest.mark.parametrize(("change", "key"), [
    (lambda record: record["spec"]["shelf"].update(height_m=1.6), "spec.shelf.height_m"),
    (lambda record: record["spec"]["shelf"]["angles_deg"].__setitem__(1, 2), r"spec.shelf.angles_deg\[1\]"),
    (lambda record: record["spec"]["shelf"]["angles_deg"].append(3.0), "spec.shelf.angles_deg"),
    (lambda record: record["spec"]["shelf"].update(lens="wide"), "spec.shelf.lens"),
    (lambda record: record["spec"].pop("shelf"), "spec.shelf"),
])
def test_a_frame_of_two_specs_is_refused(tmp_path, change, key):
    write(tmp_path / "a", range(3))
    write(tmp_path / "b", range(2, 4), change)
    with pytest.raises(InputError, match=rf"Frame 2 in .*a is not the one in .*b: they differ in {key}\."):
        merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    assert facings.open(tmp_path / "out").numbers == []
    with pytest.raises(InputError, match="Frame 2"):
        merge([tmp_path / "b"], tmp_path / "a")


def test_of_equal_specs_the_first_copy_is_taken_whole(tmp_path):
    write(tmp_path / "a", [1], lambda record: record.update(note="first"))
    write(tmp_path / "b", [0, 1], lambda record: record.update(note="second"))
    merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    assert [frame.record["note"] for frame in facings.open(tmp_path / "out")] == ["second", "first"]
    merge([tmp_path / "b"], tmp_path / "out")
    assert facings.open(tmp_path / "out").frame(1).record["note"] == "first"


def test_damaged_copies_are_passed_over(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    write(a, range(4))
    write(b, range(4))
    damage(a, "images/000000.png")
    (a / "depth/000001.exr").write_bytes(b"")
    record = a / "frames/000002.json"
    record.write_bytes(record.read_bytes()[:-30])
    damage(b, "images/000003.png")
    report = merge([a, b], tmp_path / "out")
    assert report.passed_over == tuple(str(a / f"frames/00000{k}.json") for k in range(3))
    assert verify(tmp_path / "out", SHELF) == []
    assert "3 damaged copies" in str(report)
    # What is damaged in `out` is mended: by size always, by checksum where that is asked for.
    (tmp_path / "out/depth/000001.exr").write_bytes(b"")
    damage(tmp_path / "out", "images/000002.png")
    assert merge([b], tmp_path / "out").merged == (1,)
    assert merge([b], tmp_path / "out", check="checksum").merged == (2,)
    assert verify(tmp_path / "out", SHELF) == []


def test_frames_of_which_every_copy_is_damaged_are_listed_when_all_others_are_joined(tmp_path):
    write(tmp_path / "a", range(4))
    write(tmp_path / "b", [1])
    for folder, relative in (("a", "images/000001.png"), ("b", "depth/000001.exr"), ("a", "semantic/000003.png")):
        damage(tmp_path / folder, relative)
    told = []
    with pytest.raises(InputError, match="2 of 4 frames could not be joined, .* damaged: 1, 3. All others"):
        merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out", lambda *values: told.append(values[0]))
    assert told == [0, 1, 2, 3]
    assert facings.open(tmp_path / "out").numbers == [0, 2]
    assert verify(tmp_path / "out", SHELF) == [] and (tmp_path / "out/annotations/instances.json").exists()
    write(tmp_path / "b", [1, 3])
    assert merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out").merged == (1, 3)


def test_a_record_that_points_outside_is_damaged(tmp_path):
    write(tmp_path / "a", [0])
    (tmp_path / "secret.png").write_bytes(b"")
    file = tmp_path / "a/frames/000000.json"
    file.write_text(file.read_text().replace("images/000000.png", "../secret.png"))
    with pytest.raises(InputError, match="damaged: 0"):
        merge([tmp_path / "a"], tmp_path / "out")


def test_notes_of_frames_that_nobody_has_are_carried_over(tmp_path):
    a, b = write(tmp_path / "a", [0]), write(tmp_path / "b", [1])
    a.set_aside(1, {"why": "a's"})
    a.set_aside(2, {"why": "a's"})
    b.set_aside(2, {"why": "b's"})
    b.set_aside(3, {"why": "b's"})
    (tmp_path / "a/failed/000003.json").write_text('{"wh')
    report = merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    assert report.failed == (2, 3)
    notes = {file.name: json.loads(file.read_text())["why"] for file in (tmp_path / "out/failed").iterdir()}
    assert notes == {"000002.json": "a's", "000003.json": "b's"}
    assert (tmp_path / "out/failed/000002.json").read_bytes() == (tmp_path / "a/failed/000002.json").read_bytes()
    write(tmp_path / "c", [2])
    assert merge([tmp_path / "c"], tmp_path / "out").failed == (3,)


def test_a_merge_that_stops_half_way_is_continued(tmp_path, monkeypatch):
    write(tmp_path / "a", range(20))
    calls, write_stored = [], DatasetWriter.write_stored

    def full_disk(self, frame, stored):
        calls.append(frame)
        if len(calls) > 9:
            raise OSError(28, "No space left on device")
        write_stored(self, frame, stored)

    with monkeypatch.context() as patched:
        patched.setattr(DatasetWriter, "write_stored", full_disk)
        with pytest.raises(InputError, match="No space left"):
            merge([tmp_path / "a"], tmp_path / "out")
    assert verify(tmp_path / "out", SHELF) == [] and not (tmp_path / "out/annotations").exists()
    report = merge([tmp_path / "a"], tmp_path / "out")
    assert len(report.already_there) == 9 and len(report.merged) == 11
    shutil.rmtree(tmp_path / "a/annotations", ignore_errors=True)
    assert set(data(tmp_path / "a")) == set(data(tmp_path / "out")) - {"annotations/instances.json", "croissant.json"}
