"""Long lists of mappings as tables, for files: a column for each key instead of the keys again for each mapping.

`{"rows": 3, "columns": {"sku": ["tea", "jam", "tea"], "bay": {"runs": [[0, 3]]}}}` is `[{"sku": "tea", "bay": 0}, ...]`.
A column is the shortest of

* a list, a value for each row;
* `{"runs": [[value, count], ...]}`: as many rows in a row have this value;
* `{"values": [...], "index": [...]}`: for each row the place of its value in `values`, counted from 0;

or, whatever its length, one of
* `{"rigid": "..."}`: rows of 4x4 matrices whose last line is 0 0 0 1; `matrices[:, :3]` is
  `numpy.frombuffer(zlib.decompress(base64.b64decode(text)), "<f8").reshape(3, 4, -1).transpose(2, 0, 1)`;
* `{"within": [[first, last], ...], "column": ...}`: only these rows have the key; the column is theirs, one of the above;
* `"computed"`: left out, for it follows from other keys; who made the table knows how.

What is expanded again is what it was, every float to the last bit.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

SHORTEST = 8
"""A list of fewer mappings stays a list."""
COMPUTED = "computed"
_LAST_LINE = np.array([0.0, 0.0, 0.0, 1.0]).tobytes()


def compacted(value: Any) -> Any:
    """Return JSON data with its long lists of mappings as tables, at any depth of mappings; raises ValueError where it holds
    a mapping that has the keys of a table."""
    if isinstance(value, Mapping):
        if value.keys() == {"rows", "columns"}:
            raise ValueError("a mapping of the keys 'rows' and 'columns' alone would be taken for a table")
        return {key: compacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple) and len(value) >= SHORTEST and all(isinstance(row, Mapping) for row in value):
        return table(value)
    return value


def table(rows: Sequence[Mapping[str, Any]], computed: Sequence[str] = ()) -> dict[str, Any]:
    """Return the table of at least one mapping; the keys `computed` are left out."""
    columns: dict[str, Any] = {}
    for key in dict.fromkeys(chain.from_iterable(rows)):
        if key in computed:
            columns[key] = COMPUTED
            continue
        there = [number for number, row in enumerate(rows) if key in row]
        column = _column([rows[number][key] for number in there])
        if len(there) < len(rows):
            starts = [there[0], *(b for a, b in pairwise(there) if b > a + 1)]
            ends = [*(a for a, b in pairwise(there) if b > a + 1), there[-1]]
            column = {"within": [list(span) for span in zip(starts, ends, strict=True)], "column": column}
        columns[key] = column
    return {"rows": len(rows), "columns": columns}


def is_table(value: Any) -> bool:
    """Return whether JSON data is a table."""
    return isinstance(value, dict) and value.keys() == {"rows", "columns"}


def expanded(value: Any) -> Any:
    """Return JSON data with lists for its tables; without tables it is returned as it is.

    Computed columns are absent from what is returned. Raises ValueError where a table is none.
    """
    if is_table(value):
        return rows_of(value)
    if isinstance(value, dict):
        return {key: expanded(inner) for key, inner in value.items()}
    return value


def rows_of(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the mappings of a table; raises ValueError where it is none."""
    count, keys, whole, parts = table["rows"], [], [], {}
    try:
        for key, column in table["columns"].items():
            if column == COMPUTED:
                continue
            if isinstance(column, dict) and "within" in column:
                numbers = [number for first, last in column["within"] for number in range(first, last + 1)]
                parts[key] = zip(numbers, _cells(column["column"], len(numbers)), strict=True)
            else:
                keys.append(key)
                whole.append(_cells(column, count))
        result = [dict(zip(keys, cells, strict=True)) for cells in zip(*whole, strict=True)] if whole else [
            {} for _ in range(count)]
        for key, cells in parts.items():
            for number, cell in cells:
                result[number][key] = cell
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, zlib.error) as error:
        raise ValueError(f"it holds a damaged table ({type(error).__name__}: {error})") from error
    return result


def _column(cells: list[Any]) -> Any:
    """The column of what all rows have."""
    if {np.ndarray, np.generic}.intersection(chain.from_iterable(kind.__mro__ for kind in set(map(type, cells)))):
        cells = [cell.tolist() if isinstance(cell, np.ndarray | np.generic) else cell for cell in cells]
    if type(cells[0]) is list and (packed := _packed(cells)) is not None:
        return packed
    # Equal texts are equal values to the last bit; equal values may differ in type, or in zero's sign.
    texts = list(map(repr, cells))
    if any("array(" in text for text in texts):  # numpy's, which is no whole text
        return cells
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    lengths = {"list": sum(map(len, texts)) + len(cells)}
    if len(places) < len(cells):
        index = [places[text] for text in texts]
        starts = [0, *(n for n, (a, b) in enumerate(pairwise(index), 1) if a != b)]
        lengths["runs"] = len('{"runs":}') + sum(len(texts[n]) + len("[,10],") for n in starts)
        lengths["index"] = len('{"values":[],"index":}') + sum(map(len, places)) + len(places) + len(str(index)) - len(index)
        shortest = min(lengths, key=lambda form: lengths[form])
        if shortest == "runs":
            return {"runs": [[cells[n], end - n] for n, end in pairwise([*starts, len(cells)])]}
        if shortest == "index":
            values = dict(zip(texts, cells, strict=True))
            return {"values": [values[text] for text in places], "index": index}
    return cells


def _packed(cells: list[Any]) -> dict[str, str] | None:
    """The column of rigid matrices; None where not all are."""
    if not all(len(cell) == 4 and all(type(line) is list and len(line) == 4 for line in cell) for cell in cells):
        return None
    if set(map(type, chain.from_iterable(chain.from_iterable(cells)))) != {float}:
        return None
    matrices = np.array(cells, "<f8")
    if any(line.tobytes() != _LAST_LINE for line in matrices[:, 3]):
        return None
    upper = np.ascontiguousarray(matrices[:, :3].transpose(1, 2, 0))  # like numbers in a row, which are like bytes to zlib
    return {"rigid": base64.b64encode(zlib.compress(upper.tobytes(), 9)).decode("ascii")}


def _cells(column: Any, count: int) -> list[Any]:
    """The values of a column that all of `count` rows have."""
    if isinstance(column, list):
        cells = column
    elif "runs" in column:
        cells = [_own(value) for value, length in column["runs"] for _ in range(length)]
    elif "rigid" in column:
        upper = np.frombuffer(zlib.decompress(base64.b64decode(column["rigid"], validate=True)), "<f8").reshape(3, 4, -1)
        matrices = np.empty((upper.shape[2], 4, 4))
        matrices[:, :3], matrices[:, 3] = upper.transpose(2, 0, 1), (0, 0, 0, 1)
        cells = matrices.tolist()
    else:
        values = column["values"]
        cells = [_own(values[place]) for place in column["index"]]
    if len(cells) != count:
        raise ValueError(f"a column of {len(cells)} values for {count} rows")
    return cells


def _own(value: Any) -> Any:
    """A copy of a list or mapping, so that a change of one row changes no other."""
    if isinstance(value, list):
        return [_own(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _own(inner) for key, inner in value.items()}
    return value
