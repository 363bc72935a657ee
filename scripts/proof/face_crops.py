"""Squares around faces, and points in them: what a landmark model is shown. (0, 0) is a picture's top-left corner."""

from dataclasses import dataclass

import cv2
import numpy as np

MARGIN = 1.4
"""A square's side, in larger sides of the face's box."""


@dataclass(frozen=True)
class Square:
    """A square of a picture, which may leave it."""

    centre: tuple[float, float]
    side_px: float
    angle_rad: float = 0.0
    """By which it is turned clockwise."""


def square_around(box_xywh: np.ndarray, margin: float = MARGIN) -> Square:
    """Return the square around a face's box (x, y, width, height), in pixels."""
    x, y, width, height = (float(value) for value in box_xywh)
    return Square((x + width / 2, y + height / 2), margin * max(width, height))


def box_around(points: np.ndarray) -> np.ndarray:
    """Return (4,) x, y, width, height around (N, 2) points; NaN ones do not count."""
    low, high = np.nanmin(points, 0), np.nanmax(points, 0)
    return np.concatenate([low, high - low])


def crop(picture: np.ndarray, square: Square, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the square as (size, size, 3) uint8, and the (2, 3) matrix that takes points of the picture into it.

    What lies outside the picture is grey. A square that is larger than `size` is smoothed first, so that nothing aliases.
    """
    into = _into(square, size)
    shrunk = square.side_px / size
    if shrunk > 1.5:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * shrunk)
    # OpenCV counts pixel centres as whole numbers: half a pixel less on both sides.
    moved = into.copy()
    moved[:, 2] += into[:, :2] @ (0.5, 0.5) - 0.5
    pixels = cv2.warpAffine(picture, moved, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
                            borderValue=(127, 127, 127))
    return pixels, into


def _into(square: Square, size: int) -> np.ndarray:
    scale, cos, sin = size / square.side_px, np.cos(square.angle_rad), np.sin(square.angle_rad)
    turn = scale * np.array([[cos, sin], [-sin, cos]])
    return np.column_stack([turn, np.array([size / 2, size / 2]) - turn @ np.array(square.centre)])


def moved(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return (N, 2) points after a (2, 3) matrix."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def moved_back(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return the points that `moved` gives these from."""
    return (points - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
