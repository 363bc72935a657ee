"""Tables give back what they were made of, to the last bit."""

import base64
import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facings.frames.tables import COMPUTED, SHORTEST, compacted, expanded, is_table, rows_of, table

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e-300, 3.14]),
                    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "a", "array(", '"', "None", "ü"]))
CELLS = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.lists(st.lists(st.floats(-2, 2), max_size=2), max_size=2),
                  st.dictionaries(st.sampled_from("xy"), SCALARS, max_size=2))
ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "rows"]), CELLS, max_size=4), min_size=SHORTEST, max_size=30)


def text(value: object) -> str:
    """Equal texts are equal values, types and signs of zeros included."""
    return json.dumps(value, sort_keys=True)


def stored(value: object) -> object:
    return json.loads(json.dumps(value))


@given(ROWS)
def test_lists_of_mappings_come_back(rows):
    made = compacted({"things": rows, "deeper": {"things": rows}, "few": rows[:2], "none": [], "plain": [1, 2.0]})
    assert is_table(made["things"]) and is_table(made["deeper"]["things"]) and made["few"] == rows[:2]
    again = expanded(stored(made))
    assert text(again) == text({"things": rows, "deeper": {"things": rows}, "few": rows[:2], "none": [], "plain": [1, 2.0]})


@given(st.lists(st.sampled_from(["long word", "another word", "third"]), min_size=SHORTEST, max_size=60))
def test_words_are_written_in_the_shortest_way(words):
    column = table([{"word": word} for word in words])["columns"]["word"]
    run, places = len(json.dumps([words[0], 10])), len(words) * len("0, ")
    limit = min(len(json.dumps(words)), 40 + places + 40)
    assert len(json.dumps(column)) <= limit
    if len(set(words)) == 1:
        assert column == {"runs": [[words[0], len(words)]]} and len(json.dumps(column)) <= run + 20


def test_a_column_of_each_form():
    rows = [{"run": n // 6, "word": ("tea leaves", "jam")[n % 2], "float": n / 7, **({"rare": n} if n in (1, 2, 9) else {})}
            for n in range(12)]
    columns = table(rows, ["float"])["columns"]
    assert columns == {
        "run": {"runs": [[0, 6], [1, 6]]}, "word": {"values": ["tea leaves", "jam"], "index": [0, 1] * 6}, "float": COMPUTED,
        "rare": {"within": [[1, 2], [9, 9]], "column": [1, 2, 9]}}
    assert rows_of({"rows": 12, "columns": columns}) == [{k: v for k, v in row.items() if k != "float"} for row in rows]


def test_rigid_matrices_are_packed_and_others_are_not():
    rng = np.random.default_rng(1)
    matrices = rng.normal(size=(20, 4, 4))
    matrices[:, 3] = 0, 0, 0, 1
    matrices[0, 0, 0] = -0.0
    made = table([{"pose": m.tolist()} for m in matrices])
    packed = made["columns"]["pose"]["rigid"]
    upper = np.frombuffer(zlib.decompress(base64.b64decode(packed)), "<f8").reshape(3, 4, -1).transpose(2, 0, 1)
    assert upper.tobytes() == matrices[:, :3].tobytes()
    assert text(rows_of(made)) == text([{"pose": m.tolist()} for m in matrices])
    assert table([{"pose": m} for m in matrices]) == made
    for spoilt in (-0.0, 1e-9):
        other = matrices.copy()
        other[7, 3, 1] = spoilt
        made = table([{"pose": m.tolist()} for m in other])
        assert isinstance(made["columns"]["pose"], list) and text(rows_of(made)) == text([{"pose": m.tolist()} for m in other])


def test_rows_share_nothing():
    rows = expanded(compacted([{"box": [1.5, 2.5]} for _ in range(SHORTEST)]))
    rows[0]["box"][0] = 9.0
    assert rows[1]["box"] == [1.5, 2.5]


def test_what_would_be_taken_for_a_table_is_refused():
    with pytest.raises(ValueError, match="taken for a table"):
        compacted({"a": {"rows": 3, "columns": 4}})


@pytest.mark.parametrize("column", [{"runs": [[1, 2]]}, {"values": [1], "index": [0, 0, 1]}, [1, 2], {"rigid": "AAAA"}, {}, 7,
                                    {"within": [[2, 3]], "column": [1, 2]}, {"rigid": "!"}])
def test_a_damaged_table_is_told(column):
    with pytest.raises(ValueError):
        rows_of({"rows": 3, "columns": {"a": column}})
