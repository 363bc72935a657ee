"""Shelves of rendered sets with the boxes of their tags, rows and gaps, and the batches that the detector is trained with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import facings
from proof.detector import CLASSES, STRIDE
from proof.face_data import network_input, toned
from proof.plan import BEFORE_SENSOR

CROP = 320
"""Pixels of the squares that the detector is trained with."""
_LONGEST_PX = (300, 760)
"""Of a picture that a square is taken from: from all of a bay to a few tags."""
_LEAST_VISIBLE, _LEAST_PX = 0.5, 5
"""A tag that shows less, or is smaller in the square, is neither asked for nor held against the detector."""
_SPREAD = 0.54 / 6
"""Of the heat around a middle, in sides of the box."""


@dataclass(frozen=True)
class Shelf:
    """A labelled picture."""

    picture: np.ndarray
    """(H, W, 3) uint8 sRGB."""
    boxes: dict[str, np.ndarray]
    """By class (N, 5): x, y, width, height in pixels, and 1 where it counts, 0 where it is too much hidden."""


def read_shelves(folder: Path, frames: int, pictures: str) -> list[Shelf]:
    """Return a set's first frames."""
    shelves = []
    for frame in facings.open(folder)[:frames]:
        image = frame.before_sensor() if pictures == BEFORE_SENSOR else frame.image()
        shelves.append(Shelf(image, shelf_boxes(frame.record, frame.width_px, frame.height_px)))
    return shelves


def shelf_boxes(record: Any, width: int, height: int) -> dict[str, np.ndarray]:
    """Return the boxes of a shelf's record, as `Shelf` holds them."""
    tags = [(*instance["bbox_visible_xywh_px"], instance["visible_fraction"] >= _LEAST_VISIBLE)
            for instance in record["instances"] if instance["kind"] == "price_tag" and instance["bbox_visible_xywh_px"]]
    rows = [(*_around(row["polygon_px"], width, height), True) for row in record["shelf_rows"]]
    gaps = [(*_around(gap["polygon_px"], width, height), gap["visible_px"] > 0) for gap in record["gaps"]
            if gap["polygon_px"]]
    return {name: np.array(boxes, float).reshape(-1, 5) for name, boxes in zip(CLASSES, (tags, rows, gaps), strict=True)}


def _around(polygon: list[list[float]], width: int, height: int) -> tuple[float, float, float, float]:
    points = np.clip(np.array(polygon, float), 0, (width, height))
    (x, y), (right, bottom) = points.min(0), points.max(0)
    return x, y, right - x, bottom - y


def shelf_batches(shelves: list[Shelf], size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield pictures (size, 3, 320, 320) float32 and what `detector_loss` is given, from batch `start` on, for ever.

    A batch depends on `seed` and its number alone.
    """
    number = start
    while True:
        rng = np.random.default_rng([seed, number])
        squares, heats, edges, weights, ignored = zip(*(_square(shelves[rng.integers(len(shelves))], rng) for _ in range(size)),
                                                      strict=True)
        yield network_input(list(squares)), np.stack(heats), np.stack(edges), np.stack(weights), np.stack(ignored)
        number += 1


def _square(shelf: Shelf, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return a square of the picture at some size, and its targets."""
    scale = np.exp(rng.uniform(*np.log(_LONGEST_PX))) / max(shelf.picture.shape[:2])
    picture = resized(shelf.picture, scale)
    room = np.array(picture.shape[1::-1]) - CROP
    corner = np.round(np.where(room > 0, rng.random(2) * room, room * rng.random(2))).astype(int)
    square = np.full((CROP, CROP, 3), 127, np.uint8)
    x, y = np.maximum(corner, 0)
    part = picture[y:y + CROP + min(corner[1], 0), x:x + CROP + min(corner[0], 0)]
    left, top = np.maximum(-corner, 0)
    square[top:top + part.shape[0], left:left + part.shape[1]] = part
    boxes = {name: np.column_stack([moved_boxes(of_class[:, :4], scale, corner), of_class[:, 4]])
             for name, of_class in shelf.boxes.items()}
    if rng.random() < 0.5:
        square = square[:, ::-1]
        for of_class in boxes.values():
            of_class[:, 0] = CROP - of_class[:, 0] - of_class[:, 2]
    return toned(square, rng), *targets(boxes, CROP // STRIDE)


def resized(picture: np.ndarray, scale: float) -> np.ndarray:
    """Return the picture `scale` times as large; smaller ones do not alias."""
    size = tuple(max(1, round(scale * side)) for side in picture.shape[1::-1])
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def moved_boxes(boxes: np.ndarray, scale: float, corner: np.ndarray) -> np.ndarray:
    """Return (N, 4) boxes after scaling, seen from a corner."""
    return boxes * scale - np.array([*corner, 0, 0])


def targets(boxes: dict[str, np.ndarray], cells: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return heat (3, n, n), edges (3, 4, n, n), weights (3, n, n), float32, and what is ignored (3, n, n), bool."""
    heat, edges = np.zeros((len(CLASSES), cells, cells), np.float32), np.zeros((len(CLASSES), 4, cells, cells), np.float32)
    weights, ignored = np.zeros_like(heat), np.zeros_like(heat, bool)
    middles = np.arange(cells) + 0.5
    for k, name in enumerate(CLASSES):
        # Large boxes first, so that small ones within them keep their middles.
        for x, y, width, height, counts in sorted(boxes[name].tolist(), key=lambda box: -box[2] * box[3]):
            whole = width * height
            left, top, right, bottom = (value / STRIDE for value in (x, y, x + width, y + height))
            left, top, right, bottom = max(left, 0), max(top, 0), min(right, cells), min(bottom, cells)
            wide, high = right - left, bottom - top
            if wide <= 0 or high <= 0:
                continue
            shown = wide * high * STRIDE**2 / whole
            if not counts or min(wide, high) * STRIDE < _LEAST_PX or shown < (0.15 if name == "row" else 0.5):
                ignored[k, int(top):int(np.ceil(bottom)), int(left):int(np.ceil(right))] = True
                continue
            column, row = min(int((left + right) / 2), cells - 1), min(int((top + bottom) / 2), cells - 1)
            bell = np.outer(np.exp(-0.5 * ((middles - middles[row]) / max(_SPREAD * high, 0.3)) ** 2),
                            np.exp(-0.5 * ((middles - middles[column]) / max(_SPREAD * wide, 0.3)) ** 2)).astype(np.float32)
            bell[bell < 0.05] = 0
            heat[k] = np.maximum(heat[k], bell)
            inside = (bell > 0) & ((middles > left) & (middles < right))[None] & ((middles > top) & (middles < bottom))[:, None]
            inside[row, column] = True
            distances = np.stack(np.broadcast_arrays(middles[None] - left, middles[:, None] - top, right - middles[None],
                                                     bottom - middles[:, None]))
            edges[k][:, inside] = np.maximum(distances[:, inside], 0.05)
            weights[k][inside] = bell[inside] / bell[inside].sum() * np.log1p(wide * high)
    return heat, edges, weights, ignored & (heat == 0)
