"""What the shipped kinds add to the reading of their datasets, drawn with a pen that only notes."""


import numpy as np
import pytest
from stored_sets import unpacked

import facings
from facings.frames.kind_reading import KindReading
from facings.frames.scene_kind import reading_of
from facings.scenes.face.pose_plot import SIZE_PX, covered_share, head_poses, pose_plot


class Notes:
    """A pen that notes what it is told."""

    def __init__(self) -> None:
        self.lines, self.polygons, self.dots, self.plates = [], [], [], []

    def polyline(self, points, colour, width_px, alpha, dash_px=None) -> None:
        self.lines.append((points, colour))

    def polygon(self, points, colour, width_px, dash_px, alpha, fill_alpha=0) -> None:
        self.polygons.append((points, colour))

    def dot(self, point, colour, radius_px) -> None:
        self.dots.append((point, colour))

    def plate(self, box_xywh_px, lines) -> None:
        self.plates.append((box_xywh_px, lines))


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return unpacked(1, tmp_path_factory.mktemp("readings"))


def test_a_shelf_shows_gaps_rows_and_tags(stored):
    reading = reading_of("shelf")
    for frame in facings.open(stored / "shelf"):
        record, notes = frame.record, Notes()
        reading.draw(notes, record)
        gaps = [gap["polygon_px"] for gap in record["gaps"] if gap["polygon_px"]]
        assert [points for points, _ in notes.polygons] == [*(row["polygon_px"] for row in record["shelf_rows"]), *gaps]
        tags = {tuple(tag["bbox_visible_xywh_px"]): (f"{tag['price']} {tag['currency']}", tag["text"])
                for tag in record["instances"] if tag["kind"] == "price_tag" and tag["visible_px"]}
        assert {tuple(box): lines for box, lines in notes.plates} == tags
        assert [entry.text for entry in reading.legend(record)] == ["empty facing"] * bool(gaps) + ["shelf row"]
        assert reading.caption(record) == ([f"{len(gaps)} gap{'s' if len(gaps) != 1 else ''}"] if gaps else [])
        assert {reading.shows_box(i) for i in record["instances"] if i["kind"] == "price_tag"} == {False}


def test_a_face_shows_every_landmark_by_its_state(stored):
    reading = reading_of("face")
    for frame in facings.open(stored / "face"):
        record, notes = frame.record, Notes()
        reading.draw(notes, record)
        colours = {entry.text.replace(" ", "_"): entry.colour for entry in reading.legend(record)}
        landmarks = record["instances"][0]["landmarks"]
        wanted = [(point, colours[state]) for point, state in zip(landmarks["points_px"], landmarks["states"], strict=True)]
        assert [dot for dot in notes.dots if dot in wanted] == [pair for pair in wanted if pair[0] is not None]


def test_head_poses_are_a_page_of_face_previews(stored):
    records = [frame.record for frame in facings.open(stored / "face")]
    pages = reading_of("face").preview_pages(records)
    assert {name: page.size for name, page in pages.items()} == {"head_poses.jpg": SIZE_PX}
    assert head_poses(records).shape == (2, 3)
    assert reading_of("face").preview_pages([]) == {} == KindReading().preview_pages(records)


def test_a_pose_fills_its_cell_and_no_other():
    grid = np.stack(np.meshgrid(np.arange(-82.5, 90, 15), np.arange(-37.5, 45, 15), [0.0]), -1).reshape(-1, 3)
    assert covered_share(grid) == 1.0 and covered_share(grid[:18]) == 0.25
    plain, filled = (np.asarray(pose_plot(poses, ""), int) for poses in (grid[:1], grid))
    assert (np.abs(plain - filled).max(-1) > 20).mean() > 0.1
