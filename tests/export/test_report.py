"""The report: what it counts against the records, that it needs nothing from outside, and Chromium's own judgement."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from stored_sets import unpacked

import facings
from facings.errors import InputError
from facings.export.report.asked import asked_values
from facings.export.report.report import write_report
from facings.export.report.statistics import Gathered, statistics_of
from facings.frames.measures import Measure, key
from facings.frames.scene_kind import scene_kind

KINDS = ("shelf", "face")
LARGEST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    folder = unpacked(2, tmp_path_factory.mktemp("report"))
    found = {facings.open(path.parent).header.scene: path.parent for path in sorted(folder.rglob("dataset.json"))}
    assert set(found) == set(KINDS)
    return found


class Asks(HTMLParser):
    """What a page would load, and its sections and words."""

    def __init__(self) -> None:
        super().__init__()
        self.loads, self.sections, self.text, self.opened = [], [], [], []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.loads += [named[name] for name in ("src", "href", "xlink:href", "data", "action") if named.get(name)]
        if tag == "section":
            self.sections.append(named["id"])
        assert tag not in ("script", "iframe", "object", "embed")

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("kind", [KINDS[0], *(pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS[1:])])
def test_one_small_file_that_asks_for_nothing(sets, kind, tmp_path):
    out = tmp_path / "report.html"
    told = write_report(sets[kind], out)
    text = out.read_text("utf-8")
    assert str(out) in told and out.stat().st_size < LARGEST_BYTES
    page = Asks()
    page.feed(text)
    assert all(asked.startswith(("#", "data:")) for asked in page.loads)
    assert not re.search(r"@import|url\((?!#)", text)
    assert {"content", "camera", "examples", "licences", "datasheet"} <= set(page.sections)
    assert ("fairness" in page.sections) == (kind == "face")
    words = " ".join(page.text)
    for asset in facings.open(sets[kind]).header.assets:
        assert asset["name"] in words and asset["licence"] in words
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) > 8
    ids = []
    for picture in pictures:
        tree = ElementTree.fromstring(picture)
        ids += [node.get("id") for node in tree.iter() if node.get("id")]
        assert "#010203" not in picture and "var(--ink)" in picture
        known = set(ids)
        for node in tree.iter():
            for name, value in node.attrib.items():
                if name.endswith("href"):
                    assert value[1:] in known
    assert len(ids) == len(set(ids))
    write_report(sets[kind], tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == out.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_counts_are_the_records(sets, kind):
    dataset, reading = facings.open(sets[kind]), scene_kind(kind).reading
    found = statistics_of(dataset, reading)
    seen = [instance for frame in dataset for instance in frame.instances if instance["visible_px"]]
    assert (found.frames, found.seen) == (len(dataset), len(seen))
    assert found.categories == {name: sum(i["category"] == name for i in seen) for name in {i["category"] for i in seen}}
    assert found.positions.sum() == len(seen)
    by_title = {gathered.measure.title: gathered for gathered in found.measures}
    assert sum(by_title["Instances seen in a frame"].numbers.kept) == len(seen)
    fractions = by_title["Visible fraction of instances that are seen"].numbers.kept
    assert sorted(fractions) == sorted(i["visible_fraction"] for i in seen)
    if kind == "face":
        people = [i for frame in dataset for i in frame.instances]
        assert sum(found.groups.values()) == len(people) == found.directions.count == len(found.directions.kept)
        assert by_title["Head yaw"].numbers.kept == [i["head_pose"]["yaw_deg"] for i in people]
        assert sum(by_title["State of landmarks"].words.values()) == 68 * len(people)
    else:
        assert sum(by_title["Gaps that are seen"].numbers.kept) == sum(
            gap["visible_px"] > 0 for frame in dataset for gap in frame.record["gaps"])
        assert found.directions.count == sum(i["kind"] == "product" for i in seen)


def test_the_camera_of_a_shelf_is_measured_as_the_recipe_means_it():
    """Against the function that recipes' cameras are made by."""
    from facings.labels.camera import looking_at

    record = {"camera": {"world_from_camera": looking_at((-0.8, -2.0, 1.5), (0.0, 0.0, 1.5), 0.05, 0.03)}}
    measures = {measure.title: measure for measure in scene_kind("shelf").reading.measures}
    (yaw,) = measures["Turn of the camera along the row"].values(record)
    (roll,) = measures["Roll of the camera"].values(record)
    assert yaw == pytest.approx(np.degrees(np.arctan2(0.8, 2.0)), abs=1e-9)
    assert roll == pytest.approx(np.degrees(0.03), abs=1e-9)


def test_a_number_is_asked_for_as_recipes_write_it():
    rng = np.random.default_rng(1)
    for leaf, drawn in (({"uniform": [1, 3]}, rng.uniform(1, 3, 20_000)),
                        ({"log_uniform": [0.5, 8]}, np.exp(rng.uniform(np.log(0.5), np.log(8), 20_000))),
                        ({"integers": [2, 5]}, rng.integers(2, 6, 20_000)),
                        ({"choice": [1.0, {"uniform": [5, 6]}], "weights": [3, 1]},
                         np.where(rng.random(20_000) < 0.75, 1.0, rng.uniform(5, 6, 20_000))),
                        ({"normal": {"mean": 1, "std": 2, "min": 1}}, 1 + np.abs(rng.normal(0, 2, 20_000))),
                        ({"choice": [1.5, 4]}, rng.choice([1.5, 4.0], 20_000)), (2.5, np.full(10, 2.5))):
        asked = asked_values([(1.0, leaf)])
        assert np.percentile(asked, (10, 90)) == pytest.approx(np.percentile(drawn, (10, 90)), abs=0.1)
        assert asked.mean() == pytest.approx(drawn.mean(), abs=0.05)
    for leaf in ({"choice": ["a", "b"]}, True, None, {"walk": [0, 1]}, "word"):
        assert len(asked_values([(1.0, leaf)])) == 0
    assert len(asked_values([])) == 0


def test_variants_replace_keys_by_their_weights():
    recipe = {"camera": {"yaw_deg": 1.0, "views": {"near": {"weight": 3.0, "yaw_deg": 7.0}, "far": {"weight": 1.0}}}}
    assert key("camera.yaw_deg")(recipe) == [(3.0, 7.0), (1.0, 1.0)]
    assert key("camera.yaw_deg")({"camera": {"yaw_deg": 1.0}}) == [(1.0, 1.0)]
    assert list(key("camera.roll_deg")(recipe)) == [] and list(key("a.b.c")(recipe)) == []
    asked = asked_values(key("camera.yaw_deg")(recipe))
    assert (asked == 7).mean() == pytest.approx(0.75)


def test_what_is_kept_is_bounded_and_a_fair_part():
    gathered = Gathered(Measure("", lambda record: range(record["frame"] * 100, record["frame"] * 100 + 100)))
    for frame in range(600):
        gathered.add({"frame": frame})
    assert gathered.numbers.count == 60_000 and len(gathered.numbers.kept) == 20_000
    # The mean of 20,000 of 60,000 evenly spread numbers is theirs to 0.1 standard deviations.
    assert np.mean(gathered.numbers.kept) == pytest.approx(30_000, abs=0.01 * 60_000)
    assert gathered.least == (49.5, 0) and gathered.greatest == (59_949.5, 599)
    words = Gathered(Measure("", lambda record: [f"word {record['frame']}"]))
    for frame in range(6_000):
        words.add({"frame": frame})
    assert len(words.words) == 5_000


def test_a_folder_without_frames_is_told(tmp_path):
    import synthetic_frames

    from facings.dataset.store import DatasetWriter

    DatasetWriter(tmp_path, synthetic_frames.header())
    command = [sys.executable, "-m", "facings", "report", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "holds no finished frame yet" in run.stderr and "Traceback" not in run.stderr
    with pytest.raises(InputError, match="so it is no dataset"):
        write_report(tmp_path / "nowhere")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is missing: install the Debian package chromium")
@pytest.mark.parametrize("kind", KINDS)
def test_chromium_shows_it_without_a_complaint(sets, kind, tmp_path):
    """Its console stays empty: no script fails, nothing is refused by the page's own policy, nothing is asked for in vain."""
    out = tmp_path / "report.html"
    write_report(sets[kind], out)
    run = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--enable-logging=stderr", "--window-size=1200,2400", f"--screenshot={tmp_path / 'shot.png'}", out.as_uri()],
        capture_output=True, text=True, check=False, timeout=300)
    assert "CONSOLE" not in run.stderr, run.stderr[-2000:]
    assert Path(tmp_path / "shot.png").stat().st_size > 20_000
