"""Whether a plain surface may stand for a material where only geometry counts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import bpy

_MAY_BE_CLEAR = {"ShaderNodeBsdfTransparent", "ShaderNodeHoldout", "ShaderNodeBsdfRayPortal", "ShaderNodeScript"}


def all_opaque(scene: bpy.types.Scene, hidden: Iterable[bpy.types.Object]) -> bool:
    """Whether every object of `scene` that is rendered, `hidden` apart, has materials of which `is_opaque` is sure.

    False where an object's geometry nodes may give it others, which cannot be told from here. What instances bring is not
    looked at: `facings.blender.instances` makes objects of them.
    """
    looked_through = set(hidden)
    materials: dict[int, bpy.types.Material] = {}
    for thing in scene.objects:
        if thing.hide_render or thing in looked_through:
            continue
        if any(modifier.type == "NODES" for modifier in thing.modifiers):
            return False
        materials |= {slot.material.as_pointer(): slot.material for slot in thing.material_slots if slot.material is not None}
    return all(map(is_opaque, materials.values()))


def only_fills(material: bpy.types.Material) -> bool:
    """Whether a material is a volume without a surface, such as fog."""
    tree = material.node_tree
    output: Any = tree.get_output_node("CYCLES") if tree is not None else None
    return bool(output is not None and _links(output.inputs["Volume"]) and not _links(output.inputs["Surface"]))


def is_fog(thing: bpy.types.Object) -> bool:
    """Whether an object is nothing but volume: its boundary is no surface, though passes would hold it."""
    materials = [slot.material for slot in thing.material_slots]
    return thing.type == "VOLUME" or bool(materials) and all(m is not None and only_fills(m) for m in materials)


@contextmanager
def without_volumes() -> Iterator[None]:
    """Empty the volumes of all materials for a while, and let rays through those that have no surface.

    In a volume a ray may end anywhere, and its boundary fills passes like a surface.
    """
    emptied: list[tuple[Any, Any, Any]] = []
    try:
        for material in bpy.data.materials:
            tree: Any = material.node_tree
            if tree is None or not material.users:
                continue
            output = tree.get_output_node("CYCLES")
            if output is None or not output.inputs["Volume"].is_linked:
                continue
            clear = None
            if only_fills(material):
                clear = tree.nodes.new("ShaderNodeBsdfTransparent")
                tree.links.new(clear.outputs[0], output.inputs["Surface"])
            link = output.inputs["Volume"].links[0]
            emptied.append((tree, clear, (link.from_socket, link.to_socket)))
            tree.links.remove(link)
        yield
    finally:
        for tree, clear, ends in emptied:
            tree.links.new(*ends)
            if clear is not None:
                tree.nodes.remove(clear)


def is_opaque(material: bpy.types.Material) -> bool:
    """Whether a camera ray surely ends where the material's mesh is: nothing is cut out of it, and nothing displaces it.

    What is clear to shadow rays alone is opaque. False where that would take running the shader, as with a picture in Alpha.
    """
    tree = material.node_tree
    output = tree.get_output_node("CYCLES") if tree is not None else None
    if output is None or output.inputs["Displacement"].is_linked and material.displacement_method != "BUMP":
        return False
    surface = output.inputs["Surface"]
    return surface.is_linked and all(_is_opaque(link.from_node) for link in _links(surface))


def _is_opaque(node: Any) -> bool:
    """Whether the shader that a node makes of those linked to it is opaque."""
    if node.bl_idname in _MAY_BE_CLEAR:
        return False
    if node.bl_idname == "ShaderNodeBsdfPrincipled":
        alpha = node.inputs["Alpha"]
        return not alpha.is_linked and alpha.default_value == 1
    shaders = [socket for socket in node.inputs if socket.type == "SHADER"]
    if node.bl_idname == "ShaderNodeMixShader" and _is_shadow_ray(node.inputs[0]):
        shaders = shaders[:1]
    if node.bl_idname == "ShaderNodeGroup" and not all(map(_is_opaque_within, node.node_tree.nodes)):
        return False
    # A shader that is missing lets rays through; to a sum it adds nothing.
    if node.bl_idname != "ShaderNodeAddShader" and not all(socket.is_linked for socket in shaders):
        return False
    return all(_is_opaque(link.from_node) for socket in shaders for link in _links(socket))


def _is_opaque_within(node: Any) -> bool:
    """The same of a node in a group: what comes in from outside is looked at there."""
    return node.bl_idname in ("NodeGroupInput", "NodeGroupOutput") or _is_opaque(node)


def _is_shadow_ray(socket: Any) -> bool:
    return any(link.from_node.bl_idname == "ShaderNodeLightPath" and link.from_socket.name == "Is Shadow Ray"
               for link in _links(socket))


def _links(socket: Any) -> list[Any]:
    """The links into a socket, followed back through reroutes."""
    found = []
    for link in socket.links:
        found += _links(link.from_node.inputs[0]) if link.from_node.bl_idname == "NodeReroute" else [link]
    return found
