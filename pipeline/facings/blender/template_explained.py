"""Templates that explain themselves in Blender: a text that says what may be touched, and a line at each property.

All words come from the contract. The standard library and `bpy` alone, as in `template_contract`; nothing here changes what a
frame shows.
"""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Literal

import bpy

from facings.blender.template_contract import DECORATION, LAMP, Contract, Role, objects_of, role_of

TEXT = "Read me first"
"""The name of the text block."""

_WIDTH = 96


def explain(scene: bpy.types.Scene, contract: Contract) -> None:
    """Write the text, describe all properties, tag the collections, lock the camera, and hide in the viewport alone what is in
    the way."""
    text = bpy.data.texts.get(TEXT) or bpy.data.texts.new(TEXT)
    text.from_string("\n".join(_lines(scene, contract)) + "\n")
    text.cursor_set(0)
    for name, meaning in contract.scene_properties.items():
        _describe(scene, name, meaning)
    for thing in scene.objects:
        describe(thing, contract)
        if role_of(thing) == "camera":
            camera: Any = thing
            camera.lock_location = camera.lock_rotation = camera.lock_scale = (True, True, True)
        if thing.get("facings_semantic") in contract.in_the_way:
            thing.hide_viewport = True
    for collection in scene.collection.children_recursive:
        roles = [role for thing in collection.objects if (role := role_of(thing))]
        most = contract.roles.get(max(sorted(set(roles)), key=roles.count)) if roles else None
        if most is not None:
            collection.color_tag = _colour(most)


def describe(thing: bpy.types.Object, contract: Contract) -> None:
    """Give the object's properties the lines that Blender shows when the mouse rests on them."""
    role = contract.roles.get(role_of(thing))
    if role is None:
        return
    _describe(thing, "facings_role", f"What it is to Facings. {role.name}: {role.meaning}")
    if "facings_semantic" in thing:
        _describe(thing, "facings_semantic", f"Its class in semantic maps: {', '.join(contract.semantics)}")
    for name, meaning in contract.property_meaning.items():
        _describe(thing, name, meaning)
    for name, values in contract.choices.items():
        _describe(thing, name, "; ".join(f"{value}: {meaning}" for value, meaning in values.items()))
    _describe(thing, "facings_energy_range_w", "Watts, 'lowest highest': how far this lamp varies if a recipe says nothing")


def _colour(role: Role) -> Literal["COLOR_03", "COLOR_04", "COLOR_05", "COLOR_06", "COLOR_08"]:
    """Return the tag, in the outliner, of a collection that holds mostly this: lamps are yellow, boxes that only say where
    things go blue, cameras and anchors violet, decoration brown, the rest green."""
    if role.name == LAMP or role.types == ("LIGHT",):
        return "COLOR_03"
    if role.name == DECORATION:
        return "COLOR_08"
    if role.rendered:
        return "COLOR_04"
    return "COLOR_05" if "MESH" in role.types else "COLOR_06"


def _describe(owner: Any, name: str, meaning: str) -> None:
    if name in owner:
        owner.id_properties_ui(name).update(description=meaning)


def _lines(scene: bpy.types.Scene, contract: Contract) -> Iterator[str]:
    yield f"Facings, a template of the kind {contract.scene_kind}. Drag this editor's upper edge up to read what is yours."
    yield ""
    yield from _paragraph("Shapes, materials, lights and the room are yours: change, move, copy and delete what you like. Each"
                          " object says by its property facings_role (Object properties, Custom Properties) what it is to"
                          " Facings, and by facings_semantic its class in the labels.")
    yield ""
    yield from _paragraph("The camera's place and lens, how far lamps shine, the samples and the picture's size come from the"
                          " recipe, frame by frame: what they are here is only where you look from. View transform, look and"
                          " curves are yours.")
    yield ""
    yield from _paragraph("The panel Facings in the sidebar (N) of the 3D view shows what breaks the contract, mends most of"
                          " it, and shows frames as a batch would render them. 'facings addon build' makes the extension. In"
                          " a terminal: facings template check FILE.blend")
    yield ""
    if contract.in_the_way:
        yield from _paragraph(f"What is of the class {' or '.join(contract.in_the_way)} is hidden in the viewport alone, so"
                              " that you can look in; frames show it.")
        yield ""
    yield "Roles"
    for role in contract.roles.values():
        yield from _role(scene, role)
    if contract.property_meaning:
        yield ""
        yield "Properties"
        for name, meaning in contract.property_meaning.items():
            yield from _paragraph(f"{name}: {meaning}", "  ", "      ")


def _role(scene: bpy.types.Scene, role: Role) -> Iterator[str]:
    here = objects_of(scene, role.name)
    told = {"one": "exactly one", "some": "at least one", "any": "any number"}[role.count]
    yield from _paragraph(f"{role.name}: {role.meaning} ({told}; {len(here)} here)", "  ", "      ")


def _paragraph(text: str, first: str = "", rest: str = "") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
