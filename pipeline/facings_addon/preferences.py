"""The extension's preferences: where the command `facings` is, and where it is set up from."""

import os
from typing import Any

import bpy

from . import finding
from .registering import register_classes, unregister_classes, with_properties

_PACKAGE = str(__package__)


@with_properties(command=bpy.props.StringProperty(
    name="Facings command", subtype="FILE_PATH", default="",
    description="The program facings. Empty: FACINGS_COMMAND, PATH, the .venv of a checkout above the open file, or what"
                " is set up below"),
    source=bpy.props.StringProperty(
    name="Set up from", subtype="FILE_PATH", default="",
    description="A wheel's file, a folder with all wheels, or the address of a package index. Empty: the usual index"))
class FacingsPreferences(bpy.types.AddonPreferences):
    """Shown among Blender's preferences."""

    bl_idname = _PACKAGE

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        layout.prop(self, "command")
        found = finding.command(preferred_command(), bpy.data.filepath, own_folder())
        row = layout.row()
        row.label(text=f"Found: {found}" if found else "Not found", icon="CHECKMARK" if found else "ERROR")
        if not found:
            layout.label(text=finding.why_none(preferred_command()))
        layout.prop(self, "source")
        row = layout.row(align=True)
        row.operator("facings.set_up", icon="IMPORT")
        row.operator("facings.set_up_remove", icon="TRASH")


def preferred_command() -> str:
    """Return the command that the preferences name, '' where they name none."""
    return _said("command")


def source() -> str:
    """Return where Facings is set up from: a wheel's file, a folder, an address; '' is the usual package index."""
    told = _said("source")
    return told if told.startswith(("https://", "http://")) or not told else os.path.expanduser(bpy.path.abspath(told))


def own_folder() -> str:
    """Return the folder in which the extension sets Facings up; it is kept when the extension is updated."""
    utils: Any = bpy.utils
    try:
        base = utils.extension_path_user(_PACKAGE)
    except ValueError:  # not installed as an extension: a copy that is run from elsewhere
        base = os.path.join(utils.user_resource("DATAFILES"), "facings")
    return os.path.join(base, "environment")


def _said(name: str) -> str:
    preferences: Any = bpy.context.preferences
    entry = preferences.addons.get(_PACKAGE)
    return str(getattr(entry.preferences, name, "")) if entry is not None and entry.preferences is not None else ""


_CLASSES = (FacingsPreferences,)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
