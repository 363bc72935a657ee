"""Gives things their roles, and makes the wire boxes, lamps and empties of a template."""

import math
from typing import Any

import bpy
from mathutils import Vector

from shelf_templates.parts import Part, Point


def mark(
    thing: bpy.types.Object,
    role: str,
    semantic: str | None,
    *,
    paint: str | None = None,
    only: str | None = None,
    **properties: Any,
) -> bpy.types.Object:
    """Write role, semantic class and further `facings_` properties to an object, and return it."""
    thing["facings_role"] = role
    if semantic:
        thing["facings_semantic"] = semantic
    if paint:
        thing["facings_paint"] = paint
    if only:
        thing["facings_only"] = only
    for key, value in properties.items():
        thing[f"facings_{key}"] = value
    return thing


def tint(thing: Any, rgb: tuple[float, float, float]) -> None:
    """Give an object its own colour, linear RGB; recipes multiply or replace it."""
    thing.color = (*rgb, 1.0)


def wire_box(name: str, low: Point, high: Point, role: str, **properties: Any) -> bpy.types.Object:
    """Return a visible wire box that never renders."""
    part = Part()
    part.box(low, high)
    box = part.end(name, ())
    box.display_type = "WIRE"
    box.hide_render = True
    return mark(box, role, None, **properties)


def area_light(
    name: str,
    centre: Point,
    towards: Point,
    size_m: tuple[float, float],
    energy_w: float,
    color: tuple[float, float, float],
    spread_deg: float = 180.0,
) -> bpy.types.Object:
    """Return a rectangular lamp that the camera does not see; its longer side lies along X where `towards` allows."""
    data: Any = bpy.data.lights.new(name, "AREA")
    data.shape = "RECTANGLE"
    data.size, data.size_y = size_m
    data.energy = energy_w
    data.color = color
    data.spread = math.radians(spread_deg)
    lamp = bpy.data.objects.new(name, data)
    lamp.location = centre
    lamp.rotation_euler = (Vector(towards) - Vector(centre)).to_track_quat("-Z", "Y").to_euler()
    lamp.visible_camera = False
    bpy.context.scene.collection.objects.link(lamp)
    return lamp


def empty(name: str, place: Point, rotation_rad: tuple[float, float, float]) -> bpy.types.Object:
    """Return an empty shown as axes."""
    thing = bpy.data.objects.new(name, None)
    thing.empty_display_type = "ARROWS"
    thing.empty_display_size = 0.05
    thing.location, thing.rotation_euler = place, rotation_rad
    bpy.context.scene.collection.objects.link(thing)
    return thing


def file_under(collection: str, things: list[bpy.types.Object]) -> None:
    """Move objects to a collection of this name, so that the artist finds them in the outliner."""
    home = bpy.data.collections.get(collection)
    if home is None:
        home = bpy.data.collections.new(collection)
        bpy.context.scene.collection.children.link(home)
    for thing in things:
        for other in list(thing.users_collection):
            other.objects.unlink(thing)
        home.objects.link(thing)
