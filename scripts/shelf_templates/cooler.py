"""A refrigerated wall case: insulated body, lit inside, glass doors in slim frames; without them an open multideck."""

import math

import bpy

from shelf_templates import materials, room, room_materials
from shelf_templates.board import bay_volumes, board_section, hang_board
from shelf_templates.parts import Part
from shelf_templates.roles import area_light, file_under, mark, tint
from shelf_templates.scene_settings import add_camera, start

BAY_M = 1.25
BOARD_DEPTH_M = 0.46
BASE_Z_M = 0.24
TOP_M = 1.84
BOARD_Z_M = ((0.585, "0.46 0.66"), (0.885, "0.76 0.97"), (1.17, "1.07 1.28"), (1.46, "1.40 1.56"))
BACK_M = 0.50
BODY_BACK_M = 0.64
DOOR_Y_M = -0.085
SILL_M = 0.20
DOOR_TOP_M = 1.945
BODY_TOP_M = 2.14
LED = (0.94, 0.97, 1.0)


def _liner(paint: bpy.types.Material, perforated: bpy.types.Material) -> None:
    white = materials.plain("case liner", (0.74, 0.75, 0.76), 0.32)
    back = Part()
    for z0, z1 in ((0.23, 0.78), (0.78, 1.33), (1.33, 1.90)):
        back.box((0.0158, BACK_M, z0 + 0.001), (BAY_M - 0.0158, BACK_M + 0.01, z1 - 0.001), bevel_m=0.0015)
    panels = mark(back.end("air panels", (perforated,)), "bay_part", "shelf")
    tint(panels, (0.66, 0.67, 0.68))
    body = Part()
    body.box((0.0, BACK_M + 0.04, 0.0), (BAY_M, BODY_BACK_M, BODY_TOP_M), 0)
    body.box((0.0, -0.04, 1.905), (BAY_M, BACK_M + 0.05, 1.92), 0)
    body.box((0.0, DOOR_Y_M + 0.03, 0.12), (BAY_M, BACK_M + 0.05, 0.20), 0)
    shell = mark(body.end("case liner", (white,)), "bay_part", "shelf")
    deck = Part()
    section = [(y, z + BASE_Z_M) for y, z in board_section(BACK_M - 0.01, 0.034)]
    deck.profile(section, 0.002, BAY_M - 0.002)
    deck.box((0.0, -0.006, BASE_Z_M - 0.045), (BAY_M, 0.008, BASE_Z_M - 0.034), 0)
    base = mark(deck.end("base deck", (paint,)), "base_deck", "shelf", paint="metal")
    file_under("bay", [panels, shell, base])


def _outside(anthracite: bpy.types.Material) -> None:
    dark = materials.plain("grille slots", (0.02, 0.021, 0.022), 0.7)
    steel = materials.brushed("sill steel")
    part = Part()
    y = DOOR_Y_M - 0.02
    part.box((0.0005, y + 0.05, 0.0), (BAY_M - 0.0005, y + 0.07, 0.10), 1)
    part.box((0.0005, y, 0.095), (BAY_M - 0.0005, y + 0.06, SILL_M - 0.012), 0, bevel_m=0.004)
    part.box((0.0, y - 0.012, 0.125), (BAY_M, y + 0.004, 0.165), 2, bevel_m=0.005)
    part.box((0.0005, y, SILL_M - 0.014), (BAY_M - 0.0005, 0.0, SILL_M - 0.004), 2, bevel_m=0.002)
    for k in range(5):
        z = 0.018 + k * 0.015
        part.box((0.06, y + 0.047, z), (BAY_M - 0.06, y + 0.051, z + 0.006), 0)
    part.box((0.0005, y + 0.004, DOOR_TOP_M), (BAY_M - 0.0005, BODY_BACK_M, BODY_TOP_M), 0, bevel_m=0.004)
    part.box((0.0, y - 0.004, BODY_TOP_M - 0.006), (BAY_M, BODY_BACK_M, BODY_TOP_M + 0.008), 2, bevel_m=0.003)
    part.box((0.0, y - 0.006, DOOR_TOP_M - 0.004), (BAY_M, y + 0.02, DOOR_TOP_M + 0.008), 2, bevel_m=0.003)
    front = mark(part.end("case front", (anthracite, dark, steel)), "bay_part", "shelf")
    plane = Part()
    z0, z1 = DOOR_TOP_M + 0.012, BODY_TOP_M - 0.010
    plane.quad(((0.003, y, z0), (BAY_M - 0.003, y, z0), (BAY_M - 0.003, y, z1), (0.003, y, z1)))
    sign = mark(plane.end("header sign", (materials.sign(),)), "header", "sign", paint="header")
    # Without doors, cold air falls from a honeycomb grille behind a nose at the case's upper front.
    nose = Part()
    nose.box((0.0, y + 0.004, 1.86), (BAY_M, y + 0.022, DOOR_TOP_M), 0, bevel_m=0.004)
    nose.box((0.01, y + 0.024, 1.885), (BAY_M - 0.01, 0.03, 1.902), 1, bevel_m=0.001)
    curtain = mark(nose.end("air curtain", (anthracite, materials.honeycomb())), "bay_part", "shelf", only="open")
    riser = Part()
    riser.box((0.0005, y + 0.004, SILL_M - 0.006), (BAY_M - 0.0005, y + 0.026, 0.268), 0, bevel_m=0.006)
    riser.box((0.004, -0.060, 0.196), (BAY_M - 0.004, -0.008, 0.204), 1, bevel_m=0.001)
    lip = mark(riser.end("front riser", (anthracite, materials.honeycomb())), "bay_part", "shelf", only="open")
    file_under("bay", [front, sign, curtain, lip])


def _uprights(paint: bpy.types.Material, dark: bpy.types.Material, anthracite: bpy.types.Material) -> None:
    part = Part()
    y = BOARD_DEPTH_M + 0.006
    part.slotted_strip(
        -0.015,
        0.015,
        y,
        0.20,
        1.905,
        slot_centres_x=(-0.0075, 0.0075),
        slot_width_m=0.0042,
        slot_height_m=0.027,
        pitch_m=0.05,
        depth_m=0.004,
    )
    part.box((-0.015, y + 0.0005, 0.20), (-0.0135, BACK_M + 0.04, 1.905))
    part.box((0.0135, y + 0.0005, 0.20), (0.015, BACK_M + 0.04, 1.905))
    upright = mark(part.end("upright", (paint, dark), weld=False), "upright", "shelf", paint="metal")
    glow = materials.emitter("mullion LED", LED, 5.0)
    mullion = mark(_mullion("mullion", 0.0, anthracite, glow), "upright", "shelf", only="doors")
    middle = mark(_mullion("middle mullion", BAY_M / 2, anthracite, glow), "bay_part", "shelf", only="doors")
    file_under("bay", [upright, mullion, middle])


def _mullion(name: str, x: float, frame: bpy.types.Material, glow: bpy.types.Material) -> bpy.types.Object:
    """A post behind the edges of two doors, with a strip of LEDs down each side of its back."""
    part = Part()
    part.box((x - 0.021, DOOR_Y_M + 0.022, SILL_M - 0.005), (x + 0.021, -0.022, DOOR_TOP_M + 0.002), 0, bevel_m=0.003)
    for side in (-1, 1):
        part.box((x + side * 0.012 - 0.006, -0.0225, 0.30), (x + side * 0.012 + 0.006, -0.0185, 1.84), 1, bevel_m=0.0015)
    return part.end(name, (frame, glow))


def _lamps() -> None:
    lamps = []
    for x, share in ((0.03, 0.5), (BAY_M / 2, 1.0), (BAY_M - 0.03, 0.5)):
        lamp = area_light(f"mullion lamp {x:.2f}", (x, -0.012, 1.06), (x, 0.40, 1.06), (0.020, 1.55), 5.0 * share, LED)
        lamps.append(mark(lamp, "bay_part", None, only="doors", group="board"))
    canopy = area_light("canopy lamp", (BAY_M / 2, 0.02, 1.882), (BAY_M / 2, 0.20, 0.9), (BAY_M - 0.06, 0.03), 8.0, LED)
    lamps.append(mark(canopy, "bay_part", None, group="board"))
    strip = Part()
    strip.box((0.02, 0.004, 1.892), (BAY_M - 0.02, 0.036, 1.905), bevel_m=0.003)
    lamps.append(
        mark(strip.end("canopy light", (materials.emitter("canopy LED", LED, 5.0),)), "bay_part", "shelf", group="board")
    )
    file_under("bay", lamps)


def _door(side: str, frame: bpy.types.Material, steel: bpy.types.Material, pane: bpy.types.Material) -> None:
    """One door; its own frame begins at the hinge, x towards the free edge, y = 0 in the pane's plane."""
    width = BAY_M / 2 - 0.006
    sign = 1 if side == "left" else -1
    x0 = 0.003 if side == "left" else BAY_M - 0.003
    bar = 0.034
    z0, z1 = SILL_M + 0.003, DOOR_TOP_M - 0.008

    def span(a: float, b: float) -> tuple[float, float]:
        return (min(sign * a, sign * b), max(sign * a, sign * b))

    part = Part()
    for a, b, za, zb in (
        (0, bar, z0, z1),
        (width - bar, width, z0, z1),
        (bar, width - bar, z0, z0 + 0.045),
        (bar, width - bar, z1 - 0.040, z1),
    ):
        xa, xb = span(a, b)
        part.box((xa, -0.016, za), (xb, 0.018, zb), 0, bevel_m=0.003)
    # The black print along the pane's border hides the spacer of the double glazing.
    for a, b, za, zb in (
        (bar, bar + 0.012, z0 + 0.045, z1 - 0.04),
        (width - bar - 0.012, width - bar, z0 + 0.045, z1 - 0.04),
        (bar, width - bar, z0 + 0.045, z0 + 0.057),
        (bar, width - bar, z1 - 0.052, z1 - 0.04),
    ):
        xa, xb = span(a, b)
        part.box((xa, -0.004, za), (xb, 0.006, zb), 2)
    handle = sign * (width - bar * 0.5)
    part.tube((handle, -0.062, 0.78), (handle, -0.062, 1.42), 0.0105, 1)
    for z in (0.84, 1.36):
        part.tube((handle, -0.062, z), (handle, -0.012, z), 0.007, 1, 12)
    black = materials.plain("glazing border", (0.012, 0.012, 0.013), 0.25)
    door = mark(part.end(f"door {side}", (frame, steel, black), weld=False), "door", "door", only="doors", hinge=side)
    door.location = (x0, DOOR_Y_M, 0.0)
    sheet = Part()
    xa, xb = span(bar - 0.004, width - bar + 0.004)
    sheet.quad(((xa, -0.001, z0 + 0.04), (xb, -0.001, z0 + 0.04), (xb, -0.001, z1 - 0.036), (xa, -0.001, z1 - 0.036)))
    glass = mark(sheet.end(f"glass {side}", (pane,)), "glass", "door", only="doors")
    glass.parent = door
    file_under("doors", [door, glass])


def _ends(anthracite: bpy.types.Material) -> None:
    white = materials.plain("end liner", (0.72, 0.73, 0.74), 0.3)
    y0, y1 = DOOR_Y_M - 0.022, BODY_BACK_M + 0.01
    for end, outer, inner in (("left", -0.05, -0.022), ("right", 0.05, 0.022)):
        part = Part()
        part.box((min(outer, inner), y0, 0.0), (max(outer, inner), y1, BODY_TOP_M + 0.008), 0, bevel_m=0.005)
        a, b = sorted((inner, math.copysign(0.016, inner)))
        part.box((a, 0.0, SILL_M), (b, BACK_M + 0.05, 1.91), 1)
        panel = mark(part.end(f"end panel {end}", (anthracite, white)), "end_panel", "shelf", end=end)
        panel.location.x = 0.0 if end == "left" else BAY_M
        file_under("bay", [panel])



def build() -> bpy.types.Scene:
    """Build the whole template into an empty Blender and return its scene."""
    scene = start()
    scene["facings_scene"], scene["facings_bay_count"], scene["facings_cooled"] = "shelf", 7, True
    paint = materials.painted_metal()
    dark = materials.plain("slot inside", (0.02, 0.02, 0.021), 0.7)
    anthracite = materials.plain("anthracite case", (0.040, 0.042, 0.045), 0.34)
    frame = materials.plain("door frame", (0.028, 0.029, 0.031), 0.30, metallic=0.5)
    hang_board(paint, BOARD_DEPTH_M, BAY_M, BOARD_Z_M[1][0])
    _liner(paint, materials.perforated_metal(0.03, 0.0035))
    _outside(anthracite)
    _uprights(paint, dark, anthracite)
    _lamps()
    steel, pane = materials.plain("door handle", (0.60, 0.60, 0.61), 0.26, metallic=1.0), materials.glass()
    for side in ("left", "right"):
        _door(side, frame, steel, pane)
    _ends(anthracite)
    # The camera keeps clear of doors that stand open.
    bay_volumes((BAY_M, BOARD_DEPTH_M), 0.0, BASE_Z_M, BOARD_Z_M, TOP_M, nearest_camera_y_m=-0.80)
    for thing in scene.objects:
        if thing.get("facings_paint") == "metal":
            tint(thing, (0.72, 0.73, 0.74))
    room.build(
        room.Room(
            half_length_m=8.0,
            near_y_m=-4.7,
            far_y_m=0.68,
            height_m=3.35,
            wall=(0.66, 0.67, 0.66),
            band=(0.035, 0.13, 0.24),
            floor=room_materials.vinyl_floor(),
            ceiling_glow=0.32,
            lamp_rows=((-1.35, 56.0, 1.9), (-3.55, 66.0, 3.8)),
            dark_rows=(),
            far_wall_things=False,
        )
    )
    add_camera(scene, (BAY_M / 2, -2.3, 1.34), 26.0)
    return scene
