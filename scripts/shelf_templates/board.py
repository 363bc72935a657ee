"""What both templates hang into their uprights: a folded board, its price rail, its strip of LEDs."""

import math

import bpy

from shelf_templates import materials
from shelf_templates.parts import Part
from shelf_templates.roles import area_light, empty, file_under, mark, tint, wire_box

RAIL_TILT_RAD = math.radians(5.9)
TAG_PLACE_M = (-0.0042, -0.0195)
"""y and z of the middle of a tag's face, in front of a board's edge."""

RAIL_SECTION_M = (
    (-0.0046, -0.0432),
    (-0.0002, 0.0008),
    (-0.0002, 0.0026),
    (-0.0008, 0.0032),
    (-0.0040, 0.0032),
    (-0.0046, 0.0026),
    (-0.0046, -0.0010),
    (-0.0042, -0.0015),
    (-0.0037, -0.0012),
    (-0.0036, 0.0016),
    (-0.0012, 0.0016),
    (-0.0056, -0.0405),
    (-0.0080, -0.0407),
    (-0.0083, -0.0378),
    (-0.0089, -0.0373),
    (-0.0095, -0.0378),
    (-0.0094, -0.0424),
    (-0.0086, -0.0432),
)
"""A C-profile for 39 mm tags, leaning back: y and z from the back's lower end over the top lip to the lower lip."""


def board_section(depth_m: float, fold_m: float = 0.030) -> tuple[tuple[float, float], ...]:
    """y and z of a folded sheet: return, front fold with its radius, upper surface, rear fold."""
    return (
        (0.016, -fold_m),
        (0.0015, -fold_m),
        (0.0, 0.0015 - fold_m),
        (0.0, -0.0025),
        (0.0008, -0.0008),
        (0.0025, 0.0),
        (depth_m - 0.003, 0.0),
        (depth_m, -0.003),
        (depth_m, -fold_m),
        (depth_m - 0.015, -fold_m),
    )


def add_board(material: bpy.types.Material, depth_m: float, width_m: float) -> bpy.types.Object:
    """One board with stiffeners and end brackets; its origin is its front edge's left end, at the upper surface."""
    part = Part()
    x0, x1 = 0.003, width_m - 0.003
    part.profile(board_section(depth_m), x0, x1)
    for x in (x0, x1):
        part.quad(((x, 0.0, -0.03), (x, depth_m, -0.03), (x, depth_m, -0.0005), (x, 0.0, -0.0005)))
    for y in (0.10, 0.21, 0.32):
        part.profile(
            ((y - 0.022, -0.0005), (y - 0.016, -0.014), (y + 0.016, -0.014), (y + 0.022, -0.0005))[::-1], x0 + 0.02, x1 - 0.02
        )
    for x in (0.0065, width_m - 0.0090):
        part.slab(
            ((0.03, -0.004), (depth_m + 0.008, -0.004), (depth_m + 0.008, -0.088), (depth_m - 0.03, -0.088), (0.03, -0.036)),
            x,
            x + 0.0025,
        )
        for z in (-0.03, -0.075):
            part.box((x, depth_m + 0.004, z - 0.008), (x + 0.0025, depth_m + 0.022, z + 0.008))
    return mark(part.end("board", (material,)), "board", "shelf", paint="metal")


def add_rail(width_m: float) -> bpy.types.Object:
    """The price rail in a board's frame, and the empty that says where tags sit in it."""
    part = Part()
    part.profile(RAIL_SECTION_M[::-1], 0.004, width_m - 0.004, closed=True, caps=True)
    rail = mark(part.end("price rail", (materials.rail_plastic(),)), "rail", "shelf", paint="rail")
    tint(rail, (0.80, 0.81, 0.82))
    anchor = mark(
        empty("tag anchor", (width_m / 2, *TAG_PLACE_M), (-RAIL_TILT_RAD, 0.0, 0.0)), "tag_anchor", None, tag_height_m=0.0385
    )
    file_under("board", [rail, anchor])
    return rail


def add_board_light(width_m: float, z_m: float = -0.020, watts: float = 3.2) -> None:
    """A strip of LEDs behind the front fold of a board, shining down and back onto what stands below."""
    part = Part()
    part.box((0.03, 0.020, z_m - 0.004), (width_m - 0.03, 0.030, z_m + 0.002), bevel_m=0.002)
    strip = mark(
        part.end("board light strip", (materials.emitter("board LED", (1.0, 0.97, 0.93), 6.0),)),
        "board_light",
        "shelf",
        group="board",
    )
    strip.visible_shadow = False
    strip.visible_diffuse = False
    lamp = area_light(
        "board lamp",
        (width_m / 2, 0.025, z_m - 0.006),
        (width_m / 2, 0.12, z_m - 0.30),
        (width_m - 0.08, 0.012),
        watts,
        (1.0, 0.97, 0.93),
    )
    mark(lamp, "board_light", None, group="board", energy_range_w=f"{watts * 0.5:g} {watts * 2:g}")
    file_under("board", [strip, lamp])


def hang_board(paint: bpy.types.Material, depth_m: float, width_m: float, z_m: float) -> None:
    """The board with its rail, anchor and light where the artist sees it; the pipeline repeats it for every slot."""
    file_under("board", [add_board(paint, depth_m, width_m)])
    add_rail(width_m)
    add_board_light(width_m)
    for thing in bpy.data.collections["board"].objects:
        thing.location.z += z_m


def bay_volumes(size_m: tuple[float, float], base_front_m: float, base_z_m: float, boards: tuple[tuple[float, str], ...],
                top_m: float, *, nearest_camera_y_m: float) -> None:
    """Add the wire boxes of a bay: where products stand, base deck first, and where the camera may be.

    `size_m` is the bay's width and a board's depth; `boards` give each height and how far it may be moved ('min max').
    """
    width, depth = size_m
    tops = [z - 0.045 for z, _ in boards] + [top_m]
    slots = [(base_front_m, base_z_m, f"{base_z_m} {base_z_m}"), *((0.0, z, reach) for z, reach in boards)]
    boxes = [wire_box(f"board volume {k}", (0.0, front, z), (width, depth - 0.004, top), "board_volume", z_range_m=reach)
             for k, ((front, z, reach), top) in enumerate(zip(slots, tops, strict=True))]
    boxes.append(wire_box("camera volume", (-4.6, -3.4, 0.25), (4.6, nearest_camera_y_m, 2.55), "camera_volume"))
    file_under("volumes", boxes)
