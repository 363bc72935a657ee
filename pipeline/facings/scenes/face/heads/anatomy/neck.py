"""A neck that bends: how much each vertex follows its four joints, and where they move."""

from collections.abc import Sequence

import numpy as np

from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph

SHARES = (0.15, 0.20, 0.25, 0.40)
"""Of a turn of the head, by joint: low, middle and upper neck, and the skull on the spine."""

_SMOOTHING = 30


def follow_weights(graph: EdgeGraph, vertices_m: np.ndarray, base: Sequence, top: Sequence) -> np.ndarray:
    """Return (V, 4) float32 joint weights of a head mesh.

    Below a plane through the two points `base` (front, back; level from side to side) nothing moves, above one through
    `top` all moves with the skull; between them the joints take over one from the other.
    """
    rise = _height(vertices_m, base), _height(vertices_m, top)
    along = np.clip(rise[0] / np.maximum(rise[0] - rise[1], 1e-6), 0, 1)
    along = np.where(rise[1] > 0, 1.0, np.where(rise[0] < 0, 0.0, along))
    # Smoothing leaves a trace of motion everywhere; what hardly moves is to keep still, what nearly follows to follow.
    return joint_weights(np.clip((graph.smoothed(along, _SMOOTHING) - 0.01) / 0.98, 0, 1))


def joint_weights(along: np.ndarray) -> np.ndarray:
    """Return (..., 4) float32 weights of a place on the neck: 0 the torso, 1/4 joint 1 alone, ... 1 the head alone."""
    steps = np.asarray(along)[..., None] * 4 - np.arange(1, 5)
    return np.maximum(0, 1 - np.abs(steps)).astype(np.float32)


def _height(vertices_m: np.ndarray, line: Sequence) -> np.ndarray:
    front, back = np.asarray(line, np.float64)
    slope = (back - front) / np.linalg.norm(back - front)
    up = np.cross([1.0, 0.0, 0.0], slope)
    return (vertices_m - front) @ up


def joint_transforms(pivots_m: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Return (4, 4, 4) float64: each joint's motion when the head is turned by `rotation` (3, 3) and the neck shares it out.

    `pivots_m` (4, 3) are the joints' places before.
    """
    vector = _rotation_vector(rotation)
    result, moved = np.empty((4, 4, 4)), np.eye(4)
    for k, (pivot, share) in enumerate(zip(pivots_m, SHARES, strict=True)):
        bend = np.eye(4)
        bend[:3, :3] = _rotation(vector * share)
        bend[:3, 3] = pivot - bend[:3, :3] @ pivot
        moved = moved @ bend
        result[k] = moved
    return result


def head_rotation(yaw_rad: float, pitch_rad: float, roll_rad: float) -> np.ndarray:
    """Return (3, 3): first tipped by roll, then raised by pitch, then turned by yaw (all as `HeadSpec` signs them)."""
    return (_rotation(np.array([0, 0, yaw_rad])) @ _rotation(np.array([-pitch_rad, 0, 0]))
            @ _rotation(np.array([0, roll_rad, 0])))


def _rotation(vector: np.ndarray) -> np.ndarray:
    """Rodrigues' formula."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def _rotation_vector(rotation: np.ndarray) -> np.ndarray:
    from scipy.spatial.transform import Rotation

    return Rotation.from_matrix(rotation).as_rotvec()
