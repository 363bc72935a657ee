"""What a report shows of shelves: their cameras, stock, rows and gaps, tags and light, beside what the recipe asked for."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from facings.frames.kind_reading import Record
from facings.frames.measures import Measure, key
from facings.scenes.shelf.figures import AS_PLANNED, MISPLACED, MISSING, facings_of
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

LIMITS = (
    "Shops, brands and products are made up, and so are bar codes (of the numbers that shops use inside): nothing here is to be"
    " found in a real shop.",
    "Plans are neat: other trades, damaged fixtures and shoppers are not in them.",
)


def view_directions(record: Record) -> list[tuple[float, float]]:
    """Return from where the camera sees each product that is seen: azimuth and elevation in degrees, (0, 0) before its front.

    A product's front faces its own -Y, its Z is up; azimuth grows to the right of who looks at the front.
    """
    found = []
    for item in _products(record):
        if item["visible_px"]:
            pose = np.array(item["camera_from_object"])
            x, y, z = -pose[:3, :3].T @ pose[:3, 3]
            found.append((math.degrees(math.atan2(x, -y)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return found


def _products(record: Record) -> list[Any]:
    return [instance for instance in record["instances"] if instance["kind"] != PRICE_TAG_CATEGORY["name"]]


def _tags(record: Record) -> list[Any]:
    return [i for i in record["instances"] if i["kind"] == PRICE_TAG_CATEGORY["name"] and i["visible_px"]]


def _axes(record: Record) -> np.ndarray:
    """(3, 3): the camera's right, down and forward in the world, as columns."""
    return np.array(record["camera"]["world_from_camera"])[:3, :3]


def _yaw_deg(record: Record) -> list[float]:
    x, y, _ = _axes(record)[:, 2]
    return [math.degrees(math.atan2(x, y))]


def _roll_deg(record: Record) -> list[float]:
    right, _, forward = _axes(record).T
    level = math.hypot(forward[0], forward[1])
    return [math.degrees(math.asin(max(-1.0, min(1.0, -right[2] / level))))] if level > 1e-6 else []


def _of_spec(*path: str) -> Callable[[Record], Iterable[float]]:
    def values(record: Record) -> list[float]:
        value: Any = record["spec"]
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return [] if value is None else [float(value)]

    return values


def _share(state: str) -> Callable[[Record], Iterable[float]]:
    def values(record: Record) -> list[float]:
        seen = [facing for facing in facings_of(record) if facing.visible_px]
        return [100 * sum(facing.state == state for facing in seen) / len(seen)] if seen else []

    return values


def _row_heights(record: Record) -> list[float]:
    heights = [np.ptp(np.array(row["polygon_px"])[:, 1]) for row in record["shelf_rows"] if row["polygon_px"]]
    return [100 * float(height) / record["camera"]["height_px"] for height in heights]


MEASURES = (
    Measure("Turn of the camera along the row", _yaw_deg, "°", key("camera.yaw_deg"), "Camera", extreme=True),
    Measure("Roll of the camera", _roll_deg, "°", key("camera.roll_deg"), "Camera"),
    Measure("Height of the camera above the floor", lambda record: [record["camera"]["world_from_camera"][2][3]], "m",
            key("camera.height_m"), "Camera"),
    Measure("Exposure", _of_spec("camera", "exposure_ev"), "EV, before the template's own", None, "Light"),
    Measure("White balance", _of_spec("camera", "white_balance_k"), "K", key("camera.white_balance_k"), "Light"),
    Measure("Strength of the light all around", _of_spec("world", "strength"), "", None, "Light"),
    Measure("Rows that are seen", lambda record: [len(record["shelf_rows"])], "in a frame"),
    Measure("Height of a row", _row_heights, "% of the picture's"),
    Measure("Gaps that are seen", lambda record: [sum(gap["visible_px"] > 0 for gap in record["gaps"])], "in a frame"),
    Measure("Facings that are empty", _share(MISSING), "% of those seen", extreme=True),
    Measure("Facings before which another product stands", _share(MISPLACED), "% of those seen"),
    Measure("Facings as planned", _share(AS_PLANNED), "% of those seen"),
    Measure("Price tags that are seen", lambda record: [len(_tags(record))], "in a frame"),
    Measure("Prices on tags", lambda record: [float(tag["price"]) for tag in _tags(record) if _is_number(tag["price"])], ""),
    Measure("State of products", lambda record: [
        state for item in _products(record) if item["visible_px"]
        for state in ([flag for flag in ("misplaced", "lying", "turned") if item[flag]] or ["as planned"])]),
)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
