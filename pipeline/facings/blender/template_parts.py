"""Adds valid parts to a template: a lamp here; what else a kind of scene has stands in its contract's `parts`.

The standard library and `bpy` alone, as in `template_contract`. What is added keeps the contract at once, and can be moved.
"""

from typing import Any

import bpy
from mathutils import Matrix, Vector

from facings.blender.template_contract import LAMP, Contract, objects_of, placement
from facings.blender.template_fixes import give_role

_SIDE_M = 0.5
_WATTS = 60.0


def add_lamp(scene: bpy.types.Scene, contract: Contract) -> bpy.types.Object:
    """Add an area lamp beside the first lamp of the scene and as it shines; its light group is that of most lamps."""
    like = next(iter(objects_of(scene, LAMP)), None)
    data: Any = bpy.data.lights.new("lamp", "AREA")
    lamp = bpy.data.objects.new("lamp", data)
    place = Matrix.Translation((0.0, -1.0, 2.2))
    if like is not None:
        at, turn, _ = placement(like).decompose()
        beside: Any = at + Vector((_SIDE_M, 0.0, 0.0))
        place = Matrix.Translation(beside) @ turn.to_matrix().to_4x4()
        lamp["facings_group"] = str(like.get("facings_group", "")).strip()
    shines: Any = like.data if like is not None and like.type == "LIGHT" else None
    data.size, data.energy = _SIDE_M, float(shines.energy) if shines is not None else _WATTS
    lamp.matrix_world = place
    put_beside(lamp, like, scene)
    give_role(lamp, contract.roles[LAMP], scene, contract)
    return lamp


def put_beside(thing: bpy.types.Object, other: bpy.types.Object | None, scene: bpy.types.Scene) -> None:
    """Link an object into the collection of another, or into the scene's own, and measure it."""
    homes = [home for home in other.users_collection if home in scene.collection.children_recursive] if other else []
    (homes[0] if homes else scene.collection).objects.link(thing)
    for layer in scene.view_layers:
        layer.update()
