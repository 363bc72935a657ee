"""Measures an open template: the `ShelfTemplateInfo` that sampling works from."""

import bpy

from facings.blender.template_contract import bounds, dimensions, objects_of, pair, placement, surface
from facings.blender.template_lights import described_lights
from facings.scenes.shelf.realise.template_check import CONTRACT as CONTRACT
from facings.scenes.shelf.realise.template_contract import doors_of, volumes
from facings.scenes.shelf.template_info import BoardSlot, RailInfo, ShelfTemplateInfo, SignInfo

_UPRIGHT_HALF_M = 0.016
"""At a bay's edges stand uprights and brackets, never products."""


def describe(scene: bpy.types.Scene, name: str, sha256: str) -> ShelfTemplateInfo:
    """Return what sampling must know of an open template that keeps the contract."""
    slots = volumes(scene)
    low, high = bounds(slots[0])
    board = placement(objects_of(scene, "board")[0])
    anchor = objects_of(scene, "tag_anchor")[0]
    in_board = board.inverted() @ placement(anchor)
    aisle_low, aisle_high = bounds(objects_of(scene, "camera_volume")[0])
    return ShelfTemplateInfo(
        name=name,
        sha256=sha256,
        bay_width_m=_mm(high.x - low.x),
        bay_count=int(scene["facings_bay_count"]),
        boards=_slots(scene),
        top_z_m=_mm(bounds(slots[-1])[1].z),
        rail=RailInfo(
            _mm(in_board.translation.y),
            _mm(in_board.translation.z),
            round(-in_board.to_euler().x, 6),
            float(anchor["facings_tag_height_m"]),
        ),
        door_count=len(doors_of(scene)),
        lights=described_lights(scene),
        camera_y_min_m=_mm(-aisle_high.y),
        camera_y_max_m=_mm(-aisle_low.y),
        ceiling_z_m=_mm(aisle_high.z),
        room_x_m=_mm(min(-aisle_low.x, aisle_high.x)),
        cooled=bool(scene["facings_cooled"]),
        signs=tuple(_sign(o) for o in objects_of(scene, "header") if o.type == "MESH"),
    )


def _mm(metres: float) -> float:
    """Blender stores single precision: a tenth of a millimetre is what the artist meant."""
    return round(float(metres), 4)


def _slots(scene: bpy.types.Scene) -> tuple[BoardSlot, ...]:
    thickness = _thickness(scene)
    result = []
    for index, box in enumerate(volumes(scene)):
        low, high = bounds(box)
        reach = pair(box["facings_z_range_m"])
        assert reach is not None, "the template was checked"
        z_min, z_max = reach
        if index == 0:
            z_min = z_max = low.z  # the base deck is fixed whatever its box says
        result.append(BoardSlot(_mm(low.z), _mm(z_min), _mm(z_max), _mm(low.y), _mm(high.y), _mm(thickness)))
    return tuple(result)


def _thickness(scene: bpy.types.Scene) -> float:
    """How far a board hangs down where products stand below it: brackets at its ends and the rail do not count."""
    width = bounds(volumes(scene)[0])[1].x
    board = placement(objects_of(scene, "board")[0]).inverted()
    lowest = 0.0
    for part in (*objects_of(scene, "board"), *objects_of(scene, "board_light")):
        in_board = board @ placement(part)
        vertices, faces = surface(part)
        points = [in_board @ vertex for vertex in vertices]
        for face in faces:
            corners = [points[k] for k in face]
            along = [c.x for c in corners]
            if max(along) > _UPRIGHT_HALF_M and min(along) < width - _UPRIGHT_HALF_M:
                lowest = min(lowest, *(c.z for c in corners if c.y >= 0), 0.0)
    return -lowest


def _sign(part: bpy.types.Object) -> SignInfo:
    # A sign is a plane, however it is turned: its least dimension is its thickness.
    _, height_m, width_m = sorted(dimensions(part))
    return SignInfo(part.name, width_m, height_m)
