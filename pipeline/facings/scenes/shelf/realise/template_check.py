"""What else must hold in a shelf template: volumes, doors, signs and the place of the price tags.

The standard library and `bpy` alone, as in `template_contract`.
"""

import math
from typing import Any

import bpy

from facings.blender.template_contract import (
    Contract,
    Violation,
    bounds,
    image_nodes,
    objects_of,
    pair,
    placement,
    role_of,
    surface,
    top_of,
)
from facings.blender.template_parts import add_lamp
from facings.scenes.shelf.realise.template_contract import (
    PAINTS,
    PROPERTY_MEANING,
    REPEATED,
    ROLES,
    SCENE_KIND,
    SCENE_PROPERTIES,
    SEMANTICS,
    VARIANTS,
    volumes,
)
from facings.scenes.shelf.realise.template_parts import add_board

_NEAR_M = 0.06
"""So far a part may be from where it belongs: lips, end caps, rounded edges."""
_LEVEL_M = 0.02
"""So far a board's upper surface may be from its origin's height."""


def _check_bay_count(scene: bpy.types.Scene) -> list[Violation]:
    count = scene.get("facings_bay_count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        return [Violation("scene", f"facings_bay_count is {count!r}.", "Set it to a whole number, 1 or more.")]
    return []


def _check_volumes(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    boxes = [o for o in volumes(scene) if o.type == "MESH"]
    previous = None
    for box in boxes:
        low, high = bounds(box)
        reach = pair(box.get("facings_z_range_m"))
        if "facings_z_range_m" in box and reach is None:
            result.append(
                Violation(
                    box.name, f"facings_z_range_m is {box['facings_z_range_m']!r}.", PROPERTY_MEANING["facings_z_range_m"]
                )
            )
        elif reach and not reach[0] - 1e-4 <= low.z <= reach[1] + 1e-4:
            result.append(
                Violation(
                    box.name,
                    f"stands at z = {low.z:.3f} m, outside its own range {reach[0]:g} {reach[1]:g}.",
                    "Move the box or widen facings_z_range_m.",
                )
            )
        if abs(low.x) > 0.002:
            result.append(
                Violation(box.name, f"begins at x = {low.x:.3f} m.", "The bay's left edge is x = 0: move the box there.")
            )
        if min(high.x - low.x, high.y - low.y, high.z - low.z) < 0.05:
            result.append(
                Violation(box.name, "is thinner than 5 cm.", "Make it as large as the room for products on this board.")
            )
        if previous is not None:
            if abs(high.x - bounds(previous)[1].x) > 0.002:
                result.append(Violation(box.name, f"is not as wide as {previous.name}.", "All boards of a bay have one width."))
            below, above = pair(previous.get("facings_z_range_m")), reach
            if below and above and above[0] < below[1] + 0.10:
                result.append(
                    Violation(
                        box.name,
                        f"may come within 10 cm of the board below ({previous.name}).",
                        f"Let its range begin at {below[1] + 0.10:.2f} or higher, or lower the other's end.",
                    )
                )
        previous = box
    for box in objects_of(scene, "camera_volume"):
        if box.type == "MESH" and bounds(box)[1].y >= 0:
            result.append(
                Violation(
                    box.name,
                    f"reaches to y = {bounds(box)[1].y:.2f} m, into the shelf.",
                    "The camera stands in the aisle: end the box in front of y = 0.",
                )
            )
    return result


def _check_boards(scene: bpy.types.Scene) -> list[Violation]:
    """A frame hangs a board, and all that is placed like it, by the first board's origin."""
    boards = [o for o in objects_of(scene, "board") if surface(o)[0]]
    if not boards or not volumes(scene):
        return []
    main, width = placement(boards[0]).inverted(), bounds(volumes(scene)[0])[1].x
    result = []
    for board in boards:
        vertices, faces = surface(board)
        points = [main @ placement(board) @ vertex for vertex in vertices]
        low, high = ([pick(p[k] for p in points) for k in range(3)] for pick in (min, max))
        top = top_of(points, faces)
        if board == boards[0] and max(abs(low[0]) - _NEAR_M, abs(low[1]) - _NEAR_M, abs(top) - _LEVEL_M) > 0:
            away = f"{-low[0]:.2f}, {-low[1]:.2f} and {-top:.2f} m"
            result.append(Violation(board.name, f"its origin lies {away} (along X, Y and Z) from the left end of its front edge"
                                    " at the upper surface.", "Set the origin there: boards hang by it.", "", "board_origin"))
        elif board != boards[0] and low[2] > _LEVEL_M:
            result.append(Violation(board.name, f"stands {low[2]:.2f} m above '{boards[0].name}': every board would get it.",
                                    "For a board more duplicate a board volume, not the board; delete this one."))
        elif board != boards[0] and not -_NEAR_M <= low[0] <= high[0] <= width + _NEAR_M:
            result.append(Violation(board.name, f"reaches beyond the bay (from x = {low[0]:.2f} to {high[0]:.2f} m of"
                                    f" '{boards[0].name}').", "Every board of each bay gets it: move it back, or delete it."))
    return result


def _check_rails(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    rails = [bounds(o) for o in objects_of(scene, "rail")]
    for anchor in objects_of(scene, "tag_anchor") if rails else ():
        at: Any = placement(anchor).translation
        away = min(math.dist(at, [min(max(at[k], low[k]), high[k]) for k in range(3)]) for low, high in rails)
        if away > _NEAR_M:
            result.append(Violation(anchor.name, f"is {away:.2f} m away from the price rails: tags would hang in the air.",
                                    "Move it and the rail together."))
    return result


def _check_doors(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for door in objects_of(scene, "door"):
        hinge = door.get("facings_hinge")
        if "facings_hinge" in door and hinge not in ("left", "right"):
            result.append(Violation(door.name, f"facings_hinge is {hinge!r}.", PROPERTY_MEANING["facings_hinge"]))
        low, high = bounds(door)
        axis = placement(door).translation.x
        edge = low.x if hinge == "left" else high.x
        if hinge in ("left", "right") and abs(axis - edge) > 0.08:
            result.append(
                Violation(
                    door.name,
                    f"its origin lies {abs(axis - edge) * 1000:.0f} mm from its {hinge} edge.",
                    "Set the origin to the hinge's axis: the door turns about it.",
                )
            )
    for pane in objects_of(scene, "glass"):
        if pane.parent is None or role_of(pane.parent) != "door":
            result.append(Violation(pane.name, "is glass without a door.", "Parent it to the object with the role door."))
    for panel in objects_of(scene, "end_panel"):
        if panel.get("facings_end", "left") not in ("left", "right"):
            result.append(Violation(panel.name, f"facings_end is {panel['facings_end']!r}.", PROPERTY_MEANING["facings_end"]))
    return result


def _check_headers(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for sign in objects_of(scene, "header"):
        if not isinstance(sign.data, bpy.types.Mesh):
            continue
        if not sign.data.uv_layers:
            result.append(Violation(sign.name, "has no UV map.", "Unwrap the plane so that it fills UV 0..1."))
        count = sum(len(image_nodes(slot.material)) for slot in sign.material_slots)
        if count != 1:
            result.append(
                Violation(
                    sign.name,
                    f"its materials have {count} image textures.",
                    "One Image Texture node is needed: it receives the sign's picture.",
                )
            )
    return result


def _check_anchor(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for anchor in objects_of(scene, "tag_anchor"):
        tilt = -placement(anchor).to_euler().x
        if abs(tilt) > math.radians(60):
            result.append(
                Violation(
                    anchor.name,
                    f"leans back by {math.degrees(tilt):.0f} degrees.",
                    "Tags stand nearly upright: turn the empty about X by -60 to 60 degrees.",
                )
            )
        height = anchor.get("facings_tag_height_m", 0.04)
        if isinstance(height, str) or not 0.01 <= float(height) <= 0.5:
            result.append(Violation(anchor.name, f"facings_tag_height_m is {height!r}.", "Set it to 0.01 to 0.5."))
    return result


CONTRACT = Contract(
    scene_kind=SCENE_KIND, semantics=SEMANTICS, roles=ROLES, property_meaning=PROPERTY_MEANING,
    scene_properties=SCENE_PROPERTIES, choices={"facings_paint": PAINTS, "facings_only": VARIANTS},
    checks=(_check_bay_count, _check_volumes, _check_boards, _check_rails, _check_doors, _check_headers, _check_anchor),
    in_the_way=("ceiling",), placed=REPEATED,
    parts={"board": ("A further board where the bay has most room; move it, and set how far it may be moved", add_board),
           "lamp": ("A further lamp beside the first one", add_lamp)},
)
