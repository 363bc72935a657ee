"""One button where no facings command is found: it explains what is missing, or sets one up."""

import os
from typing import Any

import bpy

from . import session, setting_up
from .preferences import own_folder, source
from .registering import register_classes, unregister_classes
from .session import redraw


class _Current:
    """The set-up that was begun last."""

    set_up: setting_up.SetUp | None = None
    message: str = ""


def running() -> setting_up.SetUp | None:
    """Return the set-up that is under way, None where none is."""
    return _Current.set_up if _Current.set_up is not None and _Current.set_up.running else None


def said() -> str:
    """Return how the last one ended, or why none could begin."""
    return _Current.set_up.ended if _Current.set_up is not None and not _Current.message else _Current.message


class FACINGS_OT_set_up(bpy.types.Operator):
    """Set Facings up in a folder of this extension's own: some 1.5 GB, in the background"""

    bl_idname, bl_label = "facings.set_up", "Set Up Facings"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if running() is not None:
            cls.poll_message_set("It is being set up.")
            return False
        return True

    def invoke(self, context: Any, event: Any) -> Any:
        where = source() or "the Python package index"
        return context.window_manager.invoke_confirm(self, event, title="Set Facings up?", confirm_text="Set Up",
                                                     message=f"Some 1.5 GB from {where}, into {own_folder()}")

    def execute(self, context: Any) -> Any:
        _Current.message, _Current.set_up = "", None
        try:
            self._begin()
        except (OSError, ValueError, RuntimeError) as error:
            _Current.message = str(error)
            self.report({"ERROR"}, _Current.message)
            return {"CANCELLED"}
        redraw()
        return {"FINISHED"}

    def _begin(self) -> None:
        app: Any = bpy.app
        if setting_up.needs_network(source()) and not app.online_access:
            raise RuntimeError("Blender may not go online. Allow it (Preferences > System > Network), or name a folder that"
                               " holds all wheels as the source in this extension's preferences.")
        tool = setting_up.find_tool()
        if tool is None:
            raise RuntimeError(setting_up.why_no_tool())
        commands = setting_up.steps(tool, own_folder(), source())
        session.drop_worker()
        _Current.set_up = setting_up.SetUp(commands, own_folder())


class FACINGS_OT_set_up_cancel(bpy.types.Operator):
    """Stop setting Facings up, and remove what was made so far"""

    bl_idname, bl_label = "facings.set_up_cancel", "Cancel Set-Up"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if running() is None:
            cls.poll_message_set("Nothing is being set up.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        if _Current.set_up is not None:
            _Current.set_up.cancel()
        redraw()
        return {"FINISHED"}


class FACINGS_OT_set_up_remove(bpy.types.Operator):
    """Remove the Facings that this extension has set up"""

    bl_idname, bl_label = "facings.set_up_remove", "Remove Facings"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if running() is not None or not os.path.isdir(own_folder()):
            cls.poll_message_set("This extension has set none up.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        session.drop_worker()
        setting_up.remove(own_folder())
        _Current.set_up = None
        redraw()
        return {"FINISHED"}


def tick() -> None:
    """Go on with a set-up."""
    if _Current.set_up is not None and (_Current.set_up.poll() or _Current.set_up.running):
        redraw()


_CLASSES = (FACINGS_OT_set_up, FACINGS_OT_set_up_cancel, FACINGS_OT_set_up_remove)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)
    session.ON_TICK.append(tick)


def unregister() -> None:
    """Called by `facings_addon.unregister`; what is not finished is removed."""
    session.ON_TICK.remove(tick)
    if _Current.set_up is not None:
        _Current.set_up.cancel()
    _Current.set_up, _Current.message = None, ""
    unregister_classes(_CLASSES)
