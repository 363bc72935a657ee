"""The shape of one head: a model's vertices under identity, expression and neck, with what parts hold on to."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.person import PersonSpec


@dataclass(frozen=True)
class NamedWeight:
    """How much of one mode of a basis."""

    name: str
    weight: float


@dataclass(frozen=True)
class EyeTurn:
    """Where one eye looks, relative to the head (not to the camera)."""

    yaw_rad: float
    """Positive: towards the subject's left."""
    pitch_rad: float
    """Positive: up."""


@dataclass(frozen=True)
class HeadSpec:
    """What `shape_head` needs."""

    model: str
    """'ict' or 'makehuman'."""
    identity: tuple[NamedWeight, ...]
    expression_name: str
    expression: tuple[NamedWeight, ...]
    """ARKit coefficients, lids that follow the gaze included."""
    neck_yaw_rad: float
    """Positive: the head turns to the subject's left."""
    neck_pitch_rad: float
    """Positive: up."""
    neck_roll_rad: float
    """Positive: the head tips towards the subject's left shoulder."""
    eye_turns: tuple[EyeTurn, EyeTurn]
    """Right, left."""
    pupil_radius_m: float


@dataclass(frozen=True, eq=False)
class HeadShape:
    """One head; body frame. Parts are built on the *unposed* head and then carried along by `pose`."""

    model: HeadModel
    neutral_m: np.ndarray
    """(V, 3) float32: identity alone, unposed."""
    unposed_m: np.ndarray
    """(V, 3) float32: identity and expression."""
    posed_m: np.ndarray
    """(V, 3) float32: as rendered, the neck bent."""
    posed_from_unposed: np.ndarray
    """(4, 4) float64, rigid: how the bent neck moves whatever follows the head wholly."""
    joint_transforms: np.ndarray
    """(4, 4, 4) float64, rigid: the same for each joint, neck 1 to head (the last equals `posed_from_unposed`)."""
    body_from_head: np.ndarray
    """(4, 4) float64, rigid: the head frame of the labels, posed. Its origin lies midway between the eyeballs; X points to
    the subject's left, Y down, Z from the face to the back of the head: OpenCV's axes for a face that looks into the camera."""
    eye_centres_m: np.ndarray
    """(2, 3) float64: right and left eyeball, unposed."""
    eye_radius_m: np.ndarray
    """(2,) float64."""
    eye_rotations: np.ndarray
    """(2, 3, 3) float64: how each eyeball is turned from looking straight ahead (-Y), unposed."""

    def pose(self, points_m: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Return (..., 3) unposed points where the bent neck takes them.

        `weights` (..., 4) say how much of each joint a point follows, as `HeadModel.skin_weights` do; None: wholly the head.
        """
        points = np.asarray(points_m, np.float64)
        moved = points @ self.joint_transforms[:, :3, :3].transpose(0, 2, 1)[3] + self.joint_transforms[3, :3, 3]
        if weights is None:
            return moved
        result = points * (1 - weights.sum(-1, keepdims=True))
        for k in range(4):
            transform = self.joint_transforms[k]
            result += weights[..., k:k + 1] * (points @ transform[:3, :3].T + transform[:3, 3])
        return result


def shape_head(model: HeadModel, spec: HeadSpec, person: PersonSpec) -> HeadShape:
    """Return the head of a spec. Raises InputError where the spec names modes that the model lacks."""
    raise NotImplementedError
