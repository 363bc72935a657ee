"""The panels in the sidebar of the 3D view, tab Facings."""

import textwrap
from typing import Any

import bpy

from . import contracts, dressing, finding, session, set_up_operators
from .preferences import preferred_command
from .registering import register_classes, unregister_classes
from .session import STATE

_MOST_ROWS = 12
_LETTER_PX = 7


def wrapped(layout: Any, context: Any, text: str, icon: str = "NONE") -> None:
    """Draw a paragraph in lines that fit the sidebar."""
    scale = context.preferences.system.ui_scale
    width = context.region.width if context.region is not None else 300
    column = layout.column(align=True)
    for number, line in enumerate(textwrap.wrap(text, max(20, int(width / (_LETTER_PX * scale)) - 4))):
        column.label(text=line, icon=icon if not number else ("BLANK1" if icon != "NONE" else "NONE"))


def sentence(text: str) -> str:
    """Return what the contract says as it stands in a panel: it begins with a capital, and has plain quotes."""
    return (text[:1].upper() + text[1:]).replace("`", "'")


class SidebarPanel:
    """Where all panels are."""

    bl_space_type, bl_region_type, bl_category = "VIEW_3D", "UI", "Facings"


class FACINGS_PT_template(SidebarPanel, bpy.types.Panel):
    """What is wrong with the template."""

    bl_idname, bl_label, bl_order = "FACINGS_PT_template", "Template", 0

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        live = STATE.live
        if dressing.shown_scene() is not None:
            wrapped(layout, context, f"Random frame {STATE.frame}: read only.", "LOCKED")
            layout.operator("facings.back", icon="LOOP_BACK")
            return
        if not live.kind:
            wrapped(layout, context, "This file does not say what kind of template it is.", "INFO")
            row = layout.row(align=True)
            for kind in contracts.kinds():
                row.operator("facings.set_kind", text=kind.capitalize()).kind = kind
            return
        count = len(live.violations)
        row = layout.row(align=True)
        said = f"{live.kind.capitalize()}: {count} to mend" if count else f"{live.kind.capitalize()}: sound"
        row.label(text=said, icon="ERROR" if count or live.fault else "CHECKMARK")
        row.operator("facings.check", text="", icon="FILE_REFRESH")
        if live.fault:
            wrapped(layout, context, live.fault, "ERROR")
        if any(contracts.label_of(violation) for violation in live.violations):
            layout.operator("facings.fix_all", icon="TOOL_SETTINGS")
        scene = contracts.template_scene()
        for number, violation in enumerate(live.violations[:_MOST_ROWS]):
            box = layout.box()
            row = box.row(align=True)
            if violation.object in scene.objects:
                row.operator("facings.select", text=violation.object, icon="RESTRICT_SELECT_OFF").name = violation.object
            else:
                row.label(text=violation.object.capitalize())
            if contracts.label_of(violation):
                row.operator("facings.fix", text="Fix").number = number
            wrapped(box, context, sentence(f"{violation.found} {violation.mend}"))
        if count > _MOST_ROWS:
            layout.label(text=f"and {count - _MOST_ROWS} more")


class FACINGS_PT_role(SidebarPanel, bpy.types.Panel):
    """What the selected objects are to the batch."""

    bl_idname, bl_label, bl_order = "FACINGS_PT_role", "Role", 1

    @classmethod
    def poll(cls, context: Any) -> bool:
        return dressing.shown_scene() is None and bool(STATE.live.kind)

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        contract = contracts.contract(STATE.live.kind)
        row = layout.row(align=True)
        row.label(text="Add")
        for part in contract.parts:
            row.operator("facings.add_part", text=part.capitalize()).part = part
        selected = context.selected_objects
        thing = context.object if context.object in selected else next(iter(selected), None)
        if thing is None:
            layout.label(text="Select objects to say what they are", icon="INFO")
            return
        roles = {str(o.get("facings_role", "")) for o in selected}
        layout.label(text=thing.name if len(selected) == 1 else f"{len(selected)} objects", icon="OBJECT_DATA")
        said = "Several roles" if len(roles) > 1 else (next(iter(roles)).replace("_", " ").capitalize() or "No role")
        layout.operator_menu_enum("facings.set_role", "role", text=said, icon="BOOKMARKS")
        role = contract.roles.get(next(iter(roles))) if len(roles) == 1 else None
        if role is not None:
            wrapped(layout, context, sentence(role.meaning))
        row = layout.row(align=True)
        row.operator("facings.decoration")
        row.operator("facings.not_rendered")
        column = layout.column()
        column.use_property_split, column.use_property_decorate = True, False
        if role is not None and role.rendered and thing.type != "LIGHT":
            column.prop(thing, "facings_ui_class")
        if role is not None and ("facings_group" in role.properties or "facings_group" in thing):
            column.prop(thing, "facings_ui_group")
            if thing.type == "LIGHT":
                column.prop(thing, "facings_ui_watts")
        if role is not None and "facings_z_range_m" in role.properties:
            column.prop(thing, "facings_ui_heights")


class FACINGS_PT_randomise(SidebarPanel, bpy.types.Panel):
    """Random frames as the batch will make them."""

    bl_idname, bl_label, bl_order = "FACINGS_PT_randomise", "Randomise", 2

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        manager = context.window_manager
        worker = STATE.worker
        if set_up_operators.running() is not None or not session.command():
            _draw_set_up(layout, context)
        column = layout.column()
        column.use_property_split, column.use_property_decorate = True, False
        column.prop(manager, "facings_recipe")
        column.prop(manager, "facings_recipe_file", text="Own")
        column.prop(manager, "facings_seed")
        row = layout.row(align=True)
        row.operator("facings.randomise", text="", icon="TRIA_LEFT").step = -1
        row.prop(manager, "facings_frame")
        row.operator("facings.randomise", text="", icon="TRIA_RIGHT").step = 1
        row = layout.row(align=True)
        row.operator("facings.randomise", icon="SHADERFX").step = 0
        row.operator("facings.look", icon="RENDER_STILL")
        if dressing.shown_scene() is not None:
            layout.operator("facings.back", icon="LOOP_BACK")
            wrapped(layout, context, ", ".join(f"{count} {name}" for name, count in _counts(STATE.holds).items()))
        if worker is not None and session.occupied():
            row = layout.row(align=True)
            row.label(text=worker.progress or f"{session.occupied().capitalize()} ...", icon="SORTTIME")
            row.operator("facings.cancel", text="", icon="CANCEL")
        if STATE.message:
            wrapped(layout.box(), context, STATE.message, "ERROR")


def _draw_set_up(layout: Any, context: Any) -> None:
    """What is to be done where there is no command."""
    box = layout.box()
    under_way = set_up_operators.running()
    if under_way is not None:
        wrapped(box, context, under_way.progress, "SORTTIME")
        box.operator("facings.set_up_cancel", icon="CANCEL")
        return
    wrapped(box, context, set_up_operators.said() or finding.why_none(preferred_command()), "ERROR")
    box.operator("facings.set_up", icon="IMPORT")


def _counts(holds: dict[str, Any]) -> dict[str, int]:
    """How many of what a frame holds: neither its numbers nor values of a group."""
    return {key.replace("_", " "): value for key, value in holds.items() if isinstance(value, int)
            and not isinstance(value, bool) and "." not in key and key not in ("schema", "seed", "frame")}


class FACINGS_PT_labels(SidebarPanel, bpy.types.Panel):
    """The labels of the frame, over the camera view."""

    bl_idname, bl_label, bl_order = "FACINGS_PT_labels", "Labels", 3

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        manager = context.window_manager
        layout.operator("facings.labels", icon="OVERLAY")
        if not STATE.labels:
            return
        if session.stale():
            layout.label(text="Stale: the template has changed since", icon="ERROR")
        column = layout.column()
        column.use_property_split, column.use_property_decorate = True, False
        column.prop(manager, "facings_layer")
        column.prop(manager, "facings_opacity")
        column.label(text=f"{STATE.labels['count']} instances are seen")
        if STATE.layer == "depth":
            near, far = STATE.labels["depth_m"]
            column.label(text=f"{near:.2f} m (light) to {far:.2f} m (dark)")
        if STATE.layer == "classes":
            wrapped(layout, context, ", ".join(entry["name"].replace("_", " ") for entry in STATE.labels["legend"]))


_CLASSES = (FACINGS_PT_template, FACINGS_PT_role, FACINGS_PT_randomise, FACINGS_PT_labels)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
