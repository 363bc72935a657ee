import json

import numpy as np
import pytest
import synthetic_frames
from PIL import Image
from synthetic_frames import CLASSES

import facings
from facings.dataset import preview
from facings.dataset.json_text import json_text
from facings.dataset.preview import write_preview
from facings.dataset.preview_overlay import overlay
from facings.dataset.reader import Dataset
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.frames.kind_reading import KindReading, LegendEntry


def test_sheets_are_written_for_evenly_spread_frames(tmp_path):
    synthetic_frames.write(tmp_path, 5, width_px=64, height_px=48, objects=5)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.json")}
    written = write_preview(tmp_path, limit=3)
    names = [str(p.relative_to(tmp_path)) for p in written]
    assert names == ["preview/contact_sheet.jpg"] + [f"preview/overlays/{n:06d}.jpg" for n in (0, 2, 4)]
    sheet = np.asarray(Image.open(written[0]).convert("L"), float)
    assert sheet.shape[1] > 800 and sheet.std() > 20
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.json")} == before
    first = [p.read_bytes() for p in written]
    assert [p.read_bytes() for p in write_preview(tmp_path, limit=3)] == first


def test_masks_are_drawn_where_they_are(tmp_path):
    """Outside every instance the overlay is the picture, apart from lines."""
    files, record = synthetic_frames.frame(0, width_px=160, height_px=120, objects=4)
    writer = DatasetWriter(tmp_path, synthetic_frames.header())
    for instance in record["instances"]:
        instance.pop("box_corners_px")
    writer.write_frame(0, files, record)
    frame = facings.open(tmp_path)[0]
    drawn, picture = np.asarray(overlay(frame, 160, KindReading(), CLASSES)), frame.image()
    ys, xs = np.nonzero(frame.instance_map() == 0)
    changed = (np.abs(drawn[ys, xs].astype(int) - picture[ys, xs]).max(-1) > 8).mean()
    assert changed < 0.1
    ys, xs = np.nonzero(frame.instance_map() > 0)
    assert (np.abs(drawn[ys, xs].astype(int) - picture[ys, xs]).max(-1) > 8).mean() > 0.9


def test_a_record_of_only_the_common_part_is_enough(tmp_path):
    files, record = synthetic_frames.frame(0)
    record = json.loads(json_text(record))
    common = {key: record[key] for key in ("schema", "frame", "seed", "scene", "spec", "camera")}
    kept = ("id", "category", "supercategory", "visible_px", "visible_fraction", "bbox_visible_xywh_px")
    common["instances"] = [{key: i[key] for key in kept} for i in record["instances"]]
    common["scene"] = "not-installed"
    DatasetWriter(tmp_path, synthetic_frames.header(scene="not-installed")).write_frame(0, files, common)
    assert len(write_preview(tmp_path)) == 2


def test_nothing_to_show_is_an_error(tmp_path):
    synthetic_frames.write(tmp_path, 0)
    with pytest.raises(InputError, match="no finished frame"):
        write_preview(tmp_path)


@pytest.mark.parametrize("width_px", [1320, 620, 200])
def test_a_legend_stays_within_the_sheet(tmp_path, width_px):
    """Entries go to further rows where one has no room, each whole unless it alone is wider, and none is lost."""

    class Wordy(KindReading):
        def legend(self, record):
            return [LegendEntry(f"an entry of some length, number {n}", (n, n, n)) for n in range(9)]

    synthetic_frames.write(tmp_path, 1)
    [frame] = Dataset(tmp_path)
    rows = preview._legend_rows(frame, Wordy(), width_px)
    assert [entry.text for row in rows for entry in row][2:] == [entry.text for entry in Wordy().legend(frame.record)]
    for row in rows:
        assert len(row) == 1 or sum(map(preview._entry_width, row)) - preview._BETWEEN_PX <= width_px
