"""Amodal pixels, outlines and bounds under a lens: against a cast through every pixel, and dense samples."""

import numpy as np
import pytest
import shapely
from opencv_camera import LENSES, projected
from test_amodal import extent, pose, soup

from facings.labels.amodal import Triangles
from facings.labels.bent import bounds_px, may_see, px_per_m
from facings.labels.camera import NEAR_M, Pinhole, box_corners, rigid
from facings.labels.polygons import visible_polygon
from facings.labels.surface_texts import SurfaceText, seen_texts


def camera(name: str, focal_px: float, size=(60, 44)) -> Pinhole:
    K = np.array([[focal_px, 0, size[0] / 2 + 1.2], [0, focal_px * 1.1, size[1] / 2 + 0.7], [0, 0, 1]])
    return Pinhole(K, np.eye(4), *size, LENSES[name])


def cast(mesh: Triangles, world_from_object: np.ndarray, scale: np.ndarray, camera: Pinhole) -> np.ndarray:
    """(3H, 3W) bool: Embree's answer for every pixel of the 3x3 pictures that has a ray."""
    from embreex.mesh_construction import TriangleMesh
    from embreex.rtcore_scene import EmbreeScene

    object_from_camera = np.linalg.inv(camera.camera_from_world @ world_from_object)
    w, h = camera.width_px, camera.height_px
    rays = camera.rays(-w, -h, 2 * w, 2 * h)
    there = np.isfinite(rays).all(-1)
    directions = rays[there] @ object_from_camera[:3, :3].T / scale
    starts = object_from_camera[:3, 3] / scale + directions * NEAR_M
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, mesh.vertices_m, mesh.triangles)
    there[there] = scene.run(starts.astype(np.float32), directions.astype(np.float32)) >= 0
    return there


@pytest.mark.parametrize("name", LENSES)
def test_amodal_pixels_are_those_of_a_cast_through_each(name):
    rng, some = np.random.default_rng(7), 0
    for number in range(10):
        low = 28 if LENSES[name].is_fisheye else 60
        bent = camera(name, float(np.exp(rng.uniform(np.log(low), np.log(400)))))
        mesh, scale = soup(rng, number), rng.uniform(0.5, 1.5, 3)
        place = pose(*rng.uniform(-0.6, 0.6, 2), rng.uniform(0.2, 1.5))
        mask = cast(mesh, place, scale, bent)
        found = extent(mesh, place, scale, bent)
        assert found.pixels == mask.sum()
        if mask.any():
            ys, xs = np.nonzero(mask)
            assert found.bbox_xywh_px == [xs.min() - 60, ys.min() - 44, np.ptp(xs) + 1, np.ptp(ys) + 1]
            some += 1
    assert some > 3


@pytest.mark.parametrize("name", LENSES)
def test_an_outline_is_the_picture_of_its_region(name):
    rng, seen = np.random.default_rng(3), 0
    for _ in range(12):
        bent = camera(name, rng.uniform(130, 190), (120, 90))
        corners = box_corners((0, 0, 0), rng.uniform(0.1, 2, 3)) + rng.uniform((-1.5, -1.5, 0.4), (0.5, 0.5, 2))
        found = visible_polygon(corners, bent)
        low, high = corners.min(0), corners.max(0)
        # A pixel's centre lies in the outline where its ray enters the box.
        rays = bent.rays(0, 0, 120, 90)
        with np.errstate(divide="ignore", invalid="ignore"):
            a, b = low / rays, high / rays
        enters = np.fmax.reduce(np.fmin(a, b), -1) <= np.fmin.reduce(np.fmax(a, b), -1)
        if found is None:
            assert enters.sum() <= 2
            continue
        outline = shapely.Polygon(found)
        centres = shapely.points(*np.meshgrid(np.arange(120) + 0.5, np.arange(90) + 0.5))
        wrong = shapely.contains(outline, centres) != enters
        assert (shapely.distance(outline.boundary, centres)[wrong] < 0.15).all()
        seen += bool(enters.any())
    assert seen > 3


@pytest.mark.parametrize("name", LENSES)
def test_bounds_hold_all_that_the_lens_shows_of_a_box(name):
    rng, bent = np.random.default_rng(5), camera(name, 450, (400, 300))
    size = rng.uniform(0.05, 2, (200, 3))
    low = rng.uniform((-3, -3, 0.02), (3, 3, 3), (200, 3))
    corners = np.array([box_corners(a, a + b) for a, b in zip(low, size, strict=True)])
    bounds, unseen = bounds_px(corners, bent)
    inside = low[:, None] + size[:, None] * rng.random((200, 1000, 3))
    pixels = bent.project(inside)
    there = np.isfinite(pixels).all(-1)
    for k in range(200):
        assert (pixels[k][there[k]] >= bounds[k, :2]).all() and (pixels[k][there[k]] <= bounds[k, 2:]).all()
        assert unseen[k] or there[k].all()


@pytest.mark.parametrize("name", LENSES)
def test_what_is_seen_and_how_large_is_not_underrated(name):
    rng, bent = np.random.default_rng(6), camera(name, 450, (400, 300))
    middle, radius = rng.uniform((-3, -3, -1), (3, 3, 3), (300, 3)), rng.uniform(0.02, 0.5, 300)
    direction = rng.normal(size=(300, 500, 3))
    surface = middle[:, None] + radius[:, None, None] * direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    surface[surface[..., 2] <= NEAR_M] = np.nan
    pixels = bent.project(surface)
    with np.errstate(invalid="ignore"):
        shown = ((pixels >= 0) & (pixels <= [400, 300])).all(-1)
    seen = may_see(middle, radius, bent)
    assert (seen >= shown.any(1)).all() and 0.1 < seen.mean() < 0.9
    step = rng.normal(size=surface.shape)
    step *= 1e-6 / np.linalg.norm(step, axis=-1, keepdims=True)
    rate = np.linalg.norm(bent.project(surface + step) - pixels, axis=-1) / 1e-6
    rate = np.where(shown, rate, 0).max(1)
    most = px_per_m(middle, radius, bent)
    # Seen from within a ball, or nearly, everything is large.
    clear = np.linalg.norm(middle, axis=1) > 1.5 * radius
    assert (rate[clear] <= 1.05 * most[clear]).all() and clear.sum() > 200


@pytest.mark.parametrize("name", LENSES)
def test_a_text_is_seen_where_opencv_projects_it(name):
    """A line on a slanted board beside the middle, whose left half something hides."""
    bent = camera(name, 450, (400, 300))
    turn = np.array([[0.8, 0.0, -0.6], [0.0, 1.0, 0.0], [0.6, 0.0, 0.8]])
    place = rigid(turn, np.array([0.25, -0.15, 1.2]))
    corners = np.array([[-0.1, -0.03, 0], [0.1, -0.03, 0], [0.1, 0.03, 0], [-0.1, 0.03, 0]])
    along, down = np.meshgrid(np.linspace(-0.095, 0.095, 20), np.linspace(-0.025, 0.025, 6))
    samples = np.stack([along, down, 0 * along], -1).reshape(-1, 3)
    text = SurfaceText("name", "tea", corners, samples, np.tile([0.0, 0.0, -1.0], (len(samples), 1)))
    rays = bent.rays(0, 0, 400, 300)
    depth = (turn[:, 2] @ place[:3, 3]) / (rays @ turn[:, 2])
    at = (rays * depth[..., None] - place[:3, 3]) @ turn
    board = (np.abs(at[..., 0]) < 0.15) & (np.abs(at[..., 1]) < 0.1) & (depth > 0)
    instance = np.where(board & (at[..., 0] > 0), 3, 0).astype(np.uint16)
    (found,) = seen_texts([text], place, np.ones(3), 3, instance, depth.astype(np.float32), bent)
    in_camera = corners @ turn.T + place[:3, 3]
    assert np.abs(np.array(found["quad_px"]) - projected(in_camera, bent.K, LENSES[name])).max() < 1e-6
    assert found["visible_fraction"] == pytest.approx(0.5, abs=0.06)
    assert seen_texts([text], rigid(turn, np.array([9.0, 0, 0.5])), np.ones(3), 3, instance, depth, bent) == []
