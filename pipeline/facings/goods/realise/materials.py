"""Blender materials and meshes of packages: one material per `Surface`, one mesh per `MeshData`."""

import math

import bpy
import numpy as np

from facings.goods.packages.package import MeshData, Surface

SHAPE = "facings_shape"
"""Custom property of a mesh: equal values mean equal geometry, so that what was computed from it can be kept."""

_SHARP_ANGLE_RAD = math.radians(50)
"""Edges that bend by more than this are creases; moulded and drawn edges are modelled as several smaller bends."""

_SUBSURFACE_RADIUS_M = (3e-3, 2.4e-3, 1.8e-3)
"""How far red, green and blue wander in white plastics and opaque food (milk-like, red farthest)."""


def material(surface: Surface, image: bpy.types.Image | None, name: str) -> bpy.types.Material:
    """Return a new material for `surface`; `image` is the SKU's artwork, used only where the surface is printed.

    Prints are multiplied with the surface's colour and with the object's own colour (`object.color`), so that one
    material serves many slightly differing items. Glass and liquids let shadow rays pass, tinted by `shadow_color`.
    """
    result = bpy.data.materials.new(name)
    tree = result.node_tree
    tree.nodes.clear()
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    principled = tree.nodes.new("ShaderNodeBsdfPrincipled")
    _set_values(principled, surface)
    if surface.printed and image is not None:
        tree.links.new(_print_color(tree, surface, image), principled.inputs["Base Color"])
    elif surface.mottle_color is not None and surface.mottle_amount > 0:
        tree.links.new(_mottle(tree, surface), principled.inputs["Base Color"])
    if surface.bump_scale > 0:
        tree.links.new(_bump(tree, surface), principled.inputs["Normal"])
        if surface.coat > 0:
            # The coat is laid over the relief, so it shows the same relief.
            tree.links.new(principled.inputs["Normal"].links[0].from_socket, principled.inputs["Coat Normal"])
    shader = principled.outputs["BSDF"]
    if surface.shadow_color is not None:
        shader = _clear_for_shadows(tree, shader, surface.shadow_color)
    tree.links.new(shader, output.inputs["Surface"])
    if surface.absorption_color is not None and surface.absorption_density > 0:
        absorption = tree.nodes.new("ShaderNodeVolumeAbsorption")
        absorption.inputs["Color"].default_value = (*surface.absorption_color, 1.0)
        absorption.inputs["Density"].default_value = surface.absorption_density
        tree.links.new(absorption.outputs["Volume"], output.inputs["Volume"])
    result.diffuse_color = (*surface.base_color, 1.0)
    return result


def mesh(data: MeshData, name: str) -> bpy.types.Mesh:
    """Return a new Blender mesh of `data` with its UV layer, material indices, smooth faces and creased edges.

    The caller appends the materials in the order of the package's surfaces.
    """
    result = bpy.data.meshes.new(name)
    corners, faces = len(data.loop_vertices), len(data.face_sizes)
    result.vertices.add(len(data.vertices_m))
    result.loops.add(corners)
    result.polygons.add(faces)
    result.vertices.foreach_set("co", np.ascontiguousarray(data.vertices_m, np.float32).ravel())
    result.loops.foreach_set("vertex_index", np.ascontiguousarray(data.loop_vertices, np.int32))
    starts = np.concatenate([[0], np.cumsum(data.face_sizes)[:-1]]).astype(np.int32)
    result.polygons.foreach_set("loop_start", starts)
    result.polygons.foreach_set("material_index", np.ascontiguousarray(data.face_material, np.int32))
    result.update(calc_edges=True)
    layer = result.uv_layers.new(name="UVMap", do_init=False)
    layer.uv.foreach_set("vector", np.ascontiguousarray(data.loop_uv, np.float32).ravel())
    result.set_sharp_from_angle(angle=_SHARP_ANGLE_RAD)
    result.polygons.foreach_set("use_smooth", np.ascontiguousarray(data.face_smooth, bool))
    return result


def _set_values(principled: bpy.types.Node, surface: Surface) -> None:
    values = {
        "Base Color": (*surface.base_color, 1.0), "Roughness": surface.roughness, "Metallic": surface.metallic,
        "IOR": surface.ior, "Specular IOR Level": surface.specular, "Coat Weight": surface.coat,
        "Coat Roughness": surface.coat_roughness, "Transmission Weight": surface.transmission,
        "Thin Wall": surface.thin_wall,
        "Subsurface Weight": surface.subsurface, "Subsurface Radius": _SUBSURFACE_RADIUS_M, "Subsurface Scale": 1.0,
    }
    for socket, value in values.items():
        principled.inputs[socket].default_value = value


def _print_color(tree: bpy.types.NodeTree, surface: Surface, image: bpy.types.Image) -> bpy.types.NodeSocket:
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    texture.interpolation = "Cubic"
    texture.extension = "EXTEND"
    tint = tree.nodes.new("ShaderNodeObjectInfo").outputs["Color"]
    color = _product(tree, texture.outputs["Color"], tint)
    if surface.base_color != (1.0, 1.0, 1.0):
        own = tree.nodes.new("ShaderNodeRGB")
        own.outputs["Color"].default_value = (*surface.base_color, 1.0)
        color = _product(tree, color, own.outputs["Color"])
    return color


def _product(tree: bpy.types.NodeTree, a: bpy.types.NodeSocket, b: bpy.types.NodeSocket) -> bpy.types.NodeSocket:
    mix = tree.nodes.new("ShaderNodeVectorMath")
    mix.operation = "MULTIPLY"
    tree.links.new(a, mix.inputs[0])
    tree.links.new(b, mix.inputs[1])
    return mix.outputs["Vector"]


def _mottle(tree: bpy.types.NodeTree, surface: Surface) -> bpy.types.NodeSocket:
    place = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = surface.mottle_scale
    noise.inputs["Detail"].default_value = 3.0
    ramp = tree.nodes.new("ShaderNodeMapRange")
    # Perlin noise gathers around one half, with hardly anything beyond 0.5 +- 0.25: the step slides along that range.
    edge = 0.75 - 0.5 * surface.mottle_amount
    ramp.inputs["From Min"].default_value = edge - 0.06
    ramp.inputs["From Max"].default_value = edge + 0.06
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    factor, a, b, result = (_socket(side, kind) for side, kind in
                            ((mix.inputs, "Factor_Float"), (mix.inputs, "A_Color"), (mix.inputs, "B_Color"),
                             (mix.outputs, "Result_Color")))
    a.default_value = (*surface.base_color, 1.0)
    b.default_value = (*surface.mottle_color, 1.0)
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Factor"], ramp.inputs["Value"])
    tree.links.new(ramp.outputs["Result"], factor)
    return result


def _socket(sockets: bpy.types.bpy_prop_collection, identifier: str) -> bpy.types.NodeSocket:
    # The Mix node has one socket a data type under each name; only identifiers tell them apart.
    return next(s for s in sockets if s.identifier == identifier)


def _bump(tree: bpy.types.NodeTree, surface: Surface) -> bpy.types.NodeSocket:
    place = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = surface.bump_scale
    noise.inputs["Detail"].default_value = 2.0
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Distance"].default_value = surface.bump_distance_m
    bump.inputs["Strength"].default_value = surface.bump_strength
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Factor"], bump.inputs["Height"])
    return bump.outputs["Normal"]


def _clear_for_shadows(tree: bpy.types.NodeTree, shader: bpy.types.NodeSocket,
                       color: tuple[float, float, float]) -> bpy.types.NodeSocket:
    path = tree.nodes.new("ShaderNodeLightPath")
    clear = tree.nodes.new("ShaderNodeBsdfTransparent")
    clear.inputs["Color"].default_value = (*color, 1.0)
    mix = tree.nodes.new("ShaderNodeMixShader")
    tree.links.new(path.outputs["Is Shadow Ray"], mix.inputs[0])
    tree.links.new(shader, mix.inputs[1])
    tree.links.new(clear.outputs["BSDF"], mix.inputs[2])
    return mix.outputs["Shader"]
