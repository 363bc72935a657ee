"""An open metal gondola: one bay module with slotted uprights, perforated back panels, boards and a lit sign."""

import math

import bpy

from shelf_templates import materials, room, room_materials
from shelf_templates.parts import Part
from shelf_templates.roles import area_light, empty, file_under, mark, wire_box
from shelf_templates.scene_settings import add_camera, start

BAY_M = 1.25
BOARD_DEPTH_M = 0.42
BASE_FRONT_M = -0.09
BASE_Z_M = 0.165
TOP_M = 1.86
BOARD_Z_M = ((0.50, "0.36 0.58"), (0.82, "0.68 0.90"), (1.13, "1.00 1.22"), (1.46, "1.32 1.56"))
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
"""A C-profile for 39 mm tags, leaning back: y and z from the back's lower end up, over the top lip, down to the lower lip."""


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
    """One board with stiffeners and end brackets; its origin is the left end of the front edge, at the upper surface."""
    part = Part()
    x0, x1 = 0.003, width_m - 0.003
    part.profile(board_section(depth_m), x0, x1)
    for x in (x0, x1):
        part.quad(((x, 0.0, -0.03), (x, depth_m, -0.03), (x, depth_m, -0.0005), (x, 0.0, -0.0005)))
    for y in (0.10, 0.21, 0.32):
        part.profile(
            ((y - 0.022, -0.0005), (y - 0.016, -0.014), (y + 0.016, -0.014), (y + 0.022, -0.0005))[::-1],
            x0 + 0.02,
            x1 - 0.02,
        )
    for x in (0.0065, width_m - 0.0090):
        part.slab(
            (
                (0.03, -0.004),
                (depth_m + 0.008, -0.004),
                (depth_m + 0.008, -0.088),
                (depth_m - 0.03, -0.088),
                (0.03, -0.036),
            ),
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
    rail.color = (0.80, 0.81, 0.82, 1.0)
    anchor = mark(
        empty("tag anchor", (width_m / 2, *TAG_PLACE_M), (-RAIL_TILT_RAD, 0.0, 0.0)),
        "tag_anchor",
        None,
        tag_height_m=0.0385,
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


def _upright(paint: bpy.types.Material, dark: bpy.types.Material) -> None:
    part = Part()
    y, h = BOARD_DEPTH_M + 0.006, 2.06
    part.slotted_strip(
        -0.015,
        0.015,
        y,
        0.06,
        h,
        slot_centres_x=(-0.0075, 0.0075),
        slot_width_m=0.0042,
        slot_height_m=0.027,
        pitch_m=0.05,
        depth_m=0.004,
    )
    part.box((-0.015, y + 0.0005, 0.0), (-0.0135, y + 0.058, h))
    part.box((0.0135, y + 0.0005, 0.0), (0.015, y + 0.058, h))
    part.box((-0.015, y + 0.056, 0.0), (0.015, y + 0.058, h))
    part.box((-0.016, y - 0.002, h), (0.016, y + 0.062, h + 0.012), 1, bevel_m=0.003)
    # The foot carries the base deck and stands on a screw.
    part.box((-0.014, -0.05, 0.03), (0.014, y + 0.05, 0.115), 0, bevel_m=0.002)
    part.tube((0.0, -0.03, 0.0), (0.0, -0.03, 0.05), 0.012, 1)
    upright = mark(part.end("upright", (paint, dark), weld=False), "upright", "shelf", paint="metal")
    file_under("bay", [upright])


def _back(perforated: bpy.types.Material, paint: bpy.types.Material) -> None:
    part = Part()
    y = BOARD_DEPTH_M + 0.014
    edges = (0.14, 0.5625, 0.9625, 1.3625, 1.7625, 2.05)
    for z0, z1 in zip(edges, edges[1:], strict=False):
        part.box((0.0158, y, z0 + 0.001), (BAY_M - 0.0158, y + 0.012, z1 - 0.001), bevel_m=0.0015)
    panels = mark(part.end("back panels", (perforated,)), "bay_part", "shelf", paint="metal")
    behind = Part()
    behind.box((0.0, y + 0.03, 0.0), (BAY_M, y + 0.045, 2.05))
    behind.box((0.0, y - 0.01, 2.05), (BAY_M, 0.84, 2.066), bevel_m=0.002)
    behind.box((0.0, 0.83, 0.0), (BAY_M, 0.84, 2.05))
    spine = mark(behind.end("spine", (paint,)), "bay_part", "shelf", paint="metal")
    file_under("bay", [panels, spine])


def _base(paint: bpy.types.Material) -> None:
    deck = Part()
    section = [(y + BASE_FRONT_M, z + BASE_Z_M) for y, z in board_section(BOARD_DEPTH_M - BASE_FRONT_M, 0.034)]
    deck.profile(section, 0.003, BAY_M - 0.003)
    for x in (0.003, BAY_M - 0.003):
        deck.quad(
            (
                (x, BASE_FRONT_M, BASE_Z_M - 0.034),
                (x, BOARD_DEPTH_M, BASE_Z_M - 0.034),
                (x, BOARD_DEPTH_M, BASE_Z_M - 5e-4),
                (x, BASE_FRONT_M, BASE_Z_M - 5e-4),
            )
        )
    base = mark(deck.end("base deck", (paint,)), "base_deck", "shelf", paint="metal")
    kick = Part()
    kick.box(
        (0.001, BASE_FRONT_M + 0.025, 0.012), (BAY_M - 0.001, BASE_FRONT_M + 0.034, BASE_Z_M - 0.02), 0, bevel_m=0.002
    )
    kick.box((0.0, BASE_FRONT_M + 0.023, 0.0), (BAY_M, BASE_FRONT_M + 0.036, 0.02), 1, bevel_m=0.003)
    plate = mark(
        kick.end(
            "kick plate",
            (
                materials.plain("kick plate", (0.075, 0.078, 0.082), 0.42),
                materials.plain("kick seal", (0.018, 0.018, 0.018), 0.6),
            ),
        ),
        "bay_part",
        "shelf",
    )
    file_under("bay", [base, plate])


def _header(paint: bpy.types.Material) -> None:
    z0, z1, y = 1.885, 2.075, 0.085
    frame = Part()
    frame.box((0.001, y + 0.002, z0), (BAY_M - 0.001, y + 0.05, z1), 0, bevel_m=0.003)
    frame.box((0.001, y - 0.008, z0 - 0.012), (BAY_M - 0.001, y + 0.052, z0 + 0.004), 1, bevel_m=0.003)
    frame.box((0.001, y - 0.008, z1 - 0.004), (BAY_M - 0.001, y + 0.052, z1 + 0.012), 1, bevel_m=0.003)
    frame.box((0.002, y + 0.05, z1 - 0.014), (BAY_M - 0.002, BOARD_DEPTH_M + 0.01, z1 - 0.002), 0, bevel_m=0.002)
    for x in (0.018, BAY_M - 0.030):
        frame.slab(
            (
                (y + 0.05, z0 + 0.02),
                (y + 0.05, z1 - 0.014),
                (BOARD_DEPTH_M + 0.012, z1 - 0.014),
                (BOARD_DEPTH_M + 0.012, z1 - 0.10),
            ),
            x,
            x + 0.012,
        )
    canopy = mark(
        frame.end("header frame", (paint, materials.brushed("aluminium trim"))), "bay_part", "shelf", paint="metal"
    )
    plane = Part()
    plane.quad(
        ((0.002, y, z0 + 0.004), (BAY_M - 0.002, y, z0 + 0.004), (BAY_M - 0.002, y, z1 - 0.004), (0.002, y, z1 - 0.004))
    )
    face = mark(plane.end("header sign", (materials.sign(),)), "header", "sign", paint="header")
    file_under("bay", [canopy, face])


def _ends(paint: bpy.types.Material) -> None:
    outline = (
        (BASE_FRONT_M - 0.012, 0.01),
        (BASE_FRONT_M - 0.012, 0.17),
        (-0.02, 0.30),
        (-0.02, 1.86),
        (0.07, 1.89),
        (0.07, 2.09),
        (0.845, 2.09),
        (0.845, 0.01),
    )
    for end, x in (("left", -0.036), ("right", 0.016)):
        part = Part()
        part.slab(outline, x, x + 0.02, bevel_m=0.002)
        panel = mark(part.end(f"end panel {end}", (paint,)), "end_panel", "shelf", paint="metal", end=end)
        panel.location.x = 0.0 if end == "left" else BAY_M
        file_under("bay", [panel])


def _volumes() -> None:
    heights = [z for z, _ in BOARD_Z_M]
    tops = [z - 0.045 for z in heights] + [TOP_M]
    boxes = [
        wire_box(
            "board volume 0",
            (0.0, BASE_FRONT_M, BASE_Z_M),
            (BAY_M, BOARD_DEPTH_M - 0.004, tops[0]),
            "board_volume",
            z_range_m=f"{BASE_Z_M} {BASE_Z_M}",
        )
    ]
    for k, (z, reach) in enumerate(BOARD_Z_M):
        boxes.append(
            wire_box(
                f"board volume {k + 1}",
                (0.0, 0.0, z),
                (BAY_M, BOARD_DEPTH_M - 0.004, tops[k + 1]),
                "board_volume",
                z_range_m=reach,
            )
        )
    boxes.append(wire_box("camera volume", (-4.6, -3.4, 0.25), (4.6, -0.35, 2.55), "camera_volume"))
    file_under("volumes", boxes)


def build() -> bpy.types.Scene:
    """Build the whole template into an empty Blender and return its scene."""
    scene = start()
    scene["facings_scene"], scene["facings_bay_count"], scene["facings_cooled"] = "shelf", 7, False
    paint, perforated = materials.painted_metal(), materials.perforated_metal()
    dark = materials.plain("slot inside", (0.02, 0.02, 0.021), 0.7)
    board = add_board(paint, BOARD_DEPTH_M, BAY_M)
    board.location = (0.0, 0.0, BOARD_Z_M[1][0])
    file_under("board", [board])
    add_rail(BAY_M)
    add_board_light(BAY_M)
    for thing in bpy.data.collections["board"].objects:
        thing.location.z += 0.0 if thing is board else BOARD_Z_M[1][0]
    _upright(paint, dark)
    _back(perforated, paint)
    _base(paint)
    _header(paint)
    _ends(paint)
    _volumes()
    for thing in scene.objects:
        if thing.get("facings_paint") == "metal":
            thing.color = (0.70, 0.71, 0.72, 1.0)
    room.build(
        room.Room(
            half_length_m=8.0,
            near_y_m=-4.7,
            far_y_m=4.6,
            height_m=3.35,
            wall=(0.68, 0.67, 0.64),
            band=(0.055, 0.19, 0.115),
            floor=room_materials.terrazzo_floor(),
            ceiling_glow=0.22,
            lamp_rows=((-1.25, 62.0, 1.9), (-3.55, 70.0, 3.8)),
            dark_rows=(2.1, 3.7),
            far_wall_things=True,
        )
    )
    add_camera(scene, (BAY_M / 2, -2.3, 1.34), 26.0)
    return scene
