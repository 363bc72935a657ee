"""Draws what a record says of a face: landmarks by their state, the outline, irises, gaze and the head frame's axes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from facings.frames.kind_reading import Instance, LegendEntry, Pen, Rgb
from facings.labels.camera import Pinhole
from facings.scenes.face.label.landmark_scheme import LINES
from facings.scenes.face.label.states import ACCESSORY, HAIR, OUTSIDE, SELF, VISIBLE

STATE_COLOURS: dict[str, Rgb] = {
    VISIBLE: (64, 224, 128), SELF: (250, 176, 64), HAIR: (176, 120, 250), ACCESSORY: (84, 190, 250), OUTSIDE: (160, 160, 160),
}
AXIS_COLOURS = ((230, 70, 70), (90, 200, 90), (80, 130, 250))
"""Of the head frame: X to the subject's left, Y down, Z from the face to the back of the head."""
GAZE_COLOUR = (255, 240, 90)
CONTOUR_COLOUR = (255, 120, 200)
CHAIN_COLOUR = (255, 255, 255)
"""Of the lines that join landmarks."""
_GAZE_LEGEND = (230, 210, 40)
"""The gaze's colour on paper, where the brighter one is hardly seen."""

_AXIS_M = 0.09
_GAZE_M = 0.12


def draw_faces(pen: Pen, instances: Iterable[Instance], camera: Pinhole) -> None:
    """Draw the faces of a record, which `camera` saw."""
    for face in instances:
        _outline(pen, face["contour_landmarks"]["points_px"])
        _dots(pen, face.get("face_mesh"))
        _landmarks(pen, face["landmarks"])
        for iris in face["irises"].values():
            _closed(pen, iris["points_px"], GAZE_COLOUR, 1.0)
        for eye in face.get("eye_contours", {}).values():
            for lid in ("upper_lid", "lower_lid"):
                _line(pen, eye[lid]["points_px"], 1.0)
        _axes(pen, np.array(face["head_pose"]["camera_from_head"]), camera)
        _gaze(pen, face, camera)


def face_legend() -> list[LegendEntry]:
    """Return what `draw_faces` draws."""
    entries = [LegendEntry(state.replace("_", " "), colour) for state, colour in STATE_COLOURS.items()]
    entries += [LegendEntry("outline", CONTOUR_COLOUR), LegendEntry("gaze", _GAZE_LEGEND)]
    return entries + [LegendEntry(f"head {axis}", colour) for axis, colour in zip("XYZ", AXIS_COLOURS, strict=True)]


def _landmarks(pen: Pen, landmarks: Mapping[str, Any]) -> None:
    points = landmarks["points_px"]
    for a, b in LINES:
        if points[a] is not None and points[b] is not None:
            pen.polyline([points[a], points[b]], CHAIN_COLOUR, 0.7, 110)
    for point, state in zip(points, landmarks["states"], strict=True):
        if point is not None:
            pen.dot(point, STATE_COLOURS.get(state, CHAIN_COLOUR), 2.3)


def _dots(pen: Pen, points: Mapping[str, Any] | None) -> None:
    for point, state in zip(points["points_px"], points["states"], strict=True) if points else ():
        if point is not None and state == VISIBLE:
            pen.dot(point, CHAIN_COLOUR, 0.9)


def _outline(pen: Pen, points: Sequence[Sequence[float] | None]) -> None:
    for part in (points[:17], points[17:22], points[22:27]):
        _line(pen, part, 1.4)


def _line(pen: Pen, points: Sequence[Sequence[float] | None], width: float) -> None:
    shown = [p for p in points if p is not None]
    if len(shown) > 1:
        pen.polyline(shown, CONTOUR_COLOUR, width, 230)


def _closed(pen: Pen, points: Sequence[Sequence[float] | None], colour: Rgb, width: float) -> None:
    shown = [p for p in points if p is not None]
    if len(shown) > 2:
        pen.polyline([*shown, shown[0]], colour, width, 220)


def _axes(pen: Pen, camera_from_head: np.ndarray, camera: Pinhole) -> None:
    start = camera_from_head[:3, 3]
    for k, colour in enumerate(AXIS_COLOURS):
        _arrow(pen, start, start + camera_from_head[:3, k] * _AXIS_M, camera, colour, 2.4)


def _gaze(pen: Pen, face: Instance, camera: Pinhole) -> None:
    pupils = face["pupils"]["points_in_camera_m"]
    for side, pupil in zip(("right", "left"), pupils, strict=True):
        direction = face["gaze"].get(side, {}).get("direction_in_camera")
        if direction is not None:
            start = np.array(pupil)
            _arrow(pen, start, start + np.array(direction) * _GAZE_M, camera, GAZE_COLOUR, 1.8)


def _arrow(pen: Pen, start_m: np.ndarray, end_m: np.ndarray, camera: Pinhole, colour: Rgb, width: float) -> None:
    if start_m[2] <= 0.02 or end_m[2] <= 0.02:
        return
    along = np.linspace(0, 1, 2 if camera.lens is None else 9)[:, None]
    points = camera.project(start_m + along * (end_m - start_m))
    if np.isfinite(points).all():
        pen.polyline(points.tolist(), colour, width, 240)
        pen.dot(points[-1].tolist(), colour, width)
