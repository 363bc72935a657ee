"""Face templates as artists leave them: what renders show, fog, decoration and compositors, before and around a head."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from bare_templates import HEIGHT, STONE, WIDTH, Face
from embree_oracle import SceneOracle

from facings.blender import template
from facings.blender.label_scene import LabelScene
from facings.blender.template_contract import objects_of
from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.labels.camera import Pinhole
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.template_info import FACE_TEMPLATES, FaceTemplateInfo

SHIPPED = Face.shipped()
variant = Face.variant


def info_of(path: Path) -> FaceTemplateInfo:
    return template.read_info(path, FACE_TEMPLATES)


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> np.ndarray:
    return Face.labels(SHIPPED, tmp_path_factory.mktemp("plain"))


def decoration(scene, name: str, place=(0.0, 0.0, 0.0)) -> Any:
    """A square of 5 cm before the middle of the head, unless it is elsewhere."""
    mesh: Any = bpy.data.meshes.new(name)
    mesh.from_pydata([(-0.025, -0.3, -0.025), (0.025, -0.3, -0.025), (0.025, -0.3, 0.025), (-0.025, -0.3, 0.025)], [],
                     [(0, 1, 2, 3)])
    thing: Any = bpy.data.objects.new(name, mesh)
    thing.location = (place[0], place[1], place[2] + 1.6)
    thing["facings_role"], thing["facings_semantic"] = "surroundings", "background"
    scene.collection.objects.link(thing)
    return thing


def fog(scene) -> None:
    box = decoration(scene, "fog")
    bpy.context.view_layer.update()
    material = bpy.data.materials.new("fog")
    tree = material.node_tree
    tree.nodes.remove(tree.nodes["Principled BSDF"])
    tree.links.new(tree.nodes.new("ShaderNodeVolumeScatter").outputs[0], tree.nodes["Material Output"].inputs["Volume"])
    bpy.ops.mesh.primitive_cube_add(size=1.0)
    box.data = bpy.context.object.data
    bpy.data.objects.remove(bpy.context.object)
    box.data.materials.append(material)


def viewport_hides_all(scene) -> None:
    for thing in scene.objects:
        thing.hide_viewport = True


def what_no_render_shows(scene) -> None:
    decoration(scene, "object off").hide_render = True
    off, out = (bpy.data.collections.new(name) for name in ("off", "out"))
    for collection in (off, out):
        scene.collection.children.link(collection)
        thing = decoration(scene, collection.name)
        scene.collection.objects.unlink(thing)
        collection.objects.link(thing)
    off.hide_render = True
    scene.view_layers[0].layer_collection.children["out"].exclude = True
    decoration(scene, "for the viewport").data.materials.append(None)
    scene.objects["for the viewport"].visible_camera = False


@pytest.mark.parametrize("change", [fog, viewport_hides_all, what_no_render_shows], ids=lambda change: change.__name__)
def test_labels_are_those_of_what_renders_show(tmp_path, plain, change) -> None:
    assert set(np.unique(plain)) > {STONE}
    assert np.array_equal(Face.labels(variant(tmp_path, change), tmp_path), plain)


def instanced(scene) -> None:
    held = bpy.data.collections.new("held")
    inner = decoration(scene, "inner")
    inner.pass_index = STONE
    inner.location = (0, 0, 0)
    scene.collection.objects.unlink(inner)
    held.objects.link(inner)
    thing: Any = bpy.data.objects.new("instancer", None)
    thing.instance_type, thing.instance_collection, thing.location = "COLLECTION", held, (0.0, 0.0, 1.6)
    thing.scale = (-1, 1, 1)
    thing["facings_role"], thing["facings_semantic"] = "surroundings", "background"
    scene.collection.objects.link(thing)


def confetti(scene) -> None:
    """An emitter of particles that show an object, in a frame in which they are under way."""
    bpy.ops.mesh.primitive_cube_add(size=0.03, location=(0, 50, 0))
    piece: Any = bpy.context.object
    piece["facings_role"], piece["facings_semantic"] = "surroundings", "background"
    emitter = decoration(scene, "emitter")
    emitter.show_instancer_for_render = False
    emitter.modifiers.new("confetti", "PARTICLE_SYSTEM")
    settings = emitter.particle_systems[0].settings
    settings.count, settings.frame_end, settings.render_type, settings.instance_object = 20, 5, "OBJECT", piece
    settings.particle_size, settings.effector_weights.gravity = 0.5, 0.0
    scene.frame_set(6)


@pytest.mark.parametrize("change", [instanced, confetti], ids=lambda change: change.__name__)
def test_what_instances_show_before_the_head_is_background(tmp_path, plain, change) -> None:
    index = Face.labels(variant(tmp_path, change), tmp_path)
    covered = (plain == STONE) & (index != STONE)
    assert covered.sum() > 4 and STONE in index
    assert set(np.unique(index[covered])) == set(np.unique(plain)) - {STONE, 0}  # what the backdrop is, too
    assert np.array_equal(index[~covered], plain[~covered])


def test_embree_confirms_what_is_before_the_head(tmp_path) -> None:
    def before(scene) -> None:
        thing = decoration(scene, "sign", (0.03, 0.0, 0.01))
        parent = bpy.data.objects.new("parent", None)
        parent.hide_viewport = parent.hide_render = True
        parent.scale = (-1.5, 1.5, 1.5)
        scene.collection.objects.link(parent)
        thing.parent = parent
        thing.location.z /= 1.5
        thing.modifiers.new("array", "ARRAY").relative_offset_displace = (1.3, 0, 0.2)

    scene = Face.arranged(variant(tmp_path, before))
    index = LabelScene(scene).render((), (), tmp_path).index
    oracle, camera = SceneOracle(scene), Pinhole.of(Face.camera, WIDTH, HEIGHT)
    centre = oracle.cast(camera)
    assert not ((index != centre.index) & ~oracle.ties(camera, index, centre)).any()


def hidden_lights(scene) -> None:
    lamps = {str(thing["facings_group"]): thing for thing in objects_of(scene, "light")}
    lamps["key"].hide_viewport = True
    lamps["fill"].hide_render = True
    off = bpy.data.collections.new("off")
    scene.collection.children.link(off)
    off.hide_render = True
    for user in lamps["rim"].users_collection:
        user.objects.unlink(lamps["rim"])
    off.objects.link(lamps["rim"])


def test_lights_are_those_that_renders_show(tmp_path) -> None:
    there = {light.group for light in info_of(SHIPPED).lights}
    assert {light.group for light in info_of(variant(tmp_path, hidden_lights)).lights} == there - {"fill", "rim"}


def hidden_backdrops(scene) -> None:
    things = {str(thing["facings_backdrop"]): thing for thing in objects_of(scene, "backdrop")}
    things["sweep"].hide_viewport = True
    off = bpy.data.collections.new("off")
    scene.collection.children.link(off)
    off.hide_render = True
    for user in things["wall"].users_collection:
        user.objects.unlink(things["wall"])
    off.objects.link(things["wall"])


def test_a_backdrop_that_no_render_could_show_is_none(tmp_path, plain) -> None:
    path = variant(tmp_path, hidden_backdrops)
    assert info_of(path).backdrops == ("picture", "sweep")
    assert np.array_equal(Face.labels(path, tmp_path), plain)
    loaded = load_recipe("face", [f"template={path}", "surroundings.background=wall"])
    with pytest.raises(InputError, match="wall"):
        loaded.sample(0, 0)


def held_by_constraints(scene) -> None:
    """Every part elsewhere, and brought back by a constraint to an empty that nothing shows."""
    for thing in list(scene.objects):
        holder: Any = bpy.data.objects.new(f"{thing.name} holder", None)
        scene.collection.objects.link(holder)
        holder.matrix_world, holder.hide_viewport = thing.matrix_basis, True
        thing.location = (9, 9, 9)
        thing.constraints.new("COPY_TRANSFORMS").target = holder


def places_of(path: Path) -> dict[str, np.ndarray]:
    scene = template.open_template(path, FACE_TEMPLATES)
    Surroundings(scene, {}).realise(Face.around("sweep", 0.7), Face.camera)
    bpy.context.view_layer.update()
    return {thing.name: np.array(thing.evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world)
            for role in ("light", "camera_light", "backdrop") for thing in objects_of(scene, role) if not thing.hide_viewport}


def test_lights_and_backdrops_that_constraints_hold_are_turned_with_the_camera(tmp_path) -> None:
    path = variant(tmp_path, held_by_constraints)
    assert np.allclose(info_of(path).world_from_body, info_of(SHIPPED).world_from_body, atol=1e-6)
    expected, found = places_of(SHIPPED), places_of(path)
    assert found.keys() == expected.keys()
    assert all(np.allclose(found[name], expected[name], atol=1e-5) for name in expected)


def leaning(scene) -> None:
    key = objects_of(scene, "light")[0]
    parent: Any = bpy.data.objects.new("parent", None)
    parent.scale = (1, 1, 3)
    scene.collection.objects.link(parent)
    key.parent, key.rotation_euler = parent, (0.5, 0.3, 0)


def warped(scene) -> None:
    tree: Any = bpy.data.node_groups.new("Compositor", "CompositorNodeTree")
    scene.compositing_node_group = tree
    tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
    layers, end = tree.nodes.new("CompositorNodeRLayers"), tree.nodes.new("NodeGroupOutput")
    node = tree.nodes.new("CompositorNodeLensdist")
    tree.links.new(layers.outputs["Image"], node.inputs[0])
    tree.links.new(node.outputs[0], end.inputs[0])


@pytest.mark.parametrize(("change", "said"), [(warped, "Lens Distortion.*it warps"), (leaning, "leans")])
def test_what_cannot_be_labelled_is_refused_by_name(tmp_path, change, said) -> None:
    with pytest.raises(InputError, match=said):
        template.open_template(variant(tmp_path, change), FACE_TEMPLATES)
