"""Every step that mends a template mends what names it, and nothing of a sound template is touched."""

from pathlib import Path

import bpy
import numpy as np
import pytest
from mathutils import Matrix

from facings.blender.template import open_file
from facings.blender.template_check import violations
from facings.blender.template_contract import objects_of
from facings.blender.template_fixes import FIXES, mend, mend_all
from facings.blender.template_review import contract_of
from facings.recipes.files import shipped


def opened(name: str = "shelf_gondola") -> bpy.types.Scene:
    return open_file(shipped(".blend")[name])


def cube(name: str, **properties: object) -> bpy.types.Object:
    thing = bpy.data.objects.new(name, bpy.data.meshes.new(name))
    thing.data.from_pydata([(3, -3, 0), (3.1, -3, 0), (3, -2.9, 0)], [], [(0, 1, 2)])
    bpy.context.scene.collection.objects.link(thing)
    for key, value in properties.items():
        thing[key] = value
    return thing


def spot(name: str, **properties: object) -> bpy.types.Object:
    thing = bpy.data.objects.new(name, bpy.data.lights.new(name, "SPOT"))
    bpy.context.scene.collection.objects.link(thing)
    for key, value in properties.items():
        thing[key] = value
    return thing


def no_role(scene):
    cube("vase")


def lamp_as_decoration(scene):
    spot("own spot", facings_role="surroundings")


def mistyped_role(scene):
    cube("vase", facings_role="suroundings", facings_semantic="background")


def mistyped_class(scene):
    cube("vase", facings_role="surroundings", facings_semantic="flor")


def mistyped_choice(scene):
    cube("vase", facings_role="surroundings", facings_semantic="wall", facings_paint="metall")


def unknown_choice(scene):
    cube("vase", facings_role="surroundings", facings_semantic="wall", facings_paint="zzz")


def lamp_without_group(scene):
    spot("own spot", facings_role="light", facings_group=" ")


def bad_range(scene):
    spot("own spot", facings_role="light", facings_group="ceiling", facings_energy_range_w="200 40")


def shown_volume(scene):
    objects_of(scene, "board_volume")[0].hide_render = False


def other_kind_said(scene):
    scene["facings_scene"] = "shelv"


def no_kind_said(scene):
    del scene["facings_scene"]


def eevee(scene):
    scene.render.engine = "BLENDER_EEVEE"


def bright(scene):
    scene.view_settings.exposure = 10
    scene.view_settings.gamma = 0.1


def no_layer(scene):
    for layer in scene.view_layers:
        layer.use = False


def blurred(scene):
    tree = bpy.data.node_groups.new("grade", "CompositorNodeTree")
    tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
    layers, blur, end = (tree.nodes.new(f"CompositorNode{name}") if name[0] != "N" else tree.nodes.new(name)
                         for name in ("RLayers", "Blur", "NodeGroupOutput"))
    tree.links.new(layers.outputs["Image"], blur.inputs["Image"])
    tree.links.new(blur.outputs["Image"], end.inputs[0])
    scene.compositing_node_group, scene.render.use_compositing = tree, True


def a_colour_instead(scene):
    blurred(scene)
    tree = scene.compositing_node_group
    colour = tree.nodes.new("CompositorNodeRGB")
    tree.links.new(colour.outputs[0], next(n for n in tree.nodes if n.bl_idname == "NodeGroupOutput").inputs[0])


def keyed(scene):
    thing = objects_of(scene, "surroundings")[0]
    thing.keyframe_insert("hide_render", frame=1)
    thing.driver_add("pass_index")


def origin_in_the_middle(scene):
    board = objects_of(scene, "board")[0]
    middle = Matrix.Translation((0.62, 0.2, -0.04))
    board.data.transform(middle.inverted())
    board.matrix_basis = board.matrix_basis @ middle


MENDED = [origin_in_the_middle, no_role, lamp_as_decoration, mistyped_role, mistyped_class, mistyped_choice,
          unknown_choice, lamp_without_group, bad_range, shown_volume, other_kind_said, no_kind_said, eevee, bright,
          no_layer, blurred, a_colour_instead, keyed]


@pytest.mark.parametrize("edit", MENDED, ids=lambda edit: edit.__name__)
def test_a_step_mends_what_names_it(edit):
    scene, contract = opened(), contract_of("shelf")
    edit(scene)
    found = violations(scene, contract)
    assert found and all(violation.fix in FIXES for violation in found), found
    assert mend_all(scene, contract) == []


def test_the_closest_word_is_taken_and_an_unknown_one_goes():
    scene, contract = opened(), contract_of("shelf")
    for edit in (mistyped_class, mistyped_choice, unknown_choice):
        edit(scene)
    mend_all(scene, contract)
    assert bpy.data.objects["vase"]["facings_semantic"] == "floor"
    assert bpy.data.objects["vase.001"]["facings_paint"] == "metal"
    assert "facings_paint" not in bpy.data.objects["vase.002"]


def test_a_lamp_joins_the_group_that_most_lamps_are_in():
    scene = opened("face_studio")
    groups = [thing["facings_group"] for thing in scene.objects if "facings_group" in thing]
    spot("own spot")
    mend_all(scene, contract_of("face"))
    assert groups.count(bpy.data.objects["own spot"]["facings_group"]) == max(map(groups.count, groups))


def test_a_picture_from_an_absolute_path_is_packed(tmp_path: Path):
    scene, contract = opened(), contract_of("shelf")
    image = bpy.data.images.new("wood", 8, 8)
    image.pixels.foreach_set(np.full(256, 0.5, np.float32))
    image.filepath_raw, image.file_format = str(tmp_path / "wood.png"), "PNG"
    image.save()
    image.source = "FILE"
    material = bpy.data.materials.new("wood")
    material.node_tree.nodes.new("ShaderNodeTexImage").image = image
    cube("vase", facings_role="surroundings", facings_semantic="wall").data.materials.append(material)
    found, = violations(scene, contract)
    assert "absolute path" in found.found and found.fix == "pack"
    mend(scene, contract, found)
    (tmp_path / "wood.png").unlink()
    assert violations(scene, contract) == []


def test_what_needs_judgement_is_left_and_named():
    scene, contract = opened(), contract_of("shelf")
    bpy.data.objects.remove(objects_of(scene, "tag_anchor")[0])
    cube("vase")
    left = mend_all(scene, contract)
    assert [violation.object for violation in left] == ["role tag_anchor"] and not left[0].fix
    assert bpy.data.objects["vase"]["facings_role"] == "surroundings"


@pytest.mark.parametrize("name", ["shelf_gondola", "shelf_cooler", "face_studio"])
def test_nothing_of_a_sound_template_is_touched(name):
    scene = opened(name)
    before = {thing.name: dict(thing.items()) for thing in scene.objects}
    assert mend_all(scene, contract_of(str(scene["facings_scene"]))) == []
    assert {thing.name: dict(thing.items()) for thing in scene.objects} == before


def test_another_scene_is_active():
    scene, contract = opened(), contract_of("shelf")
    other = bpy.data.scenes.new("sketch")
    found, = violations(other, contract)
    assert (found.fix, found.property) == ("activate_scene", scene.name)
    mend(other, contract, found)
    assert bpy.context.window_manager.windows[0].scene == scene if bpy.context.window_manager.windows else True
