"""Where the eyes look and how far they are open."""

import numpy as np

from facings.scenes.face.head_pose import angles_from_direction
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.label.scene import FaceScene

_STRAIGHT_AHEAD = np.array([0.0, -1.0, 0.0])


def gaze_label(shape: HeadShape, camera_from_body: np.ndarray, camera_from_head: np.ndarray) -> dict[str, object]:
    """Return the gaze of each eye and of both together.

    `direction_in_camera` is a unit vector from the eye along its axis; both together: the mean of the two, from midway
    between the eyeballs. Yaw and pitch are of `facings.scenes.face.head_pose`: in the camera's frame 0 looks into the
    picture's plane, yaw > 0 to the picture's right and pitch > 0 up; `..._in_head_deg` are the same against the head,
    yaw > 0 towards the subject's left.
    """
    camera_from_unposed = camera_from_body @ shape.posed_from_unposed
    directions = camera_from_unposed[:3, :3] @ (shape.eye_rotations @ _STRAIGHT_AHEAD).T
    centres = shape.eye_centres_m @ camera_from_unposed[:3, :3].T + camera_from_unposed[:3, 3]
    names, rays = [*SIDES, "combined"], [*directions.T, directions.sum(1)]
    result = {}
    for name, ray, start in zip(names, rays, [*centres, centres.mean(0)], strict=True):
        unit = ray / np.linalg.norm(ray)
        yaw, pitch = np.degrees(angles_from_direction(unit))
        head_yaw, head_pitch = np.degrees(angles_from_direction(camera_from_head[:3, :3].T @ unit))
        result[name] = {
            "origin_in_camera_m": start.tolist(), "direction_in_camera": unit.tolist(),
            "yaw_deg": float(yaw), "pitch_deg": float(pitch),
            "yaw_in_head_deg": float(head_yaw), "pitch_in_head_deg": float(head_pitch),
        }
    return result


def openness_label(scene: FaceScene) -> dict[str, float]:
    """Return how far each eye is open: the gap between the lids' margins over the distance of the eye's corners.

    openness = |u - l| / |o - i| in 3D, where u and l halve the upper and the lower margin by length and o and i are the
    outer and inner corner; a shut eye has about 0, a relaxed one 0.3 to 0.4. (The eye aspect ratio of Soukupova and Cech
    2016, taken in the middle of the lids and in space, so that it does not change with the camera.)
    """
    model, result = scene.shape.model, {}
    for side, upper, lower in zip(SIDES, model.lid_upper, model.lid_lower, strict=True):
        above, below = scene.head_vertices_m[upper], scene.head_vertices_m[lower]
        width = np.linalg.norm(above[0] - above[-1])
        result[side] = float(np.linalg.norm(_halfway(above) - _halfway(below)) / width)
    return result


def _halfway(line: np.ndarray) -> np.ndarray:
    """The point that halves an open line (N, 3) by length."""
    along = np.append(0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1)))
    return np.array([np.interp(along[-1] / 2, along, line[:, k]) for k in range(3)])
