"""Meshes and materials of packages in Blender: what numpy held comes back, and nodes are wired as the surface says."""

import bpy
import numpy as np
import pytest
from sample_products import product

from facings.goods import packages
from facings.goods.packages.package import Surface
from facings.goods.packages.surfaces import PET_SHELL, PRINTED_ALUMINIUM, opaque
from facings.goods.realise import materials


@pytest.fixture(autouse=True)
def empty_blend_file() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)


def linked_from(socket: bpy.types.NodeSocket) -> str:
    return socket.links[0].from_node.bl_idname


def nodes(material: bpy.types.Material, kind: str) -> list[bpy.types.Node]:
    return [n for n in material.node_tree.nodes if n.bl_idname == kind]


@pytest.mark.parametrize("index", (3, 29, 33))
def test_mesh_comes_back_as_it_went_in(index: int) -> None:
    data = packages.build(product(index)).variants[-1]
    mesh = materials.mesh(data, "sample")
    assert not mesh.validate(verbose=False)
    vertices = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", vertices)
    np.testing.assert_array_equal(vertices.reshape(-1, 3), data.vertices_m)
    corners = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    np.testing.assert_array_equal(corners, data.loop_vertices)
    uv = np.empty(len(mesh.loops) * 2, np.float32)
    mesh.uv_layers["UVMap"].uv.foreach_get("vector", uv)
    np.testing.assert_array_equal(uv.reshape(-1, 2), data.loop_uv)
    slots = np.empty(len(mesh.polygons), np.int32)
    mesh.polygons.foreach_get("material_index", slots)
    np.testing.assert_array_equal(slots, data.face_material)
    smooth = np.empty(len(mesh.polygons), bool)
    mesh.polygons.foreach_get("use_smooth", smooth)
    np.testing.assert_array_equal(smooth, data.face_smooth)


def test_print_is_tinted_by_the_object() -> None:
    image = bpy.data.images.new("print", 4, 4)
    material = materials.material(PRINTED_ALUMINIUM, image, "can")
    principled, = nodes(material, "ShaderNodeBsdfPrincipled")
    assert linked_from(principled.inputs["Base Color"]) == "ShaderNodeVectorMath"
    assert nodes(material, "ShaderNodeTexImage")[0].image == image
    assert nodes(material, "ShaderNodeObjectInfo")
    assert principled.inputs["Metallic"].default_value == pytest.approx(PRINTED_ALUMINIUM.metallic)


def test_clear_surfaces_let_shadow_rays_pass() -> None:
    material = materials.material(PET_SHELL, None, "shell")
    output, = nodes(material, "ShaderNodeOutputMaterial")
    assert linked_from(output.inputs["Surface"]) == "ShaderNodeMixShader"
    mix, = nodes(material, "ShaderNodeMixShader")
    assert mix.inputs[0].links[0].from_socket.name == "Is Shadow Ray"
    assert nodes(material, "ShaderNodeBsdfPrincipled")[0].inputs["Thin Wall"].default_value


def test_liquids_absorb_in_their_volume() -> None:
    surface = Surface("tea", transmission=1.0, absorption_color=(0.8, 0.3, 0.1), absorption_density=45.0)
    material = materials.material(surface, None, "tea")
    output, = nodes(material, "ShaderNodeOutputMaterial")
    assert linked_from(output.inputs["Volume"]) == "ShaderNodeVolumeAbsorption"
    absorption, = nodes(material, "ShaderNodeVolumeAbsorption")
    assert absorption.inputs["Density"].default_value == pytest.approx(45.0)


def test_mottled_food_mixes_two_colours() -> None:
    surface = opaque("jam", (0.3, 0.0, 0.0), mottle=(0.1, 0.0, 0.0), mottle_scale=200, mottle_amount=0.5, bump_m=4e-4)
    material = materials.material(surface, None, "jam")
    principled, = nodes(material, "ShaderNodeBsdfPrincipled")
    assert linked_from(principled.inputs["Base Color"]) == "ShaderNodeMix"
    assert linked_from(principled.inputs["Normal"]) == "ShaderNodeBump"
