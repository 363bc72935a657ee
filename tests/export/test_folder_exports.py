"""What every format that is a folder promises: resumed byte for byte, nothing of others overwritten, splits that hold."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import synthetic_frames
from hypothesis import given
from hypothesis import strategies as st

import facings
from facings.command import cli
from facings.dataset.layout import record_path
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.export.folder import outdated
from facings.export.formats import format_called, formats_of
from facings.export.splits import parse_split
from facings.frames.kind_reading import KindReading

FORMATS = ("coco-panoptic", "yolo-detect", "yolo-segment", "yolo-obb", "voc", "kitti", "bop", "bop-webdataset", "nocs",
           "webdataset", "hf", "hf-parquet")
SPLIT = "train=0.5,val=0.3,test=0.2"

KILLED = """
import os, signal, sys
from pathlib import Path
from facings.export.formats import format_called
folder, name, left = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
exporter = format_called(name, "shelf")
whole = type(exporter).unit_files

def unit_files(self, job, unit):
    global left
    for file in whole(self, job, unit):
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        yield file

type(exporter).unit_files = unit_files
exporter.write(folder, None, exporter.options(split=sys.argv[4]))
"""


ALL = """
import sys
from pathlib import Path
from facings.export.formats import format_called
for name in sys.argv[2:]:
    exporter = format_called(name, "shelf")
    exporter.write(Path(sys.argv[1]), None, exporter.options())
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def export(folder: Path, name: str, out: Path | None = None, **options) -> Path:
    exporter = format_called(name, "shelf")
    exporter.write(folder, out, exporter.options(**options))
    return out or folder / "export" / name


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("folders") / "dataset"
    synthetic_frames.write(folder, 9)
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_a_killed_export_goes_on_to_the_bytes_of_an_undisturbed_one(name, tmp_path):
    synthetic_frames.write(tmp_path / "dataset", 6, with_amodal=True)
    whole = contents(export(tmp_path / "dataset", name, tmp_path / "whole", split=SPLIT))
    for files in (0, 1, 5, 9):
        subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "dataset"), name, str(files), SPLIT], check=False)
    assert contents(export(tmp_path / "dataset", name, split=SPLIT)) == whole
    journal = tmp_path / "dataset/export" / name / ".facings_export.jsonl"
    journal.write_bytes(journal.read_bytes()[:-7])  # a line that a kill tore
    assert contents(export(tmp_path / "dataset", name, split=SPLIT)) == whole


def test_only_what_is_new_or_gone_is_written_again(tmp_path):
    synthetic_frames.write(tmp_path / "dataset", 3)
    out = export(tmp_path / "dataset", "yolo-detect")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.png")}
    (out / "labels/train/000001.txt").unlink()
    (out / "labels/train/000000.txt").write_text("0 1\n")
    writer = DatasetWriter(tmp_path / "dataset", synthetic_frames.header())
    writer.write_frame(3, *synthetic_frames.frame(3))
    (tmp_path / "dataset" / record_path(2)).unlink()
    assert contents(export(tmp_path / "dataset", "yolo-detect")) == contents(export(tmp_path / "dataset", "yolo-detect",
                                                                                     tmp_path / "fresh"))
    assert sorted(path.name for path in out.rglob("*.png")) == ["000000.png", "000001.png", "000003.png"]
    written = {path.name for path, stamp in before.items() if path.exists() and path.stat().st_mtime_ns == stamp}
    assert written == set()  # both had lost a file; below none has
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.png")}
    export(tmp_path / "dataset", "yolo-detect")
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*.png")}


def test_a_folder_of_others_and_an_export_made_otherwise_are_refused_and_stay(dataset, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("all of it")
    with pytest.raises(InputError, match="holds files that no export"):
        export(dataset, "voc", tmp_path / "mine")
    assert (tmp_path / "mine/thesis.txt").read_text() == "all of it"
    out = export(dataset, "voc", tmp_path / "voc")
    before = contents(out)
    with pytest.raises(InputError, match="made otherwise: its options, categories differ"):
        export(dataset, "voc", out, categories="single")
    with pytest.raises(InputError, match="its format differs"):
        export(dataset, "hf", out)
    with pytest.raises(InputError, match="Categories 'brand' are unknown"):
        export(dataset, "voc", tmp_path / "none", categories="brand")
    assert contents(out) == before and not (tmp_path / "none").exists()


def test_an_export_is_of_the_dataset_no_more_than_a_preview(tmp_path, capfd):
    synthetic_frames.write(tmp_path, 2)
    export(tmp_path, "yolo-detect")
    assert verify(tmp_path, formats_of("shelf")) == [] and outdated(tmp_path) == []
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    writer.write_frame(2, *synthetic_frames.frame(2))
    (told,) = outdated(tmp_path)
    assert "older than 1 of 3 frames" in told and "--format yolo-detect" in told
    assert cli.run(["verify", str(tmp_path), "--no-plausibility", "--log-format", "json"]) == 0
    assert [json.loads(line) for line in capfd.readouterr().out.splitlines()] == [
        {"outdated": told}, {"frames": 3, "problems": 0, "unchecked": 0, "unjudged": 0}]
    export(tmp_path, "yolo-detect")
    assert outdated(tmp_path) == []


def test_links_show_the_datasets_own_pictures(dataset, tmp_path):
    out = export(dataset, "yolo-detect", tmp_path / "linked", pictures="link")
    picture = next(out.rglob("000004.png"))
    assert picture.is_symlink() and not os.path.isabs(os.readlink(picture))
    assert picture.read_bytes() == (dataset / "images/000004.png").read_bytes()
    export(dataset, "yolo-detect", out, pictures="link")


def test_the_command_tells_what_a_format_cannot_hold(dataset, tmp_path):
    run = subprocess.run([sys.executable, "-m", "facings", "export", str(dataset), "--format", "kitti", "--out",
                          str(tmp_path / "kitti"), "--split", "train=0.8,val=0.2"], capture_output=True, text=True, check=True)
    assert "exporting kitti: 9 of 9" in run.stderr
    assert "9 frames (" in run.stdout and "Not in this format: masks of pixels; depth;" in run.stdout
    run = subprocess.run([sys.executable, "-m", "facings", "export", str(dataset), "--format", "kitti", "--out",
                          str(tmp_path / "bad"), "--split", "train=0.8,val=0.3"], capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "the shares sum to 1.1" in run.stderr and not (tmp_path / "bad").exists()


@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=60), st.integers(0, 5))
def test_adding_frames_moves_none_and_every_frame_is_in_one_part(numbers, seed):
    splits = parse_split("train=0.7,val=0.2,test=0.1", KindReading())
    parts = {number: splits.of({"scene": "shelf", "seed": seed, "frame": number}) for number in numbers}
    assert set(parts.values()) <= {"train", "val", "test"}
    again = parse_split("train=0.7,val=0.2,test=0.1", KindReading())
    assert parts == {number: again.of({"scene": "shelf", "seed": seed, "frame": number}) for number in sorted(numbers)}


def test_parts_have_their_shares():
    splits = parse_split("train=0.7,val=0.2,test=0.1", KindReading())
    parts = [splits.of({"scene": "face", "seed": 3, "frame": number}) for number in range(20_000)]
    # Four standard deviations of a binomial of 20,000 are 1.3 %.
    assert [parts.count(name) / 20_000 for name in splits.names] == pytest.approx([0.7, 0.2, 0.1], abs=0.013)


def test_a_group_is_never_parted():
    class Twins(KindReading):
        def group(self, record):
            return f"pair {record['frame'] // 2}"

    splits = parse_split("a=0.5,b=0.5", Twins())
    parts = [splits.of({"scene": "face", "seed": 1, "frame": number}) for number in range(200)]
    assert parts[::2] == parts[1::2] and set(parts) == {"a", "b"}


@pytest.mark.parametrize("text", ["train", "train=x", "train=0.5,train=0.5", "train=0.5", "Train=1", "../x=1",
                                  "a=1.5,b=-0.5", ","])
def test_what_is_no_split_is_told(text):
    with pytest.raises(InputError, match="--split"):
        parse_split(text, KindReading())


@pytest.mark.slow
def test_memory_stays_bounded_and_all_frames_come(tmp_path):
    """2,500 frames go through every format; the peak is that of 250, but for the journal's short lines."""
    peaks = {}
    for frames in (250, 2500):
        folder = tmp_path / str(frames)
        writer = DatasetWriter(folder, synthetic_frames.header())
        for number in range(frames):
            if number < 50:
                writer.write_frame(number, *synthetic_frames.frame(number, width_px=32, height_px=24, objects=3,
                                                                      with_amodal=True))
            else:
                _again(folder, number)
        run = subprocess.run([sys.executable, "-c", ALL, str(folder), *FORMATS], capture_output=True, text=True, check=True)
        peaks[frames] = int(run.stdout)
        assert len(list((folder / "export/yolo-obb/labels/train").iterdir())) == frames
    assert peaks[2500] < peaks[250] + 2500 * 2  # kilobytes: two a frame


def _again(folder: Path, number: int) -> None:
    """Store frame `number` as a copy of frame `number % 50` under its own name."""
    record = json.loads((folder / record_path(number % 50)).read_text())
    old, new = f"{number % 50:06d}", f"{number:06d}"
    for relative in list(record["files"]):
        os.link(folder / relative, folder / relative.replace(old, new))
    text = json.dumps(record | {"frame": number}).replace(f"/{old}.", f"/{new}.")
    (folder / record_path(number)).write_text(text)
    assert facings.open(folder).frame(number).record["frame"] == number
