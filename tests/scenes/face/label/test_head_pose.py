"""Head angles against scipy's rotations, and what their signs mean."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from facings.scenes.face.head_pose import (
    HeadAngles,
    angles_from_direction,
    angles_from_rotation,
    rotation_from_angles,
)

RNG = np.random.default_rng(4)
ANGLES = [HeadAngles(*a) for a in RNG.uniform((-3.1, -1.57, -3.1), (3.1, 1.57, 3.1), (200, 3))]


def test_rotation_is_scipys_product_of_axis_rotations():
    for a in ANGLES:
        theirs = Rotation.from_euler("YXZ", [-a.yaw_rad, -a.pitch_rad, a.roll_rad]).as_matrix()
        assert np.abs(rotation_from_angles(a) - theirs).max() < 1e-14


def test_angles_come_back():
    for a in ANGLES:
        b = angles_from_rotation(rotation_from_angles(a))
        assert np.allclose([a.yaw_rad, a.pitch_rad, a.roll_rad], [b.yaw_rad, b.pitch_rad, b.roll_rad], atol=1e-7)


@pytest.mark.parametrize("pitch", [-np.pi / 2, np.pi / 2])
def test_straight_up_and_down_the_rotation_comes_back(pitch):
    R = rotation_from_angles(HeadAngles(0.4, pitch, 0.9))
    found = angles_from_rotation(R)
    assert found.roll_rad == 0
    assert np.abs(rotation_from_angles(found) - R).max() < 1e-9


def test_signs():
    face, left, down = np.array([0, 0, -1.0]), np.array([1.0, 0, 0]), np.array([0, 1.0, 0])
    assert np.allclose(rotation_from_angles(HeadAngles(0, 0, 0)), np.eye(3))
    # Yaw: the face points to the picture's right; pitch: up, which is -Y; roll: the subject's left ear sinks.
    assert (rotation_from_angles(HeadAngles(0.3, 0, 0)) @ face)[0] > 0.2
    assert (rotation_from_angles(HeadAngles(0, 0.3, 0)) @ face)[1] < -0.2
    assert (rotation_from_angles(HeadAngles(0, 0, 0.3)) @ left)[1] > 0.2
    assert (rotation_from_angles(HeadAngles(0, 0, 0.3)) @ down)[0] < -0.2


def test_a_direction_is_where_the_face_looks():
    for a in ANGLES:
        direction = rotation_from_angles(a) @ (0, 0, -1)
        assert np.allclose(angles_from_direction(direction), (a.yaw_rad, a.pitch_rad), atol=1e-7)


def test_degrees():
    assert HeadAngles(np.pi / 2, -np.pi / 6, 0).degrees == pytest.approx(
        {"yaw_deg": 90, "pitch_deg": -30, "roll_deg": 0})
