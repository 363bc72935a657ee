"""One object of a template as renders show it, wherever it is hidden: parents, constraints, animation and modifiers applied.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import bpy


def stands_by_itself(thing: Any) -> bool:
    """Whether an object's place follows from its own transform and its parents', without constraints, animation or bones."""
    while thing is not None:
        data = thing.animation_data
        moved = data is not None and (data.action is not None or len(data.drivers) > 0 or len(data.nla_tracks) > 0)
        constrained = any(constraint.enabled for constraint in thing.constraints)
        if moved or constrained or thing.parent is not None and thing.parent_type != "OBJECT":
            return False
        thing = thing.parent
    return True


def has_its_own_shape(thing: Any) -> bool:
    """Whether what a render shows of an object is its data as they are: no modifier and no shape key changes them."""
    keys = getattr(thing.data, "shape_keys", None)
    return keys is None and not any(modifier.show_render for modifier in thing.modifiers)


@contextmanager
def evaluated(thing: Any) -> Iterator[Any]:
    """Yield a copy of an object as Blender evaluates it for a render of the scene's present frame.

    It is alone in a scene of its own, so that nothing that hides the object counts, and nothing of the file changes.
    """
    copy, scene = thing.copy(), bpy.data.scenes.new("facings evaluation")
    try:
        copy.hide_viewport = False
        for modifier in copy.modifiers:
            modifier.show_viewport = modifier.show_render
            if hasattr(modifier, "render_levels"):
                modifier.levels = modifier.render_levels
        scene.collection.objects.link(copy)
        of = bpy.context.scene
        scene.frame_set(of.frame_current, subframe=of.frame_subframe)
        layer = scene.view_layers[0]
        layer.update()
        yield copy.evaluated_get(layer.depsgraph)
    finally:
        bpy.data.scenes.remove(scene)
        bpy.data.objects.remove(copy)


def set_free(thing: bpy.types.Object) -> None:
    """Leave an object's place to whoever sets `matrix_world`: no parent, constraint or animation moves it any more."""
    thing.parent = None
    thing.constraints.clear()
    thing.animation_data_clear()
