"""Lens models against OpenCV's, their inverses, and how far they see."""

import math

import numpy as np
import pytest
from opencv_camera import FOCAL, LENSES, projected, undistorted

from facings.errors import InputError
from facings.labels.camera import Pinhole
from facings.labels.lens import Lens
from facings.labels.lens_fit import misfit, refuse_misfit, sees_all

WIDTH, HEIGHT = 321, 239


def camera(name: str, focal: float = 0.0) -> Pinhole:
    fx = (focal or FOCAL[name]) * WIDTH
    return Pinhole(np.array([[fx, 0, WIDTH / 2 + 3.7], [0, 1.1 * fx, HEIGHT / 2 - 5.2], [0, 0, 1]]), np.eye(4), WIDTH, HEIGHT,
                   LENSES[name])


def points(name: str, count: int = 2000) -> np.ndarray:
    """(N, 3) before the camera, within the lens's reach."""
    rng, lens = np.random.default_rng(4), LENSES[name]
    most = 1.5 if lens.is_fisheye else math.atan(min(lens.reach, 1.2)) - 0.01
    angle, turn, distance = rng.uniform(0, most, count), rng.uniform(0, 2 * np.pi, count), rng.uniform(0.2, 9, count)
    return distance[:, None] * np.stack([np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn), np.cos(angle)], 1)


@pytest.mark.parametrize("name", LENSES)
def test_points_lie_where_opencv_projects_them(name):
    ours = camera(name).project(points(name))
    assert np.isfinite(ours).all()
    assert np.abs(ours - projected(points(name), camera(name).K, LENSES[name])).max() < 1e-9


@pytest.mark.parametrize("name", LENSES)
def test_rays_are_those_that_opencv_undistorts_to(name):
    pinhole = camera(name)
    rays = pinhole.rays(0, 0, WIDTH, HEIGHT).reshape(-1, 3)
    centres = np.stack(np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5), -1).reshape(-1, 2)
    assert np.abs(pinhole.project(rays) - centres).max() < 1e-9
    theirs = undistorted(centres, pinhole.K, LENSES[name])
    assert (np.linalg.norm(np.cross(rays, theirs), axis=1) / np.linalg.norm(theirs, axis=1) ** 2).max() < 1e-7
    assert sees_all(pinhole) and misfit(pinhole) is None


def test_tangential_coefficients_are_in_opencvs_order():
    """p1 alone moves what is straight below the middle down, three times as far as it moves what is beside it; p2 sideways."""
    below, beside = np.array([0.0, 0.5, 1.0]), np.array([0.5, 0.0, 1.0])
    p1, p2 = Lens("opencv", (0, 0, 0.01, 0, 0)), Lens("opencv", (0, 0, 0, 0.01, 0))
    assert p1.distorted(below) == pytest.approx([0, 0.5 + 3 * 0.01 * 0.25])
    assert p1.distorted(beside) == pytest.approx([0.5, 0.01 * 0.25])
    assert p2.distorted(below) == pytest.approx([0.01 * 0.25, 0.5])
    assert p2.distorted(beside) == pytest.approx([0.5 + 3 * 0.01 * 0.25, 0])


def test_nothing_beyond_the_reach_is_projected_back_into_the_picture():
    lens = Lens("opencv", (-0.4, 0, 0, 0, 0))
    assert lens.reach == pytest.approx(math.sqrt(0.95 / 1.2))
    at = np.array([[x, 0.0, 1.0] for x in (0.88, 0.9, 1.4, 5.0)])
    assert np.isfinite(lens.distorted(at)[:, 0]).tolist() == [True, False, False, False]
    assert np.isnan(lens.distorted(np.array([[0.1, 0, -1.0], [0.1, 0, 0.0]]))).all()
    most = lens.distorted(np.array([lens.reach * 0.999999, 0, 1]))[0]
    assert np.isfinite(lens.undistorted(np.array([[0.0, most], [most, 0]]))).all()
    assert np.isnan(lens.undistorted(np.array([[0.0, most + 0.01], [2.0, 0], [-most, most]]))[:, :2]).all()


def test_a_fisheye_sees_beyond_the_cameras_plane_up_to_its_reach():
    """OpenCV's own function takes what lies behind for what lies before; its model, a polynomial of the angle, does not."""
    lens = LENSES["bent fisheye"]
    assert math.pi / 2 < lens.reach < math.pi
    angles = np.array([1.0, 1.6, 1.8, lens.reach + 0.01, 3.0])
    found = lens.distorted(np.stack([np.sin(angles), 0 * angles, np.cos(angles)], 1))
    k1, k2, k3, k4 = lens.coefficients
    right = angles * (1 + k1 * angles**2 + k2 * angles**4 + k3 * angles**6 + k4 * angles**8)
    assert np.allclose(found[:3, 0], right[:3]) and np.isnan(found[3:]).all()
    assert np.isnan(lens.distorted(np.array([0.0, 0.0, -1.0]))).all()
    assert lens.distorted(np.array([0.0, 0.0, 2.0])).tolist() == [0, 0]


@pytest.mark.parametrize("name, focal, said", [
    ("strong barrel", 0.5, r"k1 = -0.4, .* of 321x239 pixels.*largest field of view that fits is 7\d\.\d degrees"),
    ("fisheye", 0.35, r"reaches 89 degrees\. The largest field of view that fits is 17\d\.\d degrees .* focal length 1\.\d\d"),
])
def test_what_the_lens_does_not_see_is_told_with_what_fits(name, focal, said):
    with pytest.raises(InputError, match=said):
        refuse_misfit(camera(name, focal))
    factor = float((misfit(camera(name, focal)) or "").split("focal length ")[1].split()[0])
    assert sees_all(camera(name, focal * factor)) and not sees_all(camera(name, focal * (factor - 0.02)))


def test_a_lens_has_as_many_coefficients_as_its_model():
    with pytest.raises(ValueError, match="opencv_fisheye has 4"):
        Lens("opencv_fisheye", (0.0,) * 5)
