"""Records as JSON text: the same data gives the same bytes, floats come back exactly, lines can be compared."""

import json
from typing import Any

import numpy as np


def json_text(data: dict[str, Any]) -> str:
    """Return `data` as JSON with one top-level key a line, and one item a line where a value is a list of mappings.

    Key order is kept; numpy numbers and arrays are taken as Python's; floats are written so that they read back equal
    (Python's `repr`). Raises ValueError for NaN and infinities, which JSON lacks, and TypeError for what is no data.
    """
    lines = []
    for key, value in data.items():
        if isinstance(value, list | tuple) and value and all(isinstance(item, dict) for item in value):
            text = "[\n" + ",\n".join(one_line(item) for item in value) + "\n]"
        else:
            text = one_line(value)
        lines.append(f"{one_line(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def one_line(value: Any) -> str:
    """Return `value` as JSON on one line, under the same rules."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain)


def plain(value: Any) -> Any:
    """Return numpy numbers and arrays as Python has them; raises TypeError for anything else."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no place in a record; dicts, lists, strings, numbers, arrays have")
