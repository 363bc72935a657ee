"""What the panels edit: properties that read and write what is kept elsewhere, so that nothing more is stored in the file.

Those of objects are the template's own ID properties (`facings_role`, ...), written to all objects that are selected; a file is
as valid without the extension. Those of the window manager are `session.STATE`.
"""

import os
from collections.abc import Callable
from typing import Any

import bpy

from . import contracts
from .session import STATE, redraw

_ITEMS: dict[str, list[tuple[str, str, str]]] = {}
"""Blender keeps no copy of the words of an enumeration."""


def kept(name: str, items: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return an enumeration's items, the same objects for as long as they say the same."""
    if _ITEMS.get(name) != items:
        _ITEMS[name] = items
    return _ITEMS[name]


def contract_here() -> Any:
    """Return the contract of the template that is open; None where it is of no known kind."""
    return contracts.contract(contracts.kind_of(contracts.template_scene()))


def role_items(self: Any, context: Any) -> list[tuple[str, str, str]]:
    """The roles of the template's kind, with their meaning."""
    contract = contract_here()
    roles = [] if contract is None else contract.roles.values()
    return kept("role", [(role.name, role.name.replace("_", " ").capitalize(), role.meaning) for role in roles]
                 or [("none", "None", "The file does not say what kind of template it is")])


def class_items(self: Any, context: Any) -> list[tuple[str, str, str]]:
    """The classes that an object's pixels may have."""
    contract = contract_here()
    words = ("background",) if contract is None else contract.semantics
    return kept("class", [(word, word.replace("_", " ").capitalize(), f"Its pixels are labelled '{word}'") for word in words])


def recipe_items(self: Any, context: Any) -> list[tuple[str, str, str]]:
    """The recipes that ship for the template's kind, and the artist's own."""
    kind = contracts.kind_of(contracts.template_scene())
    names = STATE.recipes.get(kind) or [kind or "none"]
    own = [recipe()] if recipe() and recipe() not in names else []
    return kept("recipe", [(name, os.path.basename(name), f"Recipe {name}") for name in [*names, *own]])


def recipe() -> str:
    """Return the recipe that is chosen: the kind's own until another is, or while that is for another kind of template."""
    kind = contracts.kind_of(contracts.template_scene())
    others = {name for other, names in STATE.recipes.items() if other != kind for name in names}
    return kind if not STATE.recipe or STATE.recipe in others else STATE.recipe


def with_choice(items: Callable[[Any, Any], list[tuple[str, str, str]]], read: Callable[[Any], str],
                write: Callable[[Any, str], None], **told: Any) -> Any:
    """Return an enumeration whose word is read and written elsewhere."""
    def get(self: Any) -> int:
        words = [word for word, _, _ in items(self, None)]
        return words.index(read(self)) if read(self) in words else 0

    def put(self: Any, number: int) -> None:
        write(self, items(self, None)[number][0])

    return bpy.props.EnumProperty(items=items, get=get, set=put, **told)


def _selected(thing: Any) -> list[Any]:
    return list({thing, *(o for o in bpy.context.selected_objects if o.library is None)})


def _write(name: str, thing: Any, value: Any) -> None:
    for each in _selected(thing):
        each[name] = value
        each.update_tag()


def _numbers(name: str, usual: tuple[float, float]) -> dict[str, Any]:
    def get(self: Any) -> tuple[float, float]:
        return contracts.core("blender.template_contract").pair(self.get(name)) or usual

    def put(self: Any, value: Any) -> None:
        low, high = value
        before = get(self)
        # The field that was not touched gives way.
        if low > high:
            low, high = (low, low) if high == before[1] else (high, high)
        _write(name, self, f"{low:.4g} {high:.4g}")

    return {"get": get, "set": put}


def _put_group(self: Any, value: str) -> None:
    if value.strip():
        _write("facings_group", self, value.strip())


_OBJECT = {
    "facings_ui_class": with_choice(
        class_items, lambda self: str(self.get("facings_semantic", "background")),
        lambda self, word: _write("facings_semantic", self, word), name="Class",
        description="What the pixels of the selected objects are labelled as"),
    "facings_ui_group": bpy.props.StringProperty(
        name="Light group", get=lambda self: str(self.get("facings_group", "")), set=_put_group,
        description="Lights of one group are scaled together by recipes"),
    "facings_ui_watts": bpy.props.FloatVectorProperty(
        name="Watts", size=2, min=0.0, soft_max=1000.0, **_numbers("facings_energy_range_w", (40.0, 200.0)),
        description="The least and the most that recipes may set these lamps to"),
    "facings_ui_heights": bpy.props.FloatVectorProperty(
        name="Heights", size=2, min=0.0, soft_max=3.0, unit="LENGTH", **_numbers("facings_z_range_m", (0.0, 1.0)),
        description="How low and how high this board may hang, in metres above the floor"),
}


def of_object(holder: Any, name: str) -> dict[str, Any]:
    """Return how a property reads and writes an attribute of Python's."""
    def put(self: Any, value: Any) -> None:
        setattr(holder, name, value)
        redraw()

    return {"get": lambda self: getattr(holder, name), "set": put}


def _of_state(name: str) -> dict[str, Any]:
    return of_object(STATE, name)


_LAYERS = [("none", "None", "No overlay"), ("instances", "Instances", "A colour an instance"),
           ("classes", "Classes", "A colour a semantic class"), ("depth", "Depth", "Light is near, dark is far"),
           ("drawn", "Boxes", "Boxes, and what else the kind of scene draws: rows and gaps, landmarks")]

_MANAGER = {
    "facings_recipe": with_choice(recipe_items, lambda self: recipe(), lambda self, word: setattr(STATE, "recipe", word),
                              name="Recipe", description="What is random, and how much"),
    "facings_recipe_file": bpy.props.StringProperty(
        name="Own recipe", subtype="FILE_PATH", **_of_state("recipe"), description="A recipe file (.yaml) of your own"),
    "facings_seed": bpy.props.IntProperty(name="Seed", min=0, **_of_state("seed"),
                                          description="The same seed and recipe give the same frames"),
    "facings_frame": bpy.props.IntProperty(name="Frame", min=0, **_of_state("frame"), description="Number of the frame"),
    "facings_layer": with_choice(lambda self, context: _LAYERS, lambda self: STATE.layer,
                             lambda self, word: _of_state("layer")["set"](self, word), name="Overlay",
                             description="Which labels are laid over the camera view"),
    "facings_opacity": bpy.props.FloatProperty(name="Opacity", min=0.0, max=1.0, subtype="FACTOR", **_of_state("opacity"),
                                               description="How much of the picture the labels cover"),
}


def register() -> None:
    """Called by `facings_addon.register`."""
    for owner, properties in ((bpy.types.Object, _OBJECT), (bpy.types.WindowManager, _MANAGER)):
        for name, value in properties.items():
            setattr(owner, name, value)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    for owner, properties in ((bpy.types.Object, _OBJECT), (bpy.types.WindowManager, _MANAGER)):
        for name in properties:
            if hasattr(owner, name):
                delattr(owner, name)
