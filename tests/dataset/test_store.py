import dataclasses
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import synthetic_frames

from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.process import durable

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
import synthetic_frames
from facings.dataset.store import DatasetWriter
writer = DatasetWriter(Path(sys.argv[1]), synthetic_frames.header())
print("ready", flush=True)
for turn in range(int(sys.argv[3])):
    for number in range(4):
        writer.write_frame(number, *synthetic_frames.frame(number, width_px=64, height_px=48, objects=4))
"""


def start_writer(folder: Path, turns: int) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(Path(__file__).parent), str(turns)],
                            stdout=subprocess.PIPE)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_frames_give_the_same_bytes_in_any_order(tmp_path):
    synthetic_frames.write(tmp_path / "a", 3)
    writer = DatasetWriter(tmp_path / "b", synthetic_frames.header(recipe={"camera": {"height_m": 1.5}, "frames": 9}))
    for number in (2, 0, 1, 0):
        writer.write_frame(number, *synthetic_frames.frame(number))
    a, b = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert a.pop("dataset.json") != b.pop("dataset.json")  # `frames` is noted but decides nothing
    assert a == b
    assert writer.finished_frames() == [0, 1, 2]


def test_numbers_in_a_record_read_back_exactly(tmp_path):
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    values = {"third": 1 / 3, "tiny": 5e-324, "single": np.float32(0.1), "whole": np.int64(2**53 + 1),
              "yes": np.bool_(True), "matrix": np.eye(2) / 7}
    writer.write_frame(1234567, {}, {"schema": 1, "frame": 1234567, "values": values})
    text = (tmp_path / "frames/1234567.json").read_text()
    back = json.loads(text)["values"]
    assert text.endswith("}\n")
    assert back == {"third": 1 / 3, "tiny": 5e-324, "single": float(np.float32(0.1)), "whole": 2**53 + 1, "yes": True,
                    "matrix": (np.eye(2) / 7).tolist()}
    with pytest.raises(ValueError):
        writer.write_frame(2, {}, {"schema": 1, "frame": 2, "bad": float("nan")})
    assert writer.finished_frames() == [1234567]


@pytest.mark.parametrize(("changes", "named"), [
    ({"seed": 8}, "seed: 7 there, 8 here"),
    ({"recipe": {"camera": {"height_m": 1.6}}}, "recipe.camera.height_m: 1.5 there, 1.6 here"),
    ({"versions": {"facings": "0.2.0", "blender": "5.2.3"}}, "facings 0.1.0 there, 0.2.0 here"),
    ({"assets": []}, "assets.template"),
])
def test_another_recipe_seed_or_version_is_refused_by_name(tmp_path, changes, named):
    synthetic_frames.write(tmp_path, 1)
    with pytest.raises(InputError, match=named):
        DatasetWriter(tmp_path, synthetic_frames.header(**changes))
    assert synthetic_frames.header(**changes).fingerprint != synthetic_frames.header().fingerprint


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(InputError, match="thesis.tex"):
        DatasetWriter(tmp_path, synthetic_frames.header())
    assert os.listdir(tmp_path) == ["thesis.tex"]
    with pytest.raises(InputError, match="cannot be written"):
        DatasetWriter(tmp_path / "thesis.tex", synthetic_frames.header())
    (tmp_path / "dataset.json").write_text('{"hello": 1}')
    with pytest.raises(InputError, match="lacks"):
        DatasetWriter(tmp_path, synthetic_frames.header())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        DatasetWriter(tmp_path, synthetic_frames.header())


def test_a_frame_without_one_of_its_files_or_with_half_a_record_is_not_finished(tmp_path):
    writer = synthetic_frames.write(tmp_path, 4)
    (tmp_path / "depth/000001.exr").unlink()
    record = tmp_path / "frames/000002.json"
    record.write_bytes(record.read_bytes()[:-40])
    (tmp_path / "frames/000003.json~").write_text("an editor's")
    other_layout = tmp_path / "frames/000003.json"
    other_layout.write_text(json.dumps(json.loads(other_layout.read_text()), indent=1, sort_keys=True))
    assert writer.finished_frames() == [0, 3]


def test_a_record_ends_with_size_and_checksum_of_each_file(tmp_path):
    synthetic_frames.write(tmp_path, 1)
    record = json.loads((tmp_path / "frames/000000.json").read_text())
    assert list(record)[-2:] == ["bytes", "files"]
    assert record["bytes"] == {name: (tmp_path / name).stat().st_size for name in record["files"]}
    assert record["files"] == {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in record["bytes"]}


def test_damaged_files_are_found_by_size_and_the_others_by_checksum(tmp_path):
    writer = synthetic_frames.write(tmp_path, 8)

    def change(relative: str, new) -> None:
        file = tmp_path / relative
        file.write_bytes(new(file.read_bytes()))

    change("images/000001.png", lambda old: old[:-1])
    change("depth/000002.exr", lambda old: b"")
    change("instance/000003.png", lambda old: old + b"\0")
    change("frames/000004.json", lambda old: old[:len(old) // 2])
    change("frames/000005.json", lambda old: b"")
    change("semantic/000006.png", lambda old: bytes(len(old)))  # replaced by as many zeros
    change("frames/000007.json", lambda old: bytes(200) + old[200:])
    assert writer.finished_frames() == writer.finished_frames("size") == [0, 6, 7]
    assert writer.finished_frames("checksum") == [0]
    for number in range(1, 8):
        writer.write_frame(number, *synthetic_frames.frame(number))
    assert writer.finished_frames("checksum") == list(range(8)) and verify(tmp_path) == []
    with pytest.raises(ValueError, match="size, checksum"):
        writer.finished_frames("sha256")


def test_a_record_truncated_anywhere_is_found(tmp_path):
    writer = synthetic_frames.write(tmp_path, 1)
    file = tmp_path / "frames/000000.json"
    whole = file.read_bytes()
    for length in range(len(whole) - 1):
        if length > len(whole) - 1500 or length % 97 == 0:
            file.write_bytes(whole[:length])
            assert writer.finished_frames() == [], length


def test_a_record_without_sizes_asks_for_presence_only(tmp_path):
    writer = synthetic_frames.write(tmp_path, 2)
    for number in range(2):
        file = tmp_path / f"frames/00000{number}.json"
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith('"bytes"')))
    (tmp_path / "images/000001.png").write_bytes(b"")
    assert writer.finished_frames() == [0, 1]
    assert writer.finished_frames("checksum") == [0]
    (tmp_path / "images/000000.png").unlink()
    assert writer.finished_frames() == [1]


def test_a_record_of_very_many_files_is_read_whole(tmp_path):
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    writer.write_frame(0, {f"images/{k}.png": bytes(k) for k in range(70)}, {"schema": 1, "frame": 0})
    assert writer.finished_frames() == [0]
    (tmp_path / "images/3.png").write_bytes(b"")
    assert writer.finished_frames() == []


def test_a_failed_frame_leaves_its_predecessor_and_no_parts(tmp_path, monkeypatch):
    writer = synthetic_frames.write(tmp_path, 1)
    before = contents(tmp_path)
    calls = []

    def full_disk(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        writer.write_frame(0, *synthetic_frames.frame(0))
    assert contents(tmp_path) == before


def test_a_redone_frame_leaves_no_file_of_the_old_one(tmp_path):
    writer = synthetic_frames.write(tmp_path, 1)
    writer.set_aside(0, {"error": "the scene is empty"})
    files, record = synthetic_frames.frame(0)
    del files["normal/000000.exr"]
    writer.write_frame(0, files, record)
    assert not (tmp_path / "normal/000000.exr").exists()
    assert not (tmp_path / "failed/000000.json").exists()
    assert verify(tmp_path) == []


@pytest.mark.parametrize("path", ["../x", "/x.png", "x.png", "frames/000000.json", "images/../x", "images/.x", "a/b/c"])
def test_files_outside_the_layout_are_refused(tmp_path, path):
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    with pytest.raises(ValueError, match="no data file"):
        writer.write_frame(0, {path: b""}, {"frame": 0})


def test_only_parts_of_dead_runs_are_swept(tmp_path):
    writer = synthetic_frames.write(tmp_path, 1)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = durable.new_run().rsplit("-", 2)[0]
    names = {f".000009.png.{host}-{dead.pid}-0123abcd.part": False,  # that process is gone
             f".000009.png.{host}-{os.getpid()}-0123abcd.part": False,  # an earlier process of this number
             f".000009.png.{host}-{os.getppid()}-0123abcd.part": True,  # alive
             f".000009.png.{durable.new_run()}.part": True,  # ours
             f".000009.png.another-host-{dead.pid}-0123abcd.part": True,  # cannot be known from here
             "holiday.part": True}
    for name in names:
        (tmp_path / "images" / name).write_bytes(b"half")
    assert writer.sweep() == 2
    assert {name: (tmp_path / "images" / name).exists() for name in names} == names


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_writer_leaves_a_valid_folder(tmp_path):
    delays = np.random.default_rng(5).uniform(0.0, 0.25, 6)
    for delay in delays:
        process = start_writer(tmp_path, 1000)
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert verify(tmp_path) == []
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    writer.sweep()
    assert not list(tmp_path.rglob("*.part"))
    for number in set(range(4)) - set(writer.finished_frames()):
        writer.write_frame(number, *synthetic_frames.frame(number, width_px=64, height_px=48, objects=4))
    assert writer.finished_frames() == [0, 1, 2, 3] and verify(tmp_path) == []


def test_writers_of_the_same_frames_do_not_mix_them(tmp_path):
    processes = [start_writer(tmp_path, 6) for _ in range(3)]
    assert [p.wait() for p in processes] == [0, 0, 0]
    assert verify(tmp_path) == []
    assert DatasetWriter(tmp_path, synthetic_frames.header()).finished_frames() == [0, 1, 2, 3]
    assert not list(tmp_path.rglob("*.part"))


def test_a_header_is_the_same_after_reading(tmp_path):
    made = synthetic_frames.header(recipe={"a": (1, 2.5, None), "n": np.float64(0.1)})
    DatasetWriter(tmp_path, made)
    again = DatasetWriter(tmp_path, dataclasses.replace(made))
    assert json.loads((tmp_path / "dataset.json").read_text())["fingerprint"] == again.header.fingerprint
