"""Pictures of flat shelves by a few lines of OpenCV, whose properties are known because they were asked for."""

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from synthetic_frames import frame, header

from facings.dataset.images import encode_png
from facings.dataset.store import DatasetWriter

WIDTH, HEIGHT = 192, 256


@dataclass(frozen=True)
class Look:
    """What a picture is like; the defaults are what sets are made with."""

    exposure_ev: float = 0.0
    noise: float = 2.0
    """Standard deviation, in 8-bit levels."""
    roll_deg: float = 0.0
    """Clockwise."""
    distance_m: float = 1.6
    boards: int = 5
    stacked_rate: float = 0.1
    blur_px: float = 0.5
    jpeg_quality: int = 95


def picture(number: int, look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Return (H, W, 3) uint8 and (N, 4) boxes; the same number is the same shelf, whatever the look."""
    rng = np.random.default_rng([9, number])
    scale = 4.0 / look.distance_m * float(rng.uniform(0.9, 1.1))
    side = 3
    canvas = np.full((HEIGHT * side, WIDTH * side, 3), 150.0, np.float32)
    middle = np.array([WIDTH, HEIGHT]) * side / 2
    boxes = []
    total = 80.0 * scale / 2.5 * side
    pitch = total * 2.4 / look.boards
    for board in range(look.boards):
        items = np.random.default_rng([10, number, board])
        bottom = middle[1] + total * 1.2 - board * pitch
        cv2.rectangle(canvas, (0, round(bottom)), (canvas.shape[1], round(bottom + 4 * scale)), (90, 88, 84), -1)
        x = middle[0] - total * 0.8
        while x < middle[0] + total * 0.8:
            width, height = items.uniform(9, 17) * scale * 1.2, items.uniform(0.3, 0.42) * total * 2.4 / 5
            colour, print_colour = items.uniform(20, 240, (2, 3))
            levels = 2 if items.random() < look.stacked_rate else 1
            for level in range(levels):
                top = bottom - height * (level + 1)
                cv2.rectangle(canvas, (round(x), round(top)), (round(x + width), round(bottom - height * level)),
                              colour.tolist(), -1)
                cv2.rectangle(canvas, (round(x + width * 0.2), round(top + height * 0.3)),
                              (round(x + width * 0.8), round(top + height * 0.6)), print_colour.tolist(), -1)
                boxes.append((x, top, width, height))
            x += width * 1.08
    turn = cv2.getRotationMatrix2D(tuple(middle.tolist()), -look.roll_deg - float(rng.normal(0, 0.5)), 1 / side)
    turn[:, 2] += np.array([WIDTH, HEIGHT]) / 2 - middle
    seen = cv2.warpAffine(canvas, turn, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderValue=(150, 150, 150))
    seen = cv2.GaussianBlur(seen, (0, 0), max(look.blur_px, 0.2))
    seen = seen * 2 ** (look.exposure_ev * 0.45 + float(rng.normal(0, 0.12)))
    seen = np.clip(seen + rng.normal(0, look.noise, seen.shape), 0, 255).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(seen).save(data, "JPEG", quality=look.jpeg_quality)
    return np.asarray(Image.open(data)), _boxes(np.array(boxes), turn)


def _boxes(boxes: np.ndarray, turn: np.ndarray) -> np.ndarray:
    corners = np.stack([boxes[:, :2] + boxes[:, 2:] * shift for shift in ((0, 0), (0, 1), (1, 0), (1, 1))], axis=1)
    corners = corners @ turn[:, :2].T + turn[:, 2]
    low, high = corners.min(axis=1).clip(0), np.minimum(corners.max(axis=1), [WIDTH, HEIGHT])
    return np.hstack([low, high - low])[((high - low) > 1).all(axis=1)]


def write_set(folder: Path, numbers: range, look: Look, recipe: dict) -> Path:
    """Write a dataset of these pictures and boxes."""
    files, record = frame(0)
    writer = DatasetWriter(folder, header(recipe=recipe))
    for place, number in enumerate(numbers):
        image, boxes = picture(number, look)
        instances = [record["instances"][0] | {"id": k, "category": "tea-green", "supercategory": "drinks", "visible_px": 50,
                     "visible_fraction": 1.0, "bbox_visible_xywh_px": box.round().astype(int).tolist()}
                     for k, box in enumerate(boxes, 1)]
        name = f"{place:06d}"
        camera = record["camera"] | {"width_px": WIDTH, "height_px": HEIGHT}
        told = record | {"frame": place, "instances": instances, "camera": camera}
        writer.write_frame(place, {f"images/{name}.png": encode_png(image)}, told)
    return folder
