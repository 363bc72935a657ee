"""Specs and JSON: exact both ways, strict, and told what is wrong."""

import json
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facings.errors import InputError
from facings.frames.spec import LightSpec, from_json, later, to_json


@dataclass(frozen=True)
class Part:
    name: str
    weight: float


@dataclass(frozen=True)
class Whole:
    count: int
    width_m: float
    lit: bool
    side: Literal["left", "right"]
    note: str | None
    part: Part | None
    parts: tuple[Part, ...]
    turn: tuple[float, float]
    weights: dict[str, float]


WHOLE = Whole(3, 0.1, True, "left", None, Part("a", 1e-300), (Part("b", 0.1 + 0.2), Part("c", -0.0)), (1.0, 2.5), {"x": 0.5})


def text_of(value) -> str:
    return json.dumps(to_json(value))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(
    Whole, st.integers(-2**62, 2**62), st.floats(allow_nan=False), st.booleans(), st.sampled_from(["left", "right"]),
    st.none() | st.text(), st.none() | st.builds(Part, st.text(), st.floats(allow_nan=False)),
    st.lists(st.builds(Part, st.text(), st.floats(allow_nan=False)), max_size=3).map(tuple),
    st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False)),
    st.dictionaries(st.text(), st.floats(allow_nan=False), max_size=3),
))
def test_round_trip_is_exact(whole):
    again = from_json(Whole, json.loads(text_of(whole)))
    assert again == whole
    assert text_of(again) == text_of(whole)


def test_a_numpy_float_is_a_number_and_a_numpy_integer_is_none():
    assert text_of(Part("a", np.float64(0.1))) == '{"name": "a", "weight": 0.1}'
    with pytest.raises(TypeError, match="numpy.int64"):
        to_json(Part("a", np.int64(1)))


def test_a_whole_number_is_read_as_float_where_one_is_asked_for():
    assert type(from_json(Part, {"name": "a", "weight": 2}).weight) is float


@pytest.mark.parametrize("path, value, said", [
    (("count",), 1.0, "spec.count holds 1.0; a whole number is expected."),
    (("count",), 1.5, "spec.count holds 1.5; a whole number is expected."),
    (("count",), True, "spec.count holds True; a whole number is expected."),
    (("count",), "1", "spec.count holds '1'; a whole number is expected."),
    (("width_m",), True, "spec.width_m holds True; a number is expected."),
    (("width_m",), "0.1", "spec.width_m holds '0.1'; a number is expected."),
    (("width_m",), None, "spec.width_m holds None; a number is expected."),
    (("lit",), 1, "spec.lit holds 1; true or false is expected."),
    (("side",), "up", "spec.side holds 'up'; 'left' or 'right' is expected."),
    (("note",), 5, "spec.note holds 5; a string is expected."),
    (("part",), [], "spec.part holds []; a mapping is expected."),
    (("parts",), {}, "spec.parts holds a mapping; a list is expected."),
    (("parts", 1, "weight"), "x", "spec.parts[1].weight holds 'x'; a number is expected."),
    (("turn",), [1.0], "spec.turn lacks 1."),
    (("weights",), 5, "spec.weights holds 5; a mapping is expected."),
])
def test_what_does_not_fit_is_told_by_its_path(path, value, said):
    data = to_json(WHOLE)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InputError) as error:
        from_json(Whole, data)
    assert str(error.value) == said


@dataclass(frozen=True)
class Grown:
    part: Part
    more: Part | None = later()


@dataclass(frozen=True)
class Holder:
    grown: Grown
    other: int | None = later()


def test_a_field_that_came_later_is_written_only_where_it_holds_something():
    old = {"grown": {"part": {"name": "a", "weight": 1.0}}}
    assert to_json(from_json(Holder, old)) == old
    new = {"grown": {"part": {"name": "a", "weight": 1.0}, "more": {"name": "b", "weight": 2.0}}, "other": 0}
    assert to_json(from_json(Holder, new)) == new
    assert from_json(Holder, new).grown.more == Part("b", 2.0)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InputError) as error:
        from_json(LightSpec, {"group": 5, "enrgy_scale": 1.0, "color": [1, 1, 1], "mood": 3}, "a.json")
    said = str(error.value)
    assert "a.json.group holds 5" in said and "a.json lacks 'energy_scale'." in said
    assert "unknown key 'enrgy_scale'. Did you mean 'energy_scale'?" in said and "unknown key 'mood'" in said
    assert "\n" not in said
