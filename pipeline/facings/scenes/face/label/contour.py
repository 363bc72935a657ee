"""Jaw landmarks as annotators draw them: on the outline of the face as the camera sees it.

A face turned away hides its far jaw, and annotators then follow the cheek's outline instead. For each jaw landmark the
head model has a line over the skin through it, from behind the jaw to near the nose. Where the skin at the landmark faces
the camera, the contour landmark is the fixed one. Where it is turned away, the line is followed from the landmark towards
the nose until the skin faces the camera: there, where the normal is square to the ray, the line crosses the outline, and
there the contour landmark lies. In a profile the skin may never do so: then it is the line's end beside the nose, so that
the point moves steadily while the head turns. (The idea is landmark marching, Zhu et al. 2015, here with the crossing
itself instead of the nearest vertex.) What of the outline another part hides, a cheek behind the nose, is not left out but
told by its state.
"""

import numpy as np

OUTWARDS_M = 0.001
"""A point of the outline is told visible by a ray that passes the surface at this distance: one that grazes it would meet
the flat triangles' edges before."""


def jaw_contour(landmarks_in_camera_m: np.ndarray, lines_in_camera_m: np.ndarray, normals_in_camera: np.ndarray,
                places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the (17, 3) contour points in the camera's frame, (17, 3) targets for rays, and (17,) bool: on the outline.

    `landmarks_in_camera_m` are the fixed ones, (17, 3); `lines_in_camera_m` and `normals_in_camera` (17, P, 3) run from
    behind the jaw to the nose; `places` (17,) say where in its line each landmark lies.
    """
    facing = -(lines_in_camera_m * normals_in_camera).sum(-1)
    points, targets = landmarks_in_camera_m.copy(), landmarks_in_camera_m.copy()
    on_outline = np.zeros(len(places), bool)
    for k, at in enumerate(places):
        seen = np.flatnonzero(facing[k, at:] > 0)
        if not len(seen):
            points[k] = targets[k] = lines_in_camera_m[k, -1]
            continue
        if seen[0] == 0:
            continue
        j = at + seen[0] - 1
        share = facing[k, j] / (facing[k, j] - facing[k, j + 1])
        points[k] = (1 - share) * lines_in_camera_m[k, j] + share * lines_in_camera_m[k, j + 1]
        normal = (1 - share) * normals_in_camera[k, j] + share * normals_in_camera[k, j + 1]
        targets[k] = points[k] + OUTWARDS_M * normal / np.linalg.norm(normal)
        on_outline[k] = True
    return points, targets, on_outline


def landmark_places(lines_m: np.ndarray, landmarks_m: np.ndarray) -> np.ndarray:
    """Return (17,) the point of each line (17, P, 3) that is nearest to its landmark (17, 3)."""
    return np.linalg.norm(lines_m - landmarks_m[:, None], axis=-1).argmin(1)
