"""What a template's compositor does to the picture: it may grade it and add light; what else reaches its output is refused.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import bpy

from facings.blender.panels.compositor import GRADES, MOVES, SHARPENS
from facings.blender.template_contract import Violation

_WRITES = "CompositorNodeOutputFile"
_PICTURE = ("Image", "Combined", "Noisy Image")
_FILTER, _GLARE, _LAYERS = "CompositorNodeFilter", "CompositorNodeGlare", "CompositorNodeRLayers"


@dataclass
class _Reached:
    """What lies behind the output."""

    grades: set[str] = field(default_factory=set)
    """Names of nodes that change the picture."""
    refused: dict[str, str] = field(default_factory=dict)
    """By name: why."""
    picture: bool = False
    seen: set[Any] = field(default_factory=set)


def composites(scene: bpy.types.Scene) -> bool:
    """Whether the scene's pictures go through a compositor."""
    return bool(scene.render.use_compositing and scene.compositing_node_group is not None)


def set_aside(scene: bpy.types.Scene) -> list[str]:
    """Mute what writes files or renders other scenes; switch a compositor off whose output nothing reaches. Return what was."""
    if not composites(scene):
        return []
    said = []
    for name, node in _all_nodes(_tree(scene), ""):
        if node.bl_idname == _WRITES and not node.mute:
            node.mute = True
            said.append(f"compositor node {name}: muted; pictures are written by Facings alone")
    end = _output(_tree(scene))
    if end is None or not any(socket.is_linked for socket in end.inputs):
        scene.render.use_compositing = False
        said.append("Output > Post Processing > Compositing: off; nothing reaches the compositor's Group Output")
    reached = {node for node in _reached(scene).seen}
    for name, node in _all_nodes(_tree(scene), ""):
        if node.bl_idname == _LAYERS and node.scene not in (None, scene) and node not in reached and not node.mute:
            node.mute = True
            said.append(f"compositor node {name}: muted; it renders the scene '{node.scene.name}'")
    return said


def compositor_violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return a violation for each node that would move, cover or replace the picture behind its labels."""
    if not composites(scene):
        return []
    reached = _reached(scene)
    place = "compositor node"
    found = [Violation(f"{place} {name}", f"{why}, and labels cannot follow.", "Mute or remove it in the Compositor.",
                       name, "mute_node")
             for name, why in sorted(reached.refused.items())]
    end = _output(_tree(scene))
    if not reached.picture and end is not None and any(socket.is_linked for socket in end.inputs):
        found.append(Violation("compositor", "its Group Output shows something else than the render.",
                               "Link the Image of a Render Layers node to it, or switch Compositing off (Output).",
                               "use_compositing", "compositing_off"))
    return found


def compositor_grading(scene: bpy.types.Scene) -> list[str]:
    """Return the names of the nodes that grade the picture or add light."""
    return sorted(_reached(scene).grades) if composites(scene) else []


def mute_node(scene: bpy.types.Scene, name: str) -> None:
    """Mute the compositor's node of this name, as violations tell it."""
    for found, node in _all_nodes(_tree(scene), ""):
        if found == name:
            node.mute = True


def _tree(scene: bpy.types.Scene) -> Any:
    return scene.compositing_node_group


def _output(tree: Any) -> Any:
    """The active Group Output, None where there is none."""
    ends = [node for node in tree.nodes if node.bl_idname == "NodeGroupOutput" and not node.mute]
    return next((node for node in ends if node.is_active_output), None)


def _all_nodes(tree: Any, prefix: str, above: tuple[Any, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every node with its name, those of groups as 'GROUP > NODE'."""
    for node in tree.nodes:
        yield prefix + node.name, node
        inner = getattr(node, "node_tree", None)
        if inner is not None and inner not in above:
            yield from _all_nodes(inner, f"{prefix}{node.name} > ", (*above, inner))


def _reached(scene: bpy.types.Scene) -> _Reached:
    found = _Reached()
    end = _output(_tree(scene))
    if end is not None:
        _follow(end, scene, "", found)
    return found


def _follow(node: Any, scene: bpy.types.Scene, prefix: str, found: _Reached) -> None:
    """Look at all that is linked to a node's inputs."""
    for socket in node.inputs:
        for link in socket.links:
            if not link.is_muted:
                _look(link.from_node, link.from_socket, scene, prefix, found)


def _look(node: Any, socket: Any, scene: bpy.types.Scene, prefix: str, found: _Reached) -> None:
    if not node.mute:
        why = _refusal(node, socket, scene)
        if why:
            found.refused[prefix + node.name] = why
        found.picture |= node.bl_idname == _LAYERS and socket.name in _PICTURE
        if GRADES.get(node.bl_idname) in ("grades", "adds light") or node.bl_idname in (_FILTER, "CompositorNodeDenoise"):
            found.grades.add(f"{prefix}{node.name} ({node.bl_label})")
    if node in found.seen:
        return
    found.seen.add(node)
    inner = getattr(node, "node_tree", None)
    if inner is not None and not node.mute and (end := _output(inner)) is not None:
        _follow(end, scene, f"{prefix}{node.name} > ", found)
    _follow(node, scene, prefix, found)


def _refusal(node: Any, socket: Any, scene: bpy.types.Scene) -> str:
    """Why a node may not be there, '' where it may."""
    kind = node.bl_idname
    if kind not in GRADES:
        return f"({node.bl_label}) {MOVES.get(kind, 'is none of those that only grade')}"
    if kind == _LAYERS and node.scene not in (None, scene):
        return f"shows the scene '{node.scene.name}'"
    if kind == _LAYERS and node.layer != (layer := rendered_layer_name(scene)):
        return f"shows the view layer '{node.layer}'; '{layer}' is rendered"
    if kind == _GLARE and socket.name != "Image":
        return f"is used by its output {socket.name}, which is no picture"
    if kind == _FILTER:
        chosen = node.inputs["Type"]
        if chosen.is_linked or chosen.default_value not in SHARPENS:
            return f"({node.bl_label}) draws edges: of its types {', '.join(SHARPENS)} may be used"
    return ""


def rendered_layer_name(scene: bpy.types.Scene) -> str:
    """Name of the view layer that is rendered: the first that is on; '' where none is."""
    return next((layer.name for layer in scene.view_layers if layer.use), "")
