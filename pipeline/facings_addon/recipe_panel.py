"""The Recipe panel: one row a key, with a widget for each form that a value may have."""

import json
import os
from typing import Any

import bpy

from . import contracts
from .panels import SidebarPanel, sentence, wrapped
from .recipe_fields import field_name, fields_of, title
from .recipe_session import RECIPE, Path, form_of, path_of_recipe
from .registering import register_classes, unregister_classes


class FACINGS_PT_recipe(SidebarPanel, bpy.types.Panel):
    """What varies from frame to frame, and how much."""

    bl_idname, bl_label, bl_order, bl_options = "FACINGS_PT_recipe", "Recipe", 4, {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Any) -> bool:
        return bool(contracts.kind_of(contracts.template_scene()))

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        if RECIPE.message:
            wrapped(layout.box(), context, RECIPE.message, "ERROR")
        if not RECIPE.rows or RECIPE.asked != path_of_recipe():
            layout.operator("facings.recipe_show", icon="PRESET")
            return
        row = layout.row(align=True)
        row.label(text=os.path.basename(RECIPE.file), icon="FILE_TEXT")
        row.operator("facings.recipe_undo", text="", icon="LOOP_BACK")
        if not RECIPE.own:
            wrapped(layout, context, "It ships with Facings and stays as it is.")
            layout.operator("facings.recipe_own", icon="DUPLICATE")
        if RECIPE.fault:
            wrapped(layout.box(), context, sentence(RECIPE.fault), "ERROR")
        layout.prop(context.window_manager, "facings_recipe_search", icon="VIEWZOOM", text="")
        column = layout.column()
        for each in RECIPE.rows:
            if _is_shown(each):
                _draw_row(column, context, each)


def _is_shown(row: dict[str, Any]) -> bool:
    path: Path = tuple(row["path"])
    if row.get("error") or path in RECIPE.wrong:
        return True
    if RECIPE.search.strip():
        return RECIPE.search.strip().lower().replace(" ", "_") in "/".join(path).lower() and not row.get("section")
    return all(path[:n] in RECIPE.unfolded for n in range(1, len(path)))


def _draw_row(layout: Any, context: Any, row: dict[str, Any]) -> None:
    path: Path = tuple(row["path"])
    if row.get("section"):
        _draw_section(layout, row, path)
    elif row["kind"] == "unknown":
        line = layout.row(align=True)
        line.label(text=".".join(path), icon="QUESTION")
        line.operator("facings.recipe_remove", text="", icon="X").path = json.dumps(path)
    else:
        _draw_key(layout, context, row, path)
    said = RECIPE.wrong.get(path) or row.get("error")
    if said:
        wrapped(layout.box(), context, sentence(said), "ERROR")


def _draw_section(layout: Any, row: dict[str, Any], path: Path) -> None:
    line = layout.row(align=True)
    open_ = path in RECIPE.unfolded
    text = "    " * (len(path) - 1) + path[-1].replace("_", " ").capitalize()
    name = line.row(align=True)
    name.alignment = "LEFT"
    name.operator("facings.recipe_fold", text=text, icon="DOWNARROW_HLT" if open_ else "RIGHTARROW", emboss=False
                  ).path = json.dumps(path)
    line.separator_spacer()
    inner = line.row(align=True)
    inner.enabled = RECIPE.own
    if row["section"] == "named":
        inner.operator("facings.recipe_add_named", text="", icon="ADD").path = json.dumps(path)
    if row["add"]:
        inner.operator("facings.recipe_add", text="", icon="ADD").path = json.dumps(path)
    if row["section"] == "variant":
        inner.operator("facings.recipe_remove", text="", icon="X").path = json.dumps(path)


def _draw_key(layout: Any, context: Any, row: dict[str, Any], path: Path) -> None:
    manager = context.window_manager
    group = layout.column(align=True)
    group.enabled = RECIPE.own
    head = group.row(align=True)
    # What the file does not say itself is paler.
    head.active = bool(row["here"])
    name = head.split(factor=0.5, align=True)
    name.alert = path in RECIPE.wrong or bool(row["error"])
    name.label(text=" / ".join([*path[:-1], title(row)]) if RECIPE.search.strip() else title(row))
    fields = [field for field in fields_of(row) if hasattr(manager, field_name(row, field))]
    alone = len(row["forms"]) < 2
    if alone and len(fields) == 1:
        name.prop(manager, field_name(row, fields[0]), text="")
    elif not alone:
        name.prop(manager, field_name(row, ("form",)), text="")
    if row["here"] or path in RECIPE.edits:
        head.operator("facings.recipe_remove", text="", icon="X").path = json.dumps(path)
    if alone and len(fields) == 1:
        return
    if form_of(path) == "choice":
        _draw_choice(group, row, fields, path, manager)
        return
    line = group.grid_flow(row_major=True, columns=2, even_columns=True, align=True)
    for field in fields:
        line.prop(manager, field_name(row, field), text=field[1].capitalize() if field[:1] == ("normal",) else "")


def _draw_choice(group: Any, row: dict[str, Any], fields: list[Any], path: Path, manager: Any) -> None:
    for number in range(len(fields) // 2):
        line = group.row(align=True)
        split = line.split(factor=0.65, align=True)
        split.prop(manager, field_name(row, ("values", str(number))), text="")
        split.prop(manager, field_name(row, ("weights", str(number))), text="")
        entry = line.operator("facings.recipe_entry", text="", icon="REMOVE")
        entry.path, entry.number = json.dumps(path), number
    entry = group.operator("facings.recipe_entry", text="", icon="ADD")
    entry.path, entry.number = json.dumps(path), -1


_CLASSES = (FACINGS_PT_recipe,)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
