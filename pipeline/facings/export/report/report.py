"""One HTML file that tells what is in a dataset: `facings report DIR`."""

import base64
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from facings.dataset.images import encode_jpeg
from facings.dataset.layout import frame_name
from facings.dataset.preview_overlay import overlay
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.export.report import plots
from facings.export.report.asked import asked_values
from facings.export.report.page import Section, card, cards, page, paragraph, table
from facings.export.report.statistics import Gathered, Statistics, statistics_of
from facings.frames.kind_reading import KindReading
from facings.frames.scene_kind import reading_of
from facings.process.durable import write_lines_durably
from facings.process.progress import Progress, silent

NAME = "report.html"
_BARS = 30
"""Words that have a bar of their own; the others are counted together."""
_CATEGORIES, _POSITIONS = "Categories that are seen most", "Where the middles of visible boxes lie"
_DIRECTIONS = "From where subjects are seen"
_EXAMPLES = 12
_EXAMPLE_PX = 560
_QUALITY = 78
_VALUES = 12
"""Of a group in the table of its pairs: those that are most frequent."""


def write_report(folder: Path, out: Path | None = None, progress: Progress = silent) -> str:
    """Write the report, by default `DIR/report.html`; return what was written, for a person.

    Raises InputError where there is no frame, a record is damaged, matplotlib is missing, or the file cannot be written.
    """
    dataset = Dataset(folder)
    if not len(dataset):
        raise InputError(f"{dataset.path} holds no finished frame yet, so there is nothing to report.")
    reading = reading_of(dataset.header.scene) or KindReading()
    found = statistics_of(dataset, reading, progress)
    target = out or folder / NAME
    text = "".join(page(f"{dataset.header.scene.capitalize()} dataset", list(_lead(dataset, found)),
                        list(_sections(dataset, reading, found))))
    try:
        write_lines_durably(target, [text])
    except OSError as error:
        raise InputError(f"{target} cannot be written ({error.strerror or error}). Give --out a file where you may write."
                         ) from error
    return f"{target}: {found.frames} frames, {found.seen} instances seen"


def _lead(dataset: Dataset, found: Statistics) -> Iterator[str]:
    header = dataset.header
    sizes = ", ".join(f"{width}×{height}" for (width, height), _ in found.pictures.most_common(3))
    yield paragraph(f"{found.frames:,} frames of {sizes} pixels with {found.seen:,} instances that are seen, of"
                    f" {found.instances:,} that are there. Seed {header.seed}; Facings {header.versions.get('facings', '')},"
                    f" Blender {header.versions.get('blender', '')}.")
    yield f'<p class="faint">Fingerprint <code>{header.fingerprint}</code></p>\n'


def _sections(dataset: Dataset, reading: KindReading, found: Statistics) -> Iterator[Section]:
    recipe = dataset.header.recipe
    by_group: dict[str, list[str]] = {}
    for gathered in found.measures:
        if (plot := _plot(gathered, recipe)) is not None:
            by_group.setdefault(gathered.measure.group, []).append(plot)
    content = by_group.setdefault("Content", [])
    content.insert(0, card(_CATEGORIES, plots.bars(_CATEGORIES, _bars(found.categories)),
                           f"{len(found.categories)} of {len(dataset.categories)} categories are seen at least once."))
    if found.positions.any():
        content.append(card(_POSITIONS, plots.heat(_POSITIONS, found.positions)))
    if found.directions.kept:
        content.append(card(_DIRECTIONS, plots.sphere(_DIRECTIONS, found.directions.kept),
                            "Azimuth and elevation of the camera around each subject; (0, 0) is straight ahead of it."))
    for name in sorted(by_group, key=lambda name: name != "Content"):
        yield name, [cards(by_group[name])]
    if found.groups:
        yield "Fairness", list(_fairness(found.groups))
    yield "Examples", [cards(_examples(dataset, reading, found))]
    yield "Licences", [table(("Asset", "Version", "Licence", "Attribution"), (
        (asset["name"], asset["version"], asset["licence"], asset.get("attribution", "")) for asset in dataset.header.assets))]
    yield "Datasheet", list(_datasheet(dataset, reading, found))


def _plot(gathered: Gathered, recipe: dict) -> str | None:
    measure = gathered.measure
    if numbers := gathered.numbers.kept:
        asked = asked_values(measure.asked(recipe)) if measure.asked is not None else np.zeros(0)
        low, middle, high = np.percentile(numbers, (5, 50, 95))
        note = f"Median {middle:,.4g}, 5 to 95 %: {low:,.4g} to {high:,.4g}, of {gathered.numbers.count:,}."
        return card(measure.title, plots.histogram(measure.title, numbers, asked, measure.unit), note)
    if gathered.words:
        return card(measure.title, plots.bars(measure.title, _bars(gathered.words)))
    return None


def _bars(counts: Counter) -> list[tuple[str, int]]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown, rest = ordered[:_BARS], ordered[_BARS:]
    return shown + ([(f"{len(rest)} others", sum(number for _, number in rest))] if rest else [])


def _fairness(groups: Counter) -> Iterator[str]:
    """Yield a table of each group's counts, then one for each pair of groups, where what is missing stands out."""
    total = sum(groups.values())
    values: dict[str, Counter] = {}
    for combination, number in groups.items():
        for name, value in combination:
            values.setdefault(name, Counter())[value] += number
    yield paragraph("How often each group is there. A test on this set says nothing of a group that is rare in it.")
    yield cards(card(name.capitalize(), table(("", "count", "%"), (
        (value, number, f"{100 * number / total:.1f}") for value, number in sorted(counts.items()))))
        for name, counts in values.items())
    yield paragraph("Two groups at once: a coloured 0 is a combination that the set lacks.")
    tables = []
    for first, second in itertools.combinations(values, 2):
        together: Counter = Counter()
        for combination, number in groups.items():
            told = dict(combination)
            together[told.get(first), told.get(second)] += number
        rows, columns = (sorted(value for value, _ in values[name].most_common(_VALUES)) for name in (first, second))
        tables.append(card(f"{first.capitalize()} and {second}", table(
            ("", *columns), ((row, *(together[row, column] for column in columns)) for row in rows))))
    yield cards(tables)


def _examples(dataset: Dataset, reading: KindReading, found: Statistics) -> Iterator[str]:
    wanted: dict[int, list[str]] = {}
    for gathered in found.measures:
        if gathered.measure.extreme and gathered.numbers.kept:
            measure = gathered.measure
            for word, (value, number) in (("least", gathered.least), ("greatest", gathered.greatest)):
                wanted.setdefault(number, []).append(f"{measure.title}: {word}, {value:,.4g} {measure.unit}".strip())
    for number in found.fewest:
        wanted.setdefault(number, []).append("Instances that are hidden most")
    for number, notes in itertools.islice(wanted.items(), _EXAMPLES):
        frame = dataset.frame(number)
        width = min(_EXAMPLE_PX, round(_EXAMPLE_PX * frame.width_px / frame.height_px))
        drawn = encode_jpeg(np.asarray(overlay(frame, width, reading, dataset.semantic_classes)), _QUALITY)
        name, data = frame_name(number), base64.b64encode(drawn).decode("ascii")
        shown = f'<img alt="Frame {name} with its labels" src="data:image/jpeg;base64,{data}">'
        yield card(f"Frame {name}", shown, ". ".join(notes))


def _datasheet(dataset: Dataset, reading: KindReading, found: Statistics) -> Iterator[str]:
    """Yield answers to the questions of Gebru et al., Datasheets for Datasets (2021), that a file can answer."""
    header = dataset.header
    answers: Sequence[tuple[str, str]] = (
        ("What is it?", f"Rendered pictures of the scene '{header.scene}', {found.frames:,} frames, each with labels that"
                        " follow from the render itself: nobody annotated anything."),
        ("What is it for?", "Training and testing of models that see, before or beside real pictures."),
        ("What is it no good for?", " ".join(("How often things occur in the world: here the recipe says how often.",
                                              *reading.limits))),
        ("How was it made?", "By sampling a recipe, which dataset.json holds as it was resolved. The same recipe, seed and"
                             " versions give the same frames, byte for byte on one kind of device."),
        ("Does it show people?", "No picture shows a person who lives or lived; likenesses are chance."),
        ("May it be shared?", "What was rendered is its maker's. What it was made of stands under Licences; attributions that"
                              " are named there go along."),
        ("How is it checked?", "facings verify DIR checks every file's checksum and the rules that hold between labels."),
    )
    for question, answer in answers:
        yield f"<h3>{question}</h3>\n{paragraph(answer)}"
