"""What the proof renders and trains: every set, model and size in one place, in full and in the size of a smoke test.

The sets come from recipes that ship; what is changed in them stands here and on the page. Nothing here, nor in the recipes, was
chosen by looking at a model's result on real photographs: the ranges of the recipes come from the sources that they name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Task = Literal["landmarks", "boxes"]

IMAGES, BEFORE_SENSOR = "images", "before_sensor"
"""The pictures of a set that a model is trained on: as the sensor gives them, or the same renders without it."""


@dataclass(frozen=True)
class SetPlan:
    """A set to render. A smaller one is the first frames of it."""

    name: str
    recipe: str
    frames: int
    seed: int
    changes: Mapping[str, Any]
    own_template: bool = False
    """Rendered in a studio that is not the recipe's, see `sets.other_studio`."""


@dataclass(frozen=True)
class ModelPlan:
    """A model to train, once for each seed."""

    name: str
    task: Task
    sets: Sequence[tuple[str, int]]
    """Names of sets, and how many of their first frames."""
    steps: int
    """Batches."""
    pictures: str = IMAGES
    only_head: str | None = None
    """Frames of this head model alone."""


@dataclass(frozen=True)
class Plan:
    """All of it."""

    sets: Sequence[SetPlan]
    models: Sequence[ModelPlan]
    seeds: Sequence[int]
    tests: Mapping[Task, str]
    """The rendered set that models of a task are tried on; none is trained on it."""


SENSOR = {"preset": {"choice": {"phone_main": 3, "phone_old": 2, "webcam": 2, "webcam_night": 1, "shelf_camera": 1}}}
FACE = {"picture.resolution": [192, 192], "picture.samples": 8, "picture.before_sensor": True, "sensor": SENSOR}
FRONTAL = FACE | {
    "head_pose.yaw_deg": {"normal": {"mean": 0, "std": 11, "min": -40, "max": 40}},
    "head_pose.pitch_deg": {"normal": {"mean": 0, "std": 8, "min": -25, "max": 25}},
    "head_pose.roll_deg": {"normal": {"mean": 0, "std": 6, "min": -20, "max": 20}},
}
"""As people before a camera hold their heads: the spread is `face_webcam`'s (MPIIGaze)."""
SHELF = {"picture.resolution": [480, 640], "picture.samples": 6, "picture.before_sensor": True, "picture.passes": [],
         "picture.light_tree": False}


def planned(smoke: bool, share: float = 1.0) -> Plan:
    """Return what is rendered and trained: `share` of the full size, which is some six hours of two cores, or `smoke`, the same
    steps in minutes, which prove that they run and nothing else."""
    faces, shelves, test, steps, box_steps = (8, 4, 4, 4, 4) if smoke else (
        max(4, round(share * full)) for full in (700, 120, 150, 2400, 1200))
    sizes = [faces // 2] if smoke else [faces // 4, faces // 2]
    small = {"picture.resolution": [96, 96], "picture.samples": 1} if smoke else {}
    face, frontal, phone = FACE | small, FRONTAL | small, SHELF | small
    shelf = phone | {"sensor": SENSOR}
    sets = [
        SetPlan("faces", "face", faces, 1, face),
        SetPlan("faces_frontal", "face", faces, 2, frontal),
        SetPlan("faces_test", "face", test, 900, face, own_template=True),
        SetPlan("shelves", "shelf", shelves, 3, shelf),
        SetPlan("shelves_phone", "shelf_phone", shelves, 4, phone),
        SetPlan("shelves_test", "shelf_phone", max(1, test // 5), 901, phone),
    ]
    models = [
        ModelPlan("any_pose", "landmarks", [("faces", faces)], steps),
        ModelPlan("frontal", "landmarks", [("faces_frontal", faces)], steps),
        *(ModelPlan(f"any_pose_{size}", "landmarks", [("faces", size)], steps) for size in sizes),
        ModelPlan("no_sensor", "landmarks", [("faces", faces)], steps, BEFORE_SENSOR),
        ModelPlan("one_head", "landmarks", [("faces", faces)], steps, only_head="makehuman"),
    ]
    half, quarter = shelves // 2, shelves // 4
    boxes = [
        ModelPlan("shelf_and_phone", "boxes", [("shelves", half), ("shelves_phone", half)], box_steps),
        ModelPlan("phone", "boxes", [("shelves_phone", shelves)], box_steps),
        ModelPlan("shelf", "boxes", [("shelves", shelves)], box_steps),
        ModelPlan("shelf_and_phone_half", "boxes", [("shelves", quarter), ("shelves_phone", quarter)], box_steps),
        ModelPlan("boxes_no_sensor", "boxes", [("shelves", half), ("shelves_phone", half)], box_steps, BEFORE_SENSOR),
    ]
    return Plan(sets, [*models, *boxes], [0] if smoke else [0, 1, 2], {"landmarks": "faces_test", "boxes": "shelves_test"})
