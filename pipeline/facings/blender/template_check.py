"""Finds everything in which a template breaks the contract.

The standard library and `bpy` alone, as in `template_contract`.
"""

import difflib
import math
import os
from collections.abc import Callable
from dataclasses import dataclass

import bpy

from facings.blender.template_contract import (
    PAINTS,
    PROPERTY_MEANING,
    RENDERED_TYPES,
    ROLES,
    SCENE_KIND,
    SCENE_PROPERTIES,
    SEMANTICS,
    VARIANTS,
    bounds,
    image_nodes,
    objects_of,
    pair,
    placement,
    role_of,
    volumes,
)


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a template."""

    object: str
    """Name of the object, or what else it is about: 'scene', a role."""
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.object}: {self.found} {self.mend}"


def violations(scene: bpy.types.Scene) -> list[Violation]:
    """Return everything in which the scene breaks the contract; an empty list where it keeps it."""
    found: list[Violation] = []
    for check in _CHECKS:
        found += check(scene)
    return found


def _closest(word: str, known: object) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""


def _check_scene(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for name, meaning in SCENE_PROPERTIES.items():
        if name not in scene:
            result.append(
                Violation("scene", f"has no property {name}.", f"Add it among the scene's custom properties: {meaning}.")
            )
    if scene.get("facings_scene", SCENE_KIND) != SCENE_KIND:
        result.append(Violation("scene", f"facings_scene is {scene['facings_scene']!r}.", f"Set it to '{SCENE_KIND}'."))
    count = scene.get("facings_bay_count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        result.append(Violation("scene", f"facings_bay_count is {count!r}.", "Set it to a whole number, 1 or more."))
    if scene.render.engine != "CYCLES":
        result.append(Violation("scene", f"renders with {scene.render.engine}.", "Choose Cycles in the render properties."))
    return result


def _check_counts(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for role in ROLES.values():
        names = [o.name for o in objects_of(scene, role.name)]
        if not names and role.count != "any":
            result.append(
                Violation(
                    f"role {role.name}",
                    "no object has it.",
                    f"Set facings_role = '{role.name}' on what this is: {role.meaning}.",
                )
            )
        if len(names) > 1 and role.count == "one":
            result.append(
                Violation(
                    f"role {role.name}", f"{len(names)} objects have it ({', '.join(names)}).", "Leave it on one of them."
                )
            )
    return result


def _check_objects(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for thing in sorted(scene.objects, key=lambda o: o.name):
        name = role_of(thing)
        shown = thing.type in (*RENDERED_TYPES, "LIGHT") and not thing.hide_render
        if not name:
            if shown:
                result.append(
                    Violation(
                        thing.name,
                        "is rendered but has no facings_role.",
                        "Set facings_role ('surroundings' where it only decorates the room).",
                    )
                )
            continue
        role = ROLES.get(name)
        if role is None:
            result.append(
                Violation(
                    thing.name,
                    f"facings_role is '{name}', which is no role.{_closest(name, ROLES)}",
                    f"Roles are {', '.join(ROLES)}.",
                )
            )
            continue
        if thing.type not in role.types:
            result.append(
                Violation(
                    thing.name,
                    f"has the role {name} but is of type {thing.type}.",
                    f"This role is for {', '.join(role.types)}.",
                )
            )
        for prop in role.properties:
            if prop not in thing:
                result.append(Violation(thing.name, f"has the role {name} but no property {prop}.", PROPERTY_MEANING[prop]))
        semantic = thing.get("facings_semantic")
        if semantic is None:
            if role.rendered and thing.type != "LIGHT":
                result.append(Violation(thing.name, "has no facings_semantic.", f"Set it to one of {', '.join(SEMANTICS)}."))
        elif semantic not in SEMANTICS:
            result.append(
                Violation(
                    thing.name,
                    f"facings_semantic is '{semantic}'.{_closest(str(semantic), SEMANTICS)}",
                    f"Set it to one of {', '.join(SEMANTICS)}.",
                )
            )
        if not role.rendered and thing.type == "MESH" and not thing.hide_render:
            result.append(Violation(thing.name, f"is a {name} and would be rendered.", "Disable it in renders (hide_render)."))
        for prop, known in (("facings_paint", PAINTS), ("facings_only", VARIANTS)):
            value = thing.get(prop)
            if value is not None and value not in known:
                result.append(
                    Violation(
                        thing.name,
                        f"{prop} is '{value}'.{_closest(str(value), known)}",
                        f"Set it to one of {', '.join(known)}, or remove it.",
                    )
                )
    return result


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
        if sign.type != "MESH":
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


def _check_lights(scene: bpy.types.Scene) -> list[Violation]:
    result = []
    for lamp in (*objects_of(scene, "light"), *objects_of(scene, "board_light")):
        if "facings_group" in lamp and not str(lamp["facings_group"]).strip():
            result.append(Violation(lamp.name, "facings_group is empty.", PROPERTY_MEANING["facings_group"]))
        if "facings_energy_range_w" in lamp:
            reach = pair(lamp["facings_energy_range_w"])
            if reach is None or reach[0] < 0:
                result.append(
                    Violation(
                        lamp.name,
                        f"facings_energy_range_w is {lamp['facings_energy_range_w']!r}.",
                        "Write two ascending watts: '40 200'.",
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


def _check_files(scene: bpy.types.Scene) -> list[Violation]:
    """Everything the file refers to must travel with it: what lies elsewhere is missing on a render node."""
    result = []
    for image in sorted(bpy.data.images, key=lambda i: i.name):
        if image.source != "FILE" or image.packed_file is not None or not image.filepath:
            continue
        if not image.filepath.startswith("//"):
            result.append(
                Violation(
                    f"image {image.name}",
                    "is read from an absolute path.",
                    "Pack it into the file (File > External Data) or make the path relative.",
                )
            )
        elif not os.path.exists(bpy.path.abspath(image.filepath, library=image.library)):
            result.append(Violation(f"image {image.name}", "is not where its path says.", "Find and pack it, or remove it."))
    for library in sorted(bpy.data.libraries, key=lambda i: i.name):
        if not os.path.exists(bpy.path.abspath(library.filepath)):
            result.append(Violation(f"library {library.name}", "is missing.", "Bring the file back or make its data local."))
    return result


_CHECKS: tuple[Callable[[bpy.types.Scene], list[Violation]], ...] = (
    _check_scene,
    _check_counts,
    _check_objects,
    _check_volumes,
    _check_doors,
    _check_headers,
    _check_lights,
    _check_anchor,
    _check_files,
)
