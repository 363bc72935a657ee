"""The shape of one head: a model's vertices under identity, expression and neck, with what parts hold on to."""

from dataclasses import dataclass, replace

import numpy as np

from facings.errors import InputError, nearest
from facings.scenes.face.heads.anatomy.closing import agreeing_mouth, closed_lids
from facings.scenes.face.heads.anatomy.lids import clear_eyeball
from facings.scenes.face.heads.anatomy.lips import close_lips
from facings.scenes.face.heads.anatomy.neck import head_rotation, joint_transforms
from facings.scenes.face.heads.model import Basis, HeadModel
from facings.scenes.face.heads.spec import HeadSpec, NamedWeight
from facings.scenes.face.person import PersonSpec


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
        if weights is None:
            turned = points.reshape(-1, 3) @ self.joint_transforms[3, :3, :3].T
            for axis, shift in enumerate(self.joint_transforms[3, :3, 3]):
                turned[:, axis] += shift
            return turned.reshape(points.shape)
        result = points * (1 - weights.sum(-1, keepdims=True))
        for k in range(4):
            transform = self.joint_transforms[k]
            result += weights[..., k:k + 1] * (points @ transform[:3, :3].T + transform[:3, 3])
        return result


def shape_head(model: HeadModel, spec: HeadSpec, person: PersonSpec) -> HeadShape:
    """Return the head of a spec. Raises InputError where the spec names modes that the model lacks."""
    neutral = model.vertices_m.astype(np.float64)
    identity = {weight.name: weight.weight for weight in spec.identity}
    _add(neutral, model.identity, identity, f"identity of the head {model.name!r}")
    close_lips(model, neutral)
    centres, radii = eyeballs(model, neutral)
    rotations = np.stack([head_rotation(turn.yaw_rad, turn.pitch_rad, 0.0) for turn in spec.eye_turns])
    unposed = neutral.copy()
    _add(unposed, model.expression, settled(model, neutral, spec.expression), f"expressions of the head {model.name!r}")
    for centre, radius, rotation in zip(centres, radii, rotations, strict=True):
        clear_eyeball(unposed, model.skin_vertices, centre, radius, -rotation[:, 1])

    pivots = np.array([neutral[ring].mean(0) for ring in model.joint_rings])
    turn = head_rotation(spec.neck_yaw_rad, spec.neck_pitch_rad, spec.neck_roll_rad)
    joints = joint_transforms(pivots, turn)
    body_from_head = np.eye(4)
    body_from_head[:3, :3] = _HEAD_AXES
    body_from_head[:3, 3] = centres.mean(0)
    shape = HeadShape(
        model=model,
        neutral_m=neutral.astype(np.float32),
        unposed_m=unposed.astype(np.float32),
        posed_m=unposed.astype(np.float32),
        posed_from_unposed=joints[3],
        joint_transforms=joints,
        body_from_head=joints[3] @ body_from_head,
        eye_centres_m=centres,
        eye_radius_m=radii,
        eye_rotations=rotations,
    )
    return replace(shape, posed_m=shape.pose(unposed, model.skin_weights).astype(np.float32))


_HEAD_AXES = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
"""Columns: the head frame's X, Y and Z in the body frame while the neck is straight."""


def eyeballs(model: HeadModel, neutral_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return centres (2, 3) and radii (2,) of the right and left eyeball of a neutral head."""
    centres, radii = np.empty((2, 3)), np.empty(2)
    for side, carriers in enumerate(model.eyeball_vertices):
        mean, now = model.vertices_m[carriers].astype(np.float64), neutral_m[carriers]
        growth = np.linalg.norm(now - now.mean(0)) / np.linalg.norm(mean - mean.mean(0))
        centres[side] = now.mean(0) + model.eye_fit[side, :3] * growth
        radii[side] = model.eye_fit[side, 3] * growth
    return centres, radii


def settled(model: HeadModel, neutral_m: np.ndarray, expression: tuple[NamedWeight, ...]) -> dict[str, float]:
    """Return the weights of the model's own modes: summed by name and limited where lids or lips would pass each other.

    Coefficients of ARKit's that the model lacks are left out.
    """
    total: dict[str, float] = {}
    for weight in expression:
        if weight.name not in model.missing_expressions:
            total[weight.name] = total.get(weight.name, 0.0) + weight.weight
    return closed_lids(model, neutral_m, agreeing_mouth(model, total))


def _add(vertices_m: np.ndarray, basis: Basis, weights: dict[str, float], where: str) -> None:
    unknown = [name for name in weights if name not in basis.names]
    if unknown:
        raise InputError(f"The {where} have no {unknown[0]!r}.{nearest(unknown[0], basis.names)}")
    basis.add(vertices_m, weights)
