"""Answers the artist's extension: one JSON object a line comes in, one or more go out.

A request is {"id": ..., "do": NAME, ...}. Its answer is {"id", "result": {...}} or {"id", "error": {"kind", "message"}}; before
it may come {"id", "progress": {"what", "done", "total"}}. Kinds of errors: 'input' (the message is for the artist), 'request'
(the line makes no sense), 'cancelled', 'fault'.
"""

import json
import queue
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from facings.blender.template import open_file
from facings.blender.template_review import contract_modules, review
from facings.errors import InputError
from facings.frames import recipe_editing
from facings.frames.extremes import extreme_changes, extreme_keys
from facings.frames.loading import load_recipe
from facings.frames.scene_kind import scene_kind
from facings.frames.spec import to_json
from facings.recipes.files import shipped
from facings.recipes.yaml_source import read_yaml
from facings.rendering.job import package_version
from facings.rendering.scene_preview import ScenePreview, summary

PROTOCOL = 1
"""Raised when a request or an answer means something else: an extension refuses a worker of another number."""

Tell = Callable[[Mapping[str, Any]], None]


class Cancelled(Exception):
    """The request is not wanted any more."""


class PreviewService:
    """Serves one template. `hear` may be called from any thread, `work` from Blender's alone."""

    def __init__(self, preview: ScenePreview, tell: Tell) -> None:
        self._preview, self._tell = preview, tell
        self._waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._unwanted: set[Any] = set()
        """Ids of requests that were cancelled before they ended."""
        self._open: set[Any] = set()
        self._requests: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "version": self._version, "template": self._template, "check": self._check, "recipes": self._recipes,
            "schema": self._schema, "check_recipe": self._check_recipe, "sample": self._sample, "realise": self._realise,
            "labels": self._labels, "look": self._look, "rows": self._rows, "own_recipe": self._own_recipe,
            "edit": self._edit, "extremes": self._extremes,
        }

    def hear(self, line: str) -> None:
        """Take a line; what cannot be taken is answered at once, and so is 'cancel'."""
        try:
            request = json.loads(line)
        except ValueError as error:
            self._refuse(None, f"The line is not JSON ({error}).")
            return
        if not isinstance(request, dict) or not isinstance(request.get("id"), int | str):
            self._refuse(None, "A request is an object with an 'id', a number or a text.")
            return
        number, what = request["id"], request.get("do")
        if what == "cancel":
            with self._lock:
                if request.get("which") in self._open:
                    self._unwanted.add(request["which"])
            self._tell({"id": number, "result": {}})
        elif what == "quit":
            self._waiting.put(None)
        elif not isinstance(what, str) or what not in self._requests:
            known = ", ".join([*self._requests, "cancel", "quit"])
            self._refuse(number, f"There is no request {what!r}; these are: {known}.")
        else:
            with self._lock:
                if number in self._open:
                    self._refuse(number, f"A request {number!r} is under way already: each needs an id of its own.")
                    return
                self._open.add(number)
            self._waiting.put(request)

    def work(self) -> None:
        """Answer what was heard, one request after the other, until 'quit'."""
        while (request := self._waiting.get()) is not None:
            self._answer(request)

    def _answer(self, request: dict[str, Any]) -> None:
        number = request["id"]
        try:
            self._go_on(number)
            answer: dict[str, Any] = {"result": self._requests[request["do"]](request)}
        except Cancelled:
            answer = _error("cancelled", "The request was cancelled.")
        except InputError as error:
            answer = _error("input", str(error))
        except _BadRequest as error:
            answer = _error("request", str(error))
        except Exception as error:
            traceback.print_exc()
            self._preview.forget()
            answer = _error("fault", f"A fault in Facings itself, {type(error).__name__}: {error}.")
        with self._lock:
            self._open.discard(number)
            self._unwanted.discard(number)
        self._tell({"id": number, **answer})

    def _refuse(self, number: Any, message: str) -> None:
        self._tell({"id": number, **_error("request", message)})

    def _go_on(self, number: Any) -> None:
        with self._lock:
            if number in self._unwanted:
                raise Cancelled

    def _progress(self, request: dict[str, Any]) -> Callable[[str, int, int], None]:
        def tell(what: str, done: int, total: int) -> None:
            self._go_on(request["id"])
            if what:
                self._tell({"id": request["id"], "progress": {"what": what, "done": done, "total": total}})
        return tell

    def _version(self, request: dict[str, Any]) -> dict[str, Any]:
        return version()

    def _template(self, request: dict[str, Any]) -> dict[str, Any]:
        self._preview.template = Path(_text(request, "file"))
        return {}

    def _check(self, request: dict[str, Any]) -> dict[str, Any]:
        self._preview.forget()
        return review(open_file(self._preview.template))

    def _recipes(self, request: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, list[str]] = {kind: [] for kind in contract_modules()}
        for name, path in shipped(".yaml").items():
            found.setdefault(str(read_yaml(path).data.get("scene")), []).append(name)
        return {"recipes": found}

    def _schema(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"schema": scene_kind(_text(request, "kind")).recipe_model.model_json_schema()}

    def _check_recipe(self, request: dict[str, Any]) -> dict[str, Any]:
        loaded = load_recipe(_text(request, "recipe"), _changes(request))
        return {"kind": loaded.kind.name, "resolved": loaded.resolved}

    def _rows(self, request: dict[str, Any]) -> dict[str, Any]:
        return recipe_editing.recipe_state(_text(request, "recipe"))

    def _own_recipe(self, request: dict[str, Any]) -> dict[str, Any]:
        return recipe_editing.own_recipe(_text(request, "recipe"), Path(_text(request, "out")))

    def _edit(self, request: dict[str, Any]) -> dict[str, Any]:
        """Change one key as 'how' says: set (with 'value' and 'form'), form, add, remove; or restore ('before', 'after')."""
        recipe, how = _text(request, "recipe"), _text(request, "how")
        if how == "restore":
            return recipe_editing.restore(recipe, _text(request, "before"), _text(request, "after"))
        path = request.get("path")
        if not isinstance(path, list) or not path or not all(isinstance(step, str) and step for step in path):
            raise _BadRequest(f"'path' is {path!r}; the steps of a key are expected, ['camera', 'height_m'].")
        keys = tuple(path)
        if how == "set":
            return recipe_editing.set_key(recipe, keys, request.get("value"), _text(request, "form"))
        if how == "form":
            return recipe_editing.set_form(recipe, keys, _text(request, "form"))
        ways = {"add": recipe_editing.add_key, "remove": recipe_editing.remove_key}
        if how not in ways:
            raise _BadRequest(f"'how' is {how!r}; set, form, add, remove or restore is expected.")
        return ways[how](recipe, keys)

    def _extremes(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"keys": extreme_keys(self._preview.load(_text(request, "recipe"), _changes(request)))}

    def _sample(self, request: dict[str, Any]) -> dict[str, Any]:
        loaded = self._loaded(request)
        spec = self._preview.sample(loaded, *_numbers(request), self._progress(request))
        return {"holds": summary(spec)} | ({"spec": to_json(spec)} if request.get("whole") else {})

    def _realise(self, request: dict[str, Any]) -> dict[str, Any]:
        out = Path(_text(request, "out"))
        return self._preview.realise(self._loaded(request), *_numbers(request), out, self._progress(request))

    def _labels(self, request: dict[str, Any]) -> dict[str, Any]:
        folder = Path(_text(request, "folder"))
        return self._preview.labels(self._loaded(request), *_numbers(request), folder, self._progress(request))

    def _look(self, request: dict[str, Any]) -> dict[str, Any]:
        folder = Path(_text(request, "folder"))
        return self._preview.look(self._loaded(request), *_numbers(request), folder, self._progress(request))

    def _loaded(self, request: dict[str, Any]) -> Any:
        quality = request.get("quality")
        if quality not in (None, "draft", "standard", "final"):
            raise _BadRequest(f"'quality' is {quality!r}; draft, standard or final is expected.")
        recipe, changes = _text(request, "recipe"), _changes(request)
        loaded = self._preview.load(recipe, changes, quality)
        extreme = request.get("extreme")
        if extreme is None:
            return loaded
        if not isinstance(extreme, dict) or not all(isinstance(extreme.get(name), str) for name in ("key", "at")):
            raise _BadRequest(f"'extreme' is {extreme!r}; {{'key': 'stock.fill', 'at': 'highest'}} is expected.")
        return self._preview.load(recipe, changes | extreme_changes(loaded, extreme["key"], extreme["at"]), quality)


class _BadRequest(Exception):
    """A request lacks what it needs."""


def version() -> dict[str, Any]:
    """Return what the extension asks first: versions, and the protocol that is spoken here."""
    from facings.blender.session import blender_version

    return {"facings": package_version("facings"), "blender": blender_version(), "protocol": PROTOCOL}


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"kind": kind, "message": message}}


def _text(request: dict[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str) or not value:
        raise _BadRequest(f"The request {request['do']!r} needs {key!r}, a text.")
    return value


def _numbers(request: dict[str, Any]) -> tuple[int, int]:
    found = request.get("seed", 0), request.get("frame", 0)
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in found):
        raise _BadRequest(f"'seed' and 'frame' are whole numbers; {found[0]!r} and {found[1]!r} came.")
    return found


def _changes(request: dict[str, Any]) -> dict[str, Any]:
    found = request.get("set", {})
    if not isinstance(found, dict):
        raise _BadRequest("'set' is an object of keys and their values, {'camera.height_m': 1.5}.")
    return found
