"""Where the camera stands before the head, so that the head has the asked-for pose in it, and its lens."""

from collections.abc import Iterator

import numpy as np

from facings.errors import InputError
from facings.frames.lenses import lens_spec
from facings.frames.spec import CameraSpec
from facings.labels.camera import Pinhole, rigid
from facings.labels.lens import Lens
from facings.labels.lens_fit import lens_problem, refuse_misfit
from facings.recipes.distributions import extremes
from facings.recipes.part import evaluate
from facings.scenes.face.head_pose import HeadAngles, rotation_from_angles
from facings.scenes.face.recipe import FaceCamera, FaceRecipe

HEAD_HEIGHT_M = 0.235
"""From chin to crown of the mean adult head."""

FRAMED_IN_HEAD_M = np.array([0.0, 0.015, 0.07])
"""What `head_size` and `offset` speak of: the head's middle, in the head frame."""


def lens_problems(recipe: FaceRecipe) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the key of a lens that does not see the whole picture, and why."""
    camera = recipe.camera

    def shortest_focal_px(width_px: int, height_px: int, pixel_aspect_ratio: float) -> float:
        of_focal = min(extremes(camera.focal_length_m)) / max(extremes(camera.sensor_width_m)) * max(width_px, height_px)
        nearest_m = min(extremes(camera.distance_m))
        return min(of_focal if size is None else size * height_px * nearest_m / HEAD_HEIGHT_M / pixel_aspect_ratio
                   for size in extremes(camera.head_size))

    problem = lens_problem(camera, dict.fromkeys(extremes(recipe.picture.resolution)), shortest_focal_px)
    if problem is not None:
        yield ("camera", "distortion"), problem


def sample_camera(settings: FaceCamera, pose: HeadAngles, world_from_head: np.ndarray, width_px: int, height_px: int,
                  rng: np.random.Generator) -> CameraSpec:
    """Return the camera in which the head at `world_from_head` (4, 4) has the rotation of `pose`, exactly."""
    drawn = evaluate(settings, rng)
    if drawn.head_size is None:
        focal_m = drawn.focal_length_m
        focal_px = focal_m / drawn.sensor_width_m * max(width_px, height_px)
    else:
        focal_px = drawn.head_size * height_px * drawn.distance_m / HEAD_HEIGHT_M / drawn.pixel_aspect_ratio
        focal_m = focal_px * drawn.sensor_width_m / max(width_px, height_px)
    shift_x, shift_y = drawn.principal_point_shift
    cx, cy = width_px * (0.5 + shift_x), height_px * (0.5 + shift_y)
    target_px = np.array([width_px * (0.5 + drawn.offset[0]), height_px * (0.5 + drawn.offset[1])])
    lens = lens_spec(drawn)
    K = np.array([[focal_px, 0, cx], [0, focal_px * drawn.pixel_aspect_ratio, cy], [0, 0, 1]])
    pinhole = Pinhole(K, np.eye(4), width_px, height_px, None if lens is None else Lens(lens.model, lens.coefficients))
    refuse_misfit(pinhole)
    ray = pinhole.rays_through(*(target_px - 0.5))
    if not np.isfinite(ray).all():
        raise InputError(f"The recipe's camera.offset, here {list(drawn.offset)}, puts the head outside the picture and where"
                         " the lens sees nothing; give smaller offsets, or a longer focal length.")
    middle_in_camera = ray * drawn.distance_m
    camera_from_head = rotation_from_angles(pose)
    camera_from_head = rigid(camera_from_head, middle_in_camera - camera_from_head @ FRAMED_IN_HEAD_M)
    world_from_camera = world_from_head @ np.linalg.inv(camera_from_head)
    eyes_m = float(camera_from_head[2, 3])
    return CameraSpec(
        fx_px=focal_px, fy_px=K[1, 1].item(), cx_px=cx, cy_px=cy,
        world_from_camera=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in world_from_camera),
        focus_distance_m=eyes_m * drawn.focus if drawn.depth_of_field else None,
        f_number=drawn.f_number, focal_length_m=focal_m, exposure_ev=drawn.exposure_ev,
        white_balance_k=drawn.white_balance_k, white_balance_tint=drawn.white_balance_tint, lens=lens,
        auto_exposure=drawn.auto_exposure,
    )
