"""The tables of Blender's panels hold every property that the installed Blender has there, and no other."""

import bpy
import pytest

from facings.blender.panels.compositor import GRADES, MOVES
from facings.blender.template_settings import SETTINGS

_OF_EVERY_ID = set(bpy.types.ID.bl_rna.properties.keys())


@pytest.fixture(scope="module")
def owners() -> dict[str, bpy.types.bpy_struct]:
    """One thing of each type whose properties the tables list."""
    bpy.ops.wm.read_factory_settings()
    scene = bpy.context.scene
    layer, camera, world = scene.view_layers[0], scene.camera, scene.world
    things = [scene, scene.render, scene.render.image_settings, scene.view_settings, scene.display_settings,
              scene.sequencer_colorspace_settings, scene.unit_settings, scene.cycles, scene.cycles_curves, layer, layer.cycles,
              layer.layer_collection, camera, camera.cycles, camera.data, camera.data.dof, world, world.cycles,
              world.cycles_visibility]
    return {type(thing).__name__: thing for thing in things}


OWNERS = sorted({setting.owner for setting in SETTINGS})


def test_the_tables_are_of_all_panels_and_say_nothing_twice(owners) -> None:
    assert set(OWNERS) == owners.keys()
    names = [(setting.owner, setting.name) for setting in SETTINGS]
    assert sorted(set(names)) == sorted(names)
    assert all(setting.place and setting.reason for setting in SETTINGS)


@pytest.mark.parametrize("owner", OWNERS)
def test_every_property_that_blender_shows_has_a_verdict(owners, owner: str) -> None:
    thing = owners[owner]
    found = {prop.identifier for prop in thing.bl_rna.properties
             if (not prop.is_readonly or prop.type in ("POINTER", "COLLECTION"))}
    found -= {"rna_type"} | (_OF_EVERY_ID if isinstance(thing, bpy.types.ID) else set())
    listed = {setting.name for setting in SETTINGS if setting.owner == owner}
    # A read-only number may be listed: it is what another setting makes of it.
    readable = {prop.identifier for prop in thing.bl_rna.properties}
    assert (sorted(found - listed), sorted(listed - readable)) == ([], [])


def test_every_node_of_the_compositor_is_judged() -> None:
    there = {name for name in dir(bpy.types) if name.startswith("CompositorNode")} - {"CompositorNode", "CompositorNodeTree"}
    assert there - GRADES.keys() - MOVES.keys() == set()
    assert MOVES.keys() - there == set() and not GRADES.keys() & MOVES.keys()
    tree = bpy.data.node_groups.new("all", "CompositorNodeTree")
    for name in GRADES:
        if name != "CompositorNodeGamma":  # of older files: Blender makes another of it
            assert tree.nodes.new(name).bl_idname == name
