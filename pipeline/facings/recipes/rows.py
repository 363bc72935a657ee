"""A recipe as rows of an editor: one a key, in the order of the model, with what its widget needs to know.

Rows are JSON data. Of a section: path, section ('part', 'named' where it holds parts by a name of the user's, 'variant'), help,
here (whether the file has it), add (keys that may be added), error. Of a key: path, kind, form, forms, value, here, help, unit,
min, max, words, length, line, error; see `leaf_forms`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from facings.recipes.distributions import plain
from facings.recipes.leaf import ValueType
from facings.recipes.leaf_forms import AS_TEXT, form_of, forms_of, kind_of, told
from facings.recipes.numeric import Number
from facings.recipes.values import OneOf, Row
from facings.recipes.variants import Variant
from facings.recipes.yaml_edit import flow
from facings.recipes.yaml_source import YamlSource

Path = tuple[str, ...]
Problems = Mapping[Path, str]

_FIXED = ("schema", "scene")
"""What makes a file a recipe of its kind."""


def recipe_rows(model: type[BaseModel], source: YamlSource, problems: Problems) -> list[dict[str, Any]]:
    """Return the rows of a recipe that may hold mistakes; each of `problems` (by path) stands at the row that it is about, and
    one of a key that the model does not have makes a row of its own."""
    rows = list(_part(model, _default(model), source.data, (), source, False))
    by_path = {tuple(row["path"]): row for row in rows}
    for path, said in problems.items():
        known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in by_path), None)
        if known is None or (known != path and by_path[known].get("section")):
            rows.append({"path": list(path), "kind": "unknown", "here": True, "line": source.line(path), "error": said})
        else:
            row = by_path[known]
            row["error"] = f"{row['error']} {said}" if row["error"] else said
    return rows


def leaf_at(model: type[BaseModel], path: Path) -> tuple[ValueType | None, Any]:
    """Return the type of the key at a path, None where it is none that forms are known of, and its default as JSON data (of a
    part: {}). Raises KeyError where there is no such key."""
    current: Any = model
    for step in path[:-1]:
        if get_origin(current) is dict:
            current = get_args(current)[1]
        else:
            field = _fields(current)[step]
            current = _named_parts_of(field) or _part_of(field)
            if current is None:
                raise KeyError(step)
    if get_origin(current) is dict:
        return None, {}
    field = _fields(current)[path[-1]]
    default = {} if _part_of(field) or _named_parts_of(field) else plain(field.get_default(call_default_factory=True))
    return _type_of(field), default


def _part(model: type[BaseModel], default: Any, data: Any, path: Path, source: YamlSource, few: bool
          ) -> Iterator[dict[str, Any]]:
    """The rows of a part; `few` are those alone that it names, in a variant, which replaces by them what stands elsewhere."""
    held = data if isinstance(data, Mapping) else {}
    for key, field in _fields(model).items():
        inner, name = path + (key,), _name(model, key)
        own = getattr(default, name, None)
        if key in _FIXED and not path or (few and key not in held):
            continue
        part, named = _part_of(field), _named_parts_of(field)
        below = held.get(key)
        if part is not None and below is not None and not isinstance(below, Mapping):  # by a preset's name
            yield _leaf(field, below, own, True, inner, source)
        elif part is not None:
            yield _section("part", inner, field.description or part.__doc__, key in held, source,
                           _missing(part, below) if few else [])
            yield from _part(part, own if own is not None else _default(part), below, inner, source, few)
        elif named is not None:
            yield from _named(get_args(named)[1], below, inner, field, source, few)
        else:
            yield _leaf(field, below, own, key in held, inner, source)


def _named(part: type[BaseModel], data: Any, path: Path, field: FieldInfo, source: YamlSource, within: bool
           ) -> Iterator[dict[str, Any]]:
    held = data if isinstance(data, Mapping) else {}
    yield _section("named", path, field.description or part.__doc__, data is not None, source, [])
    for name, inner in held.items():
        few = within or issubclass(part, Variant)
        yield _section("variant", (*path, str(name)), part.__doc__, True, source, _missing(part, inner) if few else [])
        yield from _part(part, _default(part), inner, (*path, str(name)), source, few)


def _section(section: str, path: Path, said: str | None, here: bool, source: YamlSource, add: list[str]) -> dict[str, Any]:
    return {"path": list(path), "section": section, "help": _words(said), "here": here, "line": source.line(path), "add": add,
            "error": ""}


def _leaf(field: FieldInfo, raw: Any, default: Any, here: bool, path: Path, source: YamlSource) -> dict[str, Any]:
    value_type = _type_of(field)
    value = raw if here else plain(default)
    value = list(value) if isinstance(value, tuple) else value
    kind = kind_of(value_type)
    form = AS_TEXT if value_type is None or kind == AS_TEXT else form_of(value_type, value)
    row: dict[str, Any] = {"path": list(path), "kind": kind, "form": form, "here": here, "help": _words(field.description),
                           "value": told(value), "text": flow(value), "line": source.line(path) if here else 0, "error": "",
                           "forms": [] if value_type is None else forms_of(value_type)}
    inner = value_type.item if isinstance(value_type, Row) else value_type
    if isinstance(inner, Number):
        bounds = {"min": inner.ge if inner.ge is not None else inner.gt, "max": inner.le if inner.le is not None else inner.lt}
        row |= {"unit": inner.unit, **{name: bound for name, bound in bounds.items() if bound is not None}}
    if isinstance(value_type, Row):
        row |= {"item": kind_of(value_type.item), "length": len(value) if isinstance(value, list) else max(value_type.lengths)}
    if isinstance(value_type, OneOf):
        row["words"] = list(value_type.choices)
    row["help"] = row["help"] or (f"{value_type.expected()}".rstrip(",") if value_type is not None else "")
    return row


def _missing(model: type[BaseModel], data: Any) -> list[str]:
    return [key for key in _fields(model) if not isinstance(data, Mapping) or key not in data]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _name(model: type[BaseModel], key: str) -> str:
    return next(name for name, field in model.model_fields.items() if (field.alias or name) == key)


def _default(model: type[BaseModel]) -> Any:
    """A model's defaults, of keys that have one, without their being checked."""
    return model.model_construct()


def _type_of(field: FieldInfo) -> ValueType | None:
    found = next((each for each in field.metadata if isinstance(each, ValueType)), None)
    return None if found is None else found.annotating(field.annotation)


def _part_of(field: FieldInfo) -> type[BaseModel] | None:
    return next((each for each in (field.annotation, *get_args(field.annotation))
                 if isinstance(each, type) and issubclass(each, BaseModel)), None) if not _named_parts_of(field) else None


def _named_parts_of(field: FieldInfo) -> Any:
    for each in (field.annotation, *get_args(field.annotation)):
        arguments = get_args(each) if get_origin(each) is dict else ()
        if len(arguments) == 2 and isinstance(arguments[1], type) and issubclass(arguments[1], BaseModel):
            return each
    return None


def _words(said: str | None) -> str:
    return " ".join((said or "").split())
