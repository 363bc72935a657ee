"""The hall around the shelving: floor, ceiling with rows of lights, walls with a shop front and stock-room doors.

What stands behind the camera shows in reflections only: a light wall and closed chest freezers, never a product.
Ceiling and walls let shadow and diffuse rays out to the world, so the world light fills the hall as the many aisles
that are not built would, and no frame pays for light bouncing between bare walls.
"""

from dataclasses import dataclass

import bpy

from shelf_templates import materials, room_materials
from shelf_templates.parts import Part, Point
from shelf_templates.roles import area_light, file_under, mark

LED_WHITE = (1.0, 0.965, 0.925)
DAYLIGHT = (0.80, 0.90, 1.0)
TRUNK_Z_M = 2.98


@dataclass(frozen=True)
class Room:
    """Measures and colours of one hall; the aisle lies at y < 0."""

    half_length_m: float
    near_y_m: float
    far_y_m: float
    height_m: float
    wall: tuple[float, float, float]
    band: tuple[float, float, float]
    floor: bpy.types.Material
    ceiling_glow: float
    lamp_rows: tuple[tuple[float, float, float], ...]
    """(y, watts a lamp, metres between lamps) of the rows that give light."""
    dark_rows: tuple[float, ...]
    """y of rows whose lamps are only seen: they hang beyond the shelving."""
    far_wall_things: bool


def build(room: Room) -> None:
    """Build the hall into the current scene."""
    things = [*_shell(room), *_lights(room), *_shop_front(room), *_stock_room_end(room), *_ceiling_services(room)]
    things += _freezers("freezers near", room.near_y_m + 0.08, room.half_length_m, facing=1)
    if room.far_wall_things:
        things += _freezers("freezers far", room.far_y_m - 0.98, room.half_length_m, facing=-1)
    file_under("surroundings", things)


def _airy(thing: bpy.types.Object) -> bpy.types.Object:
    """Let the world's light through."""
    thing.visible_shadow = False
    thing.visible_diffuse = False
    return thing


def _plane(
    name: str, corners: tuple[Point, Point, Point, Point], material: bpy.types.Material, semantic: str
) -> bpy.types.Object:
    part = Part()
    part.quad(corners)
    return mark(part.end(name, (material,)), "surroundings", semantic)


def _shell(room: Room) -> list[bpy.types.Object]:
    x, y0, y1, z = room.half_length_m, room.near_y_m, room.far_y_m, room.height_m
    wall = room_materials.banded_wall("shop wall", room.wall, room.band, (2.25, 2.85), (0.30, 0.31, 0.32), 0.12)
    floor = _plane("floor", ((-x, y0, 0), (x, y0, 0), (x, y1, 0), (-x, y1, 0)), room.floor, "floor")
    ceiling = _airy(
        _plane(
            "ceiling",
            ((-x, y1, z), (x, y1, z), (x, y0, z), (-x, y0, z)),
            room_materials.ceiling_tiles(room.ceiling_glow),
            "ceiling",
        )
    )
    walls = [
        _airy(_plane(name, corners, wall, "wall"))
        for name, corners in (
            ("wall far", ((-x, y1, 0), (x, y1, 0), (x, y1, z), (-x, y1, z))),
            ("wall near", ((x, y0, 0), (-x, y0, 0), (-x, y0, z), (x, y0, z))),
            ("wall right", ((x, y1, 0), (x, y0, 0), (x, y0, z), (x, y1, z))),
            ("wall left", ((-x, y0, 0), (-x, y1, 0), (-x, y1, z), (-x, y0, z))),
        )
    ]
    steel = materials.brushed("bumper steel")
    rail = Part()
    for height in (0.24, 0.86):
        rail.box((-x, y0, height), (x, y0 + 0.03, height + 0.12), bevel_m=0.01)
        rail.box((-x, y1 - 0.03, height), (x, y1, height + 0.12), bevel_m=0.01)
    bumper = _airy(mark(rail.end("bumper rails", (steel,)), "surroundings", "wall"))
    return [floor, ceiling, *walls, bumper]


def _lights(room: Room) -> list[bpy.types.Object]:
    white = materials.plain("lamp housing", (0.78, 0.78, 0.77), 0.45)
    diffuser = materials.emitter("lamp diffuser", LED_WHITE, 7.0)
    things: list[bpy.types.Object] = []
    trunk, glow = Part(), Part()
    x_end = room.half_length_m - 0.4
    rows = [(y, step) for y, _, step in room.lamp_rows] + [(y, 1.9) for y in room.dark_rows]
    for y, step in rows:
        trunk.box((-x_end, y - 0.032, TRUNK_Z_M), (x_end, y + 0.032, TRUNK_Z_M + 0.055), bevel_m=0.004)
        for x in _places(x_end, 1.9):
            trunk.tube((x + 0.95, y, TRUNK_Z_M + 0.05), (x + 0.95, y, room.height_m), 0.0025, sides=6)
        for x in _places(x_end, step):
            half = step / 2 - 0.2
            trunk.box((x - half, y - 0.055, TRUNK_Z_M - 0.012), (x + half, y + 0.055, TRUNK_Z_M + 0.004), bevel_m=0.003)
            glow.box(
                (x - half + 0.02, y - 0.046, TRUNK_Z_M - 0.026), (x + half - 0.02, y + 0.046, TRUNK_Z_M - 0.0125), bevel_m=0.006
            )
    housing = _airy(mark(trunk.end("lamp trunking", (white,)), "surroundings", "ceiling"))
    panel = _airy(mark(glow.end("lamp diffusers", (diffuser,)), "light", "ceiling", group="ceiling"))
    things += [housing, panel]
    for r, (y, watts, step) in enumerate(room.lamp_rows):
        for k, x in enumerate(_places(x_end, step)):
            lamp = area_light(
                f"lamp {r + 1}.{k + 1}", (x, y, TRUNK_Z_M - 0.03), (x, y, 0), (step - 0.44, 0.09), watts, LED_WHITE
            )
            things.append(mark(lamp, "light", None, group="ceiling", energy_range_w=f"{watts * 0.45:g} {watts * 1.6:g}"))
    return things


def _places(half_m: float, step_m: float) -> list[float]:
    count = int(2 * half_m / step_m)
    return [(k - (count - 1) / 2) * step_m for k in range(count)]


def _shop_front(room: Room) -> list[bpy.types.Object]:
    """The glazed front at the left end: daylight, seen at the end of the aisle and in reflections."""
    x = -room.half_length_m + 0.02
    y0, y1 = room.near_y_m + 0.5, min(-0.4, room.far_y_m)
    sky = materials.emitter("street", (0.74, 0.84, 0.95), 2.9)
    pane = Part()
    pane.quad(((x, y0, 0.35), (x, y1, 0.35), (x, y1, 2.2), (x, y0, 2.2)))
    glow = _airy(mark(pane.end("shop front panes", (sky,)), "light", "wall", group="daylight"))
    frame = Part()
    steps = 4
    for k in range(steps + 1):
        y = y0 + (y1 - y0) * k / steps
        frame.box((x, y - 0.035, 0.0), (x + 0.08, y + 0.035, 2.25), bevel_m=0.004)
    for z in (0.30, 1.05, 2.18):
        frame.box((x, y0, z), (x + 0.07, y1, z + 0.07), bevel_m=0.004)
    bars = _airy(
        mark(
            frame.end("shop front frames", (materials.plain("anthracite", (0.045, 0.048, 0.052), 0.4),)), "surroundings", "wall"
        )
    )
    lamp = area_light("daylight", (x + 0.1, (y0 + y1) / 2, 1.4), (0.0, -0.6, 0.9), (1.8, y1 - y0), 45.0, DAYLIGHT)
    mark(lamp, "light", None, group="daylight", energy_range_w="0 260")
    return [glow, bars, lamp]


def _stock_room_end(room: Room) -> list[bpy.types.Object]:
    """Swing doors to the stock room at the right end, with the emergency exit's sign over them."""
    x = room.half_length_m
    steel = materials.brushed("door steel", (0.55, 0.56, 0.57), 0.34)
    paint = materials.plain("door panel", (0.52, 0.54, 0.55), 0.42)
    pane = materials.plain("door window", (0.05, 0.06, 0.065), 0.08)
    black = materials.plain("black rubber", (0.02, 0.02, 0.02), 0.6)
    doors = Part()
    for y in (-2.45, -1.35):
        doors.box((x - 0.06, y + 0.01, 0.02), (x - 0.015, y + 1.08, 2.12), 0, bevel_m=0.006)
        doors.box((x - 0.064, y + 0.03, 0.03), (x - 0.058, y + 1.06, 0.95), 1)
        doors.box((x - 0.066, y + 0.36, 1.35), (x - 0.056, y + 0.72, 1.85), 3, bevel_m=0.03)
        doors.box((x - 0.068, y + 0.39, 1.38), (x - 0.060, y + 0.69, 1.82), 2)
    for y in (-2.55, -0.27):
        doors.box((x - 0.09, y, 0.0), (x, y + 0.10, 2.22), 1, bevel_m=0.005)
    doors.box((x - 0.09, -2.55, 2.13), (x, -0.17, 2.23), 1, bevel_m=0.005)
    leaves = _airy(mark(doors.end("stock room doors", (paint, steel, pane, black)), "surroundings", "wall"))
    sign = Part()
    sign.box((x - 0.10, -1.62, 2.36), (x - 0.02, -1.08, 2.56), 0, bevel_m=0.005)
    exit_sign = _airy(
        mark(sign.end("exit sign", (materials.emitter("exit green", (0.02, 0.42, 0.14), 1.6),)), "surroundings", "sign")
    )
    rail = Part()
    for z in (0.24, 0.86):
        for y0, y1 in ((room.near_y_m, -2.56), (-0.16, room.far_y_m)):
            rail.box((x - 0.04, y0, z), (x, y1, z + 0.12), bevel_m=0.01)
    bumper = _airy(mark(rail.end("end bumper rails", (steel,)), "surroundings", "wall"))
    return [leaves, exit_sign, bumper]


def _ceiling_services(room: Room) -> list[bpy.types.Object]:
    """Air diffusers, sprinklers and detectors in the grid of ceiling tiles."""
    z = room.height_m
    white = materials.plain("grille white", (0.72, 0.72, 0.71), 0.5)
    dark = materials.plain("grille slots", (0.06, 0.06, 0.06), 0.7)
    grilles = Part()
    for x in (-6.3, -2.7, 0.9, 4.5):
        for y in _within(room, -2.7, 1.5):
            grilles.box((x - 0.29, y - 0.29, z - 0.012), (x + 0.29, y + 0.29, z - 0.001), 0, bevel_m=0.004)
            for k in range(4):
                half = 0.25 - k * 0.055
                for a, b in (
                    ((x - half, y - half), (x + half, y - half + 0.022)),
                    ((x - half, y + half - 0.022), (x + half, y + half)),
                    ((x - half, y - half), (x - half + 0.022, y + half)),
                    ((x + half - 0.022, y - half), (x + half, y + half)),
                ):
                    grilles.box((*a, z - 0.0135), (*b, z - 0.011), 1)
    for x in (-5.1, -1.5, 2.1, 5.7):
        for y in _within(room, -0.3, 3.3):
            grilles.tube((x, y, z - 0.05), (x, y, z), 0.012, 0, 10)
            grilles.tube((x, y, z - 0.055), (x, y, z - 0.045), 0.026, 0, 12)
            grilles.tube((x + 1.2, y - 0.6, z - 0.045), (x + 1.2, y - 0.6, z), 0.05, 0, 20)
    return [_airy(mark(grilles.end("ceiling services", (white, dark), weld=False), "surroundings", "ceiling"))]


def _within(room: Room, *ys: float) -> list[float]:
    return [y for y in ys if room.near_y_m + 0.4 < y < room.far_y_m - 0.4]


def _freezers(name: str, y: float, half_length_m: float, facing: int) -> list[bpy.types.Object]:
    """A run of chest freezers with closed, frosted lids along a wall; `facing` 1 fronts towards +Y."""
    body = materials.plain("freezer body", (0.70, 0.71, 0.72), 0.3)
    dark = materials.plain("freezer base", (0.05, 0.052, 0.055), 0.5)
    lid = materials.plain("frosted lid", (0.42, 0.47, 0.49), 0.16)
    bumper = materials.plain("freezer bumper", (0.09, 0.095, 0.10), 0.45)
    part = Part()
    y0, y1 = y, y + 0.9
    front = y1 if facing > 0 else y0
    count = int((half_length_m * 2 - 3.0) / 2.1)
    for k in range(count):
        x0 = -half_length_m + 1.4 + k * 2.1
        x1 = x0 + 2.09
        part.box((x0, y0 + 0.05, 0.0), (x1, y1 - 0.05, 0.12), 1)
        part.box((x0, y0, 0.12), (x1, y1, 0.84), 0, bevel_m=0.02)
        part.box((x0, front - 0.012, 0.50), (x1, front + 0.012, 0.58), 3, bevel_m=0.01)
        part.box((x0 + 0.03, y0 + 0.05, 0.84), (x0 + 1.04, y1 - 0.05, 0.872), 2, bevel_m=0.008)
        part.box((x0 + 1.05, y0 + 0.05, 0.84), (x1 - 0.03, y1 - 0.05, 0.888), 2, bevel_m=0.008)
        part.box((x0 + 1.0, y0 + 0.04, 0.84), (x0 + 1.09, y1 - 0.04, 0.895), 3, bevel_m=0.006)
    return [mark(part.end(name, (body, dark, lid, bumper)), "surroundings", "background")]
