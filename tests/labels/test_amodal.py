"""Amodal extents against trimesh's own ray caster on the same mesh, and at the picture's borders."""

import numpy as np
import pytest
import trimesh

from facings.labels.amodal import AmodalCaster, Triangles
from facings.labels.camera import Pinhole, rigid

CAMERA = Pinhole(np.array([[150.0, 0, 61.3], [0, 150, 44.7], [0, 0, 1]]), np.eye(4), 120, 90)


def torus() -> Triangles:
    mesh = trimesh.creation.torus(0.2, 0.08, major_sections=24, minor_sections=12)
    return Triangles("torus", mesh.vertices.astype(np.float32), mesh.faces.astype(np.int32))


def pose(x: float, y: float, z: float) -> np.ndarray:
    turn = trimesh.transformations.euler_matrix(0.7, 0.4, 1.1)[:3, :3]
    return rigid(turn, np.array([x, y, z]))


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
    found = AmodalCaster().cast(mesh, pose(*place), scale, CAMERA)
    # One silhouette pixel may tie between two casters.
    assert abs(found.pixels - mask.sum()) <= 1
    assert np.abs(np.array(found.bbox_xywh_px)
                  - [xs.min() - 60, ys.min() - 45, np.ptp(xs) + 1, np.ptp(ys) + 1]).max() <= 1
    assert not found.clipped


def test_behind_the_camera_there_is_nothing_and_in_the_near_plane_it_is_clipped():
    caster = AmodalCaster()
    behind = caster.cast(torus(), pose(0, 0, -2), np.ones(3), CAMERA)
    assert (behind.pixels, behind.bbox_xywh_px, behind.clipped) == (0, None, True)
    through = caster.cast(torus(), pose(0, 0, 0.05), np.ones(3), CAMERA)
    assert through.clipped and through.pixels > 0


def test_far_outside_the_window_it_is_clipped_to_nothing():
    found = AmodalCaster().cast(torus(), pose(9, 0, 1), np.ones(3), CAMERA)
    assert found.pixels == 0 and found.clipped


def test_visible_pixels_count_even_where_the_cast_misses():
    mesh = torus()
    plain = AmodalCaster().cast(mesh, pose(0, 0, 1), np.ones(3), CAMERA)
    x, y, w, h = plain.bbox_xywh_px
    corner = np.ones((1, 1), bool)
    widened = AmodalCaster().cast(mesh, pose(0, 0, 1), np.ones(3), CAMERA, (x - 3, y, x - 2, y + 1), corner)
    assert widened.pixels == plain.pixels + 1
    assert widened.bbox_xywh_px == [x - 3, y, w + 3, h]


def test_the_cache_stays_within_its_capacity():
    caster = AmodalCaster(capacity=3)
    for number in range(8):
        caster.cast(Triangles(f"t{number}", torus().vertices_m, torus().triangles), pose(0, 0, 1), np.ones(3), CAMERA)
    assert len(caster._scenes) == 3
