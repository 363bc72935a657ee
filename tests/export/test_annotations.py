import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import synthetic_frames

from facings.dataset.annotations import drop_annotations, write_annotations
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.export.formats import format_called, formats_of
from facings.process import durable

SHELF = formats_of("shelf")

SHARD = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
import synthetic_frames
from facings.dataset.annotations import drop_annotations, write_annotations
from facings.export.formats import formats_of
from facings.dataset.store import DatasetWriter
out, first = Path(sys.argv[1]), int(sys.argv[3])
writer = DatasetWriter(out, synthetic_frames.header())
for number in range(first, 12, 3):
    drop_annotations(out, formats_of("shelf"))
    writer.write_frame(number, *synthetic_frames.frame(number, width_px=48, height_px=32, objects=3))
    write_annotations(out, formats_of("shelf"))
"""


def images(folder: Path) -> list[int]:
    return [image["id"] for image in json.loads((folder / "annotations/instances.json").read_text())["images"]]


def test_the_recipe_says_what_is_left_out(tmp_path):
    recipe = {"labels": {"min_visible_fraction": 0.5, "min_visible_px": 30, "rle_in_record": False}}
    writer = DatasetWriter(tmp_path, synthetic_frames.header(recipe=recipe))
    for number in range(2):
        writer.write_frame(number, *synthetic_frames.frame(number))
    write_annotations(tmp_path, SHELF)
    data = json.loads((tmp_path / "annotations/instances.json").read_text())
    assert data["info"]["options"] == {"categories": "sku", "min_visible_fraction": 0.5, "min_visible_px": 30}
    assert verify(tmp_path, SHELF) == []
    assert os.listdir(tmp_path / "annotations") == ["instances.json"]


def test_what_a_run_writes_is_dropped_and_exports_stay(tmp_path):
    synthetic_frames.write(tmp_path, 1)
    drop_annotations(tmp_path, SHELF)
    write_annotations(tmp_path, SHELF)
    coco = format_called("coco", "shelf")
    coco.write(tmp_path, None, coco.options("single"))
    drop_annotations(tmp_path, SHELF)
    assert os.listdir(tmp_path / "annotations") == ["instances_single.json"]


def test_the_lock_is_no_foreign_file_and_none_is_left_where_there_is_no_dataset(tmp_path):
    with pytest.raises(InputError, match="no dataset"):
        write_annotations(tmp_path, SHELF)
    assert os.listdir(tmp_path) == []
    (tmp_path / ".annotations.lock").touch()
    synthetic_frames.write(tmp_path, 1)
    with pytest.raises(InputError, match="cannot be written"):
        drop_annotations(tmp_path / "nowhere", SHELF)


def test_records_are_listed_when_it_is_this_runs_turn(tmp_path, monkeypatch):
    writer = synthetic_frames.write(tmp_path, 2)
    at_the_lock, exclusive = threading.Event(), durable.exclusive

    def announced(lock_file):
        at_the_lock.set()
        return exclusive(lock_file)

    with exclusive(tmp_path / ".annotations.lock"):
        monkeypatch.setattr(durable, "exclusive", announced)
        waiting = threading.Thread(target=write_annotations, args=(tmp_path, SHELF))
        waiting.start()
        assert at_the_lock.wait(20)
        monkeypatch.undo()
        writer.write_frame(2, *synthetic_frames.frame(2))
    waiting.join(20)
    assert images(tmp_path) == [0, 1, 2]


def test_shards_that_write_at_once_leave_a_complete_file(tmp_path):
    DatasetWriter(tmp_path, synthetic_frames.header())
    command = [sys.executable, "-c", SHARD, str(tmp_path), str(Path(synthetic_frames.__file__).parent)]
    shards = [subprocess.Popen([*command, str(first)]) for first in range(3)]
    assert [shard.wait(120) for shard in shards] == [0, 0, 0]
    assert images(tmp_path) == list(range(12))
    assert verify(tmp_path, SHELF) == []
