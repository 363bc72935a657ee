"""What labels need of the figure in Blender: its objects numbered, its two label renders, its evaluated surfaces."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from facings.blender.label_objects import number_objects
from facings.blender.label_scene import LabelScene, PixelBox
from facings.frames.passes import FramePasses
from facings.labels.camera import NEAR_M, Pinhole, rigid_part
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.label.scene import FaceScene, LabelledSurface, PointsOnFace
from facings.scenes.face.realise.figure import SEE_THROUGH, STRAND_A, STRAND_B
from facings.scenes.face.semantics import REGION, SEMANTIC_CLASSES

_MARGIN_PX = 4
"""Around strands' points: hairs have a thickness, and their curves swing a little beyond the points."""


class FigureLabels:
    """Renders the labels' side of one frame after the other; made once a Blender."""

    def __init__(self, scene: bpy.types.Scene) -> None:
        self._scene = scene
        self._labels = LabelScene(scene, (REGION,), (STRAND_A, STRAND_B))

    def number(self, figure: Sequence[bpy.types.Object]) -> None:
        """Give the person's solid objects the pass indices 1, 2, ... and every other object its class.

        `figure` is what `Figure.finish` returned.
        """
        number_objects(self._scene, solid_objects(figure), SEMANTIC_CLASSES)

    def passes(self, figure: Sequence[bpy.types.Object], camera: Pinhole, wanted: tuple[str, ...],
               scratch: Path) -> FramePasses:
        """Return the label render, with the parsing classes of regions, and the coverage of strands.

        `wanted` may hold 'normal', 'position', 'uv' and 'albedo'; 'matte' is the labeller's to make. `number` comes first.
        """
        strands = [o for o in figure if o.type == "CURVES"]
        clear = [o for o in figure if o.type != "CURVES" and o.get(SEE_THROUGH)]
        solid = self._labels.render([*strands, *clear], wanted, scratch)
        return replace(solid, coverage=self._labels.cover(clear, scratch, _window(strands, camera)))


def solid_objects(figure: Sequence[bpy.types.Object]) -> list[bpy.types.Object]:
    """Return the person's meshes that labels do not look through, in the order of `figure`."""
    return [o for o in figure if o.type != "CURVES" and not o.get(SEE_THROUGH)]


def collect(figure: Sequence[bpy.types.Object], root: bpy.types.Object, head: bpy.types.Object, shape: HeadShape,
            points: PointsOnFace, attributes: dict[str, object]) -> FaceScene:
    """Return the person as labelling wants it; `head` is the object that carries the head model's mesh.

    A view layer update must have followed the last change.
    """
    graph = bpy.context.evaluated_depsgraph_get()
    world_from_body = rigid_part(np.array(root.matrix_world, float))
    surfaces, head_vertices, head_normals = [], None, None
    for item in solid_objects(figure):
        evaluated = item.evaluated_get(graph)
        mesh: Any = evaluated.to_mesh()
        world = np.array(evaluated.matrix_world, float)
        surface = _surface(item, mesh, world)
        surfaces.append(surface)
        if item == head:
            # Subdivision keeps the cage's vertices first and in order.
            count = len(shape.model.vertices_m)
            normals = np.empty(len(mesh.vertices) * 3, np.float32)
            mesh.vertex_normals.foreach_get("vector", normals)
            turned = normals.reshape(-1, 3)[:count] @ world[:3, :3].T
            head_vertices = surface.vertices_m[:count]
            head_normals = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        evaluated.to_mesh_clear()
    if head_vertices is None or head_normals is None:
        raise ValueError(f"{head.name} is no solid object of the figure")

    def world_of(unposed_m: np.ndarray) -> np.ndarray:
        return shape.pose(unposed_m) @ world_from_body[:3, :3].T + world_from_body[:3, 3]

    brows = head_vertices[shape.model.landmarks[17:27]] if points.brow_contour_m is None else world_of(points.brow_contour_m)
    return FaceScene(tuple(surfaces), shape, world_from_body, head_vertices, head_normals, brows,
                     world_of(points.pupils_m), world_of(points.iris_rings_m), attributes,
                     None if points.brow_edges_m is None else world_of(points.brow_edges_m))


def _surface(item: bpy.types.Object, mesh: Any, world: np.ndarray) -> LabelledSurface:
    vertices = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", vertices)
    triangles = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("vertices", triangles)
    whole = SEMANTIC_CLASSES[item["facings_semantic"]]
    classes = np.full(len(mesh.loop_triangles), whole, np.uint8)
    if REGION in mesh.attributes:
        region = np.empty(len(mesh.polygons), np.float32)
        mesh.attributes[REGION].data.foreach_get("value", region)
        face = np.empty(len(mesh.loop_triangles), np.int32)
        mesh.loop_triangle_polygons.foreach_get("value", face)
        classes = np.rint(region[face]).astype(np.uint8)
    in_world = vertices.reshape(-1, 3).astype(float) @ world[:3, :3].T + world[:3, 3]
    return LabelledSurface(item.name, in_world, triangles.reshape(-1, 3), classes, whole)


def _window(strands: Sequence[bpy.types.Object], camera: Pinhole) -> PixelBox | None:
    """The part of the picture that strands may reach; None: any."""
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for item in strands:
        curves: Any = item.data
        points = np.empty(len(curves.position_data) * 3, np.float32)
        curves.position_data.foreach_get("vector", points)
        camera_from_strands = camera.camera_from_world @ np.array(item.matrix_world, float)
        in_camera = points.reshape(-1, 3) @ camera_from_strands[:3, :3].T + camera_from_strands[:3, 3]
        if not len(in_camera):
            continue
        if in_camera[:, 2].min() <= NEAR_M:
            return None
        pixels = camera.project(in_camera)
        if not np.isfinite(pixels).all():  # a lens does not see so far
            return None
        low, high = np.minimum(low, pixels.min(0)), np.maximum(high, pixels.max(0))
    if not np.isfinite(low).all():
        return (0, 0, 0, 0)
    margin = _MARGIN_PX + 0.01 * (high - low).max()
    size = np.array([camera.width_px, camera.height_px])
    x0, y0 = np.clip(np.floor(low - margin), 0, size).astype(int)
    x1, y1 = np.clip(np.ceil(high + margin), 0, size).astype(int)
    return int(x0), int(y0), int(x1), int(y1)
