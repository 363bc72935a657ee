"""What a face template's parts must say of themselves, and what else must hold.

The standard library and `bpy` alone, as in `facings.blender.template_contract`. The person looks along -Y of the head's
anchor; lamps and backdrops stand as they should for a camera there, and are turned with the camera about the anchor's
vertical.
"""

import itertools
from typing import Any

import bpy
from mathutils import Matrix

from facings.blender.template_contract import (
    LAMP_TYPES,
    RENDERED_TYPES,
    Contract,
    Role,
    Violation,
    image_nodes,
    objects_of,
    placement,
)
from facings.blender.template_fixes import give_role
from facings.blender.template_parts import add_lamp, put_beside

PICTURE = "picture"
"""The backdrop of this name has one image texture, which receives a picture of the user's."""

ROLES = {
    role.name: role
    for role in (
        Role("camera", "the camera; the sampler moves it", "one", ("CAMERA",), rendered=False),
        Role("head_anchor", "where the person is: between the eyes of an upright head that looks along its -Y", "one",
             ("EMPTY",), rendered=False),
        Role("light", "a lamp or an emitting object; turned about the anchor with the camera", "some", LAMP_TYPES,
             ("facings_group",)),
        Role("camera_light", "a lamp at the camera, such as a flash; keeps its place relative to the camera", "any",
             ("LIGHT",), ("facings_group",)),
        Role("backdrop", "what stands behind the person; one of several names is shown, the others are hidden", "any",
             RENDERED_TYPES, ("facings_backdrop",)),
        Role("surroundings", "what else is around and always seen", "any", RENDERED_TYPES),
    )
}

_BEHIND_M = 1.5

PLACED = ("light", "camera_light", "backdrop")
"""Roles of what a frame turns with the camera."""

PROPERTY_MEANING = {
    "facings_group": "Name the group of lights that recipes scale together: key, fill, rim, flash.",
    "facings_backdrop": f"Name the background that it belongs to; '{PICTURE}' is for pictures of the user's.",
}


def _check_backdrops(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    shown = [o for o in objects_of(scene, "backdrop") if o.get("facings_backdrop") == PICTURE]
    count = sum(len(image_nodes(slot.material)) for o in shown for slot in o.material_slots)
    if shown and count != 1:
        result.append(Violation(f"backdrop {PICTURE}", f"its materials have {count} image textures.",
                                "One Image Texture node is needed: it receives the user's picture."))
    for thing in objects_of(scene, "backdrop"):
        name = str(thing.get("facings_backdrop", "x")).strip()
        if name in ("", "world"):
            result.append(Violation(thing.name, f"facings_backdrop is {name!r}.",
                                    "Give it a name of its own: 'world' is the background without a backdrop."))
    return result


def _check_anchor(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for anchor in objects_of(scene, "head_anchor"):
        scale = placement(anchor).to_scale()
        if max(abs(s - 1.0) for s in scale) > 1e-4:
            result.append(Violation(anchor.name, f"is scaled by {scale.x:.3f}, {scale.y:.3f}, {scale.z:.3f}.",
                                    "People have their own size: apply or remove the scale."))
    return result


def add_backdrop(scene: bpy.types.Scene, contract: Contract) -> bpy.types.Object:
    """Add a grey wall 1.5 m behind the head's anchor, with a name of its own that a recipe can choose."""
    anchor = next(iter(objects_of(scene, "head_anchor")), None)
    place = placement(anchor) if anchor is not None else Matrix.Translation((0.0, 0.0, 1.6))
    mesh = bpy.data.meshes.new("backdrop")
    mesh.from_pydata([(-2.0, 0.0, -1.5), (2.0, 0.0, -1.5), (2.0, 0.0, 1.5), (-2.0, 0.0, 1.5)], [], [(0, 1, 2, 3)])
    grey: Any = bpy.data.materials.new("backdrop")
    grey.diffuse_color = (0.4, 0.4, 0.4, 1.0)
    mesh.materials.append(grey)
    others = objects_of(scene, "backdrop")
    taken = {str(thing.get("facings_backdrop", "")) for thing in others}
    wall = bpy.data.objects.new("backdrop", mesh)
    wall["facings_backdrop"] = next(name for k in itertools.count(1) if (name := f"backdrop_{k}") not in taken)
    wall.matrix_world = place @ Matrix.Translation((0.0, _BEHIND_M, 0.0))
    put_beside(wall, next(iter(others), None), scene)
    give_role(wall, contract.roles["backdrop"], scene, contract)
    return wall


CONTRACT = Contract(
    scene_kind="face", semantics=("background",), roles=ROLES, property_meaning=PROPERTY_MEANING,
    scene_properties={"facings_scene": "the kind of scene: 'face'"}, choices={}, checks=(_check_backdrops, _check_anchor),
    placed=PLACED,
    parts={"lamp": ("A further lamp beside the first one", add_lamp),
           "backdrop": ("A wall behind the person; recipes choose it by its name under surroundings.background", add_backdrop)},
)
