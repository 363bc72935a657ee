"""Adds a board to a shelf template: a volume where the bay has most room, within the contract at once.

The standard library and `bpy` alone, as in `template_contract`.
"""

from typing import Any

import bpy

from facings.blender.template_contract import CannotAdd, Contract, bounds, pair
from facings.blender.template_fixes import give_role
from facings.blender.template_parts import put_beside
from facings.scenes.shelf.realise.template_contract import volumes

_BETWEEN_M = 0.101
"""So far boards stay apart, whatever a frame draws: the contract's 10 cm, and what rounding takes."""
_LEAST_M = 0.12
"""Room for products on the lowest of boards."""
_HANDS_M = 0.02


def add_board(scene: bpy.types.Scene, contract: Contract) -> bpy.types.Object:
    """Add a board half-way up the largest opening of the bay; the ranges of its neighbours end where they would meet it.

    Raises CannotAdd where no opening has room for another one.
    """
    boxes = volumes(scene)
    if not boxes:
        raise CannotAdd("There is no board volume yet, which a further one could stand above.")
    floors = [bounds(box)[0].z for box in boxes]
    tops = [*floors[1:], bounds(boxes[-1])[1].z]
    # The uppermost opening needs no room for hands above a board that is not there.
    widest = max(range(len(boxes)), key=lambda k: tops[k] - floors[k])
    below, above = boxes[widest], boxes[widest + 1] if widest + 1 < len(boxes) else None
    if tops[widest] - floors[widest] < 2 * (_BETWEEN_M + _HANDS_M):
        raise CannotAdd(f"The largest opening of the bay, above {below.name}, is {tops[widest] - floors[widest]:.2f} m high:"
                        " too low for a board more. Move boards apart, or make the upper volume higher.")
    z = (floors[widest] + tops[widest]) / 2
    low, high = bounds(below)
    free_low = _let(below, z, -1)
    free_high = _let(above, z, 1) if above is not None else z + _LEAST_M
    box = _box(f"board volume {len(boxes)}", high.x - low.x, high.y - low.y, max(tops[widest] - z - _HANDS_M, 0.06))
    box.location = (low.x, low.y, z)
    box["facings_z_range_m"] = f"{max(free_low + _BETWEEN_M, z - _LEAST_M):.4f} {min(free_high, z + _LEAST_M):.4f}"
    put_beside(box, below, scene)
    give_role(box, contract.roles["board_volume"], scene, contract)
    return box


def _let(box: bpy.types.Object, z: float, side: int) -> float:
    """Have a neighbour's range end (side -1: below) or begin so that a board at `z` has room; return how far this one may go
    towards it: the neighbour's end below, or well under its begin above."""
    low, high = pair(box.get("facings_z_range_m")) or (bounds(box)[0].z, bounds(box)[0].z)
    stands = bounds(box)[0].z
    if side < 0:
        high = max(min(high, z - _BETWEEN_M - _HANDS_M), stands)
    else:
        low = min(max(low, z + _BETWEEN_M + _HANDS_M), stands)
    if (low, high) != pair(box.get("facings_z_range_m")):
        box["facings_z_range_m"] = f"{low:.4f} {high:.4f}"
    return high if side < 0 else low - _BETWEEN_M


def _box(name: str, width_m: float, depth_m: float, height_m: float) -> bpy.types.Object:
    """A wire box whose origin is its lower left corner at the front, where a mouse takes it."""
    corners = [(x, y, z) for z in (0.0, height_m) for y in (0.0, depth_m) for x in (0.0, width_m)]
    sides = [(0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(corners, [], sides)
    box: Any = bpy.data.objects.new(name, mesh)
    box.display_type, box.hide_render = "WIRE", True
    return box
