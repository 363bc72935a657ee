"""The compositor may grade the picture and add light; what moves, covers or replaces it is refused, what writes is muted."""

import os
from typing import Any

import bpy
import pytest
from glowing_scene import glowing_scene, outcome

from facings.blender.panels.compositor import GRADES, MOVES
from facings.blender.template_settings import grading

WRITES, SHOWS = "CompositorNodeOutputFile", "CompositorNodeViewer"
MOVING = sorted(MOVES.keys() - {WRITES, SHOWS, "CompositorNodeCustomGroup"})
GRADING = sorted(kind for kind, what in GRADES.items() if what in ("grades", "adds light", "takes noise away")
                 if kind not in ("CompositorNodeGamma", "CompositorNodeNormalize", "CompositorNodeDespeckle"))


@pytest.fixture
def scene() -> Any:
    return glowing_scene()


def compositor(scene: Any) -> tuple[Any, Any, Any]:
    """A compositor that passes the picture on: its tree, its render layers and its output."""
    tree: Any = bpy.data.node_groups.new("Compositor", "CompositorNodeTree")
    scene.compositing_node_group, scene.render.use_compositing = tree, True
    tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
    layers, end = tree.nodes.new("CompositorNodeRLayers"), tree.nodes.new("NodeGroupOutput")
    tree.links.new(layers.outputs["Image"], end.inputs[0])
    return tree, layers, end


def between(tree: Any, kind: str, source: Any, target: Any) -> Any:
    """Put a node between an output and an input."""
    node = tree.nodes.new(kind)
    colours = [socket for socket in node.inputs if socket.type in ("RGBA", "VALUE", "VECTOR") and socket.enabled]
    pictures = [socket for socket in colours if socket.name in ("Image", "Color", "Off", "A", "Value", "Vector", "Foreground")]
    if colours:
        tree.links.new(source, (pictures or colours)[0])
    shown = [socket for socket in node.outputs if socket.type in ("RGBA", "VALUE", "VECTOR") and socket.enabled]
    tree.links.new((shown or list(node.outputs))[0], target)
    return node


def grouped(scene: Any, kind: str, depth: int) -> Any:
    """Put a node between the picture and the output, in groups of groups."""
    tree, layers, end = compositor(scene)
    source, target = layers.outputs["Image"], end.inputs[0]
    for level in range(depth):
        inner: Any = bpy.data.node_groups.new(f"level {level}", "CompositorNodeTree")
        inner.interface.new_socket("Image", in_out="INPUT", socket_type="NodeSocketColor")
        inner.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        group = tree.nodes.new("CompositorNodeGroup")
        group.node_tree = inner
        tree.links.new(source, group.inputs[0])
        tree.links.new(group.outputs[0], target)
        tree, source = inner, inner.nodes.new("NodeGroupInput").outputs[0]
        target = inner.nodes.new("NodeGroupOutput").inputs[0]
    return between(tree, kind, source, target)


@pytest.mark.parametrize("kind", MOVING)
def test_a_node_that_moves_or_covers_the_picture_is_refused_by_name(scene, tmp_path, kind) -> None:
    node = grouped(scene, kind, 0)
    _, found = outcome(scene, tmp_path)
    assert any(node.name in line and MOVES[kind] in line for line in found), found


def test_it_is_found_in_groups_of_groups(scene, tmp_path) -> None:
    node = grouped(scene, "CompositorNodeFlip", 2)
    _, found = outcome(scene, tmp_path)
    assert len(found) == 1 and found[0].startswith(f"compositor node Group > Group > {node.name}: (Flip) it moves")


@pytest.mark.parametrize("kind", GRADING)
def test_a_node_that_grades_stays_and_moves_nothing(scene, tmp_path, kind) -> None:
    node = grouped(scene, kind, 1)
    if kind in ("CompositorNodeInvert", "CompositorNodeSetAlpha", "ShaderNodeMapRange", "ShaderNodeMath", "ShaderNodeMix",
                "CompositorNodeCombineColor", "CompositorNodeSeparateColor", "ShaderNodeVectorMath", "CompositorNodePremulKey",
                "CompositorNodeColorSpill", "ShaderNodeValToRGB", "CompositorNodeConvertToDisplay"):
        # By themselves they darken all, or invert: what they do is still told, and nothing is refused.
        from facings.blender.template_settings import neutralise, setting_violations

        assert neutralise(scene) == () and setting_violations(scene) == []
    else:
        assert outcome(scene, tmp_path) == ((), [])
    assert any(f"> {node.name} (" in name for name in grading(scene)["Compositor"])


def test_glare_of_each_type_adds_light_and_moves_nothing(scene, tmp_path) -> None:
    node = grouped(scene, "CompositorNodeGlare", 0)
    for kind in ("Bloom", "Fog Glow", "Streaks", "Simple Star", "Ghosts"):
        node.inputs["Type"].default_value, node.inputs["Strength"].default_value = kind, 0.2
        assert outcome(scene, tmp_path) == ((), [])


def test_what_glare_adds_alone_is_no_picture(scene, tmp_path) -> None:
    node = grouped(scene, "CompositorNodeGlare", 0)
    tree = scene.compositing_node_group
    tree.links.new(node.outputs["Glare"], tree.nodes["Group Output"].inputs[0])
    assert "used by its output Glare" in outcome(scene, tmp_path)[1][0]


@pytest.mark.parametrize("kind", ["Sobel", "Laplace", "Shadow"])
def test_filters_that_draw_edges_are_refused(scene, tmp_path, kind) -> None:
    grouped(scene, "CompositorNodeFilter", 0).inputs["Type"].default_value = kind
    assert "draws edges" in outcome(scene, tmp_path)[1][0]


def test_a_muted_or_unused_node_does_not_matter(scene, tmp_path) -> None:
    node = grouped(scene, "CompositorNodeLensdist", 1)
    node.inputs["Distortion"].default_value = 0.5
    node.mute = True
    scene.compositing_node_group.nodes.new("CompositorNodeTransform")
    assert outcome(scene, tmp_path) == ((), [])
    node.mute, scene.render.use_compositing = False, False
    assert outcome(scene, tmp_path) == ((), [])


def test_a_picture_of_elsewhere_in_place_of_the_render_is_refused(scene, tmp_path) -> None:
    tree, layers, end = compositor(scene)
    tree.links.new(tree.nodes.new("CompositorNodeRGB").outputs[0], end.inputs[0])
    assert "something else than the render" in outcome(scene, tmp_path)[1][0]
    tree.links.new(layers.outputs["Image"], end.inputs[0])
    other = bpy.data.scenes.new("Other")
    layers.scene = other
    assert any("shows the scene 'Other'" in line for line in outcome(scene, tmp_path)[1])
    layers.scene = scene
    second = scene.view_layers.new("second")
    layers.layer = second.name
    assert any("shows the view layer 'second'" in line for line in outcome(scene, tmp_path)[1])


def test_an_output_that_nothing_reaches_leaves_the_render(scene, tmp_path) -> None:
    tree, layers, end = compositor(scene)
    tree.links.remove(end.inputs[0].links[0])
    said, found = outcome(scene, tmp_path)
    assert found == [] and len(said) == 1 and "Compositing: off" in said[0]


def test_another_scene_that_an_unused_node_names_is_not_rendered(scene, tmp_path) -> None:
    tree, _, _ = compositor(scene)
    other = bpy.data.scenes.new("Other")
    other.cycles.samples, other.render.engine = 1 << 20, "CYCLES"
    tree.nodes.new("CompositorNodeRLayers").scene = other
    said, found = outcome(scene, tmp_path)
    assert found == [] and "renders the scene 'Other'" in said[0]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_file_outputs_are_muted_and_nothing_is_written(scene, tmp_path, monkeypatch, depth) -> None:
    leak, scratch = tmp_path / "leak", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.chdir(tmp_path)
    tree, layers, _ = compositor(scene)
    source = layers.outputs["Image"]
    for level in range(depth):
        inner: Any = bpy.data.node_groups.new(f"level {level}", "CompositorNodeTree")
        inner.interface.new_socket("Image", in_out="INPUT", socket_type="NodeSocketColor")
        group = tree.nodes.new("CompositorNodeGroup")
        group.node_tree = inner
        tree.links.new(source, group.inputs[0])
        tree, source = inner, inner.nodes.new("NodeGroupInput").outputs[0]
    node = tree.nodes.new(WRITES)
    node.directory, node.file_name = str(leak) + os.sep, "artist_"
    node.file_output_items.new("RGBA", "Image")
    tree.links.new(source, node.inputs[0])
    said, found = outcome(scene, scratch)
    assert found == [] and len(said) == 1 and "File Output: muted" in said[0]
    assert os.listdir(tmp_path) == ["scratch"] and not os.listdir(scratch)
