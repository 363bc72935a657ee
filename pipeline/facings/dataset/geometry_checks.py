"""Checks that a record's camera is one, that its poses are rigid, and that its 3D boxes project where it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from facings.frames.kind_reading import Finding, Instance
from facings.labels.camera import Pinhole
from facings.labels.lens import COEFFICIENTS

CORNER_TOLERANCE_PX = 0.01
_RIGID_TOLERANCE = 1e-5
"""Largest departure of R^T R from the identity; a pose in float32 has 1e-6."""


def camera_findings(camera: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with the intrinsics and the camera's pose."""
    K = np.array(camera["K"], float)
    if K.shape != (3, 3) or not np.isfinite(K).all() or not (K[0, 0] > 0 and K[1, 1] > 0):
        yield f"K is {camera['K']}", "a 3x3 matrix of finite numbers with positive focal lengths"
        return
    if K[0, 1] or K[1, 0] or (K[2] != (0, 0, 1)).any():
        yield f"K is {camera['K']}", "[[fx, 0, cx], [0, fy, cy], [0, 0, 1]]"
    size = np.array([camera["width_px"], camera["height_px"]])
    if (np.abs(K[:2, 2] - size / 2) > size).any():
        yield f"the principal point is {K[:2, 2].tolist()}", f"one near the {size[0]}x{size[1]} picture"
    if not 0.2 < K[0, 0] / K[1, 1] < 5:
        yield f"fx / fy is {K[0, 0] / K[1, 1]:.3g}", "pixels that are nearly square"
    reason = _not_rigid(camera["world_from_camera"])
    if reason:
        yield f"world_from_camera {reason}", "a rotation and a translation"
    names = COEFFICIENTS.get(camera["distortion_model"])
    if names is None:
        yield f"distortion_model is {camera['distortion_model']!r}", " or ".join(map(repr, COEFFICIENTS))
    elif np.shape(camera["distortion"]) != (len(names),) or not np.isfinite(np.array(camera["distortion"], float)).all():
        yield f"distortion is {camera['distortion']}", f"{len(names)} numbers {', '.join(names)}"
    elif not np.isfinite(Pinhole.of_record(camera).border_rays).all():
        yield f"distortion is {camera['distortion']}", "that of a lens which sees as far as the picture's border"


def pose_findings(instances: Sequence[Instance], camera: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the instances whose pose is not rigid, whose box is inside out or whose corners project elsewhere."""
    pinhole = Pinhole.of_record(camera)
    for instance in instances:
        if "camera_from_object" not in instance:
            continue
        name = f"instance {instance['id']}"
        reason = _not_rigid(instance["camera_from_object"])
        if reason:
            yield f"{name}'s camera_from_object {reason}", "a rotation and a translation"
            continue
        if not (np.array(instance["box_max_m"]) >= np.array(instance["box_min_m"])).all():
            yield f"{name}'s box runs from {instance['box_min_m']} to {instance['box_max_m']}", "min below max"
            continue
        corners = corners_in_camera(instance)
        right = pinhole.project(corners)
        for i, (found, pixel) in enumerate(zip(instance["box_corners_px"], right, strict=True)):
            behind = not np.isfinite(pixel).all()
            if behind != (found is None):
                unseen = "null, being at or behind the camera plane, or beyond what the lens sees,"
                expected = unseen if behind else f"{pixel.tolist()}"
                yield f"{name}'s box corner {i} is {found}", expected
                break
            # Corners almost in the camera plane lie millions of pixels away, where float64 itself is coarser.
            if not behind and (np.abs(found - pixel) > CORNER_TOLERANCE_PX + 1e-7 * np.abs(pixel)).any():
                yield f"{name}'s box corner {i} is {found}", f"{pixel.tolist()}, where its pose and box project to,"
                break


def corners_in_camera(instance: Instance) -> np.ndarray:
    """Return the (8, 3) corners of an instance's box in the camera frame, metres; x slowest, z fastest."""
    bounds = np.array([instance["box_min_m"], instance["box_max_m"]], float)
    index = np.indices((2, 2, 2)).reshape(3, 8).T
    pose = np.array(instance["camera_from_object"], float)
    return bounds[index, np.arange(3)] @ pose[:3, :3].T + pose[:3, 3]


def _not_rigid(matrix: list[list[float]]) -> str:
    m = np.array(matrix, float)
    if m.shape != (4, 4) or not np.isfinite(m).all():
        return "is no 4x4 matrix of finite numbers"
    if (m[3] != (0, 0, 0, 1)).any():
        return f"has the last row {m[3].tolist()}"
    rotation = m[:3, :3]
    departure = float(np.abs(rotation.T @ rotation - np.eye(3)).max())
    if departure > _RIGID_TOLERANCE:
        return f"is not rigid (its axes depart from orthonormal by {departure:.2g})"
    if np.linalg.det(rotation) < 0:
        return "mirrors"
    return ""
