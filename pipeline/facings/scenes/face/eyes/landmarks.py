"""Where pupils and irises are, for the labels. Unposed body frame, metres; the right eye first."""

import numpy as np

from facings.scenes.face.eyes.optics import EyeOptics, eye_optics
from facings.scenes.face.heads.shape import HeadShape

RING_POINTS = 8


def iris_ring(shape: HeadShape) -> np.ndarray:
    """Return (2, 8, 3): eight points on each limbus, the circle where the iris ends and the white begins.

    The first point is the eye's most leftward one (the subject's left, before the eye turns), then round by eighths
    over the top: left, upper left, top, upper right, right, lower right, bottom, lower left. In the picture of a face
    that looks into the camera this begins at three o'clock and runs counter-clockwise. Mirroring a picture swaps the
    eyes and takes point k to (4 - k) mod 8. The points lie in the limbus' plane, square to the direction of gaze.
    """
    angle = np.arange(RING_POINTS) * 2 * np.pi / RING_POINTS
    rings = []
    for side in (0, 1):
        eye = _optics(shape, side)
        circle = np.stack([np.cos(angle) * eye.iris_m, np.full(RING_POINTS, -eye.limbus_depth_m),
                           np.sin(angle) * eye.iris_m], -1)
        rings.append(_placed(shape, side, circle))
    return np.stack(rings)


def pupil_centres(shape: HeadShape) -> np.ndarray:
    """Return (2, 3): the middle of the circle of `iris_ring`, on the direction of gaze.

    It lies 0.6 mm before the pupil's own edge (the iris is a shallow bowl), in the plane of the ring.
    """
    return np.stack([_placed(shape, side, np.array([0.0, -_optics(shape, side).limbus_depth_m, 0.0])) for side in (0, 1)])


def _optics(shape: HeadShape, side: int) -> EyeOptics:
    # Neither point depends on how wide the pupil is.
    return eye_optics(shape, side, 0.002)


def _placed(shape: HeadShape, side: int, points_m: np.ndarray) -> np.ndarray:
    return points_m @ shape.eye_rotations[side].T + shape.eye_centres_m[side]
