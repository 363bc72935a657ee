"""Which factors of a set's records make a user's model fail, and a recipe that makes more of what fails."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facings.dataset.layout import ANNOTATIONS
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.export.formats import formats_of
from facings.frames.kind_reading import Factor, Instance, KindReading, Record
from facings.frames.scene_kind import reading_of
from facings.process.progress import Progress, silent
from facings.study.effects import ALPHA, Effect, Effects, LevelError, effects
from facings.study.factor_table import CORE, factor_table
from facings.study.predictions import Outcome, Outcomes, match, read_predictions, read_truth

_LEAST_ROWS = 30
_EXAMPLES = 12


@dataclass(frozen=True)
class Diagnosis:
    """What `diagnose` found."""

    folder: Path
    outcomes: Outcomes
    effects: Effects
    tried: Sequence[Factor]
    examples: Mapping[Factor, Sequence[Outcome]]
    """The worst instances of each factor's worst levels, one a frame where there are enough."""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON data."""
        found = [{**_named(effect.factor), "p": effect.p, "share_of_variance": effect.share,
                  "levels": [_level(one) | {"fails": number in effect.worst} for number, one in enumerate(effect.levels)],
                  "examples": [{"frame": o.frame, "instance": o.instance_id, "error": o.error}
                               for o in self.examples[effect.factor]]}
                 for effect in self.effects.found]
        frames = {outcome.frame for outcome in self.outcomes.of_instances}
        return {"schema": 1, "task": self.outcomes.task, "instances": len(self.outcomes.of_instances), "frames": len(frames),
                "error": self.effects.overall, "interval": list(self.effects.interval),
                "false_alarms": sum(self.outcomes.false_alarms.values()), "false_alarm_rate": ALPHA,
                "tried": [factor.name for factor in self.tried], "found": found,
                "explained_by_these": [_named(factor) for factor in self.effects.along]}

    def summary(self) -> Iterator[str]:
        """Yield how the model did in all, and whether anything was found."""
        boxes = self.outcomes.task == "boxes"
        told = _percent(self.effects.overall, self.effects.interval) if boxes else _number(self.effects.overall,
                                                                                          self.effects.interval)
        frames = len({outcome.frame for outcome in self.outcomes.of_instances})
        what = "missed" if boxes else "mean error, as a share of the box's size"
        yield f"{len(self.outcomes.of_instances)} instances in {frames} frames: {told} {what}."
        if boxes:
            alarms = sum(self.outcomes.false_alarms.values())
            yield f"{alarms} predictions met nothing: {alarms / max(len(self.outcomes.false_alarms), 1):.2f} a frame."
        if not self.effects.found:
            yield (f"None of {len(self.tried)} factors makes a difference. (A model without weakness gets this answer in"
                   f" {1 - ALPHA:.0%} of cases.)")

    def lines(self) -> Iterator[str]:
        """Yield what a person reads on a terminal."""
        yield from self.summary()
        boxes = self.outcomes.task == "boxes"
        for effect in self.effects.found:
            unit = f", {effect.factor.unit}" if effect.factor.unit else ""
            yield f"\n{effect.factor.name}{unit} (p {effect.p:.2g}; explains {effect.share:.0%})"
            for number, one in enumerate(effect.levels):
                mark = "<-" if number in effect.worst else ""
                shown = _percent(one.error, one.interval) if boxes else _number(one.error, one.interval)
                yield f"  {one.level.label:>22}  {shown:<26} of {one.rows:>6} {mark}".rstrip()
        if self.effects.along:
            yield f"\nExplained by these: {', '.join(factor.name for factor in self.effects.along)}."


def diagnose(folder: str | os.PathLike, predictions: str | os.PathLike, *, truth: str | os.PathLike | None = None,
             least_iou: float = 0.5, least_score: float = 0.5, any_category: bool = False,
             progress: Progress = silent) -> Diagnosis:
    """Return which factors of the records in a dataset's `folder` the errors of a model's predictions depend on.

    `predictions` is a COCO results file, of boxes or keypoints; `truth` a COCO file of Facings' (None: what runs keep in
    `annotations/`). See `predictions.match` for the rest. Raises InputError where a file is not what it should be, or too
    little was tried to say anything.
    """
    dataset = Dataset(folder)
    reading = reading_of(dataset.header.scene) or KindReading()
    entries = read_predictions(Path(predictions))
    task = "keypoints" if "keypoints" in entries[0] else "boxes"
    outcomes = match(read_truth(Path(truth) if truth else _kept(dataset, task)), entries, least_iou=least_iou,
                     least_score=least_score, any_category=any_category)
    if len(outcomes.of_instances) < _LEAST_ROWS:
        raise InputError(f"{folder} has {len(outcomes.of_instances)} labelled instances in these predictions' truth; at least"
                         f" {_LEAST_ROWS} are needed to tell a weakness from chance.")
    factors = tuple(dict.fromkeys((*CORE, *reading.factors)))
    table = factor_table(_rows(dataset, outcomes.of_instances, progress), factors)
    found = effects(table, [outcome.error for outcome in outcomes.of_instances])
    examples = {effect.factor: _examples(effect, table.columns[effect.factor], outcomes.of_instances) for effect in found.found}
    return Diagnosis(Path(folder), outcomes, found, list(table.columns), examples)


def _kept(dataset: Dataset, task: str) -> Path:
    """Return the file of this task that runs keep in `annotations/`."""
    for exporter in formats_of(dataset.header.scene):
        kept = exporter.kept or ""
        if kept.startswith(f"{ANNOTATIONS}/") and ("keypoints" in kept) == (task == "keypoints"):
            return dataset.path / kept
    raise InputError(f"Frames of {dataset.header.scene} have no {task}; predictions of the other kind are expected.")


def _rows(dataset: Dataset, outcomes: Sequence[Outcome], progress: Progress) -> Iterator[tuple[Record, Instance]]:
    """Yield record and instance of each outcome, which lie frame by frame."""
    record: Any = None
    instances: dict[int, Any] = {}
    for number, outcome in enumerate(outcomes):
        if record is None or record["frame"] != outcome.frame:
            record = dataset.frame(outcome.frame).record
            instances = {instance["id"]: instance for instance in record["instances"]}
            progress("records", number, len(outcomes))
        if outcome.instance_id not in instances:
            raise InputError(f"Frame {outcome.frame} of {dataset.path} has no instance {outcome.instance_id}: the annotations"
                             " are of other frames. facings annotate writes them anew.")
        yield record, instances[outcome.instance_id]


def _examples(effect: Effect, column: Sequence[float | str | None], outcomes: Sequence[Outcome]) -> list[Outcome]:
    inside = [outcome for value, outcome in zip(column, outcomes, strict=True)
              if outcome.error > 0 and any(_holds(effect.levels[k], value) for k in effect.worst)]
    inside.sort(key=lambda outcome: (-outcome.error, outcome.frame, outcome.instance_id))
    first = {outcome.frame: outcome for outcome in reversed(inside)}
    apart = sorted(first.values(), key=lambda outcome: (-outcome.error, outcome.frame))
    return [*apart, *(outcome for outcome in inside if outcome not in apart)][:_EXAMPLES]


def _holds(one: LevelError, value: float | str | None) -> bool:
    if one.level.low is None or one.level.high is None:
        return one.level.label == value
    return isinstance(value, float) and one.level.low <= value <= one.level.high


def _named(factor: Factor) -> dict[str, Any]:
    return {"factor": factor.name, "record": factor.path, "unit": factor.unit, "recipe_key": factor.key}


def _level(one: LevelError) -> dict[str, Any]:
    return {"level": one.level.label, "low": one.level.low, "high": one.level.high, "instances": one.rows, "error": one.error,
            "interval": list(one.interval)}


def _percent(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.1%} ({interval[0]:.1%} to {interval[1]:.1%})"


def _number(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.4f} ({interval[0]:.4f} to {interval[1]:.4f})"
