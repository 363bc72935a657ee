"""A record's instances as a table, without what their other keys imply."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from facings.dataset.json_text import one_line
from facings.frames.tables import COMPUTED, SHORTEST, expanded, is_table, table
from facings.labels.camera import Pinhole
from facings.labels.derived import box_corners_px, truncated, visible_fraction

IMPLIED = ("id", "box_corners_px", "visible_fraction", "truncated")
"""Keys that follow from others and from the record's camera, by the functions that computed them in labelling."""


def instance_table(instances: Sequence[Mapping[str, Any]], camera: Mapping[str, Any]) -> Any:
    """Return a record's instances as they are written; few ones as they are."""
    if len(instances) < SHORTEST:
        return instances
    if any(isinstance(value, np.ndarray | np.generic) for row in instances for value in row.values()):
        instances = json.loads(one_line(instances))
    return table(instances, [key for key in IMPLIED if _follows(key, instances, camera)])


def instances_of(written: Any, camera: Mapping[str, Any]) -> Any:
    """Return what `instance_table` was given; raises ValueError for a damaged table."""
    if not is_table(written):
        return expanded(written)
    rows, columns = expanded(written), written["columns"]
    missing = [key for key, column in columns.items() if column == COMPUTED]
    try:
        implied = _implied(rows, camera, missing)
    except (KeyError, TypeError) as error:
        raise ValueError(f"its instances lack what others are computed from ({type(error).__name__}: {error})") from error
    if implied.keys() != set(missing):
        raise ValueError(f"its instances leave out {', '.join(sorted(set(missing) - implied.keys()))}, which nothing implies")
    partial = {key for key, column in columns.items() if isinstance(column, dict) and "within" in column}
    order = [key for key in columns if key not in partial]
    return [{key: implied[key][number] if key in implied else row[key] for key in order}
            | {key: row[key] for key in row if key in partial} for number, row in enumerate(rows)]


def _follows(key: str, instances: Sequence[Mapping[str, Any]], camera: Mapping[str, Any]) -> bool:
    """Whether all instances have the key with the value that the others imply."""
    try:
        implied = _implied(instances, camera, [key]).get(key)
    except (KeyError, TypeError, ValueError):  # a record that is not of its schema keeps what it says, for verify to find
        return False
    return implied is not None and all(key in row and row[key] == value
                                       for row, value in zip(instances, implied, strict=True))


def _implied(rows: Sequence[Mapping[str, Any]], camera: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, list[Any]]:
    """The values of those keys that the others imply; without those whose sources are not there."""
    result: dict[str, list[Any]] = {}
    if "id" in wanted:
        result["id"] = list(range(1, len(rows) + 1))
    if "box_corners_px" in wanted and all({"camera_from_object", "box_min_m", "box_max_m"} <= row.keys() for row in rows):
        poses, lows, highs = (np.array([row[key] for row in rows], float)
                              for key in ("camera_from_object", "box_min_m", "box_max_m"))
        result["box_corners_px"] = box_corners_px(poses, lows, highs, Pinhole.of_record(camera))
    if "visible_fraction" in wanted and all({"visible_px", "amodal_px"} <= row.keys() for row in rows):
        result["visible_fraction"] = [visible_fraction(row["visible_px"], row["amodal_px"]) for row in rows]
    if "truncated" in wanted and all("bbox_amodal_xywh_px" in row for row in rows):
        size = camera["width_px"], camera["height_px"]
        result["truncated"] = [truncated(row["bbox_amodal_xywh_px"], *size) for row in rows]
    return result
