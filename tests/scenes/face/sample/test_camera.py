"""The camera sees the head in exactly the pose that was asked for, where and as large as was asked for (OpenCV)."""

import cv2
import numpy as np
import pytest

from facings.errors import InputError
from facings.labels.camera import Pinhole, rigid
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.recipe import FaceCamera
from facings.scenes.face.sample.camera import FRAMED_IN_HEAD_M, HEAD_HEIGHT_M, sample_camera

WIDTH, HEIGHT = 640, 480


def _world_from_head(rng: np.random.Generator) -> np.ndarray:
    rotation, _ = cv2.Rodrigues(rng.normal(0, 1, 3))
    return rigid(rotation, rng.normal(0, 1, 3))


@pytest.mark.parametrize("seed", range(20))
def test_pose_place_and_size_are_as_asked(seed: int) -> None:
    rng = np.random.default_rng(seed)
    angles = HeadAngles(*rng.uniform([-1.5, -0.8, -0.5], [1.5, 0.8, 0.5]))
    settings = FaceCamera(head_size=float(rng.uniform(0.3, 0.8)), distance_m=float(rng.uniform(0.4, 3)),
                          offset=tuple(rng.uniform(-0.2, 0.2, 2)), principal_point_shift=tuple(rng.uniform(-0.1, 0.1, 2)),
                          pixel_aspect_ratio=float(rng.uniform(0.5, 2)))
    world_from_head = _world_from_head(rng)
    spec = sample_camera(settings, angles, world_from_head, WIDTH, HEIGHT, rng)
    camera = Pinhole.of(spec, WIDTH, HEIGHT)
    camera_from_head = camera.camera_from_world @ world_from_head
    # The formula of the docstring, by OpenCV's own rotations.
    turns = np.diag([-angles.pitch_rad, -angles.yaw_rad, angles.roll_rad])
    turn = [cv2.Rodrigues(turns[k])[0] for k in (1, 0, 2)]
    assert np.abs(camera_from_head[:3, :3] - turn[0] @ turn[1] @ turn[2]).max() < 1e-9
    rvec, _ = cv2.Rodrigues(camera_from_head[:3, :3])
    pixel, _ = cv2.projectPoints(FRAMED_IN_HEAD_M[None], rvec, camera_from_head[:3, 3], camera.K, None)
    wanted = [WIDTH * (0.5 + settings.offset[0]), HEIGHT * (0.5 + settings.offset[1])]
    assert np.abs(pixel.ravel() - wanted).max() < 1e-6
    middle = (camera_from_head @ np.append(FRAMED_IN_HEAD_M, 1))[:3]
    assert middle[2] == pytest.approx(settings.distance_m)
    assert spec.fy_px * HEAD_HEIGHT_M / middle[2] == pytest.approx(settings.head_size * HEIGHT)


def test_a_head_where_the_lens_sees_nothing_is_told() -> None:
    settings = FaceCamera(head_size=None, focal_length_mm=40.0, distortion=(-0.25, 0, 0, 0, 0), offset=(0.95, 0.9))
    with pytest.raises(InputError, match=r"camera.offset, here \[0.95, 0.9\]"):
        sample_camera(settings, HeadAngles(0, 0, 0), np.eye(4), WIDTH, HEIGHT, np.random.default_rng(0))


def test_a_focal_length_counts_where_no_size_is_asked_for() -> None:
    rng = np.random.default_rng(0)
    settings = FaceCamera(head_size=None, focal_length_mm=85.0, depth_of_field=True, focus=1.0, f_number=2.0)
    spec = sample_camera(settings, HeadAngles(0, 0, 0), np.eye(4), WIDTH, HEIGHT, rng)
    assert spec.focal_length_m == 0.085 and spec.fx_px == pytest.approx(85 / 36 * WIDTH)
    # A frontal face is sharp at its eyes, which lie before the middle of the head.
    assert 0 < spec.focus_distance_m < (np.linalg.norm(np.array(spec.world_from_camera)[:3, 3]))
