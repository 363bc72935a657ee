"""Operators of the Recipe panel. What they change is the recipe's file; the worker writes it."""

import json
import os
from typing import Any

import bpy

from . import recipe_session
from .properties import kept, recipe
from .recipe_session import RECIPE, Path
from .registering import register_classes, unregister_classes, with_properties
from .session import redraw
from .template_operators import says_its_kind

_INTERNAL: Any = {"INTERNAL"}


class _OfRecipe(bpy.types.Operator):
    """What needs the worker."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        return says_its_kind(cls)

    def execute(self, context: Any) -> Any:
        try:
            self._ask()
        except RuntimeError as error:
            RECIPE.message = str(error).strip()
            self.report({"ERROR"}, RECIPE.message)
            return {"CANCELLED"}
        redraw()
        return {"FINISHED"}

    def _ask(self) -> None:
        raise NotImplementedError


class _OfOwnRecipe(_OfRecipe):
    """What changes a recipe of the artist's."""

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not super().poll(context):
            return False
        if not RECIPE.own:
            cls.poll_message_set("This recipe ships with Facings and stays as it is. Press Make It My Own first.")
            return False
        return True


class FACINGS_OT_recipe_show(_OfRecipe):
    """Show the keys of the recipe that is chosen under Randomise"""

    bl_idname, bl_label = "facings.recipe_show", "Show Recipe"

    def _ask(self) -> None:
        recipe_session.ask_rows()


@with_properties(filepath=bpy.props.StringProperty(name="File", subtype="FILE_PATH", description="The file to write"),
                 filter_glob=bpy.props.StringProperty(name="Filter", default="*.yaml", options={"HIDDEN"}))
class FACINGS_OT_recipe_own(_OfRecipe):
    """Copy this recipe to a file of your own, which you can edit here and in any text editor"""

    bl_idname, bl_label = "facings.recipe_own", "Make It My Own"
    filepath: Any

    def invoke(self, context: Any, event: Any) -> Any:
        if bpy.data.filepath:
            folder, name = os.path.split(os.path.splitext(bpy.data.filepath)[0])
            self.filepath = os.path.join(folder, f"{name}_{os.path.basename(recipe()).removesuffix('.yaml')}.yaml")
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def _ask(self) -> None:
        path = bpy.path.abspath(self.filepath)
        recipe_session.ask_own(path if path.endswith((".yaml", ".yml")) else f"{path}.yaml")


class FACINGS_OT_recipe_undo(_OfOwnRecipe):
    """Take the last edit of the recipe back"""

    bl_idname, bl_label = "facings.recipe_undo", "Undo Recipe Edit"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not super().poll(context):
            return False
        if not RECIPE.history.get(RECIPE.file):
            cls.poll_message_set("The recipe was not edited here yet.")
            return False
        return True

    def _ask(self) -> None:
        recipe_session.ask_restore()


@with_properties(path=bpy.props.StringProperty(name="Key"))
class FACINGS_OT_recipe_fold(bpy.types.Operator):
    """Show or hide the keys of this part"""

    bl_idname, bl_label, bl_options = "facings.recipe_fold", "Fold", _INTERNAL
    path: Any

    def execute(self, context: Any) -> Any:
        RECIPE.unfolded ^= {_steps(self.path)}
        redraw()
        return {"FINISHED"}


@with_properties(path=bpy.props.StringProperty(name="Key"))
class FACINGS_OT_recipe_remove(_OfOwnRecipe):
    """Remove this key from the recipe: its usual value holds again"""

    bl_idname, bl_label, bl_options = "facings.recipe_remove", "Remove Key", _INTERNAL
    path: Any

    def _ask(self) -> None:
        path = _steps(self.path)
        wrong = path in RECIPE.edits or path in RECIPE.wrong
        recipe_session.drop(path)
        # What is wrong and not written goes first.
        if not wrong and RECIPE.by_path.get(path, {}).get("here"):
            recipe_session.ask_edit(path, "remove")


def _addable(self: Any, context: Any) -> list[tuple[str, str, str]]:
    row = RECIPE.by_path.get(_steps(self.path), {})
    return kept("add", [(key, key.replace("_", " ").capitalize(), key) for key in row.get("add", ())] or [("", "Nothing", "")])


@with_properties(path=bpy.props.StringProperty(name="Part"),
                 key=bpy.props.EnumProperty(name="Key", items=_addable, description="The key that it says itself from now on"))
class FACINGS_OT_recipe_add(_OfOwnRecipe):
    """Let this part say a further key itself"""

    bl_idname, bl_label, bl_property, bl_options = "facings.recipe_add", "Add Key", "key", _INTERNAL
    path: Any
    key: Any

    def invoke(self, context: Any, event: Any) -> Any:
        context.window_manager.invoke_search_popup(self)
        return {"FINISHED"}

    def _ask(self) -> None:
        recipe_session.ask_edit((*_steps(self.path), self.key), "add")


@with_properties(path=bpy.props.StringProperty(name="Part"),
                 name=bpy.props.StringProperty(name="Name", description="What it is called: a view, a rig, a group of lights"))
class FACINGS_OT_recipe_add_named(_OfOwnRecipe):
    """Add a part with a name of yours: a view, a rig, the settings of a group of lights"""

    bl_idname, bl_label, bl_options = "facings.recipe_add_named", "Add Part", _INTERNAL
    path: Any
    name: Any

    def invoke(self, context: Any, event: Any) -> Any:
        return context.window_manager.invoke_props_dialog(self)

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        layout.prop(self, "name")

    def _ask(self) -> None:
        if not self.name.strip():
            raise RuntimeError("It needs a name.")
        recipe_session.ask_edit((*_steps(self.path), self.name.strip()), "add")
        RECIPE.unfolded.add((*_steps(self.path), self.name.strip()))


@with_properties(path=bpy.props.StringProperty(name="Key"),
                 number=bpy.props.IntProperty(name="Number", description="Which value goes; -1 adds one"))
class FACINGS_OT_recipe_entry(_OfOwnRecipe):
    """Add or remove one of the values that are chosen from"""

    bl_idname, bl_label, bl_options = "facings.recipe_entry", "Value", _INTERNAL
    path: Any
    number: Any

    def _ask(self) -> None:
        path = _steps(self.path)
        value = json.loads(json.dumps(recipe_session.value_of(path)))
        if self.number >= 0 and len(value["values"]) == 1:
            raise RuntimeError("One value has to stay; choose another form where nothing is to be chosen.")
        for name in ("values", "weights"):
            if self.number < 0:
                value[name].append(value[name][-1])
            else:
                del value[name][self.number]
        recipe_session.put(path, "choice", value)


def _steps(path: str) -> Path:
    return tuple(json.loads(path)) if path else ()


_CLASSES = (FACINGS_OT_recipe_show, FACINGS_OT_recipe_own, FACINGS_OT_recipe_undo, FACINGS_OT_recipe_fold,
            FACINGS_OT_recipe_remove, FACINGS_OT_recipe_add, FACINGS_OT_recipe_add_named, FACINGS_OT_recipe_entry)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
