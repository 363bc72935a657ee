"""Operators of the Randomise and Labels panels. None of them waits: what they ask for comes by `session`'s timer."""

import os
from typing import Any

import bpy

from . import dressing, session
from .recipe_session import path_of_recipe
from .registering import register_classes, unregister_classes, with_properties
from .session import STATE, redraw
from .template_operators import UNDOABLE, says_its_kind


def frame_request() -> dict[str, Any]:
    """Return which frame is meant, as the worker is asked for it."""
    return {"recipe": path_of_recipe(), "seed": STATE.seed, "frame": STATE.frame}


def _place(name: str) -> str:
    return os.path.join(dressing.folder(), name)


class Asking(bpy.types.Operator):
    """What asks the worker for a frame."""

    bl_options = UNDOABLE

    @classmethod
    def poll(cls, context: Any) -> bool:
        if not says_its_kind(cls):
            return False
        if session.occupied():
            cls.poll_message_set("A frame is on its way. Cancel it, or wait for it.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        STATE.message = ""
        try:
            worker = session.worker()
            session.copy_template()
        except RuntimeError as error:
            STATE.message = str(error).strip()
            self.report({"ERROR"}, STATE.message)
            return {"CANCELLED"}
        self._ask(worker)
        redraw()
        return {"FINISHED"}

    def _ask(self, worker: Any) -> None:
        raise NotImplementedError


@with_properties(step=bpy.props.IntProperty(name="Step", default=0, description="To which frame, from this one"))
class FACINGS_OT_randomise(Asking):
    """Show a random frame as the batch will make it: this template, dressed by the recipe"""

    bl_idname, bl_label = "facings.randomise", "Show Frame"
    step: Any

    def _ask(self, worker: Any) -> None:
        STATE.frame = max(0, STATE.frame + self.step)
        # Blender knows a library by its path: each frame has a file of its own.
        out = _place(f"seed_{STATE.seed}_frame_{STATE.frame}_{STATE.edits}_{STATE.recipe_edits}.blend")
        worker.ask("realise", dressed, failed, out=out, **frame_request())


class FACINGS_OT_labels(Asking):
    """Make the labels of this frame and lay them over the camera view"""

    bl_idname, bl_label = "facings.labels", "Make Labels"

    def _ask(self, worker: Any) -> None:
        made_of = session.counts()
        worker.ask("labels", lambda result: _labelled(result, made_of), failed, folder=_place("labels"), **frame_request())


class FACINGS_OT_look(Asking):
    """Render the frame as the batch will, in draft quality, into the image editor"""

    bl_idname, bl_label = "facings.look", "Look"

    def _ask(self, worker: Any) -> None:
        made_of = session.counts()
        worker.ask("look", lambda result: _looked(result, made_of), failed, folder=_place("look"), quality="draft",
                   **frame_request())


class FACINGS_OT_cancel(bpy.types.Operator):
    """Drop the frame that is on its way; pressed again, end the process that makes it"""

    bl_idname, bl_label = "facings.cancel", "Cancel"
    _asked: Any = None

    @classmethod
    def poll(cls, context: Any) -> bool:
        if STATE.worker is None or not STATE.worker.busy:
            cls.poll_message_set("Nothing is on its way.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        worker = STATE.worker
        if FACINGS_OT_cancel._asked is worker:
            session.drop_worker()
            STATE.message = "The process was ended. The next frame starts another one."
        elif worker is not None:
            worker.cancel(session.FRAME_REQUESTS)
            FACINGS_OT_cancel._asked = worker
        redraw()
        return {"FINISHED"}


class FACINGS_OT_back(bpy.types.Operator):
    """Show the template again; nothing of the random frame stays in the file"""

    bl_idname, bl_label, bl_options = "facings.back", "Back to Template", UNDOABLE

    @classmethod
    def poll(cls, context: Any) -> bool:
        if dressing.shown_scene() is None:
            cls.poll_message_set("The template is what is shown.")
            return False
        return True

    def execute(self, context: Any) -> Any:
        session.take_away()
        redraw()
        return {"FINISHED"}


def dressed(result: dict[str, Any]) -> None:
    """Show a frame that the worker realised."""
    try:
        with session.quietly():
            dressing.dress(result["file"], result["scene"])
            if not bpy.app.background:
                bpy.ops.ed.undo_push(message="Facings frame")
    except (OSError, RuntimeError) as error:
        STATE.message = f"The frame cannot be shown: {error}"
    else:
        STATE.holds = result["holds"]
    redraw()


def _labelled(result: dict[str, Any], made_of: tuple[int, int]) -> None:
    STATE.labels, STATE.labelled = result, made_of
    if STATE.layer == "none":
        STATE.layer = "instances"
    redraw()


def _looked(result: dict[str, Any], made_of: tuple[int, int]) -> None:
    _labelled(result, made_of)
    STATE.layer = "none"
    path = result["picture"]
    with session.quietly():
        before = next((i for i in bpy.data.images if bpy.path.abspath(i.filepath) == path), None)
        if before is not None:
            bpy.data.images.remove(before)
        image = bpy.data.images.load(path)
        image.name = f"Facings look, frame {STATE.frame}"
    if not bpy.app.background:
        _show(image)
    redraw()


def _show(image: Any) -> None:
    """Show a picture in the image editor that is open, or in a new window."""
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                area.spaces.active.image = image
                return
    before = set(manager.windows)
    with bpy.context.temp_override(window=manager.windows[0]):
        bpy.ops.wm.window_new()
    for window in set(manager.windows) - before:
        area = max(window.screen.areas, key=lambda area: area.width * area.height)
        area.type = "IMAGE_EDITOR"
        area.spaces.active.image = image


def failed(message: str) -> None:
    """Say what the worker could not do."""
    FACINGS_OT_cancel._asked = None
    STATE.message = message
    redraw()


_CLASSES = (FACINGS_OT_randomise, FACINGS_OT_labels, FACINGS_OT_look, FACINGS_OT_cancel, FACINGS_OT_back)


def register() -> None:
    """Called by `facings_addon.register`."""
    register_classes(_CLASSES)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    unregister_classes(_CLASSES)
