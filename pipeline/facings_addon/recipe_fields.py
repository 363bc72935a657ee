"""The fields of the Recipe panel: for each key and form properties of the window manager that keep nothing themselves.

They are named by what they are, and never defined anew: a button that Blender still shows may refer to one.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import bpy

from .recipe_session import RECIPE, Path, ask_edit, drop, form_of, put, value_of

_FORMS = {
    "constant": ("Always", "The same value in every frame"), "nothing": ("None", "As the template or another key has it"),
    "uniform": ("Between", "Any value between two, all as likely"),
    "log_uniform": ("Doubling", "Between two values, each doubling as likely"),
    "integers": ("Whole", "A whole number from the first to the second"),
    "normal": ("Bell", "Mostly near the mean, never outside"),
    "choice": ("One of", "One of several, by weight"), "yaml": ("YAML", "As it is written in the file"),
}
_MADE: set[str] = set()
_SEARCH = "facings_recipe_search"

Field = tuple[str, ...]
"""Which part of a value: () the whole, ('uniform',) a range's two ends, ('normal', 'std'), ('values', '2')."""


def fields_of(row: dict[str, Any]) -> list[Field]:
    """Return the fields of a row in the form that it is shown in."""
    path = tuple(row["path"])
    form, value = form_of(path), value_of(path)
    if form in ("uniform", "log_uniform", "integers"):
        return [(form,)]
    if form == "normal":
        return [("normal", part) for part in ("mean", "std", "min", "max") if part in value["normal"]]
    if form == "choice":
        return [(part, str(k)) for k in range(len(value["values"])) for part in ("values", "weights")]
    return [] if form == "nothing" and row["kind"] not in ("text", "file") else [()]


def field_name(row: dict[str, Any], field: Field) -> str:
    """Return the name of a field's property, made by `ready_fields`."""
    told = json.dumps([row["path"], row["kind"], form_of(tuple(row["path"])), field, row.get("min"), row.get("max"),
                       row.get("words"), row.get("length"), row["forms"] if field == ("form",) else None, row["help"]])
    return f"facings_key_{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def ready_fields(rows: list[dict[str, Any]]) -> None:
    """Make the properties that rows need and that are not made yet; not to be called while a panel is drawn."""
    for row in rows:
        if row.get("section") or row["kind"] == "unknown":
            continue
        for field in [*fields_of(row), *([("form",)] if len(row["forms"]) > 1 else [])]:
            name = field_name(row, field)
            if name not in _MADE:
                setattr(bpy.types.WindowManager, name, _property(row, field))
                _MADE.add(name)


def title(row: dict[str, Any]) -> str:
    """Return a key as it stands in the panel: 'Height (m)'."""
    name, unit = str(row["path"][-1]), row.get("unit")
    if unit and name.endswith(f"_{unit}"):
        name = name.removesuffix(f"_{unit}")
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:] + (f" ({unit})" if unit else "")


def _property(row: dict[str, Any], field: Field) -> Any:
    path: Path = tuple(row["path"])
    told: dict[str, Any] = {"name": title(row), "description": row["help"]}
    if field == ("form",):
        forms = [*row["forms"], *([row["form"]] if row["form"] not in row["forms"] else [])]
        return bpy.props.EnumProperty(
            items=[(form, *_FORMS[form]) for form in forms], name="Form",
            description="How the value varies from frame to frame",
            get=lambda self: forms.index(form_of(path)) if form_of(path) in forms else 0,
            set=lambda self, number: _change_form(path, forms[number]))
    get, write = _reader(path, field), _writer(path, field)
    kind, form = row["kind"], form_of(path)
    bounds = {} if field == ("normal", "std") else {name: row[name] for name in ("min", "max") if name in row}
    if form == "yaml":
        return bpy.props.StringProperty(get=lambda self: _as_text(row, path), set=lambda self, text: put(path, "yaml", text),
                                        **told)
    if field[:1] == ("weights",):
        return bpy.props.FloatProperty(name="Weight", description="How often it is chosen, beside the others", min=0.0,
                                       soft_max=10.0, precision=2, get=lambda self: float(get()),
                                       set=lambda self, value: write(value))
    if field and field[0] in ("uniform", "log_uniform", "integers"):
        return _vector(get, write, 2, form == "integers", bounds, told)
    if kind == "row":
        return _vector(get, write, row["length"], row["item"] == "integer", bounds, told)
    return _single(kind, get, write, bounds, told, row)


def _single(kind: str, get: Callable[[], Any], write: Callable[[Any], None], bounds: dict[str, Any], told: dict[str, Any],
            row: dict[str, Any]) -> Any:
    if kind == "number":
        return bpy.props.FloatProperty(get=lambda self: float(get()), set=lambda self, value: write(value),
                                       precision=_precision(bounds), **bounds, **told)
    if kind == "integer":
        return bpy.props.IntProperty(get=lambda self: int(get()), set=lambda self, value: write(value), **_whole(bounds),
                                     **told)
    if kind == "flag":
        return bpy.props.BoolProperty(get=lambda self: bool(get()), set=lambda self, value: write(value), **told)
    if kind == "word":
        words = row["words"]
        return bpy.props.EnumProperty(
            items=[(word, word.replace("_", " ").capitalize(), word) for word in words],
            get=lambda self: words.index(get()) if get() in words else 0, set=lambda self, number: write(words[number]), **told)
    if kind == "colour":
        return bpy.props.FloatVectorProperty(size=3, subtype="COLOR_GAMMA", min=0.0, max=1.0, get=lambda self: _rgb(get()),
                                             set=lambda self, value: write(_hex(value)), **told)
    subtype: Any = "FILE_PATH" if kind == "file" else "NONE"
    return bpy.props.StringProperty(subtype=subtype, get=lambda self: "" if get() is None else str(get()),
                                    set=lambda self, text: write(text or None), **told)


def _vector(get: Callable[[], Any], write: Callable[[Any], None], size: int, whole: bool, bounds: dict[str, Any],
            told: dict[str, Any]) -> Any:
    if whole:
        return bpy.props.IntVectorProperty(size=size, get=lambda self: [int(v) for v in get()],
                                           set=lambda self, value: write([int(v) for v in value]), **_whole(bounds), **told)
    return bpy.props.FloatVectorProperty(size=size, get=lambda self: [float(v) for v in get()],
                                         precision=_precision(bounds),
                                         set=lambda self, value: write([float(v) for v in value]), **bounds, **told)


def _reader(path: Path, field: Field) -> Callable[[], Any]:
    def read() -> Any:
        found = value_of(path)
        for step in field:
            found = found[int(step)] if isinstance(found, list) else found[step]
        return found
    return read


def _writer(path: Path, field: Field) -> Callable[[Any], None]:
    def write(value: Any) -> None:
        whole = json.loads(json.dumps(value_of(path)))
        if not field:
            whole = value
        else:
            holder = whole
            for step in field[:-1]:
                holder = holder[step]
            holder[int(field[-1]) if isinstance(holder, list) else field[-1]] = value
        put(path, form_of(path), whole)
    return write


def _change_form(path: Path, form: str) -> None:
    drop(path)
    if form != form_of(path) and form != "yaml":
        ask_edit(path, "form", form=form)


def _as_text(row: dict[str, Any], path: Path) -> str:
    edit = RECIPE.edits.get(path)
    return str(edit.value) if edit is not None else str(RECIPE.by_path.get(path, row)["text"])


def _precision(bounds: dict[str, Any]) -> int:
    return 0 if bounds.get("max", 0) > 10_000 else 3


def _whole(bounds: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in bounds.items()}


def _rgb(colour: Any) -> list[float]:
    return [int(str(colour)[k:k + 2], 16) / 255 for k in (1, 3, 5)] if len(str(colour)) == 7 else [0.5, 0.5, 0.5]


def _hex(rgb: Any) -> str:
    return "#" + "".join(f"{round(min(max(v, 0.0), 1.0) * 255):02x}" for v in rgb)


def register() -> None:
    """Called by `facings_addon.register`."""
    setattr(bpy.types.WindowManager, _SEARCH, bpy.props.StringProperty(
        name="Search", options={"TEXTEDIT_UPDATE"}, description="Only keys in whose name this is",
        get=lambda self: RECIPE.search, set=lambda self, text: setattr(RECIPE, "search", text)))


def unregister() -> None:
    """Called by `facings_addon.unregister`."""
    for name in (*_MADE, _SEARCH):
        delattr(bpy.types.WindowManager, name)
    _MADE.clear()
