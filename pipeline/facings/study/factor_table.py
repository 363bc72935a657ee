"""What each instance of a dataset was like: one row an instance, one column a factor."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facings.frames.kind_reading import Factor, Instance, Record

_INSTANCES = "instances.*."

SIZE = Factor("size", "instances.*.bbox_amodal_xywh_px", "px")
"""The square root of the amodal box's area."""
SHARE_SEEN = Factor("share seen", "instances.*.visible_fraction")
OFF_CENTRE = Factor("distance from the middle", "instances.*.bbox_visible_xywh_px")
"""Of the visible box's middle, in half picture diagonals: 0 to 1."""
DISTANCE = Factor("distance to the camera", "instances.*.camera_from_object", "m")
"""Along the camera's Z."""
NEIGHBOURS = Factor("boxes nearby", "instances.*.bbox_visible_xywh_px", "")
"""How many other visible boxes touch a box twice as large around the same middle."""

CORE = (
    SIZE, SHARE_SEEN, OFF_CENTRE, DISTANCE, NEIGHBOURS,
    Factor("cut by the picture's edge", "instances.*.truncated"),
    Factor("exposure", "spec.camera.exposure_ev", "EV", key="camera.exposure_ev"),
    Factor("white balance", "spec.camera.white_balance_k", "K", key="camera.white_balance_k"),
    Factor("focal length", "spec.camera.focal_length_m", "m"),
    Factor("world's light", "spec.world.hdri", key="world.hdri"),
    Factor("strength of the world's light", "spec.world.strength", key="world.strength"),
)
"""What records of every kind hold, where they hold it."""


@dataclass(frozen=True)
class FactorTable:
    """Factors of instances that a task was tried on."""

    frames: Sequence[int]
    """Number of the frame of each row."""
    columns: Mapping[Factor, Sequence[float | str | None]]
    """Values by row: numbers, or words where a factor has categories; None where a record does not say."""


def factor_table(rows: Iterable[tuple[Record, Instance]], factors: Sequence[Factor]) -> FactorTable:
    """Return the factors of instances, each given with the record of its frame; factors that no row has are left out."""
    frames: list[int] = []
    columns: dict[Factor, list[float | str | None]] = {factor: [] for factor in factors}
    for record, instance in rows:
        frames.append(record["frame"])
        for factor, column in columns.items():
            column.append(_value(factor, record, instance))
    return FactorTable(frames, {f: values for f, values in columns.items() if any(value is not None for value in values)})


def _value(factor: Factor, record: Record, instance: Instance) -> float | str | None:
    derived = _DERIVED.get(factor)
    if derived is not None:
        return derived(record, instance)
    inner = factor.path.removeprefix(_INSTANCES)
    value: Any = instance if inner != factor.path else record
    for step in inner.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return _plain(value, factor)


def _plain(value: Any, factor: Factor) -> float | str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return abs(float(value)) if factor.magnitude else float(value)
    return value if value is None or isinstance(value, str) else str(value)


def _size(record: Record, instance: Instance) -> float | None:
    box = instance["bbox_amodal_xywh_px"]
    return math.sqrt(box[2] * box[3]) if box else None


def _off_centre(record: Record, instance: Instance) -> float | None:
    box, camera = instance["bbox_visible_xywh_px"], record["camera"]
    if not box:
        return None
    width, height = camera["width_px"], camera["height_px"]
    return math.hypot(box[0] + box[2] / 2 - width / 2, box[1] + box[3] / 2 - height / 2) / math.hypot(width / 2, height / 2)


def _distance(record: Record, instance: Instance) -> float | None:
    pose = instance.get("camera_from_object")
    return float(pose[2][3]) if pose else None


def _neighbours(record: Record, instance: Instance) -> float | None:
    box = instance["bbox_visible_xywh_px"]
    if not box:
        return None
    x, y, width, height = box
    left, right, top, bottom = x - width / 2, x + 1.5 * width, y - height / 2, y + 1.5 * height
    others = (other["bbox_visible_xywh_px"] for other in record["instances"] if other["id"] != instance["id"])
    return float(sum(o[0] < right and o[0] + o[2] > left and o[1] < bottom and o[1] + o[3] > top for o in others if o))


_DERIVED: Mapping[Factor, Callable[[Record, Instance], float | None]] = {
    SIZE: _size, OFF_CENTRE: _off_centre, DISTANCE: _distance, NEIGHBOURS: _neighbours}
