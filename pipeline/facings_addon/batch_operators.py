"""Operators of the Batch panel: start the command, stop it, copy it for another machine."""

import os
import shutil
import tempfile
from typing import Any

import bpy

from . import finding, session
from .batch_run import BatchRun, as_line, render_command
from .batch_session import BATCH, forget_pictures
from .preferences import preferred_command
from .recipe_session import path_of_recipe
from .registering import register_classes, unregister_classes
from .session import STATE, redraw
from .template_operators import says_its_kind


def _options() -> dict[str, Any]:
    return {"frames": BATCH.frames, "start": BATCH.start or None, "seed": STATE.seed, "workers": BATCH.workers or None,
            "quality": None if BATCH.quality == "recipe" else BATCH.quality}


class FACINGS_OT_batch_start(bpy.types.Operator):
    """Render the frames with this template as it is now, in a process of its own: you can go on working, or quit Blender"""

    bl_idname, bl_label = "facings.batch_start", "Start"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not says_its_kind(cls):
            return False
        if BATCH.run is not None and BATCH.run.running:
            cls.poll_message_set("A batch runs already. Stop it, or wait for it.")
            return False
        if not BATCH.folder.strip():
            cls.poll_message_set("Choose the folder for the pictures first.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        BATCH.message = ""
        try:
            self._start()
        except (OSError, RuntimeError) as error:
            BATCH.message = str(error).strip()
            self.report({"ERROR"}, BATCH.message)
            return {"CANCELLED"}
        redraw()
        return {"FINISHED"}

    def _start(self) -> None:
        program = session.command()
        if not program:
            raise RuntimeError(finding.why_none(preferred_command()))
        if BATCH.folder.startswith("//") and not bpy.data.filepath:
            raise RuntimeError("The folder lies beside a file that is not saved yet. Save the file, or choose another.")
        folder = bpy.path.abspath(BATCH.folder)
        # A copy: what is edited meanwhile is no part of this run. It outlives Blender, as the run does.
        scratch = tempfile.mkdtemp(prefix="facings-batch-")
        try:
            name = os.path.splitext(os.path.basename(bpy.data.filepath))[0] or "untitled"
            copy = os.path.join(scratch, f"{name}.blend")
            session.write_copy(copy)
            command = [*render_command(program, path_of_recipe(), copy, folder, _options()), "--log-format", "json"]
            run = BatchRun(command, folder, scratch)
        except (OSError, RuntimeError):
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        forget_pictures()
        BATCH.run = run


class FACINGS_OT_batch_stop(bpy.types.Operator):
    """Stop after the frames that are under way; pressed again, at once. The same settings go on where it stopped"""

    bl_idname, bl_label = "facings.batch_stop", "Stop"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if BATCH.run is None or not BATCH.run.running:
            cls.poll_message_set("No batch runs that was started here.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        if BATCH.run is not None:
            BATCH.run.stop()
        redraw()
        return {"FINISHED"}


class FACINGS_OT_batch_copy(bpy.types.Operator):
    """Copy the command that renders these frames, to run it in a terminal or on another machine"""

    bl_idname, bl_label = "facings.batch_copy", "Copy Command"

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not says_its_kind(cls):
            return False
        if not bpy.data.filepath:
            cls.poll_message_set("Save the file first: the command reads it.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        folder = bpy.path.abspath(BATCH.folder) or "pictures"
        manager: Any = bpy.context.window_manager
        manager.clipboard = as_line(render_command("facings", path_of_recipe(), bpy.data.filepath, folder, _options()))
        if bpy.data.is_dirty:
            self.report({"WARNING"}, "Copied. Save the file: the command reads what is saved, not what is shown.")
        else:
            self.report({"INFO"}, "Copied")
        return {"FINISHED"}


_CLASSES = (FACINGS_OT_batch_start, FACINGS_OT_batch_stop, FACINGS_OT_batch_copy)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
