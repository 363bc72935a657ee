"""What of a scene a render shows, which is not what the viewport shows.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterator
from typing import Any

import bpy


def rendered_layer(scene: bpy.types.Scene) -> bpy.types.ViewLayer | None:
    """Return the view layer that is rendered: the first that is on."""
    return next((layer for layer in scene.view_layers if layer.use), None)


def layer_collections(scene: bpy.types.Scene) -> Iterator[tuple[bool, Any]]:
    """Yield (whether renders show what lies in it, its entry) for each collection that the rendered layer does not exclude."""
    layer = rendered_layer(scene)
    top: Any = layer.layer_collection if layer is not None else None  # a scene that was never shown has none yet
    waiting: list[tuple[bool, Any]] = [(True, top)] if top is not None else []
    while waiting:
        shown, entry = waiting.pop()
        shown = shown and not entry.collection.hide_render
        if not entry.exclude:
            yield shown, entry
        # What lies in an excluded collection may be let in again; what lies in one that is disabled in renders may not.
        waiting += [(shown, child) for child in entry.children]


def rendered_objects(scene: bpy.types.Scene) -> list[bpy.types.Object]:
    """Return the objects that a render of the scene shows, by name: neither they nor their collections are disabled in
    renders, or excluded from the view layer. Those that instances bring along are not among them."""
    found = {thing for shown, entry in layer_collections(scene) if shown for thing in entry.collection.objects}
    return sorted((thing for thing in found if not thing.hide_render), key=lambda thing: thing.name)


def instanced_objects(scene: bpy.types.Scene) -> list[bpy.types.Object]:
    """Return the objects of the collections that a render of the scene shows by instancing, however deep, by name."""
    found: set[bpy.types.Object] = set()
    waiting: list[Any] = rendered_objects(scene)
    while waiting:
        thing = waiting.pop()
        if thing.instance_type == "COLLECTION" and thing.instance_collection is not None:
            new = set(thing.instance_collection.all_objects) - found
            found |= new
            waiting += new
    return sorted((thing for thing in found if not thing.hide_render), key=lambda thing: thing.name)


def brings_instances(thing: bpy.types.Object) -> bool:
    """Whether an object may show others in its place: by a collection, its children, particles or geometry nodes."""
    return (thing.instance_type != "NONE" or len(thing.particle_systems) > 0
            or any(modifier.type == "NODES" for modifier in thing.modifiers))
