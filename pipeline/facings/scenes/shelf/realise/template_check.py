"""What else must hold in a shelf template: volumes, doors, signs and the place of the price tags.

The standard library and `bpy` alone, as in `template_contract`.
"""

import math

import bpy

from facings.blender.template_contract import Contract, Violation, bounds, image_nodes, objects_of, pair, placement, role_of
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
    checks=(_check_bay_count, _check_volumes, _check_doors, _check_headers, _check_anchor),
    placed=REPEATED,
    parts={"board": ("A further board where the bay has most room; move it, and set how far it may be moved", add_board),
           "lamp": ("A further lamp beside the first one", add_lamp)},
)
