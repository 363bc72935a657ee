"""Jaw landmarks as annotators draw them: on the outline of the face as the camera sees it.

A face turned away hides its far jaw, and annotators then follow the cheek's outline instead. For each jaw landmark the
head model has a line over the skin through it, from behind the jaw to near the nose. Where the skin at the landmark faces
the camera, the contour landmark is the fixed one. Where it is turned away, the line is followed from the landmark towards
the nose until the skin faces the camera: there, where the normal is square to the ray, the line crosses the outline, and
there the contour landmark lies. Where the skin never does, it is the fixed one again. (The idea is landmark marching, Zhu
et al. 2015, here with the crossing itself instead of the nearest vertex.) What of the outline another part hides, a cheek
behind the nose, is not left out but told by its state.
"""

import numpy as np

OUTWARDS_M = 0.001
"""A point of the outline is told visible by a ray that passes the surface at this distance: one that grazes it would meet
the flat triangles' edges before."""


def jaw_contour(lines_in_camera_m: np.ndarray, normals_in_camera: np.ndarray,
                fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the (17, 3) contour points in the camera's frame, (17, 3) targets for rays, and (17,) bool: on the outline.

    `lines_in_camera_m` and `normals_in_camera` are (17, P, 3) from behind the jaw to the nose, `fixed` (17,) the place of
    each landmark in its line.
    """
    facing = -(lines_in_camera_m * normals_in_camera).sum(-1)
    points, targets = np.empty((len(fixed), 3)), np.empty((len(fixed), 3))
    crossed = np.zeros(len(fixed), bool)
    for k, at in enumerate(fixed):
        seen = np.flatnonzero(facing[k, at:] > 0)
        if not len(seen) or seen[0] == 0:
            points[k] = targets[k] = lines_in_camera_m[k, at]
            continue
        j = at + seen[0] - 1
        share = facing[k, j] / (facing[k, j] - facing[k, j + 1])
        points[k] = (1 - share) * lines_in_camera_m[k, j] + share * lines_in_camera_m[k, j + 1]
        normal = (1 - share) * normals_in_camera[k, j] + share * normals_in_camera[k, j + 1]
        targets[k] = points[k] + OUTWARDS_M * normal / np.linalg.norm(normal)
        crossed[k] = True
    return points, targets, crossed


def fixed_places(contour_paths: np.ndarray, jaw_vertices: np.ndarray) -> np.ndarray:
    """Return (17,) the place of each jaw landmark's vertex in its line; raises ValueError where a line misses it."""
    here = contour_paths == jaw_vertices[:, None]
    if not here.any(1).all():
        raise ValueError(f"contour lines {np.flatnonzero(~here.any(1)).tolist()} do not pass through their landmarks")
    return here.argmax(1)
