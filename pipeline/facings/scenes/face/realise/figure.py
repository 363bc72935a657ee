"""The pictured person in Blender: named objects that are kept from frame to frame and refilled from numpy arrays."""

from collections.abc import Callable, Sequence
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from facings.blender.visibility import show
from facings.scenes.face.geometry import Mesh, Strands
from facings.scenes.face.semantics import REGION, STRAND_CLASSES

STRAND_A, STRAND_B = "facings_strand_a", "facings_strand_b"
"""Object properties of strands: one-hot vectors over the first and the last three of `STRAND_CLASSES`."""

SEE_THROUGH = "facings_see_through"
"""Object property: labels look through this object (clear lenses, the eyes' cornea and tears)."""


class Figure:
    """Objects under one root, whose matrix is `world_from_body`; what a frame does not put is hidden in it."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self.root = bpy.data.objects.new("facings person", None)
        collection.objects.link(self.root)
        self._objects: dict[str, Any] = {}
        self._cages: dict[str, bpy.types.Mesh] = {}
        """What the subdivided objects of this frame subdivide, by name."""
        self._shown: set[str] = set()

    def begin(self, world_from_body: np.ndarray) -> None:
        """Start a frame: nothing is shown until it is put."""
        self.root.matrix_world = Matrix(world_from_body.tolist())
        self._shown.clear()

    def finish(self) -> list[bpy.types.Object]:
        """End a frame: hide and empty what was not put, and return what was, in the order of its names.

        Subdivided meshes are as they are seen from here on: each render would subdivide them anew.
        """
        for name, item in self._objects.items():
            show(item, name in self._shown)
            if name not in self._shown:
                self._empty(name, item)
        graph = bpy.context.evaluated_depsgraph_get()
        for name, cage in self._cages.items():
            if name in self._shown:
                item = self._objects[name]
                item.data = bpy.data.meshes.new_from_object(item.evaluated_get(graph), preserve_all_data_layers=True,
                                                            depsgraph=graph)
                item.data.name = f"{cage.name} subdivided"
                _switch(item.modifiers["subdivision"], False)
        return [self._objects[name] for name in sorted(self._shown)]

    def put_mesh(self, name: str, mesh: Mesh, materials: Sequence[bpy.types.Material], semantic: str, *,
                 subdivision: int = 0, see_through: bool = False,
                 body_from_mesh: np.ndarray | None = None) -> bpy.types.Object:
        """Show a mesh. `semantic` is its parsing class where it has no regions; the matrix (4, 4) places its own frame.

        Where the topology is that of the last frame, only the coordinates and point values are written.
        """
        item = self._item(name, lambda: bpy.data.meshes.new(name))
        self._take_cage(name, item)
        # Materials first: emptying the list of slots sets every face's slot back to 0.
        _set_materials(item.data, materials)
        _fill_mesh(item.data, mesh)
        modifier: Any = item.modifiers.get("subdivision")
        if subdivision and modifier is None:
            modifier = item.modifiers.new("subdivision", "SUBSURF")
            modifier.boundary_smooth = "PRESERVE_CORNERS"
        if modifier is not None:
            modifier.levels = modifier.render_levels = subdivision
            _switch(modifier, True)
        if subdivision:
            self._cages[name] = item.data
        item["facings_semantic"] = semantic
        item[SEE_THROUGH] = see_through
        self._show(name, body_from_mesh)
        return item

    def put_strands(self, name: str, strands: Strands, material: bpy.types.Material, strand_class: str,
                    body_from_strands: np.ndarray | None = None) -> bpy.types.Object:
        """Show hairs; `strand_class` is one of `STRAND_CLASSES`."""
        count, steps = strands.points_m.shape[:2]
        item = self._item(name, lambda: bpy.data.hair_curves.new(name))
        if (item.get("facings_count"), item.get("facings_steps")) != (count, steps):
            _renew_curves(item, count, steps)
        curves = item.data
        curves.position_data.foreach_set("vector", np.ascontiguousarray(strands.points_m, np.float32).ravel())
        _attribute(curves, "radius", "FLOAT", "POINT").data.foreach_set(
            "value", np.ascontiguousarray(strands.radius_m, np.float32).ravel())
        if strands.colour is not None:
            for name_of, column in (("melanin", 0), ("redness", 1)):
                _attribute(curves, name_of, "FLOAT", "CURVE").data.foreach_set(
                    "value", np.ascontiguousarray(strands.colour[:, column], np.float32))
        _set_materials(curves, [material])
        curves.update_tag()
        one_hot = [float(strand_class == other) for other in STRAND_CLASSES]
        item[STRAND_A], item[STRAND_B] = one_hot[:3], one_hot[3:]
        item["facings_semantic"] = strand_class
        self._show(name, body_from_strands)
        return item

    def _take_cage(self, name: str, item: Any) -> None:
        """Put the mesh that was subdivided back into its object."""
        if name in self._cages:
            fine, item.data = item.data, self._cages.pop(name)
            if fine != item.data:
                bpy.data.meshes.remove(fine)

    def _empty(self, name: str, item: Any) -> None:
        """Let go of a hidden part's geometry: every hat and hairdo ever shown would stay in memory."""
        self._take_cage(name, item)
        if item.type == "MESH":
            if len(item.data.vertices):
                item.data.clear_geometry()
        elif item["facings_count"]:
            _renew_curves(item, 0, 0)

    def _item(self, name: str, data: Callable[[], bpy.types.ID]) -> Any:
        # Any: bpy's stubs know of no object what its data is.
        if name not in self._objects:
            item = bpy.data.objects.new(name, data())
            item.parent = self.root
            self._collection.objects.link(item)
            self._objects[name] = item
        return self._objects[name]

    def _show(self, name: str, matrix: np.ndarray | None) -> None:
        self._objects[name].matrix_basis = Matrix.Identity(4) if matrix is None else Matrix(matrix.tolist())
        self._shown.add(name)


def _switch(modifier: Any, on: bool) -> None:
    modifier.show_render = modifier.show_viewport = on


def _renew_curves(item: Any, count: int, steps: int) -> None:
    """Give an object `count` new hairs of `steps` points each in the place of those that it had."""
    old, new = item.data, bpy.data.hair_curves.new(item.name)
    item.data = new
    bpy.data.hair_curves.remove(old)
    if count:
        new.add_curves([steps] * count)
    item["facings_count"], item["facings_steps"] = count, steps


def _fill_mesh(mesh: Any, surface: Mesh) -> None:
    same = (len(mesh.vertices) == len(surface.vertices_m) and len(mesh.loops) == len(surface.corners)
            and len(mesh.polygons) == len(surface.starts))
    if same:
        known = np.empty(len(mesh.loops), np.int32)
        mesh.loops.foreach_get("vertex_index", known)
        same = bool((known == surface.corners).all())
    if not same:
        mesh.clear_geometry()
        mesh.vertices.add(len(surface.vertices_m))
        mesh.loops.add(len(surface.corners))
        mesh.polygons.add(len(surface.starts))
    mesh.vertices.foreach_set("co", np.ascontiguousarray(surface.vertices_m, np.float32).ravel())
    if not same:
        mesh.loops.foreach_set("vertex_index", np.ascontiguousarray(surface.corners, np.int32))
        mesh.polygons.foreach_set("loop_start", np.ascontiguousarray(surface.starts, np.int32))
        mesh.update(calc_edges=True)
    if surface.uv is not None:
        layer = mesh.uv_layers.get("UVMap") or mesh.uv_layers.new(name="UVMap", do_init=False)
        layer.uv.foreach_set("vector", np.ascontiguousarray(surface.uv, np.float32).ravel())
    faces = len(surface.starts)
    slot = np.zeros(faces, np.int32) if surface.slot is None else np.ascontiguousarray(surface.slot, np.int32)
    mesh.polygons.foreach_set("material_index", slot)
    smooth = np.ones(faces, bool) if surface.flat is None else ~surface.flat
    mesh.polygons.foreach_set("use_smooth", smooth)
    if surface.region is not None:
        _attribute(mesh, REGION, "FLOAT", "FACE").data.foreach_set("value", surface.region.astype(np.float32))
    for name, values in surface.points.items():
        kind, key = ("FLOAT_VECTOR", "vector") if values.ndim == 2 else ("FLOAT", "value")
        _attribute(mesh, name, kind, "POINT").data.foreach_set(key, np.ascontiguousarray(values, np.float32).ravel())
    mesh.update()


def _attribute(data: Any, name: str, kind: str, domain: str) -> Any:
    return data.attributes.get(name) or data.attributes.new(name, kind, domain)


def _set_materials(data: Any, materials: Sequence[bpy.types.Material]) -> None:
    if [m for m in data.materials] != list(materials):
        data.materials.clear()
        for material in materials:
            data.materials.append(material)
