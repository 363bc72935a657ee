"""The Extremes panel: frames of this seed with one key of the recipe at its least, its median, its most."""

import os
from typing import Any

import bpy

from . import contracts, dressing, session
from .frame_operators import Asking, dressed, failed, frame_request
from .panels import SidebarPanel, wrapped
from .properties import kept
from .recipe_session import path_of_recipe
from .registering import register_classes, unregister_classes, with_properties
from .session import STATE, redraw

_ENDS = ("lowest", "median", "highest")
_NAMES = {"lights.*.energy": "All lights: dark to bright", "camera.distance_m": "Distance: near to far",
          "stock.fill": "Stock: empty to full", "person.age_years": "Age: young to old"}


class _Found:
    """The recipe's keys that vary, and small pictures of one of them."""

    keys: list[dict[str, Any]] = []
    of: tuple[str, int] = ("", 0)
    """The recipe that they are of, and how often it had been edited."""
    key: str = ""
    icons: dict[str, int] = {}
    """End -> the picture's icon."""
    pictured: str = ""
    """The key that they are of."""


_PICTURES: list[Any] = []


def chosen() -> dict[str, Any] | None:
    """Return the key that is chosen, None where none is."""
    return next((each for each in _Found.keys if each["key"] == _Found.key), None)


def _title(key: str) -> str:
    return _NAMES.get(key) or " / ".join(part.replace("_", " ").capitalize() for part in key.split("."))


def _items(self: Any, context: Any) -> list[tuple[str, str, str]]:
    return kept("extreme", [(each["key"], _title(each["key"]), _span(each)) for each in _Found.keys] or [("none", "None", "")])


def _span(key: dict[str, Any]) -> str:
    unit = f" {key['unit']}" if key["unit"] else ""
    return f"{key['lowest']:.4g} to {key['highest']:.4g}{unit}, half of the frames below {key['median']:.4g}{unit}"


class FACINGS_OT_extremes_show(Asking):
    """Ask which keys of the recipe vary, and between which ends"""

    bl_idname, bl_label = "facings.extremes_show", "Show Keys"

    def _ask(self, worker: Any) -> None:
        of = _now()
        worker.ask("extremes", lambda told: _known(told, of), failed, recipe=of[0])


@with_properties(key=bpy.props.EnumProperty(name="Key", items=_items, description="The key of the recipe"))
class FACINGS_OT_extreme_key(bpy.types.Operator):
    """Choose the key whose ends you want to see"""

    bl_idname, bl_label, bl_property, bl_options = "facings.extreme_key", "Key", "key", {"INTERNAL"}
    key: Any

    def invoke(self, context: Any, event: Any) -> Any:
        context.window_manager.invoke_search_popup(self)
        return {"FINISHED"}

    def execute(self, context: Any) -> Any:
        _Found.key = self.key
        redraw()
        return {"FINISHED"}


class _OfKey(Asking):
    """What needs a key."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not super().poll(context):
            return False
        if chosen() is None:
            cls.poll_message_set("Choose a key first.")
            return False
        return True


@with_properties(at=bpy.props.EnumProperty(name="End", items=[(end, end.capitalize(), "") for end in _ENDS],
                                           description="The least, the middle or the most that the key can be"))
class FACINGS_OT_extreme(_OfKey):
    """Show this seed's frame with the key at this end; everything else stays as it is drawn"""

    bl_idname, bl_label = "facings.extreme", "Show"
    at: Any

    def _ask(self, worker: Any) -> None:
        # Blender knows a library by its path: each frame has a file of its own.
        name = f"extreme_{_Found.key}_{self.at}_{STATE.seed}_{STATE.frame}_{STATE.edits}_{STATE.recipe_edits}.blend"
        worker.ask("realise", dressed, failed, out=os.path.join(dressing.folder(), name.replace("*", "all")),
                   extreme={"key": _Found.key, "at": self.at}, **frame_request())


class FACINGS_OT_extreme_strip(_OfKey):
    """Render three small pictures: the key at its least, its median, its most"""

    bl_idname, bl_label = "facings.extreme_strip", "Render All Three"

    def _ask(self, worker: Any) -> None:
        _forget_pictures()
        key = _Found.key
        for at in _ENDS:
            worker.ask("look", lambda told, at=at: _pictured(told, key, at), failed, quality="draft",
                       folder=os.path.join(dressing.folder(), f"extreme_{at}"), set={"picture.resolution": [256, 192]},
                       extreme={"key": key, "at": at}, **frame_request())


def _now() -> tuple[str, int]:
    return path_of_recipe(), STATE.recipe_edits


def _known(told: dict[str, Any], of: tuple[str, int]) -> None:
    if of != _Found.of:
        _forget_pictures()
    _Found.keys, _Found.of = told["keys"], of
    if chosen() is None:
        _Found.key = _Found.keys[0]["key"] if _Found.keys else ""
    redraw()


def _pictured(told: dict[str, Any], key: str, at: str) -> None:
    _Found.pictured = key
    if not bpy.app.background:
        from bpy.utils import previews

        if not _PICTURES:
            _PICTURES.append(previews.new())
        pictures: Any = _PICTURES[0]
        _Found.icons = _Found.icons | {at: pictures.load(at, told["picture"], "IMAGE").icon_id}
    redraw()


def _forget_pictures() -> None:
    from bpy.utils import previews

    while _PICTURES:
        previews.remove(_PICTURES.pop())
    _Found.icons, _Found.pictured = {}, ""


class FACINGS_PT_extremes(SidebarPanel, bpy.types.Panel):
    """The rarest frames, before the batch makes them."""

    bl_idname, bl_label, bl_order, bl_options = "FACINGS_PT_extremes", "Extremes", 5, {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Any) -> bool:
        return bool(contracts.kind_of(contracts.template_scene()))

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        key = chosen()
        if key is None or _Found.of != _now():
            layout.operator("facings.extremes_show", icon="ARROW_LEFTRIGHT")
            return
        row = layout.row(align=True)
        row.operator("facings.extreme_key", text=_title(key["key"]), icon="DOWNARROW_HLT")
        row.operator("facings.extremes_show", text="", icon="FILE_REFRESH")
        wrapped(layout, context, f"{key['key']}: {_span(key)}")
        row = layout.row(align=True)
        for end in _ENDS:
            row.operator("facings.extreme", text=f"{end.capitalize()} {key[end]:.4g}").at = end
        layout.operator("facings.extreme_strip", icon="RENDER_STILL")
        if _Found.pictured == key["key"]:
            grid = layout.row(align=True)
            for end in _ENDS:
                if end in _Found.icons:
                    cell = grid.column(align=True)
                    cell.template_icon(_Found.icons[end], scale=5.0)
                    cell.label(text=end.capitalize())
        if session.occupied():
            layout.label(text="A frame is on its way", icon="SORTTIME")


_CLASSES = (FACINGS_OT_extremes_show, FACINGS_OT_extreme_key, FACINGS_OT_extreme, FACINGS_OT_extreme_strip, FACINGS_PT_extremes)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
    _forget_pictures()
    _Found.keys, _Found.of, _Found.key = [], ("", 0), ""
