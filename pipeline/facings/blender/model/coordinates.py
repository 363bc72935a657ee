"""What materials read of the object that they are on, made to stay the same on one mesh that is scaled and stood up.

Such a mesh has other object, generated and world coordinates than the parts that it was made of, one name, one colour and one
set of properties. What nodes that a render depends on read of these becomes attributes of its points; lengths are scaled.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from facings.blender.model.joining import Values
from facings.blender.model.materials import used_nodes
from facings.blender.model.rendered import Part

_GENERATED, _OBJECT = "facings_generated", "facings_object"
_PROCEDURAL = {f"ShaderNodeTex{name}"
               for name in ("Noise", "Voronoi", "Wave", "Magic", "Brick", "Checker", "Gradient", "Gabor")}
"""Textures that take generated coordinates where nothing is linked to their `Vector`."""
_FACTS = ("Location", "Color", "Alpha", "Object Index", "Random")
_LENGTHS = {"ShaderNodeBsdfPrincipled": "Subsurface Scale", "ShaderNodeSubsurfaceScattering": "Scale",
            "ShaderNodeBevel": "Radius", "ShaderNodeAmbientOcclusion": "Distance", "ShaderNodeBump": "Distance",
            "ShaderNodeDisplacement": "Scale", "ShaderNodeVectorDisplacement": "Scale", "ShaderNodeWireframe": "Size"}
"""Inputs in metres, by node."""
_DENSITIES = {f"ShaderNodeVolume{name}": "Density" for name in ("Absorption", "Scatter", "Principled")}
"""Inputs per metre."""


def keep_coordinates(materials: Iterable[bpy.types.Material]) -> dict[str, Values]:
    """Let materials read what they ask of their object from attributes; return what these must hold, by name."""
    wanted: dict[str, Values] = {}
    for node in [node for material in materials for node in used_nodes(material)]:
        kind, out = node.bl_idname, node.outputs
        if kind == "ShaderNodeTexCoord":
            name, values = _of_object(node.object)
            _read_instead(out["Object"], name, wanted, values)
            _read_instead(out["Generated"], _GENERATED, wanted, _generated)
        elif kind == "ShaderNodeNewGeometry":
            _read_instead(out["Position"], "facings_position", wanted, _world)
        elif kind == "ShaderNodeObjectInfo":
            for fact in _FACTS:
                _read_instead(out[fact], f"facings_{fact.lower()}", wanted,
                              lambda part, fact=fact: _all(part, part.facts[fact]))
        elif kind == "ShaderNodeAttribute" and node.attribute_type != "GEOMETRY":
            name, values = _of_property(node.attribute_type, node.attribute_name)
            for output in out[:3]:  # as a colour, a vector and a number
                _read_instead(output, name, wanted, values)
        elif kind in _PROCEDURAL and not node.inputs["Vector"].is_linked and node.inputs["Vector"].enabled:
            node.id_data.links.new(_attribute(node.id_data, _GENERATED), node.inputs["Vector"])
            wanted[_GENERATED] = _generated
    return wanted


def scale_lengths(materials: Iterable[bpy.types.Material], scale: float) -> None:
    """Let what materials do over a length (bumps, light below the surface, fog) be done over `scale` times that length."""
    nodes = {node.as_pointer(): node for material in materials for node in used_nodes(material)}
    for node in nodes.values():
        kind = node.bl_idname
        if kind in _LENGTHS and not getattr(node, "use_pixel_size", False):
            _multiply(node.inputs[_LENGTHS[kind]], scale)
        elif kind in _DENSITIES:
            _multiply(node.inputs[_DENSITIES[kind]], 1 / scale)


def _multiply(socket: Any, factor: float) -> None:
    if not socket.is_linked:
        socket.default_value *= factor
        return
    tree = socket.id_data
    product = tree.nodes.new("ShaderNodeMath")
    product.operation, product.inputs[1].default_value = "MULTIPLY", factor
    tree.links.new(socket.links[0].from_socket, product.inputs[0])
    tree.links.new(product.outputs[0], socket)


def _read_instead(output: Any, name: str, wanted: dict[str, Values], values: Values) -> None:
    targets = [link.to_socket for link in output.links]
    if not targets:
        return
    tree = output.id_data
    source = _attribute(tree, name)
    for target in targets:
        tree.links.new(source, target)
    wanted[name] = values


def _attribute(tree: Any, name: str) -> Any:
    node = tree.nodes.new("ShaderNodeAttribute")
    node.attribute_type, node.attribute_name = "GEOMETRY", name
    return node.outputs["Vector"]


def _all(part: Part, values: Sequence[float]) -> np.ndarray:
    return np.tile(np.array(values, np.float32), (len(part.mesh.vertices), 1))


def _of_property(kind: str, name: str) -> tuple[str, Values]:
    """A property of the object, of what instances it or of the scene, in the order in which Cycles looks for it."""
    def values(part: Part) -> np.ndarray:
        owners: list[Any] = [part.source, part.source.data]
        if kind == "INSTANCER":
            owners = [part.instancer, *owners]
        elif kind == "VIEW_LAYER":
            owners = [bpy.context.view_layer, bpy.context.scene, bpy.context.scene.world]
        return _all(part, next((found for owner in owners if (found := _property(owner, name)) is not None), (0, 0, 0)))

    return f"facings_{kind.lower()}.{name}"[:60], values


def _property(owner: Any, name: str) -> tuple[float, ...] | None:
    """The value as three numbers; None where the owner has none of that name."""
    if owner is None:
        return None
    try:
        found = owner[name] if name in owner.keys() else owner.path_resolve(name)
        return (float(found),) * 3 if isinstance(found, int | float) else tuple(map(float, [*found, 0, 0][:3]))
    except (ValueError, TypeError, KeyError):
        return None


def _of_object(about: bpy.types.Object | None) -> tuple[str, Values]:
    """Object coordinates: the part's own, or those of another object that the material names."""
    if about is None:
        return _OBJECT, lambda part: points_of(part.mesh)
    object_from_world = about.matrix_world.inverted_safe()
    name = f"{_OBJECT}.{about.name_full}"[:60]
    return name, lambda part: _moved(points_of(part.mesh), object_from_world @ part.world_from_object)


def _world(part: Part) -> np.ndarray:
    return _moved(points_of(part.mesh), part.world_from_object)


def _generated(part: Part) -> np.ndarray:
    """0 to 1 across the texture space of the undeformed object (manual: Texture Coordinate node)."""
    source: Any = part.source.data
    points = points_of(part.mesh)
    if part.source.type == "MESH" and len(source.vertices) == len(points):
        points = points_of(source)
    space = source if hasattr(source, "texspace_size") else part.mesh
    size = np.array(space.texspace_size, np.float32)
    return (points - np.array(space.texspace_location, np.float32)) / np.where(size == 0, 1, 2 * size) + 0.5


def points_of(mesh: Any) -> np.ndarray:
    """Return the (vertices, 3) float32 places of a mesh's vertices, in its own frame."""
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    return points.reshape(-1, 3)


def _moved(points: np.ndarray, by: Matrix) -> np.ndarray:
    matrix = np.array(by, np.float64)
    return (points @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)
