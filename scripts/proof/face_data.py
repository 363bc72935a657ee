"""Faces of rendered sets as arrays, and the batches that the landmark model is trained with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import facings
from proof.face_crops import MARGIN, Square, box_around, crop, moved, square_around
from proof.landmark_net import SIZE
from proof.plan import BEFORE_SENSOR
from proof.points import FIXED, MIRROR, of_person


@dataclass(frozen=True)
class Face:
    """A labelled face."""

    picture: np.ndarray
    """(H, W, 3) uint8 sRGB."""
    points: np.ndarray
    """(95, 2) float64 pixels of the picture, see `points`."""
    yaw_deg: float
    head_model: str


def read_faces(folder: Path, frames: int, pictures: str, only_head: str | None = None) -> list[Face]:
    """Return the faces of a set's first frames, of one head model alone where it is named."""
    faces = []
    for frame in facings.open(folder)[:frames]:
        person: Any = frame.instances[0]
        if only_head in (None, person["head_model"]):
            image = frame.before_sensor() if pictures == BEFORE_SENSOR else frame.image()
            faces.append(Face(image, of_person(person), person["head_pose"]["yaw_deg"], person["head_model"]))
    return faces


def face_batches(faces: list[Face], size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield pictures (size, 3, 96, 96) float32 and points (size, 95, 2) float32 in their sides, from batch `start` on.

    A batch depends on `seed` and its number alone. Squares are placed as carelessly as detectors and annotators place boxes;
    light, contrast and colour vary, and parts are covered. Sharpness, noise and compression are left as the set has them.
    """
    number = start
    while True:
        rng = np.random.default_rng([seed, number])
        chosen = rng.integers(0, len(faces), size)
        shown = [_varied(faces[k], rng) for k in chosen]
        yield network_input([picture for picture, _ in shown]), np.stack([points for _, points in shown]).astype(np.float32)
        number += 1


def network_input(squares: list[np.ndarray]) -> np.ndarray:
    """Return (N, 3, H, W) float32 of (H, W, 3) uint8 pictures, each by its own mean and contrast."""
    pixels = np.stack(squares).astype(np.float32).transpose(0, 3, 1, 2)
    mean, spread = pixels.mean((1, 2, 3), keepdims=True), pixels.std((1, 2, 3), keepdims=True)
    return (pixels - mean) / (spread + 8)


def _varied(face: Face, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    square = square_around(box_around(face.points[:FIXED]), MARGIN * rng.uniform(0.8, 1.3))
    shift = rng.normal(0, 0.05, 2) * square.side_px
    square = Square((square.centre[0] + shift[0], square.centre[1] + shift[1]), square.side_px, rng.normal(0, 0.2))
    picture, into = crop(face.picture, square, SIZE)
    points = moved(face.points, into) / SIZE
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
        points = (points * (-1, 1) + (1, 0))[MIRROR]
    return _covered(toned(picture, rng), rng), points


def toned(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an (H, W, 3) uint8 picture in other light, contrast and colour, now and then without colour."""
    values = (picture / 255.0) ** rng.uniform(0.7, 1.4)
    values = (values - 0.5) * rng.uniform(0.7, 1.3) + 0.5 + rng.normal(0, 0.08)
    values = values * rng.uniform(0.85, 1.15, 3)
    if rng.random() < 0.15:
        values = np.repeat(values.mean(-1, keepdims=True), 3, -1)
    return (values * 255).clip(0, 255).astype(np.uint8)


def _covered(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < 0.3:
        (x, y), (width, height) = rng.integers(0, SIZE, 2), rng.integers(SIZE // 10, SIZE // 3, 2)
        colour = tuple(int(value) for value in rng.integers(0, 256, 3))
        picture = cv2.rectangle(np.ascontiguousarray(picture), (int(x), int(y)), (int(x + width), int(y + height)), colour, -1)
    return picture
