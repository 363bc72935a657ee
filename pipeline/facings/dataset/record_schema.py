"""The JSON schema of a kind's records as they lie in files, where long lists of mappings are tables."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from facings.dataset.instance_table import IMPLIED
from facings.frames.tables import COMPUTED, SHORTEST

_TOLD = f"""A frame's record. `facings.open` reads it. A list of {SHORTEST} or more mappings is written as a table, a column for
each key; so are such lists in `spec`. A column is a list with a value for each row, or one of:
{{"runs": [[value, count], ...]}}, as many rows in a row have this value;
{{"values": [...], "index": [...]}}, each row's place in `values`, from 0;
{{"rigid": "..."}}, 4x4 matrices of last line 0 0 0 1, whose first three lines are in numpy
frombuffer(zlib.decompress(base64.b64decode(text)), "<f8").reshape(3, 4, -1).transpose(2, 0, 1);
{{"within": [[first, last], ...], "column": ...}}, only these rows have the key;
"computed", what other keys imply."""

_COUNT = {"type": "integer", "minimum": 0}
_MATRIX = {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}


def record_schema(record_type: type) -> dict[str, Any]:
    """Return the JSON schema of files of a kind's `record_type`."""
    schema = TypeAdapter(record_type).json_schema()
    definitions = schema.get("$defs", {})
    for holder in (schema, *list(definitions.values())):
        for key, told in holder.get("properties", {}).items():
            options = _mappings(told.get("items", {}), definitions) if told.get("type") == "array" else []
            if options:
                said = {name: told[name] for name in ("title", "description") if name in told}
                holder["properties"][key] = said | {"anyOf": [_without(told, said), _table(options)]}
    return {"description": _TOLD.replace("\n", " "), **_without(schema, ("description",))}


def _mappings(items: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The mappings that a list's items may be; none where they may be anything else."""
    options = [definitions[option["$ref"].rpartition("/")[2]] if "$ref" in option else option
               for option in items.get("anyOf", [items])]
    return options if all("properties" in option for option in options) else []


def _table(options: list[dict[str, Any]]) -> dict[str, Any]:
    """The schema of a table whose rows are any of these mappings."""
    cells: dict[str, list[dict[str, Any]]] = {}
    for option in options:
        for key, told in option["properties"].items():
            if told not in cells.setdefault(key, []):
                cells[key].append(told)
    required = [key for key in cells if all(key in option.get("required", ()) for option in options)]
    columns = {key: _column(key, told[0] if len(told) == 1 else {"anyOf": told}) for key, told in cells.items()}
    return _mapping(rows=_COUNT, columns={"type": "object", "properties": columns, "required": required,
                                          "additionalProperties": False})


def _column(key: str, cell: dict[str, Any]) -> dict[str, Any]:
    said = {name: cell[name] for name in ("title", "description") if name in cell}
    cell = _without(cell, said)
    run = {"type": "array", "prefixItems": [cell, _COUNT], "minItems": 2, "maxItems": 2}
    whole = [{"type": "array", "items": cell}, _mapping(runs={"type": "array", "items": run}),
             _mapping(values={"type": "array", "items": cell}, index={"type": "array", "items": _COUNT})]
    if cell == _MATRIX:
        whole.append(_mapping(rigid={"type": "string"}))
    span = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}
    partial = _mapping(within={"type": "array", "items": span}, column={"anyOf": whole})
    return said | {"anyOf": [*whole, partial, *([{"const": COMPUTED}] if key in IMPLIED else [])]}


def _mapping(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _without(mapping: Mapping[str, Any], keys: Any) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in keys}
