"""Materials of a model's file on its one mesh: what they depend on, copies of linked ones, what shows colours."""

from collections.abc import Callable, Iterator
from typing import Any

import bpy


def used_nodes(material: bpy.types.Material) -> Iterator[Any]:
    """Yield the nodes that what Cycles renders of a material depends on, those in groups included."""
    tree: Any = material.node_tree
    output = tree.get_output_node("CYCLES") if tree is not None else None
    yield from _leading_to(output, set()) if output is not None else ()


def _leading_to(node: Any, seen: set[int]) -> Iterator[Any]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.as_pointer() in seen:
            continue
        seen.add(node.as_pointer())
        yield node
        if node.bl_idname == "ShaderNodeGroup" and node.node_tree is not None:
            for inner in node.node_tree.nodes:
                if inner.bl_idname == "NodeGroupOutput":
                    yield from _leading_to(inner, seen)
        for socket in node.inputs:
            waiting += [link.from_node for link in socket.links if not link.is_muted]


def local_copies() -> Callable[[bpy.types.Material], bpy.types.Material]:
    """Return what gives a material as the file's own, with the groups and pictures that came from libraries likewise."""
    copies: dict[int, Any] = {}

    def own(thing: Any) -> Any:
        if thing.library is None or thing.is_missing:
            return thing
        if thing.as_pointer() not in copies:
            copies[thing.as_pointer()] = thing.copy()
        return copies[thing.as_pointer()]

    seen: set[int] = set()

    def with_own_parts(tree: Any) -> None:
        if tree is None or tree.as_pointer() in seen:
            return
        seen.add(tree.as_pointer())
        for node in tree.nodes:
            if isinstance(getattr(node, "image", None), bpy.types.Image):
                node.image = own(node.image)
            if getattr(node, "node_tree", None) is not None:
                node.node_tree = own(node.node_tree)
                with_own_parts(node.node_tree)

    def of(material: bpy.types.Material) -> bpy.types.Material:
        mine = own(material)
        with_own_parts(mine.node_tree)
        return mine

    return of


def show_colours(name: str) -> bpy.types.Material:
    """Return a material that shows a mesh's colours called `name`: what faces without a material get."""
    material = bpy.data.materials.new("colours")
    tree: Any = material.node_tree
    colours = tree.nodes.new("ShaderNodeVertexColor")
    colours.layer_name = name
    surface = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    tree.links.new(colours.outputs["Color"], surface.inputs["Base Color"])
    return material
