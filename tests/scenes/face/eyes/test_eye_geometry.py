"""Balls, corneas, tears and the labels' points on them, against rays, spheres and planes."""

import numpy as np
import pytest
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from heads_for_tests import head

from facings.scenes.face.eyes.globe import IRIS, PUPIL, SCLERA, ball, shell
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.eyes.lid_contact import LidContact, skin_faces
from facings.scenes.face.eyes.optics import EyeOptics, eye_optics
from facings.scenes.face.eyes.tears import caruncle, tear_rim

OPTICS = EyeOptics(ball_m=0.0153, iris_m=0.0056, pupil_m=0.002)
BLINK = {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}


def hits(vertices_m: np.ndarray, triangles: np.ndarray, start_m: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Return the distances at which rays meet a mesh, inf where they do not."""
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, vertices_m.astype(np.float32), triangles.astype(np.int32))
    met = scene.run(start_m.astype(np.float32), direction.astype(np.float32), output=True)
    return np.where(met["primID"] >= 0, met["tfar"], np.inf)


def test_every_eye_surface_faces_outwards():
    for surface in (ball(OPTICS), shell(OPTICS)):
        a, b, c = (surface.vertices_m[surface.triangles[:, k]].astype(float) for k in range(3))
        normal, middle = np.cross(b - a, c - a), (a + b + c) / 3
        kind = np.zeros(len(a), int) if surface.slot is None else surface.slot[surface.triangle_face]
        outwards = (normal * middle).sum(1)
        assert (outwards[kind == SCLERA] > 0).all()
        assert (normal[kind == IRIS, 1] <= 1e-12).all()


def test_the_cornea_lies_before_the_iris_and_over_the_white():
    eye, clear = ball(OPTICS), shell(OPTICS)
    start = np.zeros((400, 3))
    angle, turn = np.meshgrid(np.linspace(0.01, 1.4, 20), np.linspace(0, 2 * np.pi, 20))
    direction = np.stack([np.sin(angle) * np.cos(turn), -np.cos(angle), np.sin(angle) * np.sin(turn)], -1).reshape(-1, 3)
    cover = hits(clear.vertices_m, clear.triangles, start, direction)
    # Seen from outside, so that of the ball the outermost surface counts.
    below = 0.03 - hits(eye.vertices_m, eye.triangles, 0.03 * direction, -direction)
    assert np.isfinite(cover).all()
    assert (cover > below).all()
    within = angle.ravel() < 0.8 * OPTICS.limbus_rad
    assert (cover - below)[within].min() > 0.0008
    assert (cover - below)[angle.ravel() > 1.3 * OPTICS.limbus_rad].max() < 0.0002


@pytest.mark.parametrize("pupil_m", [0.001, 0.002, 0.0038])
def test_the_pupil_is_a_hole_of_its_radius(pupil_m: float):
    optics = EyeOptics(0.0153, 0.0056, pupil_m)
    eye = ball(optics)
    faces = eye.slot[eye.triangle_face]
    across = np.array([0.0, 0.5, 0.97, 1.03, 1.4]) * pupil_m
    start = np.stack([across, np.full(5, -0.03), np.zeros(5)], 1)
    forward = np.tile([0.0, 1.0, 0.0], (5, 1))
    iris = hits(eye.vertices_m, eye.triangles[faces == IRIS], start, forward)
    assert np.isfinite(iris).tolist() == [False, False, False, True, True]
    cup = hits(eye.vertices_m, eye.triangles[faces == PUPIL], start[:3], forward[:3])
    assert (cup > 0.03 - optics.iris_depth_m(np.array([pupil_m]))[0]).all()


def test_textures_fit_in_the_unit_square_and_the_iris_goes_round_once():
    eye = ball(OPTICS)
    uv, sizes = eye.uv.reshape(-1, 4, 2), np.diff(np.append(eye.starts, len(eye.corners)))
    assert (sizes == 4).all()
    assert uv.min() >= 0 and uv.max() <= 1
    iris = uv[eye.slot == IRIS]
    assert np.ptp(iris[..., 0], axis=1).max() == pytest.approx(1 / 96, abs=1e-6)
    assert iris[..., 1].min() == 0 and iris[..., 1].max() == 1


@pytest.mark.parametrize("eyes_deg", [(0, 0), (30, 0), (-25, 18), (10, -20)])
@pytest.mark.parametrize("expression", [{}, {"eyeWideLeft": 1, "eyeWideRight": 1}, {"eyeSquintLeft": 1, "eyeSquintRight": 1}])
def test_neither_ball_nor_cornea_comes_through_the_lids(eyes_deg: tuple, expression: dict):
    shape = head("ict", expression=expression, eyes_deg=eyes_deg)
    for side in (0, 1):
        optics, lids = eye_optics(shape, side, 0.002), LidContact(shape, side)
        centre = shape.eye_centres_m[side]
        for surface in (ball(optics), shell(optics)):
            placed = lids.pressed(surface.vertices_m @ shape.eye_rotations[side].T + centre, 0.0002)
            offset = placed - centre
            distance = np.linalg.norm(offset, axis=1)
            start = centre + offset * (0.83 * optics.ball_m / distance)[:, None]
            skin = 0.83 * optics.ball_m + hits(shape.unposed_m, skin_faces(shape.model)[0], start, offset / distance[:, None])
            front = offset[:, 1] < 0
            assert (distance < skin)[front & (distance > 0.83 * optics.ball_m)].all()


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_a_blink_covers_the_eye(name: str):
    """Rays into the closed eye meet skin before they meet anything of the eye."""
    shape = head(name, expression=BLINK)
    for side in (0, 1):
        optics, lids = eye_optics(shape, side, 0.002), LidContact(shape, side)
        centre = shape.eye_centres_m[side]
        clear = shell(optics)
        placed = lids.pressed(clear.vertices_m @ shape.eye_rotations[side].T + centre, 0.00018)
        x, z = np.meshgrid(np.linspace(-0.005, 0.005, 25), np.linspace(-0.009, 0.006, 25))
        start = centre + np.stack([x.ravel(), np.full(x.size, -0.05), z.ravel()], 1)
        forward = np.tile([0.0, 1.0, 0.0], (x.size, 1))
        skin = hits(shape.unposed_m, skin_faces(shape.model)[0], start, forward)
        eye = hits(placed, clear.triangles, start, forward)
        # The slit between the lids' margins is as thin as the mesh allows: one row of rays may see through it.
        assert (skin < eye).mean() > 0.95


@pytest.mark.parametrize("eyes_deg", [(0, 0), (25, -12)])
def test_iris_rings_are_round_flat_and_on_the_limbus(eyes_deg: tuple):
    shape = head("ict", eyes_deg=eyes_deg)
    rings, pupils = iris_ring(shape), pupil_centres(shape)
    assert rings.shape == (2, 8, 3) and pupils.shape == (2, 3)
    for side in (0, 1):
        optics = eye_optics(shape, side, 0.002)
        sight = -shape.eye_rotations[side][:, 1]
        assert np.linalg.norm(rings[side] - pupils[side], axis=1) == pytest.approx(optics.iris_m, abs=1e-9)
        assert (rings[side] - pupils[side]) @ sight == pytest.approx(0, abs=1e-9)
        assert np.linalg.norm(rings[side] - shape.eye_centres_m[side], axis=1) == pytest.approx(optics.ball_m, abs=1e-9)
        assert np.cross(pupils[side] - shape.eye_centres_m[side], sight) == pytest.approx(0, abs=1e-9)
    assert pupils[0, 0] < 0 < pupils[1, 0]


@pytest.mark.parametrize("name", ["ict", "makehuman"])
def test_mirroring_takes_ring_points_as_documented(name: str):
    rings = iris_ring(head(name))
    mirrored = rings[::-1] * np.array([-1, 1, 1])
    assert np.abs(mirrored[:, (4 - np.arange(8)) % 8] - rings).max() < 2e-4


def test_irises_are_as_large_as_real_ones_and_keep_their_size():
    radius = [eye_optics(head("ict", expression=e), 0, 0.002).iris_m for e in ({}, BLINK, {"eyeSquintRight": 1.0})]
    assert radius[0] == radius[1] == radius[2]
    assert 0.0049 <= radius[0] <= 0.0062


@pytest.mark.parametrize("name", ["ict", "makehuman"])
@pytest.mark.parametrize("side", [0, 1])
def test_tears_and_caruncle_lie_at_the_lid(name: str, side: int):
    shape = head(name)
    model = shape.model
    lower = shape.unposed_m[model.lid_lower[side]]
    rim = tear_rim(shape, side, 0.5).vertices_m
    nearest = np.linalg.norm(rim[:, None] - lower[None], axis=-1).min(1)
    assert nearest.max() < 0.0025
    knob = caruncle(shape, side).vertices_m
    inner = shape.unposed_m[model.lid_upper[side][-1]]
    assert np.linalg.norm(knob.mean(0) - inner) < 0.004
    assert np.sign(knob[:, 0].mean()) == (-1, 1)[side]
