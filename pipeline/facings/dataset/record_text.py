"""The bytes of a frame's record, as they are stored, and what they hold."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from facings.dataset.instance_table import instance_table, instances_of
from facings.dataset.json_text import one_line, plain
from facings.frames.tables import compacted, expanded, is_table


def record_text(record: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the record as JSON, its last keys 'bytes' and 'files': the size and the SHA-256 of each data file.

    One top-level key a line; long lists of mappings are tables (`facings.frames.tables`), a column a line. `files` holds the
    data files by path relative to the dataset ('images/000000.png'). Raises ValueError and TypeError for what JSON cannot hold.
    """
    body = {key: value for key, value in record.items() if key not in ("bytes", "files")}
    if "instances" in body and "camera" in body:
        body["instances"] = instance_table(body["instances"], body["camera"])
    body = {key: value if is_table(value) else compacted(value) for key, value in body.items()}
    sizes = {relative: len(data) for relative, data in files.items()}
    checksums = {relative: hashlib.sha256(data).hexdigest() for relative, data in files.items()}
    lines = [f"{_line(key)}: {_text(value)}" for key, value in body.items()]
    lines += [f'"bytes": {one_line(sizes)}', f'"files": {one_line(checksums)}']  # the store reads these two lines alone
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def record_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a record's file with its tables expanded and what they imply computed.

    Raises ValueError where a table is damaged. Files without tables, as those of older schemas, stay as they are.
    """
    record = {key: value if key == "instances" else expanded(value) for key, value in data.items()}
    if is_table(data.get("instances")):
        record["instances"] = instances_of(data["instances"], record["camera"])
    return record


def _text(value: Any) -> str:
    if is_table(value):
        columns = ",\n".join(f"{_line(key)}:{_line(column)}" for key, column in value["columns"].items())
        return f'{{"rows":{value["rows"]},"columns":{{\n{columns}\n}}}}'
    if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
        return "{" + ",".join(f"{_line(key)}:{_text(inner)}" for key, inner in value.items()) + "}"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain)
