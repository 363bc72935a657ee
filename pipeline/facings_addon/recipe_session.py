"""The recipe that the Recipe panel shows: its rows as the worker told them, and edits that are on their way to its file.

The worker edits the text; here is only what was typed a moment ago, and what was wrong with it.
"""

import os
import time
from dataclasses import dataclass, field
from typing import Any

import bpy

from . import session
from .properties import recipe
from .session import STATE, redraw

Path = tuple[str, ...]

_WAIT_S = 0.35
"""So long after the last change of a field it is written: dragging a slider is one edit."""


@dataclass
class Edit:
    """What a field says that the file does not say yet."""

    form: str
    value: Any
    due_s: float
    sent: bool = False


@dataclass
class RecipeState:
    """See the module."""

    file: str = ""
    own: bool = False
    fault: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    by_path: dict[Path, dict[str, Any]] = field(default_factory=dict)
    asked: str = ""
    """The recipe whose rows were asked for; '' until the panel is used."""
    modified: float = 0.0
    """When the file was written that the rows are of."""
    edits: dict[Path, Edit] = field(default_factory=dict)
    wrong: dict[Path, str] = field(default_factory=dict)
    unfolded: set[Path] = field(default_factory=set)
    history: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Of each file that was edited here the texts before and after each edit."""
    search: str = ""
    message: str = ""


RECIPE = RecipeState()


def path_of_recipe() -> str:
    """Return the recipe that is chosen, as the worker finds it."""
    told = recipe()
    return bpy.path.abspath(told) if told.startswith("//") else told


def ask_rows() -> None:
    """Ask for the chosen recipe's rows; raises RuntimeError where there can be no worker."""
    RECIPE.asked = path_of_recipe()
    session.worker().ask("rows", _show, _no_rows, recipe=RECIPE.asked)


def ask_edit(path: Path, how: str, **request: Any) -> None:
    """Have one key changed in the recipe's file."""
    file = RECIPE.file
    session.worker().ask("edit", lambda told: _edited(path, told), lambda said: _refused(file, path, said), recipe=file,
                         path=list(path), how=how, **request)


def ask_own(out: str) -> None:
    """Have the recipe copied to a file of the artist's, which is the chosen one from then on."""
    session.worker().ask("own_recipe", _owned, _cannot, recipe=path_of_recipe(), out=out)


def ask_restore() -> None:
    """Have the last edit of the recipe that is shown taken back."""
    before, after = RECIPE.history[RECIPE.file][-1]
    session.worker().ask("edit", _restored, _cannot, recipe=RECIPE.file, how="restore", before=before, after=after)


def put(path: Path, form: str, value: Any) -> None:
    """Note what a field says now; it is written once it has been left in peace."""
    RECIPE.edits[path] = Edit(form, value, time.monotonic() + _WAIT_S)
    RECIPE.wrong.pop(path, None)


def drop(path: Path) -> None:
    """Forget what a field said that was wrong."""
    RECIPE.edits.pop(path, None)
    RECIPE.wrong.pop(path, None)
    redraw()


def form_of(path: Path) -> str:
    """Return the form that a row is shown in."""
    return RECIPE.edits[path].form if path in RECIPE.edits else RECIPE.by_path.get(path, {}).get("form", "constant")


def value_of(path: Path) -> Any:
    """Return what a row's fields show: what was typed, or what the file says."""
    return RECIPE.edits[path].value if path in RECIPE.edits else RECIPE.by_path.get(path, {}).get("value")


def tick() -> None:
    """Send edits whose moment has come; ask anew where another recipe was chosen or its file was written by others."""
    if not RECIPE.asked:
        return
    now = time.monotonic()
    for path, edit in list(RECIPE.edits.items()):
        if not edit.sent and now >= edit.due_s:
            edit.sent = True
            try:
                ask_edit(path, "set", value=edit.value, form=edit.form)
            except RuntimeError as error:
                _refused(RECIPE.file, path, str(error))
    worker = STATE.worker
    if worker is None or worker.said or worker.busy:
        return
    if RECIPE.asked != path_of_recipe() or _written_at(RECIPE.file) != RECIPE.modified:
        ask_rows()


def _written_at(file: str) -> float:
    try:
        return os.stat(file).st_mtime if file else 0.0
    except OSError:
        return 0.0


def _show(told: dict[str, Any]) -> None:
    from .recipe_fields import ready_fields

    _turn_to(told["file"])
    RECIPE.own, RECIPE.fault, RECIPE.message = told["own"], told["fault"], ""
    RECIPE.rows, RECIPE.by_path = told["rows"], {tuple(row["path"]): row for row in told["rows"]}
    ready_fields(RECIPE.rows)
    redraw()


def _no_rows(said: str) -> None:
    """The recipe cannot be shown; it is asked for again once its file has changed, not at every tick."""
    _turn_to(RECIPE.asked)
    RECIPE.own, RECIPE.fault, RECIPE.message = False, "", said
    RECIPE.rows, RECIPE.by_path = [], {}
    redraw()


def _turn_to(file: str) -> None:
    if file != RECIPE.file:
        RECIPE.edits.clear()
        RECIPE.wrong.clear()
    RECIPE.file, RECIPE.modified = file, _written_at(file)


def _edited(path: Path, told: dict[str, Any]) -> None:
    if told["before"] != told["after"]:
        RECIPE.history.setdefault(told["file"], []).append((told["before"], told["after"]))
        STATE.recipe_edits += 1
    if told["file"] != RECIPE.file:
        return  # another one was chosen meanwhile
    if path in RECIPE.edits and RECIPE.edits[path].sent:
        del RECIPE.edits[path]
    RECIPE.wrong.pop(path, None)
    _show(told)


def _refused(file: str, path: Path, said: str) -> None:
    edit = RECIPE.edits.get(path)
    if file != RECIPE.file:
        return
    if not said:  # its process was ended before its turn came
        if edit is not None:
            edit.sent = False
    elif edit is not None or path in RECIPE.by_path:
        RECIPE.wrong[path] = said
    else:
        RECIPE.message = said
    redraw()


def _restored(told: dict[str, Any]) -> None:
    RECIPE.history[told["file"]].pop()
    STATE.recipe_edits += 1
    if told["file"] == RECIPE.file:
        RECIPE.edits.clear()
        RECIPE.wrong.clear()
        _show(told)


def _owned(told: dict[str, Any]) -> None:
    STATE.recipe = RECIPE.asked = told["file"]
    _show(told)


def _cannot(said: str) -> None:
    RECIPE.message = said
    redraw()


def register() -> None:
    """Called by `facings_addon.register`."""
    session.ON_TICK.append(tick)


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    session.ON_TICK.remove(tick)
    RECIPE.__init__()
