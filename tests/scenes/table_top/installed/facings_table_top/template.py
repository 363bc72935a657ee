"""The table's template: its contract, how it is measured, and `python -m facings_table_top.template OUT.blend`."""

import sys

import bpy

from facings.blender.template_contract import LAMP_TYPES, RENDERED_TYPES, Contract, Role, bounds, objects_of
from facings.blender.template_lights import described_lights
from facings_table_top.spec import TableTopInfo

CONTRACT = Contract(
    scene_kind="table_top", semantics=("background", "table"),
    roles={role.name: role for role in (
        Role("camera", "the camera; the sampler moves it", "one", ("CAMERA",), rendered=False),
        Role("table", "what goods lie on: its upper face is level", "one", RENDERED_TYPES),
        Role("light", "a lamp", "some", LAMP_TYPES, ("facings_group",)),
    )},
    property_meaning={"facings_group": "Name the group of lights that recipes scale together."},
    scene_properties={"facings_scene": "the kind of scene: 'table_top'"}, choices={}, checks=())


def describe(scene, name, sha256):
    """Return what sampling must know of an open template that keeps the contract."""
    low, high = bounds(objects_of(scene, "table")[0])
    return TableTopInfo(name, sha256, tuple(round(v, 4) for v in low), tuple(round(v, 4) for v in high),
                        described_lights(scene))


def build(path):
    """Write a template: a board on a stand, two lamps and a camera."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine, scene["facings_scene"] = "CYCLES", "table_top"
    bpy.ops.mesh.primitive_cube_add(size=1, location=(0, 0, 0.36), scale=(1.1, 0.8, 0.72))
    _role(bpy.context.object, "table", facings_semantic="table")
    for x, energy in ((-0.8, 40.0), (0.9, 25.0)):
        bpy.ops.object.light_add(type="AREA", radius=0.5, location=(x, -0.5, 2.2))
        bpy.context.object.data.energy = energy
        _role(bpy.context.object, "light", facings_group="ceiling")
    bpy.ops.object.camera_add()
    _role(bpy.context.object, "camera")
    scene.world = bpy.data.worlds.new("room")
    bpy.ops.wm.save_as_mainfile(filepath=path)


def _role(thing, role, **properties):
    for name, value in {"facings_role": role, **properties}.items():
        thing[name] = value


if __name__ == "__main__":
    build(sys.argv[1])
