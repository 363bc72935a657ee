"""Draws what a record says of a face: landmarks by their state, the outline, irises, gaze and the head frame's axes."""

from typing import Any

import numpy as np

STATE_COLOURS = {
    "visible": (64, 224, 128), "self_occluded": (250, 176, 64), "hidden_by_hair": (176, 120, 250),
    "hidden_by_accessory": (84, 190, 250), "outside": (160, 160, 160),
}
AXIS_COLOURS = ((230, 70, 70), (90, 200, 90), (80, 130, 250))
"""Of the head frame: X to the subject's left, Y down, Z from the face to the back of the head."""
GAZE_COLOUR = (255, 240, 90)
OUTLINE_COLOUR = (255, 255, 255)

_AXIS_M = 0.09
_GAZE_M = 0.12
_CHAINS = (range(17), range(17, 22), range(22, 27), range(27, 31), range(31, 36), (*range(36, 42), 36), (*range(42, 48), 42),
           (*range(48, 60), 48), (*range(60, 68), 60))
"""iBUG's 68 landmarks as lines."""


def draw_faces(pen: Any, instances: list[dict[str, Any]], K: np.ndarray) -> None:
    """Draw every instance that has landmarks with a pen that has `polyline` and `dot` in picture coordinates."""
    for face in instances:
        if "landmarks" not in face:
            continue
        _outline(pen, face["contour_landmarks"]["points_px"])
        _landmarks(pen, face["landmarks"])
        for iris in face["irises"].values():
            _closed(pen, iris["points_px"], GAZE_COLOUR, 1.0)
        _axes(pen, np.array(face["head_pose"]["camera_from_head"]), K)
        _gaze(pen, face, K)


def _landmarks(pen: Any, landmarks: dict[str, Any]) -> None:
    points = landmarks["points_px"]
    for chain in _CHAINS:
        for a, b in zip(chain, chain[1:], strict=False):
            if points[a] is not None and points[b] is not None:
                pen.polyline([points[a], points[b]], OUTLINE_COLOUR, 0.7, 110)
    for point, state in zip(points, landmarks["states"], strict=True):
        if point is not None:
            pen.dot(point, STATE_COLOURS.get(state, OUTLINE_COLOUR), 2.3)


def _outline(pen: Any, points: list) -> None:
    jaw = [p for p in points[:17] if p is not None]
    if len(jaw) > 1:
        pen.polyline(jaw, (255, 120, 200), 1.4, 230)
    for brow in (points[17:22], points[22:27]):
        shown = [p for p in brow if p is not None]
        if len(shown) > 1:
            pen.polyline(shown, (255, 120, 200), 1.4, 230)


def _closed(pen: Any, points: list, colour: tuple[int, int, int], width: float) -> None:
    shown = [p for p in points if p is not None]
    if len(shown) > 2:
        pen.polyline([*shown, shown[0]], colour, width, 220)


def _axes(pen: Any, camera_from_head: np.ndarray, K: np.ndarray) -> None:
    start = camera_from_head[:3, 3]
    for k, colour in enumerate(AXIS_COLOURS):
        _arrow(pen, start, start + camera_from_head[:3, k] * _AXIS_M, K, colour, 2.4)


def _gaze(pen: Any, face: dict[str, Any], K: np.ndarray) -> None:
    pupils = face["pupils"]["points_in_camera_m"]
    for side, pupil in zip(("right", "left"), pupils, strict=True):
        direction = face["gaze"].get(side, {}).get("direction_in_camera")
        if direction is not None:
            start = np.array(pupil)
            _arrow(pen, start, start + np.array(direction) * _GAZE_M, K, GAZE_COLOUR, 1.8)


def _arrow(pen: Any, start_m: np.ndarray, end_m: np.ndarray, K: np.ndarray, colour: tuple[int, int, int], width: float) -> None:
    if start_m[2] <= 0.02 or end_m[2] <= 0.02:
        return
    a, b = ((p[:2] / p[2] * (K[0, 0], K[1, 1]) + K[:2, 2]).tolist() for p in (start_m, end_m))
    pen.polyline([a, b], colour, width, 240)
    pen.dot(b, colour, width)
