"""What is in a dataset, gathered frame by frame in bounded memory."""

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np

from facings.dataset.reader import Dataset
from facings.export.coco_lines import frames_there
from facings.frames.kind_reading import KindReading, Record
from facings.frames.measures import Measure
from facings.labels.camera import Pinhole
from facings.process.progress import Progress, silent

_KEPT = 20_000
"""Numbers that are kept of a quantity."""
_KEPT_DIRECTIONS = 1_500
"""As many as a plot can show."""
_WORDS = 5_000
"""Different words that are counted of a quantity, or combinations of groups."""
CELLS = 24
"""Cells of the map of positions, across and down."""

Value = TypeVar("Value")


def common_measures() -> tuple[Measure, ...]:
    """Return the quantities that every kind of scene has."""
    def seen(record: Record) -> list[Mapping[str, Any]]:
        return [instance for instance in record["instances"] if instance["visible_px"]]

    def size(record: Record) -> list[float]:
        area = record["camera"]["width_px"] * record["camera"]["height_px"]
        return [100 * math.sqrt(instance["visible_px"] / area) for instance in seen(record)]

    return (
        Measure("Instances seen in a frame", lambda record: [len(seen(record))], extreme=True),
        Measure("Size of instances: side of a square with as many pixels", size, "% of the picture's"),
        Measure("Visible fraction of instances that are seen", lambda record: [i["visible_fraction"] for i in seen(record)]),
        Measure("Supercategory of instances that are seen", lambda record: [i["supercategory"] for i in seen(record)]),
        Measure("Angle of view across", lambda record: [math.degrees(Pinhole.of_record(record["camera"]).across_rad)], "°",
                group="Camera"),
    )


@dataclass
class FairPart(Generic[Value]):
    """At most `most` of many values, to which any of them belongs as likely; the same each time."""

    most: int
    count: int = 0
    """Of all that were added."""
    kept: list[Value] = field(default_factory=list)
    _chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def add(self, value: Value) -> None:
        """Take in one more: Vitter's algorithm R (1985)."""
        self.count += 1
        if len(self.kept) < self.most:
            self.kept.append(value)
        elif (place := int(self._chance.integers(self.count))) < self.most:
            self.kept[place] = value


@dataclass
class Gathered:
    """The values of one quantity."""

    measure: Measure
    numbers: FairPart[float] = field(default_factory=lambda: FairPart(_KEPT))
    words: Counter = field(default_factory=Counter)
    least: tuple[float, int] = (math.inf, -1)
    """The mean of a frame's values and the frame's number, where that is least."""
    greatest: tuple[float, int] = (-math.inf, -1)

    def add(self, record: Record) -> None:
        """Take in a frame."""
        numbers = []
        for value in self.measure.values(record):
            if isinstance(value, str):
                if value in self.words or len(self.words) < _WORDS:
                    self.words[value] += 1
            elif math.isfinite(value):
                numbers.append(float(value))
        for number in numbers:
            self.numbers.add(number)
        if numbers:
            mean = sum(numbers) / len(numbers)
            self.least = min(self.least, (mean, record["frame"]))
            self.greatest = max(self.greatest, (mean, record["frame"]), key=lambda pair: (pair[0], -pair[1]))


@dataclass
class Statistics:
    """All that a report says of a dataset's frames."""

    frames: int
    instances: int
    """Placed ones."""
    seen: int
    pictures: Counter
    """(width, height) -> frames."""
    measures: Sequence[Gathered]
    categories: Counter
    """Name -> instances seen."""
    positions: np.ndarray
    """(CELLS, CELLS) int64: middles of boxes, rows down."""
    directions: FairPart[tuple[float, float]]
    """Where cameras look from: azimuth and elevation in degrees."""
    groups: Counter
    """((name, value), ...) -> instances: in which groups each person is."""
    fewest: list[int]
    """Frames whose instances are hidden most."""


def statistics_of(dataset: Dataset, reading: KindReading, progress: Progress = silent) -> Statistics:
    """Return the statistics of all frames; raises InputError for a damaged record."""
    measures = [Gathered(measure) for measure in (*common_measures(), *reading.measures)]
    result = Statistics(0, 0, 0, Counter(), measures, Counter(), np.zeros((CELLS, CELLS), np.int64),
                        FairPart(_KEPT_DIRECTIONS), Counter(), [])
    hidden: list[tuple[float, int]] = []
    for frame in frames_there(dataset):
        record = frame.record
        result.frames += 1
        result.pictures[frame.width_px, frame.height_px] += 1
        for gathered in measures:
            gathered.add(record)
        for x, y, category in _seen(record):
            result.categories[category] += 1
            result.positions[int(y * CELLS), int(x * CELLS)] += 1
            result.seen += 1
        result.instances += len(record["instances"])
        for direction in reading.view_directions(record):
            result.directions.add(direction)
        for groups in reading.groups(record):
            if groups in result.groups or len(result.groups) < _WORDS:
                result.groups[groups] += 1
        fractions = [i["visible_fraction"] for i in record["instances"] if i["visible_px"]]
        if fractions:
            heapq.heappush(hidden, (-sum(fractions) / len(fractions), -frame.number))
            hidden = heapq.nlargest(2, hidden)
            heapq.heapify(hidden)
        progress("report", result.frames, len(dataset))
    result.fewest = [-number for _, number in sorted(hidden, reverse=True)]
    return result


def _seen(record: Record) -> Iterator[tuple[float, float, str]]:
    """Yield the middle of each visible box, 0 to 1, and the category."""
    width, height = record["camera"]["width_px"], record["camera"]["height_px"]
    for instance in record["instances"]:
        if instance["visible_px"]:
            x, y, w, h = instance["bbox_visible_xywh_px"]
            yield min((x + w / 2) / width, 1 - 1e-9), min((y + h / 2) / height, 1 - 1e-9), instance["category"]
