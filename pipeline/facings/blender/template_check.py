"""Finds everything in which a template breaks its scene kind's contract.

The standard library and `bpy` alone, as in `template_contract`.
"""

import difflib
from collections.abc import Callable, Iterable

import bpy

from facings.blender.template_contract import (
    DECORATION,
    LAMP,
    RENDERED_TYPES,
    Contract,
    Violation,
    is_sheared,
    objects_of,
    pair,
    role_of,
)
from facings.blender.template_files import file_violations
from facings.blender.template_settings import setting_violations
from facings.blender.template_visibility import rendered_objects


def violations(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    """Return everything in which the scene breaks the contract; an empty list where it keeps it.

    Where it breaks it and another scene of the file does not, that is all that is said.
    """
    found = _of(scene, contract)
    if found:
        for other in sorted(bpy.data.scenes, key=lambda other: other.name):
            if other != scene and other.get("facings_scene") == contract.scene_kind and not _of(other, contract):
                return [Violation("scene", f"'{scene.name}' is the active one; '{other.name}' keeps the contract.",
                                  f"Make '{other.name}' active and save.", other.name, "activate_scene")]
    return found


def _of(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    found: list[Violation] = []
    for check in _CHECKS:
        found += check(scene, contract)
    for check in contract.checks:
        found += check(scene)
    return found


def _closest(word: str, known: Iterable[str]) -> str:
    close = closest(word, known)
    return f" Did you mean '{close}'?" if close else ""


def closest(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that a mistyped word most likely means, '' where none is close."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def _check_scene(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    result = []
    for name, meaning in contract.scene_properties.items():
        if name not in scene:
            result.append(
                Violation("scene", f"has no property {name}.", f"Add it among the scene's custom properties: {meaning}.",
                          name, "scene_kind" if name == "facings_scene" else "")
            )
    kind = contract.scene_kind
    if scene.get("facings_scene", kind) != kind:
        result.append(Violation("scene", f"facings_scene is {scene['facings_scene']!r}.", f"Set it to '{kind}'.",
                                "facings_scene", "scene_kind"))
    if scene.render.engine != "CYCLES":
        result.append(Violation("scene", f"renders with {scene.render.engine}.", "Choose Cycles in the render properties.",
                                "engine", "use_cycles"))
    return result


def _check_counts(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    result = []
    for role in contract.roles.values():
        names = [o.name for o in objects_of(scene, role.name)]
        if not names and role.count != "any":
            result.append(
                Violation(
                    f"role {role.name}",
                    "no object has it.",
                    f"Set facings_role = '{role.name}' on what this is: {role.meaning}.",
                    "facings_role",
                )
            )
        if len(names) > 1 and role.count == "one":
            result.append(
                Violation(
                    f"role {role.name}", f"{len(names)} objects have it ({', '.join(names)}).", "Leave it on one of them.",
                    "facings_role",
                )
            )
    return result


def _check_objects(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    result = []
    rendered = set(rendered_objects(scene))
    for thing in sorted(scene.objects, key=lambda o: o.name):
        name = role_of(thing)
        shown = thing.type in (*RENDERED_TYPES, "LIGHT") and thing in rendered
        if not name:
            if shown:
                result.append(
                    Violation(
                        thing.name,
                        "is rendered but has no facings_role.",
                        f"Set facings_role ('{DECORATION}' where it only decorates the room).",
                        "facings_role", "decoration",
                    )
                )
            continue
        role = contract.roles.get(name)
        if role is None:
            result.append(
                Violation(
                    thing.name,
                    f"facings_role is '{name}', which is no role.{_closest(name, contract.roles)}",
                    f"Roles are {', '.join(contract.roles)}.",
                    "facings_role", "closest_role" if closest(name, contract.roles) else "",
                )
            )
            continue
        stands_for_solid = thing.instance_type == "COLLECTION" and set(RENDERED_TYPES) <= set(role.types)
        if thing.type not in role.types and not (thing.type == "EMPTY" and stands_for_solid):
            result.append(
                Violation(
                    thing.name,
                    f"has the role {name} but is of type {thing.type}.",
                    f"This role is for {', '.join(role.types)}.",
                    "facings_role", "decoration" if thing.type == "LIGHT" and LAMP in contract.roles else "",
                )
            )
        for prop in role.properties:
            if prop not in thing:
                lacks = f"has the role {name} but no property {prop}."
                result.append(Violation(thing.name, lacks, contract.property_meaning[prop], prop,
                                        "lamp_group" if prop == "facings_group" else ""))
        semantic = thing.get("facings_semantic")
        if semantic is None:
            if role.rendered and thing.type != "LIGHT":
                known = ", ".join(contract.semantics)
                result.append(Violation(thing.name, "has no facings_semantic.", f"Set it to one of {known}.",
                                        "facings_semantic", "semantic"))
        elif semantic not in contract.semantics:
            result.append(
                Violation(
                    thing.name,
                    f"facings_semantic is '{semantic}'.{_closest(str(semantic), contract.semantics)}",
                    f"Set it to one of {', '.join(contract.semantics)}.",
                    "facings_semantic", "semantic",
                )
            )
        if not role.rendered and thing.type == "MESH" and thing in rendered:
            result.append(Violation(thing.name, f"is a {name} and would be rendered.", "Disable it in renders (hide_render).",
                                    "hide_render", "hide_render"))
        for prop, known in contract.choices.items():
            value = thing.get(prop)
            if value is not None and value not in known:
                result.append(
                    Violation(
                        thing.name,
                        f"{prop} is '{value}'.{_closest(str(value), known)}",
                        f"Set it to one of {', '.join(known)}, or remove it.",
                        prop, "choice",
                    )
                )
    return result


def _check_places(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    return [Violation(thing.name, "leans: its parents are scaled unevenly.",
                      "Apply the scale of its parents, or clear the parent.")
            for role in contract.placed for thing in objects_of(scene, role) if thing.parent is not None and is_sheared(thing)]


def _check_lights(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    result = []
    for lamp in sorted((o for o in scene.objects if "facings_group" in o), key=lambda o: o.name):
        if not str(lamp["facings_group"]).strip():
            result.append(Violation(lamp.name, "facings_group is empty.", contract.property_meaning["facings_group"],
                                    "facings_group", "lamp_group"))
        if "facings_energy_range_w" in lamp:
            reach = pair(lamp["facings_energy_range_w"])
            if reach is None or reach[0] < 0:
                result.append(
                    Violation(
                        lamp.name,
                        f"facings_energy_range_w is {lamp['facings_energy_range_w']!r}.",
                        "Write two ascending watts: '40 200'.",
                        "facings_energy_range_w", "remove_property",
                    )
                )
    return result


def _check_settings(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    return setting_violations(scene)


def _check_files(scene: bpy.types.Scene, contract: Contract) -> list[Violation]:
    """Everything the scene refers to must travel with it: what lies elsewhere is missing on a render node."""
    return file_violations(scene)


_CHECKS: tuple[Callable[[bpy.types.Scene, Contract], list[Violation]], ...] = (
    _check_scene, _check_counts, _check_objects, _check_places, _check_lights, _check_settings, _check_files,
)
