"""Instance records against trimesh's ray caster and OpenCV's projection, and the maps of a label render."""

import cv2
import numpy as np
import pytest
import trimesh

from facings.frames.passes import SEMANTIC_BASE, FramePasses
from facings.labels.amodal import Triangles
from facings.labels.camera import Pinhole, rigid, rigid_part
from facings.labels.instances import InstanceLabeller, InstanceName, LabelledObject, instance_maps

CAMERA = Pinhole(np.array([[150.0, 0, 61.3], [0, 150, 44.7], [0, 0, 1]]),
                 rigid(trimesh.transformations.euler_matrix(0.1, -0.2, 0.05)[:3, :3], np.array([0.1, 0.0, -0.2])), 120, 90)
NAMES = [InstanceName("a", "things", "ring"), InstanceName("b", "things", "ring"), InstanceName("c", "things", "ring")]


def ring(x: float, y: float, z: float, scale: tuple[float, float, float] = (1, 1, 1)) -> LabelledObject:
    mesh = trimesh.creation.torus(0.2, 0.08, major_sections=24, minor_sections=12)
    turn = trimesh.transformations.euler_matrix(0.7, 0.4, 1.1)[:3, :3]
    return LabelledObject(Triangles("ring", mesh.vertices.astype(np.float32), mesh.faces.astype(np.int32)),
                          rigid(turn, np.array([x, y, z])), np.array(scale, float))


RINGS = (ring(-0.2, -0.12, 1.0), ring(-0.12, -0.12, 1.4, (1.2, 0.8, 1.0)), ring(1.0, 0.0, 1.0))
"""The second stands partly behind the first, the third wholly outside the picture."""


def masks() -> list[np.ndarray]:
    """The mask of each ring alone."""
    found = []
    rays = CAMERA.rays(0, 0, 120, 90).reshape(-1, 3) @ CAMERA.world_from_camera[:3, :3].T
    for item in RINGS:
        points = (item.mesh.vertices_m * item.scale) @ item.world_from_object[:3, :3].T + item.world_from_object[:3, 3]
        caster = trimesh.ray.ray_triangle.RayMeshIntersector(trimesh.Trimesh(points, item.mesh.triangles, process=False))
        origins = np.broadcast_to(CAMERA.world_from_camera[:3, 3], rays.shape)
        found.append(caster.intersects_any(origins, rays).reshape(90, 120))
    return found


def test_records_are_what_independent_casts_and_projections_say() -> None:
    alone = masks()
    instance = np.where(alone[0], 1, np.where(alone[1], 2, 0)).astype(np.uint16)
    records = InstanceLabeller().records(RINGS, NAMES, instance, CAMERA)
    assert [r["id"] for r in records] == [1, 2, 3]
    assert [r["category"] for r in records] == ["a", "b", "c"]
    for record, item in zip(records, RINGS, strict=True):
        pose = np.array(record["camera_from_object"])
        assert np.allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-12)
        low, high = np.array(record["box_min_m"]), np.array(record["box_max_m"])
        assert np.allclose([low, high], np.array(item.mesh.bounds) * item.scale)
        corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        pixels, _ = cv2.projectPoints(corners, cv2.Rodrigues(pose[:3, :3])[0], pose[:3, 3], CAMERA.K, None)
        assert np.allclose(pixels[:, 0], record["box_corners_px"], atol=1e-6)
    first, second, third = records
    assert abs(second["amodal_px"] - alone[1].sum()) <= 1 and second["visible_px"] == (instance == 2).sum()
    assert first["visible_fraction"] == pytest.approx(1.0, abs=1e-3)
    assert second["visible_fraction"] == second["visible_px"] / second["amodal_px"] < 0.9
    assert third["bbox_visible_xywh_px"] is None and third["visible_fraction"] == 0.0 and third["truncated"]
    assert not first["truncated"] and third["amodal_px"] > 0


def test_maps_of_a_label_render() -> None:
    index = np.array([[0, 1, 2], [SEMANTIC_BASE, SEMANTIC_BASE + 7, 2]], np.int32)
    instance, semantic = instance_maps(FramePasses(index, np.zeros((2, 3), np.float32), {}), [4, 5])
    assert instance.dtype == np.uint16 and semantic.dtype == np.uint8
    assert instance.tolist() == [[0, 1, 2], [0, 0, 2]]
    assert semantic.tolist() == [[0, 4, 5], [0, 7, 5]]


def test_more_ids_than_objects_are_an_error() -> None:
    with pytest.raises(ValueError, match="id 4"):
        InstanceLabeller().records(RINGS, NAMES, np.full((90, 120), 4, np.uint16), CAMERA)


def test_the_rigid_part_of_a_scaled_pose_in_single_precision() -> None:
    pose, scale = RINGS[1].world_from_object, np.array([1.2, 0.8, 1.0])
    told = (pose @ np.diag([*scale, 1.0])).astype(np.float32).astype(float)
    found = rigid_part(told, scale)
    assert np.allclose(found, pose, atol=1e-6)
    assert np.allclose(found[:3, :3] @ found[:3, :3].T, np.eye(3), atol=1e-15)


def test_a_frame_without_instances_has_no_records() -> None:
    assert InstanceLabeller().records([], [], np.zeros((90, 120), np.uint16), CAMERA) == []
    with pytest.raises(ValueError, match="the instance map holds id 1"):
        InstanceLabeller().records([], [], np.ones((90, 120), np.uint16), CAMERA)
