"""Optical flow of a moving camera, against OpenCV's projection and against what plainly hides what."""

import cv2
import numpy as np
import pytest

from facings.frames.spec import LensSpec
from facings.labels.camera import Pinhole
from facings.labels.flow import optical_flow
from facings.labels.lens import Lens

SIZE = 64, 48


def camera(shift=(0.0, 0.0, 0.0), turn=(0.0, 0.0, 0.0), lens=None) -> Pinhole:
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = cv2.Rodrigues(np.array(turn, float))[0], shift
    K = np.array([[60.0, 0, 33.0], [0, 66.0, 22.5], [0, 0, 1]])
    return Pinhole(K, pose, *SIZE, None if lens is None else Lens(lens.model, lens.coefficients))


def plane_depth(seen_by: Pinhole, z_m: float) -> np.ndarray:
    """Depth of the world's plane z = z_m."""
    rays = seen_by.rays(0, 0, *SIZE) @ seen_by.world_from_camera[:3, :3].T
    return ((z_m - seen_by.world_from_camera[2, 3]) / rays[..., 2]).astype(np.float32)


@pytest.mark.parametrize("lens", [None, LensSpec("opencv", (-0.2, 0.05, 0.002, -0.001, 0.0))])
def test_a_plane_flows_as_opencv_projects_it(lens):
    one, other = camera(lens=lens), camera((0.05, -0.02, 0.1), (0.02, -0.03, 0.05), lens)
    depth, ones = plane_depth(one, 2.0), np.ones(SIZE[::-1], int)
    flow = optical_flow(depth, ones, one, other, plane_depth(other, 2.0), ones)
    points = (one.rays(0, 0, *SIZE) * depth[..., None]).reshape(-1, 3).astype(float)
    vector = cv2.Rodrigues(other.camera_from_world[:3, :3])[0]
    coefficients = np.array(lens.coefficients if lens else (0.0,) * 5)
    expected = cv2.projectPoints(points, vector, other.camera_from_world[:3, 3], other.K, coefficients)[0]
    expected = expected.reshape(*SIZE[::-1], 2)
    centres = np.stack(np.meshgrid(np.arange(SIZE[0]) + 0.5, np.arange(SIZE[1]) + 0.5), -1)
    assert flow.dtype == np.float32 and np.abs(flow[..., :2] - (expected - centres)).max() < 1e-3
    inside = ((expected > 0) & (expected < SIZE)).all(-1)
    assert (flow[..., 2].astype(bool) == inside).all() and not inside.all()


def test_what_is_infinitely_far_turns_and_does_not_shift():
    one, other = camera(), camera((0.3, 0.2, 0.1), (0.0, 0.02, 0.0))
    nothing, zeros = np.full(SIZE[::-1], np.inf, np.float32), np.zeros(SIZE[::-1], int)
    turned = optical_flow(nothing, zeros, one, other, nothing, zeros)
    unmoved = optical_flow(nothing, zeros, one, camera(turn=(0.0, 0.02, 0.0)), nothing, zeros)
    assert (turned == unmoved).all() and np.abs(turned[..., 0]).min() > 0.5


def test_a_card_hides_what_it_moves_before():
    # A card before a wall: from the right, what is left of it is hidden.
    one, other = camera(), camera((0.2, 0.0, 0.0))

    def scene(seen_by):
        near, far = plane_depth(seen_by, 1.0), plane_depth(seen_by, 3.0)
        x = seen_by.rays(0, 0, *SIZE)[..., 0] * near + seen_by.world_from_camera[0, 3]
        card = np.abs(x) < 0.1
        return np.where(card, near, far), card.astype(int)

    (depth, index), (there, owner) = scene(one), scene(other)
    flow = optical_flow(depth, index, one, other, there, owner)
    columns = np.arange(SIZE[0]) + 0.5
    x_on_wall = (columns - 33.0) / 60 * 3.0
    # Seen from x = 0.2 the card's shadow on the wall is x = 0.2 + 3 * (-0.3 to -0.1).
    shadow = (x_on_wall > -0.7) & (x_on_wall < -0.1) & (index[20] == 0)
    stays = (x_on_wall * 60 / 3 + 33 - 4 > 0) & (index[20] == 0) & ~((x_on_wall > -0.75) & (x_on_wall < -0.05))
    assert shadow.sum() > 5 and not flow[20, shadow, 2].any()
    assert flow[20, stays, 2].all() and flow[20, index[20] == 1, 2].all()
    assert np.allclose(flow[20, index[20] == 1, 0], -12) and np.allclose(flow[20, index[20] == 0, 0], -4)


def test_behind_the_other_camera_there_is_no_flow():
    one, other = camera(), camera((0.0, 0.0, 5.0))
    depth, ones = plane_depth(one, 2.0), np.ones(SIZE[::-1], int)
    assert not optical_flow(depth, ones, one, other, depth, ones).any()
