"""An open metal gondola: one bay module with slotted uprights, perforated back panels, boards and a lit sign."""

import bpy

from shelf_templates import materials, room, room_materials
from shelf_templates.board import bay_volumes, board_section, hang_board
from shelf_templates.parts import Part
from shelf_templates.roles import file_under, mark, tint
from shelf_templates.scene_settings import add_camera, start

BAY_M = 1.25
BOARD_DEPTH_M = 0.42
BASE_FRONT_M = -0.09
BASE_Z_M = 0.165
TOP_M = 1.86
BOARD_Z_M = ((0.50, "0.36 0.58"), (0.82, "0.68 0.90"), (1.13, "1.00 1.22"), (1.46, "1.32 1.56"))


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
    kick.box((0.001, BASE_FRONT_M + 0.025, 0.012), (BAY_M - 0.001, BASE_FRONT_M + 0.034, BASE_Z_M - 0.02), 0, bevel_m=0.002)
    kick.box((0.0, BASE_FRONT_M + 0.023, 0.0), (BAY_M, BASE_FRONT_M + 0.036, 0.02), 1, bevel_m=0.003)
    plate = mark(
        kick.end("kick plate", (materials.kick_plastic(), materials.plain("kick seal", (0.018, 0.018, 0.018), 0.6))),
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
    canopy = mark(frame.end("header frame", (paint, materials.brushed("aluminium trim"))), "bay_part", "shelf", paint="metal")
    plane = Part()
    plane.quad(((0.002, y, z0 + 0.004), (BAY_M - 0.002, y, z0 + 0.004), (BAY_M - 0.002, y, z1 - 0.004), (0.002, y, z1 - 0.004)))
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



def build() -> bpy.types.Scene:
    """Build the whole template into an empty Blender and return its scene."""
    scene = start()
    scene["facings_scene"], scene["facings_bay_count"], scene["facings_cooled"] = "shelf", 7, False
    paint, perforated = materials.painted_metal(), materials.perforated_metal()
    dark = materials.plain("slot inside", (0.02, 0.02, 0.021), 0.7)
    hang_board(paint, BOARD_DEPTH_M, BAY_M, BOARD_Z_M[1][0])
    _upright(paint, dark)
    _back(perforated, paint)
    _base(paint)
    _header(paint)
    _ends(paint)
    bay_volumes((BAY_M, BOARD_DEPTH_M), BASE_FRONT_M, BASE_Z_M, BOARD_Z_M, TOP_M, nearest_camera_y_m=-0.35)
    for thing in scene.objects:
        if thing.get("facings_paint") == "metal":
            tint(thing, (0.70, 0.71, 0.72))
    room.build(
        room.Room(
            half_length_m=8.0,
            near_y_m=-4.7,
            far_y_m=4.6,
            height_m=3.35,
            wall=(0.68, 0.67, 0.64),
            band=(0.055, 0.19, 0.115),
            floor=room_materials.terrazzo_floor(),
            ceiling_glow=0.32,
            lamp_rows=((-1.25, 62.0, 1.9), (-3.55, 70.0, 3.8)),
            dark_rows=(2.1, 3.7),
            far_wall_things=True,
        )
    )
    add_camera(scene, (BAY_M / 2, -2.3, 1.34), 26.0)
    return scene
