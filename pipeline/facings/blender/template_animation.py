"""Animation that would undo what a frame sets: removed where it is the pipeline's own affair, refused elsewhere.

The standard library and `bpy` alone, as in `template_contract`.
"""

from collections.abc import Iterator
from typing import Any

import bpy

from facings.blender.template_contract import Violation, role_of

_OURS = ("pass_index", "hide_render", "hide_viewport", "color")
"""Properties of objects that each frame sets."""
_SAME_IN_BOTH = ("frame_", "unit_settings", "[")
"""Beginnings of what drivers may ask of a scene: the renders of picture and labels have all else of their own."""


def without_animation(scene: bpy.types.Scene) -> list[str]:
    """Remove keyframes and drivers of the scene's settings, of the camera and of lamps that recipes scale; say whose."""
    things: list[tuple[str, Any]] = [("Scene", scene)]
    for thing in sorted(scene.objects, key=lambda thing: thing.name):
        if role_of(thing) == "camera":
            things += [(f"Camera {thing.name}", thing), (f"Camera {thing.name}", thing.data)]
        elif thing.type == "LIGHT" and thing.get("facings_group"):
            things.append((f"Light {thing.name}", thing.data))
    said = {}
    for name, thing in things:
        if thing is not None and thing.animation_data is not None and any(_animated(thing)):
            thing.animation_data_clear()
            said[name] = f"{name}: its animation is removed; every frame sets what it moves"
    return list(said.values())


def animation_violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return a violation for each keyframe or driver that would change what a frame has set, or part picture from labels."""
    result = []
    for thing in sorted(scene.objects, key=lambda thing: thing.name):
        ours = sorted({path for path in _animated(thing) if path in _OURS})
        result += [Violation(thing.name, f"its {path} is animated.", "Clear its keyframes and drivers: every frame sets it.",
                             path, "clear_animation")
                   for path in ours]
    for owner, driver in _drivers():
        for variable in driver.driver.variables:
            for target in variable.targets:
                asks = variable.type == "CONTEXT_PROP" or isinstance(target.id, bpy.types.Scene)
                if asks and not target.data_path.startswith(_SAME_IN_BOTH):
                    asked = f"a driver of its {driver.data_path} asks the scene for '{target.data_path}'."
                    result.append(Violation(owner.name, asked,
                                            "Remove it: picture and labels are rendered with settings of their own."))
    return list(dict.fromkeys(result))


def clear_animation(thing: Any, path: str) -> None:
    """Remove the keyframes and drivers of one property of a thing."""
    thing.driver_remove(path)
    for bag in _channel_bags(thing.animation_data):
        for curve in [curve for curve in bag.fcurves if curve.data_path == path]:
            bag.fcurves.remove(curve)


def _channel_bags(data: Any) -> Iterator[Any]:
    """Yield what holds the keyframes of a thing's animation."""
    strips = [strip for track in data.nla_tracks for strip in track.strips]
    for action in {action for action in (data.action, *(strip.action for strip in strips)) if action is not None}:
        for layer in action.layers:
            for strip in layer.strips:
                yield from strip.channelbags


def _animated(thing: Any) -> Iterator[str]:
    """Yield the data paths that keyframes and drivers of a thing change."""
    data = thing.animation_data
    if data is None:
        return
    yield from (curve.data_path for curve in data.drivers)
    for bag in _channel_bags(data):
        yield from (curve.data_path for curve in bag.fcurves)


def _drivers() -> Iterator[tuple[Any, Any]]:
    """Yield (owner, driver curve) of everything in the file."""
    for prop in bpy.data.bl_rna.properties:
        if prop.type != "COLLECTION" or prop.identifier in ("libraries", "window_managers", "screens", "workspaces"):
            continue
        for owner in getattr(bpy.data, prop.identifier):
            for thing in (owner, getattr(owner, "node_tree", None), getattr(owner, "shape_keys", None)):
                data = getattr(thing, "animation_data", None)
                for curve in data.drivers if data is not None else ():
                    yield owner, curve
