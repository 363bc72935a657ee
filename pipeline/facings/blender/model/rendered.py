"""What a render of the open scene shows: its meshes, asked of Blender's own render and not of the viewport.

A render engine is given the dependency graph of the render: what is hidden there, levels and resolutions for renders, excluded
collections and every later switch of that kind are Blender's affair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy
from mathutils import Matrix

from facings.blender.model.fault import ModelFault
from facings.process.limits import most, raised

_SHAPES = {"MESH", "CURVE", "CURVES", "SURFACE", "FONT", "META"}


@dataclass
class Part:
    """One object, or one instance of it, as a mesh of its own."""

    mesh: bpy.types.Mesh
    """In the object's frame."""
    world_from_object: Matrix
    source: bpy.types.Object
    """The object in the file."""
    materials: list[bpy.types.Material | None]
    """By slot; at least one."""
    facts: dict[str, tuple[float, ...]]
    """Three numbers for each output of an Object Info node."""
    instancer: bpy.types.Object | None


class _Engine(bpy.types.RenderEngine):
    """Hands the render's dependency graph on; its picture stays empty."""

    bl_idname = "FACINGS_GEOMETRY"
    bl_label = "Facings: geometry"
    visit: Callable[[bpy.types.Depsgraph], None] | None = None
    fault: BaseException | None = None

    def render(self, depsgraph: bpy.types.Depsgraph) -> None:
        try:
            if _Engine.visit is not None:
                _Engine.visit(depsgraph)
        except BaseException as fault:  # Blender would print it and go on
            _Engine.fault = fault


def rendered_parts() -> tuple[list[Part], list[bpy.types.Object]]:
    """Return the parts that the active scene's render shows, and all objects of the file that it depends on.

    Raises ModelFault where they have more vertices than are opened.
    """
    parts: list[Part] = []
    objects: list[bpy.types.Object] = []
    limit = most("MODEL_VERTICES")

    def visit(graph: bpy.types.Depsgraph) -> None:
        count = 0
        everything: Any = graph.objects
        objects.extend(thing.original for thing in everything)
        for instance in graph.object_instances:
            thing: Any = instance.object
            if thing.type not in _SHAPES or not instance.show_self or not thing.visible_camera or thing.is_holdout:
                continue
            count += len(getattr(thing.data, "vertices", ()))
            if count > limit:
                raise ModelFault(f"has more than {limit:,} vertices; {raised('MODEL_VERTICES')}. Decimate it, or let its"
                                 " modifiers make fewer")
            # What geometry nodes instance has an object for its time only, whose data alone is the instance's.
            mesh = thing.data.copy() if thing.type == "MESH" else bpy.data.meshes.new_from_object(thing, depsgraph=graph)
            if not mesh.polygons:
                bpy.data.meshes.remove(mesh)
                continue
            parent: Any = instance.parent
            parts.append(Part(mesh, instance.matrix_world.copy(), thing.original, _materials(thing, mesh),
                              _facts(instance), parent and parent.original))

    _render(visit)
    return parts, objects


def _materials(thing: Any, mesh: Any) -> list[bpy.types.Material | None]:
    """The file's own materials by slot: those of the mesh, but where the object has its own."""
    found = list(mesh.materials)
    for number, slot in enumerate(thing.material_slots):
        if number < len(found) and slot.link == "OBJECT":
            found[number] = slot.material
    return [material.original if material is not None else None for material in found] or [None]


def _facts(instance: Any) -> dict[str, tuple[float, ...]]:
    thing = instance.object
    number = instance.random_id if instance.is_instance else _hashed(thing.name)
    return {"Location": tuple(instance.matrix_world.translation), "Color": tuple(thing.color)[:3],
            "Alpha": (thing.color[3],) * 3, "Object Index": (thing.pass_index,) * 3,
            "Random": (number % 2**32 / (2**32 - 1),) * 3}


def _hashed(name: str) -> int:
    """The number of an object by its name, as Cycles has it (`hash_string` and `hash_uint2` in its util/hash.h)."""
    key = 0
    for byte in name.encode():
        key = (key * 37 + (byte if byte < 128 else byte - 256)) % 2**32
    state = [0xDEADBEEF + (2 << 2) + 13] * 3
    state[0] = (state[0] + key) % 2**32
    for step, turn in enumerate((14, 11, 25, 16, 4, 14, 24)):
        target, source = (step + 2) % 3, (step + 1) % 3
        rotated = (state[source] << turn | state[source] >> 32 - turn) % 2**32
        state[target] = ((state[target] ^ state[source]) - rotated) % 2**32
    return state[2]


def _render(visit: Callable[[bpy.types.Depsgraph], None]) -> None:
    engine: Any = _Engine
    if not engine.is_registered:
        bpy.utils.register_class(engine)
    scene: Any = bpy.context.scene
    layer = bpy.context.view_layer
    layer.use = True
    render = scene.render
    render.engine = _Engine.bl_idname
    render.resolution_x = render.resolution_y = 8
    render.resolution_percentage = 100
    render.use_border = render.use_multiview = render.use_compositing = render.use_sequencer = render.use_freestyle = False
    if scene.camera is None:
        scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        scene.collection.objects.link(scene.camera)
    _Engine.visit, _Engine.fault = visit, None
    try:
        bpy.ops.render.render(scene=scene.name, layer=layer.name)
    except RuntimeError as error:
        raise ModelFault(f"cannot be rendered: {str(error).strip().removeprefix('Error: ')}") from error
    finally:
        _Engine.visit = None
    if _Engine.fault is not None:
        raise _Engine.fault
