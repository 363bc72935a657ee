"""A model's predictions in COCO's results format, and how far each labelled instance was met.

Truth is a COCO file of Facings': `annotations/instances.json` for boxes, a keypoint file for points. An annotation's id gives
frame and instance, so that the factors of its record can be looked up.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pycocotools.mask import iou

from facings.errors import InputError
from facings.export.coco_lines import IDS_PER_FRAME

Task = Literal["boxes", "keypoints"]


@dataclass(frozen=True)
class Outcome:
    """What became of one labelled instance."""

    frame: int
    instance_id: int
    error: float
    """Boxes: 1 where it was missed, else 0. Keypoints: the mean distance of its labelled points from the predicted ones by
    the square root of its box's area; `missed` where nothing was predicted."""
    box_xywh_px: tuple[float, float, float, float]


@dataclass(frozen=True)
class Outcomes:
    """How a model did on a dataset."""

    task: Task
    of_instances: Sequence[Outcome]
    missed: float
    """The error of an instance for which there is no prediction."""
    false_alarms: Mapping[int, int]
    """Frame -> predictions that met no instance; boxes only."""


def read_predictions(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a COCO results file; raises InputError where it is none."""
    try:
        entries = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error}); COCO's results format is expected.") from None
    if isinstance(entries, dict) and "annotations" in entries:
        raise InputError(f"{path} is a file of COCO annotations; a model's results are expected: a list of"
                         " {image_id, category_id, bbox or keypoints, score}.")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{path} holds no predictions; a list of {{image_id, category_id, bbox or keypoints, score}} is"
                         " expected.")
    for number, entry in enumerate(entries):
        _check(entry, f"{path}, entry {number}")
    kinds = {"keypoints" in entry for entry in entries}
    if len(kinds) > 1:
        raise InputError(f"{path} mixes boxes and keypoints; give one of them.")
    return entries


def _check(entry: Any, where: str) -> None:
    if not isinstance(entry, dict):
        raise InputError(f"{where} is no object; {{image_id, category_id, bbox or keypoints, score}} is expected.")
    if isinstance(entry.get("image_id"), bool) or not isinstance(entry.get("image_id"), int):
        raise InputError(f"{where} has image_id {entry.get('image_id')!r}; a whole number is expected: the frame's.")
    name = "keypoints" if "keypoints" in entry else "bbox"
    values = entry.get(name)
    right = isinstance(values, list) and all(isinstance(v, int | float) and np.isfinite(v) for v in values) and (
        len(values) % 3 == 0 if name == "keypoints" else len(values) == 4 and min(values[2:]) >= 0)
    if not right:
        expected = "[x, y, v, x, y, v, ...]" if name == "keypoints" else "[x, y, width, height] in pixels"
        raise InputError(f"{where} has {name} {str(values)[:60]}; {expected} is expected.")
    score = entry.get("score", 1.0)
    if isinstance(score, bool) or not isinstance(score, int | float) or not np.isfinite(score):
        raise InputError(f"{where} has score {score!r}; a number is expected.")


def read_truth(path: Path) -> list[dict[str, Any]]:
    """Return the annotations of a COCO file that Facings wrote; raises InputError where it is none."""
    try:
        told = json.loads(path.read_text("utf-8"))
        annotations = told["annotations"]
        if all("instance_id" in entry and entry["id"] == entry["image_id"] * IDS_PER_FRAME + entry["instance_id"]
               for entry in annotations):
            return annotations
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). facings annotate writes the set's annotations.") from None
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f"{path} is no COCO file that Facings wrote, whose annotations name frame and instance.")


def match(truth: Sequence[Mapping[str, Any]], predictions: Sequence[Mapping[str, Any]], *, least_iou: float = 0.5,
          least_score: float = 0.5, any_category: bool = False) -> Outcomes:
    """Return how each annotation of `truth` was met by predictions of at least `least_score`.

    Boxes: as COCO has it, the best score first takes the annotation of its picture and category with the largest IoU that is
    still free, if that is `least_iou` or more. Keypoints: each annotation takes the free prediction that lies nearest.
    Raises InputError where predictions and truth have no picture, category or number of points in common.
    """
    task: Task = "keypoints" if "keypoints" in predictions[0] else "boxes"
    _in_common(truth, predictions, any_category or task == "keypoints")
    by_image: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in predictions:
        if entry.get("score", 1.0) >= least_score:
            by_image[entry["image_id"]].append(entry)
    true_by_image: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for annotation in truth:
        true_by_image[annotation["image_id"]].append(annotation)
    errors: dict[int, float] = {}
    false_alarms: dict[int, int] = {}
    for image_id, annotations in true_by_image.items():
        found = sorted(by_image.get(image_id, ()), key=lambda entry: -entry.get("score", 1.0))
        if task == "boxes":
            met = _met(annotations, found, least_iou, any_category)
            errors |= {annotation["id"]: float(annotation["id"] not in met) for annotation in annotations}
            false_alarms[image_id] = len(found) - len(met)
        else:
            errors |= _point_errors(annotations, found)
    missed = 1.0
    if task == "keypoints":
        known = [error for error in errors.values() if np.isfinite(error)]
        missed = max([1.0, *known])
    outcomes = [Outcome(a["image_id"], a["instance_id"], errors[a["id"]] if np.isfinite(errors[a["id"]]) else missed,
                        tuple(a["bbox"])) for annotations in true_by_image.values() for a in annotations if a["id"] in errors]
    return Outcomes(task, outcomes, missed, false_alarms)


def _in_common(truth: Sequence[Mapping[str, Any]], predictions: Sequence[Mapping[str, Any]], any_category: bool) -> None:
    pictures = {annotation["image_id"] for annotation in truth}
    if not pictures & {entry["image_id"] for entry in predictions}:
        raise InputError("No prediction is of a picture of this set: image_id is the frame's number, as in annotations/.")
    if not any_category and not {a["category_id"] for a in truth} & {entry.get("category_id") for entry in predictions}:
        raise InputError("No prediction has a category of this set. Give --any-category where the model knows other ones or"
                         " one only, or --truth with the file that it knows, such as annotations/instances_single.json.")
    if "keypoints" in predictions[0]:
        counts = {len(a.get("keypoints", ())) // 3 for a in truth}, {len(entry["keypoints"]) // 3 for entry in predictions}
        if counts[0] != counts[1] or len(counts[0]) > 1:
            raise InputError(f"Predictions have {_told(counts[1])} keypoints, this set's annotations {_told(counts[0])}.")


def _told(counts: set[int]) -> str:
    return " or ".join(map(str, sorted(counts)))


def _met(annotations: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]], least_iou: float,
         any_category: bool) -> set[int]:
    """Return the ids of the annotations that the predictions, the best first, meet."""
    if not found:
        return set()
    overlaps = np.asarray(iou(np.array([f["bbox"] for f in found], float), np.array([a["bbox"] for a in annotations], float),
                              [0] * len(annotations)))
    met: set[int] = set()
    for row, prediction in zip(overlaps, found, strict=True):
        fits = [column for column, annotation in enumerate(annotations) if annotation["id"] not in met
                and (any_category or annotation["category_id"] == prediction.get("category_id"))]
        best = max(fits, key=lambda column: row[column], default=None)
        if best is not None and row[best] >= least_iou:
            met.add(annotations[best]["id"])
    return met


def _point_errors(annotations: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    """Return annotation id -> error, infinite where no prediction is left; those without a labelled point left out."""
    points = [np.array(entry["keypoints"], float).reshape(-1, 3)[:, :2] for entry in found]
    errors: dict[int, float] = {}
    distances = {}
    for row, annotation in enumerate(annotations):
        labelled = np.array(annotation["keypoints"], float).reshape(-1, 3)
        seen = labelled[:, 2] > 0
        if not seen.any():
            continue
        errors[annotation["id"]] = np.inf
        size = float(np.sqrt(annotation["bbox"][2] * annotation["bbox"][3]))
        for column, predicted in enumerate(points):
            distance = np.linalg.norm(predicted[seen] - labelled[seen, :2], axis=1).mean() / size
            distances[row, column] = float(distance)
    taken: set[int] = set()
    for (row, column), distance in sorted(distances.items(), key=lambda pair: pair[1]):
        annotation_id = annotations[row]["id"]
        if np.isinf(errors[annotation_id]) and column not in taken:
            errors[annotation_id] = distance
            taken.add(column)
    return errors
