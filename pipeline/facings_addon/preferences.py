"""The extension's one preference: where the command `facings` is."""

from typing import Any

import bpy

from . import finding
from .registering import register_classes, unregister_classes, with_properties

_PACKAGE = str(__package__)


@with_properties(command=bpy.props.StringProperty(
    name="Facings command", subtype="FILE_PATH", default="",
    description="The program facings. Empty: FACINGS_COMMAND, PATH, or the .venv of a checkout above the open file"))
class FacingsPreferences(bpy.types.AddonPreferences):
    """Shown among Blender's preferences."""

    bl_idname = _PACKAGE

    def draw(self, context: Any) -> None:
        layout: Any = self.layout
        layout.prop(self, "command")
        found = finding.command(preferred_command(), bpy.data.filepath)
        row = layout.row()
        row.label(text=f"Found: {found}" if found else "Not found", icon="CHECKMARK" if found else "ERROR")
        if not found:
            layout.label(text=finding.why_none(preferred_command()))


def preferred_command() -> str:
    """Return what the preference says."""
    preferences: Any = bpy.context.preferences
    entry = preferences.addons.get(_PACKAGE)
    return str(getattr(entry.preferences, "command", "")) if entry is not None and entry.preferences is not None else ""


_CLASSES = (FacingsPreferences,)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
