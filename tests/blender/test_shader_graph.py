"""Expressions become nodes that are linked as they read, and values that `put` changes leave the tree alone."""

import bpy
import numpy as np
import pytest

from facings.blender.shader_graph import MaterialGraph


@pytest.fixture
def graph() -> MaterialGraph:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return MaterialGraph("test")


def test_operands_are_linked_or_set(graph):
    product = graph.math("MULTIPLY", graph.number("height", 2.0), 0.25)
    assert product.node.operation == "MULTIPLY"
    assert product.node.inputs[0].links[0].from_node.bl_idname == "ShaderNodeValue"
    assert product.node.inputs[1].default_value == 0.25 and not product.node.inputs[1].is_linked


@pytest.mark.parametrize(("kind", "a", "b", "result"), [
    ("FLOAT", 0.25, 0.5, "Result_Float"), ("VECTOR", (1, 2, 3), (4, 5, 6), "Result_Vector"),
    ("RGBA", (0.1, 0.2, 0.3), (0.4, 0.5, 0.6), "Result_Color"),
])
def test_a_mix_uses_the_sockets_of_its_kind(graph, kind, a, b, result):
    mixed = graph.mix(0.75, a, b, kind)
    assert (mixed.identifier, mixed.enabled) == (result, True)
    shown = {s.name: np.array(s.default_value) for s in mixed.node.inputs if s.enabled}
    for name, wanted in (("Factor", 0.75), ("A", a), ("B", b)):
        assert np.allclose(shown[name][:3] if shown[name].ndim else shown[name], wanted)


def test_colours_of_three_numbers_are_opaque(graph):
    emission = graph.node("Emission", {"Color": (0.1, 0.2, 0.3)})
    assert np.allclose(emission.inputs["Color"].default_value, [0.1, 0.2, 0.3, 1.0])


def test_put_changes_values_and_not_the_tree(graph):
    number, colour = graph.number("size"), graph.colour("paint", (0.1, 0.2, 0.3))
    count = len(graph.tree.nodes)
    graph.put("size", 0.1)
    graph.put("paint", (0.4, 0.5, 0.6))
    assert np.isclose(number.default_value, 0.1)
    assert np.allclose(colour.default_value, [0.4, 0.5, 0.6, 1.0])
    assert len(graph.tree.nodes) == count


def test_a_socket_that_is_not_there_is_told_with_those_that_are(graph):
    with pytest.raises(KeyError, match="Strength"):
        graph.node("Emission", {"Power": 1.0})
    with pytest.raises(KeyError, match="shininess"):
        graph.principled(shininess=1.0)


def test_a_surface_ends_the_material(graph):
    material = graph.surface(graph.principled(base_color=(1.0, 0.0, 0.0), ior=1.4))
    output = next(n for n in material.node_tree.nodes if n.bl_idname == "ShaderNodeOutputMaterial")
    principled = output.inputs["Surface"].links[0].from_node
    assert principled.bl_idname == "ShaderNodeBsdfPrincipled"
    assert np.isclose(principled.inputs["IOR"].default_value, 1.4)
    assert not output.inputs["Volume"].is_linked
