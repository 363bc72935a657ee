"""COCO keypoints of faces, made from the frame records and instance maps alone.

The file is `annotations/face_keypoints.json`: one category `face` with the 68 landmarks of iBUG as keypoints. As COCO has
it, `keypoints` holds x, y, v of each; v is 2 where the point is seen, 1 where something hides it, 0 (and x = y = 0) where it
lies outside the picture; `num_keypoints` counts v > 0. An annotation's `bbox` is the person's visible face, its `area` that
box's, and the state of each point in full stands under `states`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from facings.dataset.layout import ANNOTATIONS
from facings.dataset.reader import Dataset, Frame
from facings.export.coco_lines import IDS_PER_FRAME, CocoLines, file_findings, write_coco_lines
from facings.frames.kind_reading import Finding
from facings.process.progress import Progress, silent
from facings.scenes.face.label.landmark_scheme import LINES, NAMES
from facings.scenes.face.label.states import OUTSIDE, VISIBLE
from facings.scenes.face.records import FaceRecord, PersonInstance


@dataclass(frozen=True)
class KeypointOptions:
    """Which points become keypoints."""

    variant: Literal["fixed", "contour"] = field(default="fixed", metadata={"flag": "points"})
    """'fixed': points of the skin; 'contour': jaw and brows on the outlines that annotators draw, the rest the same."""


class KeypointExporter:
    """The format `coco-keypoints`; see `facings.frames.kind_reading.Exporter`."""

    name = "coco-keypoints"
    summary = "COCO keypoints, the 68 landmarks of iBUG"
    options = KeypointOptions
    kept = f"{ANNOTATIONS}/face_keypoints.json"

    def defaults(self, recipe: Mapping[str, Any]) -> KeypointOptions:
        """Return the points of the skin, whatever the recipe."""
        return KeypointOptions()

    def write(self, folder: Path, out: Path | None, options: KeypointOptions, progress: Progress = silent) -> str:
        """Write the file, by default `annotations/face_keypoints.json`, or `face_keypoints_contour.json` of the outlines."""
        dataset = Dataset(folder)
        fixed = options.variant == "fixed"
        target = out or folder / (self.kept if fixed else f"{ANNOTATIONS}/face_keypoints_{options.variant}.json")
        text = KeypointText(dataset, options)
        write_coco_lines(target, text)
        return f"{target}: {text.annotation_count} faces in {len(dataset)} images"

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield at most one finding for each `annotations/face_keypoints*.json`."""
        dataset = Dataset(folder)
        yield from file_findings(folder, "face_keypoints*.json", KeypointOptions,
                                 lambda options, plain: KeypointText(dataset, options))


def keypoint_category() -> dict[str, Any]:
    """Return the category with the points' names and the skeleton, which counts from 1 as COCO does."""
    return {"id": 1, "name": "face", "supercategory": "person", "keypoints": list(NAMES),
            "skeleton": [[a + 1, b + 1] for a, b in LINES]}


class KeypointText(CocoLines):
    """The lines of `annotations/face_keypoints.json`."""

    def __init__(self, dataset: Dataset, options: KeypointOptions) -> None:
        super().__init__(dataset, options, [keypoint_category()], lambda frame: keypoint_annotations(frame, options))


def keypoint_annotations(frame: Frame, options: KeypointOptions) -> Iterator[dict[str, Any]]:
    """Yield the annotation of each face of which any part is seen, by instance id."""
    for instance in cast(FaceRecord, frame.record)["instances"]:
        box = instance["boxes"]["face"]["visible_xywh_px"]
        if box is None:
            continue
        points, states = landmarks_of(instance, options)
        keypoints = [value for point, state in zip(points, states, strict=True) for value in keypoint(point, state)]
        yield {
            "id": frame.number * IDS_PER_FRAME + instance["id"], "image_id": frame.number, "category_id": 1,
            "bbox": box, "area": box[2] * box[3], "iscrowd": 0, "keypoints": keypoints,
            "num_keypoints": sum(v > 0 for v in keypoints[2::3]), "states": states, "instance_id": instance["id"],
        }


def landmarks_of(instance: PersonInstance, options: KeypointOptions) -> tuple[list, list]:
    """Return the 68 points in pixels (None behind the camera) and their states."""
    points, states = (list(instance["landmarks"][key]) for key in ("points_px", "states"))
    if options.variant == "contour":
        for values, key in ((points, "points_px"), (states, "states")):
            outline = instance["contour_landmarks"][key]
            values[:len(outline)] = outline
    return points, states


def keypoint(point: list[float] | None, state: str) -> tuple[float, float, int]:
    """Return x, y, v as COCO has a keypoint."""
    if state == OUTSIDE or point is None:
        return 0, 0, 0
    return point[0], point[1], 2 if state == VISIBLE else 1
