"""Blender materials and meshes of packages: one material per `Surface`, one mesh per `MeshData`."""

import math
from typing import Any

import bpy
import numpy as np

from facings.blender.shader_graph import MaterialGraph, Operand, Socket
from facings.goods.packages.package import MeshData, Surface

_SHARP_ANGLE_RAD = math.radians(50)
"""Edges that bend by more than this are creases; moulded and drawn edges are modelled as several smaller bends."""

_SUBSURFACE_RADIUS_M = (3e-3, 2.4e-3, 1.8e-3)
"""How far red, green and blue wander in white plastics and opaque food (milk-like, red farthest)."""


CELL_CORNER, CELL_SIZE = "facings_cell_corner", "facings_cell_size"
"""An object's custom properties where many share one picture: its part's lower left corner, and its width and height.

Each is (u, v, 0) in the picture's texture coordinates; a mesh's own coordinates cover the part from (0, 0) to (1, 1).
"""


def material(surface: Surface, image: bpy.types.Image | None, name: str, *, cells: bool = False) -> bpy.types.Material:
    """Return a new material for `surface`; `image` is the SKU's artwork, used only where the surface is printed.

    With `cells`, each object shows the part of `image` that its `CELL_CORNER` and `CELL_SIZE` say.

    Prints are multiplied with the surface's colour and with the object's own colour (`object.color`), so that one
    material serves many slightly differing items. Glass and liquids let shadow rays pass, tinted by `shadow_color`.
    """
    graph = MaterialGraph(name)
    color: Operand = surface.base_color
    if surface.printed and image is not None:
        color = _print_color(graph, surface, image, _cell(graph) if cells else None)
    elif surface.mottle_color is not None and surface.mottle_amount > 0:
        color = _mottle(graph, surface, surface.mottle_color)
    normal = _relief(graph, surface) if surface.bump_scale > 0 else None
    shader = graph.principled(
        base_color=color, roughness=surface.roughness, metallic=surface.metallic, ior=surface.ior,
        specular_ior_level=surface.specular, coat_weight=surface.coat, coat_roughness=surface.coat_roughness,
        transmission_weight=surface.transmission, thin_wall=surface.thin_wall, subsurface_weight=surface.subsurface,
        subsurface_radius=_SUBSURFACE_RADIUS_M, subsurface_scale=1.0, normal=normal,
        # The coat is laid over the relief, so it shows the same relief.
        coat_normal=normal if surface.coat > 0 else None)
    if surface.shadow_color is not None:
        shader = _clear_for_shadows(graph, shader, surface.shadow_color)
    volume = None
    if surface.absorption_color is not None and surface.absorption_density > 0:
        volume = graph.node("VolumeAbsorption", {"Color": surface.absorption_color,
                                                 "Density": surface.absorption_density}).outputs["Volume"]
    result: Any = graph.surface(shader, volume)  # bpy's stubs let nothing be assigned to a colour
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
    # Attributes are filled in one stroke; the older properties of vertices, loops and polygons, one by one.
    _fill(result.attributes["position"], "vector", data.vertices_m, np.float32)
    _fill(result.attributes[".corner_vert"], "value", data.loop_vertices, np.int32)
    starts = np.concatenate([[0], np.cumsum(data.face_sizes)[:-1]]).astype(np.int32)
    result.polygons.foreach_set("loop_start", starts)
    _fill(result.attributes.new("material_index", "INT", "FACE"), "value", data.face_material, np.int32)
    result.update(calc_edges=True)
    result.uv_layers.new(name="UVMap", do_init=False)
    _fill(result.attributes["UVMap"], "vector", data.loop_uv, np.float32)
    result.set_sharp_from_angle(angle=_SHARP_ANGLE_RAD)
    flat = result.attributes.get("sharp_face") or result.attributes.new("sharp_face", "BOOLEAN", "FACE")
    _fill(flat, "value", ~np.asarray(data.face_smooth, bool), bool)
    return result


def _fill(attribute: Any, name: str, values: np.ndarray, dtype: type) -> None:
    attribute.data.foreach_set(name, np.ascontiguousarray(values, dtype).ravel())


def _cell(graph: MaterialGraph) -> Socket:
    own = graph.node("TexCoord").outputs["UV"]
    corner, size = (graph.attribute(name, vector=True, of="OBJECT") for name in (CELL_CORNER, CELL_SIZE))
    return graph.vector("MULTIPLY_ADD", own, size, corner)


def _print_color(graph: MaterialGraph, surface: Surface, image: bpy.types.Image, where: Socket | None) -> Socket:
    artwork = graph.image(image, where, interpolation="Cubic").outputs["Color"]
    color = graph.vector("MULTIPLY", artwork, graph.object_colour())
    if surface.base_color == (1.0, 1.0, 1.0):
        return color
    return graph.vector("MULTIPLY", color, surface.base_color)


def _mottle(graph: MaterialGraph, surface: Surface, spots: tuple[float, float, float]) -> Socket:
    noise = graph.noise(graph.point_in_object(), surface.mottle_scale, detail=3.0)
    # Perlin noise gathers around one half, with hardly anything beyond 0.5 +- 0.25: the step slides along that range.
    edge = 0.75 - 0.5 * surface.mottle_amount
    return graph.mix(graph.map_range(noise, edge - 0.06, edge + 0.06), surface.base_color, spots)


def _relief(graph: MaterialGraph, surface: Surface) -> Socket:
    height = graph.noise(graph.point_in_object(), surface.bump_scale)
    return graph.bump(height, surface.bump_distance_m, surface.bump_strength)


def _clear_for_shadows(graph: MaterialGraph, shader: Socket, color: tuple[float, float, float]) -> Socket:
    shadow = graph.node("LightPath").outputs["Is Shadow Ray"]
    clear = graph.node("BsdfTransparent", {"Color": color}).outputs["BSDF"]
    return graph.mix_shader(shadow, shader, clear)
