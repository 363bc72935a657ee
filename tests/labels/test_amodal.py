"""Amodal extents against trimesh's own ray caster on the same mesh, and at the picture's borders."""

import numpy as np
import pytest
import trimesh
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.labels.amodal import AmodalCaster, AmodalExtent, Triangles
from facings.labels.camera import NEAR_M, Pinhole, rigid
from facings.labels.placement import Placements

CAMERA = Pinhole(np.array([[150.0, 0, 61.3], [0, 150, 44.7], [0, 0, 1]]), np.eye(4), 120, 90)


def torus() -> Triangles:
    mesh = trimesh.creation.torus(0.2, 0.08, major_sections=24, minor_sections=12)
    return Triangles("torus", mesh.vertices.astype(np.float32), mesh.faces.astype(np.int32))


def pose(x: float, y: float, z: float) -> np.ndarray:
    turn = trimesh.transformations.euler_matrix(0.7, 0.4, 1.1)[:3, :3]
    return rigid(turn, np.array([x, y, z]))


def extent(mesh: Triangles, world_from_object: np.ndarray, scale: np.ndarray, camera: Pinhole, *shown,
           caster: AmodalCaster | None = None) -> AmodalExtent:
    """The extent of one object; `shown` are the box and the mask of where it is seen."""
    placed = Placements.of([mesh.bounds], world_from_object[None], scale[None], camera)
    return (caster or AmodalCaster(1)).extent(mesh, placed, 0, camera, *shown)


def reference(mesh: Triangles, world_from_object: np.ndarray, scale: np.ndarray, window) -> np.ndarray:
    points = (mesh.vertices_m * scale) @ world_from_object[:3, :3].T + world_from_object[:3, 3]
    placed = trimesh.Trimesh(points, mesh.triangles, process=False)
    rays = CAMERA.rays(*window).reshape(-1, 3)
    caster = trimesh.ray.ray_triangle.RayMeshIntersector(placed)
    return caster.intersects_any(np.zeros_like(rays), rays).reshape(window[3] - window[1], window[2] - window[0])


@pytest.mark.parametrize("place", [(0, 0, 1.0), (0.35, 0.1, 1.0), (-0.1, 0.2, 0.9)])
def test_extent_is_what_an_independent_caster_counts(place):
    mesh, scale = torus(), np.array([1.0, 0.9, 1.1])
    window = (-60, -45, 180, 135)
    mask = reference(mesh, pose(*place), scale, window)
    ys, xs = np.nonzero(mask)
    found = extent(mesh, pose(*place), scale, CAMERA)
    # One silhouette pixel may tie between two casters.
    assert abs(found.pixels - mask.sum()) <= 1
    assert np.abs(np.array(found.bbox_xywh_px)
                  - [xs.min() - 60, ys.min() - 45, np.ptp(xs) + 1, np.ptp(ys) + 1]).max() <= 1
    assert not found.clipped


def test_behind_the_camera_there_is_nothing_and_in_the_near_plane_it_is_clipped():
    caster = AmodalCaster(96)
    behind = extent(torus(), pose(0, 0, -2), np.ones(3), CAMERA, caster=caster)
    assert (behind.pixels, behind.bbox_xywh_px, behind.clipped) == (0, None, True)
    through = extent(torus(), pose(0, 0, 0.05), np.ones(3), CAMERA, caster=caster)
    assert through.clipped and through.pixels > 0


def test_far_outside_the_window_it_is_clipped_to_nothing():
    found = extent(torus(), pose(9, 0, 1), np.ones(3), CAMERA)
    assert found.pixels == 0 and found.clipped


def test_visible_pixels_count_even_where_the_cast_misses():
    mesh = torus()
    plain = extent(mesh, pose(0, 0, 1), np.ones(3), CAMERA)
    x, y, w, h = plain.bbox_xywh_px
    corner = np.ones((1, 1), bool)
    widened = extent(mesh, pose(0, 0, 1), np.ones(3), CAMERA, (x - 3, y, x - 2, y + 1), corner)
    assert widened.pixels == plain.pixels + 1
    assert widened.bbox_xywh_px == [x - 3, y, w + 3, h]


def test_the_cache_stays_within_its_capacity():
    caster = AmodalCaster(capacity=3)
    for number in range(8):
        extent(Triangles(f"t{number}", torus().vertices_m, torus().triangles), pose(0, 0, 1), np.ones(3), CAMERA, caster=caster)
    assert len(caster._surfaces) == 3


def cast_pixel_by_pixel(mesh: Triangles, world_from_object: np.ndarray, scale: np.ndarray, camera: Pinhole) -> np.ndarray:
    """(3H, 3W) bool: Embree's answer for every pixel of the 3x3 pictures."""
    object_from_camera = np.linalg.inv(camera.camera_from_world @ world_from_object)
    w, h = camera.width_px, camera.height_px
    directions = (camera.rays(-w, -h, 2 * w, 2 * h) @ object_from_camera[:3, :3].T / scale).reshape(-1, 3)
    starts = object_from_camera[:3, 3] / scale + directions * NEAR_M
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, mesh.vertices_m, mesh.triangles)
    return (scene.run(starts.astype(np.float32), directions.astype(np.float32)) >= 0).reshape(3 * h, 3 * w)


def soup(rng: np.random.Generator, number: int) -> Triangles:
    """Closed, cut open, turned inside out in part, or triangles that share nothing."""
    made = [trimesh.creation.torus(0.2, 0.08, major_sections=48, minor_sections=24), trimesh.creation.icosphere(3, 0.2),
            trimesh.creation.cylinder(0.1, 0.4, sections=60), trimesh.creation.box((0.2, 0.1, 0.3)),
            trimesh.creation.annulus(0.1, 0.2, 0.1)][number % 5]
    faces = np.array(made.faces)
    if number % 3 == 1:
        faces = faces[rng.random(len(faces)) < 0.8]
        turned = rng.random(len(faces)) < 0.3
        faces[turned] = faces[turned][:, ::-1]
    vertices = np.array(made.vertices)
    if number % 7 == 2:
        vertices, faces = vertices[faces].reshape(-1, 3), np.arange(3 * len(faces)).reshape(-1, 3)
    if number % 11 == 3:
        vertices, faces = rng.normal(0, 0.1, (60, 3)), rng.integers(0, 60, (40, 3))
    return Triangles(f"soup {number}", vertices.astype(np.float32), faces.astype(np.int32))


def test_every_pixel_is_as_a_cast_through_each_says():
    rng, caster, seen = np.random.default_rng(4), AmodalCaster(96), 0
    for number in range(120):
        mesh, scale = soup(rng, number), rng.uniform(0.7, 1.4, 3)
        focal_px = float(rng.choice([90.0, 300.0, 2000.0]))
        camera = Pinhole(np.array([[focal_px, 0, 31.2], [0, focal_px * 1.1, 22.7], [0, 0, 1]]), np.eye(4), 60, 44)
        turn = trimesh.transformations.random_rotation_matrix(rng.random(3))[:3, :3] if number % 4 else np.eye(3)
        distance = focal_px / 90 * rng.uniform(0.5, 2)
        place = rigid(turn, np.array([*rng.normal(0, 0.3, 2) * distance * 90 / focal_px, distance]))
        right = cast_pixel_by_pixel(mesh, place, scale, camera)
        found = extent(mesh, place, scale, camera, caster=caster)
        assert found.pixels == right.sum(), number
        if found.pixels:
            ys, xs = np.nonzero(right)
            assert found.bbox_xywh_px == [xs.min() - 60, ys.min() - 44, np.ptp(xs) + 1, np.ptp(ys) + 1], number
        seen += found.pixels
    assert seen > 20_000
