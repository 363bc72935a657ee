"""The extension's operators in Blender without a window: roles, fixes, and what is left when it is switched off."""

import bpy
import pytest
from installed_extension import PACKAGE, datablocks, module, open_template, state

from facings.blender.template_check import violations
from facings.blender.template_contract import objects_of
from facings.blender.template_review import contract_of


def vase(name: str = "vase") -> bpy.types.Object:
    thing = bpy.data.objects.new(name, bpy.data.meshes.new(name))
    thing.data.from_pydata([(3, -3, 0), (3.1, -3, 0), (3, -2.9, 0)], [], [(0, 1, 2)])
    bpy.context.scene.collection.objects.link(thing)
    return thing


def select(*things: bpy.types.Object) -> None:
    for other in bpy.context.view_layer.objects:
        other.select_set(other in things)
    bpy.context.view_layer.objects.active = things[0]


def test_it_registers_twenty_times_and_leaves_nothing(installed):
    def traces() -> list[str]:
        types = [name for name in dir(bpy.types) if "FACINGS" in name or "Facings" in name]
        types += [f"{owner.__name__}.{name}" for owner in (bpy.types.Object, bpy.types.WindowManager) for name in dir(owner)
                  if name.startswith("facings")]
        types += [str(handler) for handlers in (getattr(bpy.app.handlers, name) for name in dir(bpy.app.handlers))
                  if isinstance(handlers, list) for handler in handlers if PACKAGE in handler.__module__]
        types += [name for name in dir(bpy.ops.facings) if not name.startswith("__")]
        return types

    open_template()
    before = datablocks()
    for _ in range(20):
        installed.register()
        assert traces()
        assert bpy.app.timers.is_registered(module("session")._tick)
        installed.unregister()
        assert traces() == [] and not bpy.app.timers.is_registered(module("session")._tick)
    assert datablocks() == before


def test_every_operator_says_what_it_does_and_edits_can_be_undone(extension):
    edits = ("set_kind", "select", "fix", "fix_all", "set_role", "decoration", "not_rendered", "add_part", "randomise",
             "labels", "look", "back", "extreme", "extremes_show", "extreme_strip")
    for name in dir(bpy.ops.facings):
        kind = getattr(bpy.types, f"FACINGS_OT_{name}")
        assert getattr(bpy.ops.facings, name).get_rna_type().description and kind.bl_label, name
        assert {"REGISTER", "UNDO"} <= set(kind.bl_options) if name in edits else True, name
        for prop in getattr(bpy.ops.facings, name).get_rna_type().properties:
            assert prop.identifier == "rna_type" or prop.name


@pytest.mark.parametrize("name", ["shelf_gondola", "shelf_cooler", "face_studio"])
def test_the_copied_checker_says_what_the_commands_does(extension, name):
    scene = open_template(name)
    assert (state().live.kind, state().live.violations) == (scene["facings_scene"], [])
    scene.render.engine = "BLENDER_EEVEE"
    vase()
    bpy.ops.facings.check()
    assert [str(v) for v in state().live.violations] == [str(v) for v in violations(scene, contract_of(scene["facings_scene"]))]
    assert len(state().live.violations) == 2


def test_a_file_that_says_nothing_gets_a_kind(extension):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    state().live.run()
    assert state().live.kind == ""
    assert not bpy.ops.facings.decoration.poll()
    bpy.ops.facings.set_kind(kind="face")
    assert bpy.context.scene["facings_scene"] == state().live.kind == "face" and state().live.violations


def test_fix_mends_the_one_and_fix_all_the_rest(extension):
    scene = open_template()
    vase("one"), vase("two")
    scene.render.engine = "BLENDER_EEVEE"
    objects_of(scene, "board_volume")[0].hide_render = False
    bpy.ops.facings.check()
    before = [violation.object for violation in state().live.violations]
    number = before.index("two")
    bpy.ops.facings.fix(number=number)
    assert [violation.object for violation in state().live.violations] == before[:number] + before[number + 1:]
    bpy.ops.facings.fix_all()
    assert state().live.violations == [] == violations(scene, contract_of("shelf"))
    state().live.run()
    assert not bpy.ops.facings.fix_all.poll()
    assert bpy.ops.facings.fix(number=0) == {"CANCELLED"}


@pytest.mark.parametrize("name, parts", [("shelf_cooler", ["board", "lamp"]), ("face_studio", ["lamp", "backdrop"])])
def test_parts_are_added_valid_and_selected(extension, name, parts):
    scene = open_template(name)
    for part in parts:
        assert bpy.ops.facings.add_part(part=part) == {"FINISHED"}
        thing, = bpy.context.selected_objects
        assert thing == bpy.context.object and thing["facings_role"] in (part, "light", "board_volume")
        assert state().live.violations == [] == violations(scene, contract_of(scene["facings_scene"]))
    with pytest.raises(RuntimeError, match="no part"):
        bpy.ops.facings.add_part(part="roof")
    if "board" in parts:
        with pytest.raises(RuntimeError, match="too low for a board more"):
            while True:
                bpy.ops.facings.add_part(part="board")


def test_select_unhides_and_selects_the_object(extension):
    scene = open_template()
    thing = objects_of(scene, "board")[0]
    thing.hide_set(True)
    bpy.ops.facings.select(name=thing.name)
    assert thing.select_get() and not thing.hide_get() and [o.name for o in bpy.context.selected_objects] == [thing.name]
    assert bpy.ops.facings.select(name="nothing") == {"CANCELLED"}


def test_roles_are_given_to_many_objects_at_once(extension):
    scene = open_template()
    things = [vase("one"), vase("two"), vase("three")]
    lamp = bpy.data.objects.new("spot", bpy.data.lights.new("spot", "SPOT"))
    scene.collection.objects.link(lamp)
    select(*things, lamp)
    bpy.ops.facings.decoration()
    assert state().live.violations == [] == violations(scene, contract_of("shelf"))
    assert {thing["facings_role"] for thing in things} == {"surroundings"} and lamp["facings_role"] == "light"
    things[0].facings_ui_class = "wall"
    assert {thing["facings_semantic"] for thing in things} == {"wall"}
    select(lamp)
    lamp.facings_ui_watts = (20, 90)
    lamp.facings_ui_group = "own"
    assert (lamp["facings_energy_range_w"], lamp["facings_group"]) == ("20 90", "own")
    lamp.facings_ui_watts = (120, 90)
    assert tuple(lamp.facings_ui_watts) == (120, 120)
    select(*things)
    bpy.ops.facings.not_rendered()
    assert all(thing.hide_render and "facings_role" not in thing for thing in things)
    assert violations(scene, contract_of("shelf")) == []


def test_a_role_goes_to_the_types_that_it_is_for(extension):
    scene = open_template()
    box = vase("box")
    select(box)
    bpy.ops.facings.set_role(role="board_volume")
    assert box["facings_role"] == "board_volume" and box.hide_render
    box.facings_ui_heights = (0.5, 0.9)
    assert box["facings_z_range_m"] == "0.5 0.9"
    with pytest.raises(RuntimeError, match="CAMERA"):
        bpy.ops.facings.set_role(role="camera")
    assert box["facings_role"] == "board_volume"
    assert scene.objects["box"].hide_render


def test_what_is_set_is_plain_properties_and_is_undone(extension):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    open_template()
    select(vase())
    bpy.ops.ed.undo_push(message="vase")
    bpy.ops.facings.decoration("EXEC_DEFAULT", True)
    thing = bpy.data.objects["vase"]
    assert set(thing.keys()) == {"facings_role", "facings_semantic"}
    others = thing.bl_system_properties_get()  # where properties that add-ons register are kept
    assert not [name for name in (others.keys() if others else ()) if "facings" in name]
    bpy.ops.ed.undo()
    assert set(bpy.data.objects["vase"].keys()) == set()
