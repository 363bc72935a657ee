"""Where the camera stands before the head, so that the head has the asked-for pose in it, and its lens."""

import numpy as np

from facings.frames.spec import CameraSpec
from facings.labels.camera import rigid
from facings.recipes.part import evaluate
from facings.scenes.face.head_pose import HeadAngles, rotation_from_angles
from facings.scenes.face.recipe import FaceCamera

HEAD_HEIGHT_M = 0.235
"""From chin to crown of the mean adult head."""

FRAMED_IN_HEAD_M = np.array([0.0, 0.015, 0.07])
"""What `head_size` and `offset` speak of: the head's middle, in the head frame."""


def sample_camera(settings: FaceCamera, pose: HeadAngles, world_from_head: np.ndarray, width_px: int, height_px: int,
                  rng: np.random.Generator) -> CameraSpec:
    """Return the camera in which the head at `world_from_head` (4, 4) has the rotation of `pose`, exactly."""
    drawn = evaluate(settings, rng)
    if drawn.head_size is None:
        focal_m = drawn.focal_length_m
        focal_px = focal_m / drawn.sensor_width_m * max(width_px, height_px)
    else:
        focal_px = drawn.head_size * height_px * drawn.distance_m / HEAD_HEIGHT_M
        focal_m = focal_px * drawn.sensor_width_m / max(width_px, height_px)
    shift_x, shift_y = drawn.principal_point_shift
    cx, cy = width_px * (0.5 + shift_x), height_px * (0.5 + shift_y)
    target_px = np.array([width_px * (0.5 + drawn.offset[0]), height_px * (0.5 + drawn.offset[1])])
    ray = np.array([(target_px[0] - cx) / focal_px, (target_px[1] - cy) / focal_px, 1.0])
    middle_in_camera = ray * drawn.distance_m
    camera_from_head = rotation_from_angles(pose)
    camera_from_head = rigid(camera_from_head, middle_in_camera - camera_from_head @ FRAMED_IN_HEAD_M)
    world_from_camera = world_from_head @ np.linalg.inv(camera_from_head)
    eyes_m = float(camera_from_head[2, 3])
    return CameraSpec(
        fx_px=focal_px, fy_px=focal_px, cx_px=cx, cy_px=cy,
        world_from_camera=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in world_from_camera),
        focus_distance_m=eyes_m * drawn.focus if drawn.depth_of_field else None,
        f_number=drawn.f_number, focal_length_m=focal_m, exposure_ev=drawn.exposure_ev,
        white_balance_k=drawn.white_balance_k, white_balance_tint=drawn.white_balance_tint,
    )
