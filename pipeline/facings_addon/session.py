"""What the panels share while Blender runs: the worker, what is wanted of it, and what came.

All of it is Python's alone: nothing is stored in the file.
"""

import contextlib
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import bpy
from bpy.app.handlers import persistent

from . import contracts, dressing, finding
from .preferences import own_folder, preferred_command
from .worker import Worker

_TICK_S, _IDLE_S = 0.1, 0.5


@dataclass
class State:
    """See the module."""

    live: contracts.LiveCheck = field(default_factory=contracts.LiveCheck)
    worker: Worker | None = None
    recipes: dict[str, list[str]] = field(default_factory=dict)
    recipe: str = ""
    seed: int = 0
    frame: int = 0
    message: str = ""
    """What went wrong last, or what the artist is to know."""
    edits: int = 1
    """Counts changes of the template."""
    copied: int = 0
    """The count at which the copy was written that the worker has."""
    recipe_edits: int = 0
    """Counts changes of the recipe."""
    labelled: tuple[int, int] = (0, 0)
    """The counts at which the labels that are shown were made."""
    holds: dict[str, Any] = field(default_factory=dict)
    """What the frame that is shown holds."""
    labels: dict[str, Any] = field(default_factory=dict)
    """What the worker told of the labels that may be shown."""
    layer: str = "none"
    opacity: float = 0.6
    quiet: bool = False
    """This extension changes the file itself: that is no edit."""


STATE = State()

ON_TICK: list[Callable[[], None]] = []
"""What other parts do at each tick of the timer."""

FRAME_REQUESTS = ("realise", "labels", "look")
"""What takes its time."""


def redraw() -> None:
    """Have the panels and viewports drawn anew."""
    manager: Any = bpy.context.window_manager
    for window in manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "IMAGE_EDITOR"):
                area.tag_redraw()


def command() -> str:
    """Return the facings command, '' where there is none."""
    return finding.command(preferred_command(), bpy.data.filepath, own_folder())


def worker() -> Worker:
    """Return the worker, started now where there is none; raises RuntimeError, which says why there cannot be one."""
    if STATE.worker is not None and STATE.worker.said:
        drop_worker()
    if STATE.worker is None:
        program = command()
        if not program:
            raise RuntimeError(finding.why_none(preferred_command()))
        call = [program, "serve", "--template", _copy_path()]
        try:
            STATE.worker = Worker(call, os.path.join(dressing.folder(), "printed.txt"))
        except OSError as error:
            raise RuntimeError(f"{program} cannot be started ({error.strerror or error}).") from error
        STATE.copied = 0
        STATE.worker.ask("recipes", _know_recipes, _say)
    return STATE.worker


def drop_worker() -> None:
    """End the worker, where there is one."""
    if STATE.worker is not None:
        STATE.worker.end()
        STATE.worker = None


def copy_template() -> None:
    """Write what is open, unsaved changes included, to where the worker reads it; the artist's file is not touched.

    Raises RuntimeError where Blender cannot.
    """
    path = _copy_path()
    if STATE.copied == STATE.edits and os.path.isfile(path):
        return
    write_copy(path)
    STATE.copied = STATE.edits
    if STATE.worker is not None:
        STATE.worker.ask("template", lambda result: None, _say, file=path)


def write_copy(path: str) -> None:
    """Write what is open, unsaved changes included, to another file; raises RuntimeError where Blender cannot."""
    with quietly():
        dressing.undress()
        bpy.ops.wm.save_as_mainfile(filepath=path, copy=True, check_existing=False)


@contextlib.contextmanager
def quietly() -> Any:
    """Change the file without its being the artist's edit."""
    STATE.quiet = True
    try:
        yield
    finally:
        STATE.quiet = False


def take_away() -> None:
    """Show the template again."""
    with quietly():
        dressing.undress()
    STATE.holds = {}


def stale() -> bool:
    """Whether template or recipe have changed since the labels were made."""
    return STATE.labelled != counts()


def counts() -> tuple[int, int]:
    """Return how often template and recipe have changed."""
    return STATE.edits, STATE.recipe_edits


def occupied() -> str:
    """Return what of a frame the worker makes, '' where it makes none."""
    return STATE.worker.asked_for(FRAME_REQUESTS) if STATE.worker is not None else ""


def _copy_path() -> str:
    name = os.path.splitext(os.path.basename(bpy.data.filepath))[0] or "untitled"
    inner = os.path.join(dressing.folder(), "template")
    os.makedirs(inner, exist_ok=True)
    return os.path.join(inner, f"{name}.blend")


def _know_recipes(result: dict[str, Any]) -> None:
    STATE.recipes = result["recipes"]
    redraw()


def _say(message: str) -> None:
    if message:
        STATE.message = message
    redraw()


def _tick() -> float:
    """Go on; Blender takes a timer away that raises, and with it whatever comes later."""
    try:
        return go_on()
    except Exception as error:
        traceback.print_exc()
        STATE.message = f"A fault in this extension, {type(error).__name__}: {error}. Blender's console tells more."
        redraw()
        return _IDLE_S


def go_on() -> float:
    """Do what has come due; return the seconds to the next time."""
    worker = STATE.worker
    if worker is not None and worker.poll():
        redraw()
    for each in ON_TICK:
        each()
    if STATE.live.due and dressing.shown_scene() is None:
        STATE.live.run()
        redraw()
    return _TICK_S if worker is not None and worker.busy else _IDLE_S


@persistent
def _edited(scene: Any, graph: Any) -> None:
    if STATE.quiet or scene.library is not None:
        return
    STATE.edits += 1
    STATE.live.ask()


@persistent
def _undone(*arguments: Any) -> None:
    STATE.edits += 1
    STATE.live.ask(0.1)


@persistent
def _before_saving(*arguments: Any) -> None:
    take_away()


@persistent
def _before_loading(*arguments: Any) -> None:
    take_away()
    if STATE.worker is not None:
        STATE.worker.cancel(FRAME_REQUESTS)


@persistent
def _loaded(*arguments: Any) -> None:
    # A file that was saved without us, by autosave perhaps, may hold what was shown.
    take_away()
    STATE.edits += 1
    STATE.labels, STATE.message, STATE.layer = {}, "", "none"
    STATE.live.ask(0.1)


_HANDLERS = (("depsgraph_update_post", _edited), ("undo_post", _undone), ("redo_post", _undone), ("save_pre", _before_saving),
             ("load_pre", _before_loading), ("load_post", _loaded))


def register() -> None:
    """Begin to listen."""
    for name, handler in _HANDLERS:
        getattr(bpy.app.handlers, name).append(handler)
    STATE.live.ask(0.1)
    bpy.app.timers.register(_tick, first_interval=_IDLE_S, persistent=True)


def unregister() -> None:
    """Leave nothing behind."""
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    for name, handler in _HANDLERS:
        handlers = getattr(bpy.app.handlers, name)
        if handler in handlers:
            handlers.remove(handler)
    drop_worker()
    take_away()
