"""The label scene: a plain surface stands for materials only where it shows the same, and it follows the picture's scene."""

import bpy
import numpy as np
import pytest

from facings.blender.label_scene import LabelScene
from facings.blender.opacity import all_opaque, is_opaque
from facings.blender.shader_graph import MaterialGraph

SIZE = 24


@pytest.fixture
def scene() -> bpy.types.Scene:
    """A camera 5 m above the origin that looks down on a plane of pass index 9."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x = scene.render.resolution_y = SIZE
    scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    scene.camera.location.z = 5.0
    scene.collection.objects.link(scene.camera)
    add(scene.collection, 9, 0.0)
    return scene


def add(collection: bpy.types.Collection, index: int, z_m: float, material: bpy.types.Material | None = None):
    mesh = bpy.data.meshes.new("plane")
    mesh.from_pydata([(-2, -2, 0), (2, -2, 0), (2, 2, 0), (-2, 2, 0)], [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", [0, 0, 1, 0, 1, 1, 0, 1])
    if material is not None:
        mesh.materials.append(material)
    thing = bpy.data.objects.new("plane", mesh)
    thing.location.z, thing.pass_index = z_m, index
    collection.objects.link(thing)
    return thing


def holes(graph: MaterialGraph):
    """A shader that is cut out by a picture: one half there, the other not."""
    image = bpy.data.images.new("holes", 2, 1, alpha=True)
    image.pixels.foreach_set(np.float32([1, 1, 1, 1, 1, 1, 1, 0]))
    return graph.principled(alpha=graph.image(image, interpolation="Closest").outputs["Alpha"])


def grouped(of):
    """The shader inside a node group."""
    def shader(graph: MaterialGraph):
        tree = bpy.data.node_groups.new("group", "ShaderNodeTree")
        tree.interface.new_socket("Shader", in_out="OUTPUT", socket_type="NodeSocketShader")
        within = graph.__class__.__mro__[1](tree)
        tree.links.new(of(within), tree.nodes.new("NodeGroupOutput").inputs[0])
        node = graph.node("Group")
        node.node_tree = tree
        return node.outputs[0]
    return shader


def mixed(factor):
    def shader(graph: MaterialGraph):
        clear = graph.node("BsdfTransparent").outputs[0]
        return graph.mix_shader(factor(graph), graph.node("BsdfDiffuse").outputs[0], clear)
    return shader


def half_missing(graph: MaterialGraph):
    node = graph.node("MixShader")
    graph.feed(node.inputs[1], graph.node("BsdfDiffuse").outputs[0])
    return node.outputs[0]


def rerouted(graph: MaterialGraph):
    node = graph.tree.nodes.new("NodeReroute")
    graph.tree.links.new(graph.node("BsdfTransparent").outputs[0], node.inputs[0])
    return node.outputs[0]


SHADERS = {
    "principled": (lambda g: g.principled(), True),
    "glass": (lambda g: g.principled(transmission_weight=1.0), True),
    "clear to shadows": (mixed(lambda g: g.node("LightPath").outputs["Is Shadow Ray"]), True),
    "group": (grouped(lambda g: g.principled()), True),
    "holes": (holes, False),
    "thin": (lambda g: g.principled(alpha=0.2), False),
    "group with holes": (grouped(holes), False),
    "half clear": (mixed(lambda g: 0.7), False),
    "clear to the camera": (mixed(lambda g: g.node("LightPath").outputs["Is Camera Ray"]), False),
    "half missing": (half_missing, False),
    "rerouted": (rerouted, False),
}


@pytest.mark.parametrize("name", SHADERS)
def test_which_materials_a_plain_surface_may_stand_for(scene, name):
    shader, opaque = SHADERS[name]
    graph = MaterialGraph(name)
    assert is_opaque(graph.surface(shader(graph))) == opaque


def test_no_surface_and_displacement_are_not_opaque(scene):
    graph = MaterialGraph("volume")
    graph.node("OutputMaterial", {"Volume": graph.node("VolumeAbsorption").outputs[0]})
    assert not is_opaque(graph.material)
    graph = MaterialGraph("displaced")
    material = graph.surface(graph.principled())
    output = material.node_tree.get_output_node("CYCLES")
    graph.feed(output.inputs["Displacement"], graph.node("Displacement", {"Height": 1.0}).outputs[0])
    material.displacement_method = "BUMP"
    assert is_opaque(material)
    material.displacement_method = "DISPLACEMENT"
    assert not is_opaque(material)


@pytest.mark.parametrize("wanted", [(), ("normal",)], ids=["geometry", "shaded"])
@pytest.mark.parametrize("name", ["principled", "holes", "clear to shadows", "group with holes", "clear to the camera"])
def test_what_is_cut_out_is_looked_through_with_and_without_shading(scene, tmp_path, name, wanted):
    graph = MaterialGraph(name)
    add(scene.collection, 1, 1.0, graph.surface(SHADERS[name][0](graph)))
    index = LabelScene(scene).render((), wanted, tmp_path).index
    left, right = set(np.unique(index[:, :SIZE // 2 - 1])), set(np.unique(index[:, SIZE // 2 + 1:]))
    assert left == {9} if name == "clear to the camera" else left == {1}
    assert right == {1} if name in ("principled", "clear to shadows") else right == {9}


def test_it_follows_what_changes_in_the_pictures_scene(scene, tmp_path):
    labels = LabelScene(scene)
    assert set(np.unique(labels.render((), (), tmp_path).index)) == {9}
    later = bpy.data.collections.new("later")
    scene.collection.children.link(later)
    front = add(later, 1, 1.0)
    loose = add(scene.collection, 2, 2.0)
    scene.render.resolution_x, scene.camera.location.x = 2 * SIZE, 1.0
    assert labels.render((), (), tmp_path).index.shape == (SIZE, 2 * SIZE)
    assert 2 in labels.render((), (), tmp_path).index
    assert set(np.unique(labels.render([loose, front], (), tmp_path).index)) == {0, 9}
    front.hide_render = loose.hide_render = True
    assert set(np.unique(labels.render((), (), tmp_path).index)) == {0, 9}


def test_what_the_artist_left_out_of_the_layer_stays_out(scene, tmp_path):
    hidden = bpy.data.collections.new("left out")
    scene.collection.children.link(hidden)
    add(hidden, 1, 1.0)
    scene.view_layers[0].layer_collection.children["left out"].exclude = True
    assert set(np.unique(LabelScene(scene).render((), (), tmp_path).index)) == {9}


@pytest.mark.parametrize("wanted", [(), ("normal",)], ids=["geometry", "shaded"])
def test_what_is_brought_in_by_instancing_is_looked_at_too(scene, tmp_path, wanted):
    graph = MaterialGraph("holes")
    elsewhere = bpy.data.collections.new("elsewhere")
    add(elsewhere, 1, 1.0, graph.surface(holes(graph)))
    outer = bpy.data.collections.new("outer")
    for holder, held in ((outer, elsewhere), (scene.collection, outer)):
        empty = bpy.data.objects.new("instance", None)
        empty.instance_type, empty.instance_collection, empty.pass_index = "COLLECTION", held, 5
        holder.objects.link(empty)
    index = LabelScene(scene).render((), wanted, tmp_path).index
    assert set(np.unique(index[:, :SIZE // 2 - 1])) == {5} and set(np.unique(index[:, SIZE // 2 + 1:])) == {9}


def test_what_nodes_give_an_object_is_not_sure(scene):
    assert all_opaque(scene, ())
    scene.objects["plane"].modifiers.new("makes", "NODES")
    assert not all_opaque(scene, ())
