"""Instances as objects of their own, for label renders: Blender gives an instance the pass index of what is instanced.

What is seen by a collection instance, by geometry nodes, by particles or by instancing on vertices and faces is copied for the
while: each copy has the pass index of the object in the scene that brings it, however deep in collections of collections.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import bmesh
import bpy

from facings.blender.render import changed
from facings.blender.session import quiet
from facings.blender.template_visibility import brings_instances


@dataclass
class _Seen:
    """One thing that a render would show in the place of an instancer."""

    instancer: Any
    geometry: Any
    matrix: Any
    color: tuple[float, ...]
    visible: bool


class _Evaluation(bpy.types.RenderEngine):
    """A render engine that renders nothing: engines are told what a render shows, which scripts else are not."""

    bl_idname = "FACINGS_EVALUATION"
    bl_label = "Facings evaluation"

    asked: dict[Any, list[_Seen]] = {}

    def render(self, depsgraph: bpy.types.Depsgraph) -> None:
        own: dict[Any, list[_Seen]] = {}
        brought: dict[Any, list[_Seen]] = {}
        made: dict[tuple[str, int], Any] = {}
        asked = set(self.asked)
        for instance in depsgraph.object_instances:
            thing: Any = instance.object
            top: Any = instance.parent if instance.is_instance else thing
            if top is None or top.original not in asked or not instance.show_self:
                continue
            data = 0 if thing.data is None else thing.data.as_pointer()
            key = thing.original.name_full, data
            if key not in made:
                made[key] = _copy(thing, depsgraph)
            if made[key] is not None:
                visible = thing.visible_camera and top.visible_camera
                seen = _Seen(top.original, made[key], instance.matrix_world.copy(), tuple(thing.color), visible)
                (brought if instance.is_instance else own).setdefault(top.original, []).append(seen)
            elif instance.is_instance:
                brought.setdefault(top.original, [])
        self.asked.clear()
        self.asked.update({top: seen + own.get(top, []) for top, seen in brought.items()})


@contextmanager
def real_instances(scene: bpy.types.Scene, left_out: set[bpy.types.Object]) -> Iterator[list[bpy.types.Object]]:
    """Give a scene an object for each instance that a render of it would show, for a while; yield the objects that bring them.

    Those are to be hidden meanwhile: what they show themselves has an object too. `left_out` is not looked at.
    """
    asked = [thing for thing in scene.objects if not thing.hide_render and thing not in left_out and brings_instances(thing)]
    if not asked:
        yield []
        return
    seen = _evaluated(scene, asked)
    geometries = {item.geometry for items in seen.values() for item in items}
    collection = bpy.data.collections.new("facings instances")
    scene.collection.children.link(collection)
    made: list[Any] = []
    try:
        for item in (item for items in seen.values() for item in items):
            thing: Any = bpy.data.objects.new("facings instance", item.geometry)
            made.append(thing)
            thing.matrix_world, thing.pass_index = item.matrix, item.instancer.pass_index
            thing.color, thing.visible_camera = item.color, item.visible
            collection.objects.link(thing)
        yield list(seen)
    finally:
        bpy.data.collections.remove(collection)
        bpy.data.batch_remove([*made, *geometries])


def _evaluated(scene: Any, asked: list[bpy.types.Object]) -> dict[Any, list[_Seen]]:
    """What a render of the scene shows in the place of those that bring instances."""
    bpy.utils.register_class(_Evaluation)
    try:
        _Evaluation.asked.clear()
        _Evaluation.asked.update({thing: [] for thing in asked})
        with changed((scene.render, "engine", _Evaluation.bl_idname), (scene.render, "use_compositing", False),
                     (scene.render, "use_sequencer", False)), quiet():
            bpy.ops.render.render(scene=scene.name)
        return dict(_Evaluation.asked)
    finally:
        bpy.utils.unregister_class(_Evaluation)


def _copy(thing: Any, graph: bpy.types.Depsgraph) -> Any:
    """The geometry of an evaluated object as data of its own; None where it has no surface."""
    if thing.type == "MESH":
        # Not `new_from_object`: of geometry that nodes make, it returns the mesh of the object that they belong to.
        copy: Any = bpy.data.meshes.new("facings instance")
        shape = bmesh.new()
        try:
            shape.from_mesh(thing.data)
            shape.to_mesh(copy)
        finally:
            shape.free()
    elif thing.type in ("CURVE", "SURFACE", "FONT", "META"):
        copy = bpy.data.meshes.new_from_object(thing, preserve_all_data_layers=True, depsgraph=graph)
    elif thing.type in ("CURVES", "POINTCLOUD"):
        copy = thing.data.copy()
        if thing.type == "CURVES":
            copy.surface = None  # it is the evaluated one
    else:
        return None
    copy.materials.clear()
    for slot in thing.material_slots:
        copy.materials.append(slot.material.original if slot.material is not None else None)
    return copy
