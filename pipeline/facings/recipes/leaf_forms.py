"""How one recipe key is written: as a constant, as one of the distributions that fit it; and from one form to another."""

import math
import re
from collections.abc import Mapping
from typing import Any

from facings.recipes.distributions import Distribution, extremes, quantile
from facings.recipes.leaf import FORMS, LeafError, ValueType
from facings.recipes.numeric import Integer, Number
from facings.recipes.units import Measured
from facings.recipes.values import COLOUR, File, Flag, OneOf, Row, Text

NOTHING, CONSTANT, AS_TEXT = "nothing", "constant", "yaml"
"""Beside the names of distributions: null, a constant, and what is only shown as YAML."""

_UNBOUNDED = 1e9


def kind_of(value_type: ValueType | None) -> str:
    """Return what a key holds, as an editor needs it: number, integer, flag, word, colour, file, text, row or yaml."""
    if isinstance(value_type, Text):
        return "colour" if value_type.pattern == COLOUR else "text"
    kinds: tuple[tuple[type, str], ...] = (
        (Integer, "integer"), (Number, "number"), (Flag, "flag"), (OneOf, "word"), (File, "file"), (Row, "row"))
    return next((name for each, name in kinds if isinstance(value_type, each)), AS_TEXT)


def forms_of(value_type: ValueType) -> list[str]:
    """Return the forms that an editor offers for a key; of a number with fractions, whole numbers alone are none of them."""
    forms = [CONSTANT]
    if value_type.optional and kind_of(value_type) not in ("text", "file"):  # there an empty field says it
        forms.append(NOTHING)
    if not value_type.constant:
        if isinstance(value_type, Number):
            forms += ["integers"] if isinstance(value_type, Integer) else ["uniform", "log_uniform", "normal"]
        forms.append("choice")
    return forms


def form_of(value_type: ValueType, raw: Any) -> str:
    """Return the form of a value as it is written; AS_TEXT where its parts vary themselves, or an editor's fields could not
    show it: it may be wrong."""
    if raw is None:
        return NOTHING
    if not isinstance(raw, Mapping):
        return CONSTANT if _has_field(value_type, raw) else AS_TEXT
    form = next((form for form in FORMS if form in raw), AS_TEXT)
    if form == "choice":
        values, weights = _options(raw)
        fits = len(values) == len(weights) and all(map(_is_number, weights)) and all(
            _has_field(value_type, value) and not isinstance(value, list) for value in values)
    elif form == "normal":
        fits = isinstance(raw[form], Mapping) and all(map(_is_number, raw[form].values()))
    else:
        fits = form in FORMS and isinstance(raw[form], list) and len(raw[form]) == 2 and all(map(_is_number, raw[form]))
    return form if fits else AS_TEXT


def _is_number(raw: Any) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def _has_field(value_type: ValueType, raw: Any) -> bool:
    """Whether a constant is one that the field of its kind can hold; it may be out of bounds."""
    match kind_of(value_type):
        case "number":
            return _is_number(raw)
        case "integer":
            return _is_number(raw) and isinstance(raw, int) and abs(raw) < 2**31
        case "flag":
            return isinstance(raw, bool)
        case "colour":
            return isinstance(raw, str) and re.fullmatch(COLOUR, raw) is not None
    if isinstance(value_type, OneOf):
        return isinstance(raw, str) and raw in value_type.choices
    if isinstance(value_type, Row):
        return isinstance(raw, list) and len(raw) in value_type.lengths and all(_has_field(value_type.item, v) for v in raw)
    return isinstance(raw, str)


def told(raw: Any) -> Any:
    """Return a value as an editor is told it: choices always as values and weights, the rest as it is written."""
    if isinstance(raw, Mapping) and "choice" in raw:
        values, weights = _options(raw)
        return {"values": values, "weights": weights}
    return raw


def untold(value: Any) -> Any:
    """Return what `told` gave as recipes write it, as shortly as can be, numbers of single precision as they were meant."""
    value = _tidy(value)
    if not isinstance(value, Mapping) or set(value) != {"values", "weights"}:
        return value
    values, weights = value["values"], value["weights"]
    if len(set(weights)) <= 1:
        return {"choice": values}
    named = [v for v in values if isinstance(v, str | bool)]
    short = len(named) == len(values) == len(set(map(str, values)))
    return {"choice": dict(zip(values, weights, strict=False))} if short else {"choice": values, "weights": weights}


def as_form(value_type: ValueType, raw: Any, form: str, context: Mapping) -> Any:
    """Return the key's value written in another form that says about the same. Raises LeafError where there is none such.

    A constant becomes a range around it; a distribution's range is kept, and its median (of a choice, the entry half-way) is
    the constant.
    """
    if form not in forms_of(value_type):
        raise LeafError(f"cannot be {form}; {value_type.expected()} is expected")
    if form == NOTHING:
        return None
    if not isinstance(value_type, Number):
        first = _constant(value_type, raw, context)
        if form == CONSTANT:
            return first
        others = [not first] if isinstance(value_type, Flag) else []
        return {"choice": [first, *others]}
    whole = isinstance(value_type, Integer)
    low, middle, high = _ends(value_type, raw, context)
    if form == CONSTANT:
        return round(middle) if whole else _tidy(middle)
    if low >= high:
        least, most = _bounds(value_type)
        reach = 1 if whole else 0.1 * (abs(middle) or (most - least if most - least < _UNBOUNDED else 1.0))
        low, high = max(least, middle - reach), min(most, middle + reach)
    if whole:
        low, high = math.ceil(low), math.floor(high)
    if form == "log_uniform" and low <= 0:
        low = high / 10 if high > 0 else 1.0
        high = max(high, low)
    if form == "normal":
        return {"normal": _tidy({"mean": (low + high) / 2, "std": (high - low) / 6, "min": low, "max": high})}
    return {"choice": _tidy([low, high])} if form == "choice" else {form: _tidy([low, high])}


def _options(raw: Mapping) -> tuple[list, list]:
    options, weights = raw["choice"], raw.get("weights")
    if isinstance(options, Mapping):
        return list(options), list(options.values())
    options = list(options) if isinstance(options, list | tuple) else [options]
    return options, list(weights) if isinstance(weights, list | tuple) else [1] * len(options)


def _ends(value_type: Number, raw: Any, context: Mapping) -> tuple[float, float, float]:
    """The least, the middle and the most that a value may be, in the unit that is written."""
    try:
        leaf = value_type.written(raw, context)
    except LeafError:
        leaf = None
    if isinstance(leaf, Distribution):
        ends: list[Any] = [end for end in extremes(leaf) if end is not None]
        if ends:
            middle: Any = quantile(leaf, 0.5)
            return min(ends), ends[0] if middle is None else middle, max(ends)
        leaf = None
    if leaf is None:
        least, most = _bounds(value_type)
        leaf = min(max(1.0, least), most)
    return leaf, leaf, leaf


def _bounds(value_type: Number) -> tuple[float, float]:
    low = value_type.ge if value_type.ge is not None else value_type.gt
    high = value_type.le if value_type.le is not None else value_type.lt
    return -_UNBOUNDED if low is None else low, _UNBOUNDED if high is None else high


def _constant(value_type: ValueType, raw: Any, context: Mapping) -> Any:
    candidates = [*_options(raw)[0]] if isinstance(raw, Mapping) and "choice" in raw else [raw]
    if isinstance(value_type, OneOf):
        candidates += value_type.choices
    if isinstance(value_type, Row) and isinstance(value_type.item, Number):
        least, most = _bounds(value_type.item)
        candidates.append([_tidy(float(min(max(0.0, least), most)))] * max(value_type.lengths))
    candidates += [True, "#808080"]
    for candidate in candidates:
        if candidate is not None and not isinstance(candidate, Mapping | Measured):
            try:
                value_type.check(candidate, context)
                return candidate
            except LeafError:
                continue
    if value_type.optional:
        return None
    raise LeafError(f"holds nothing that could stand alone; {value_type.expected()} is expected")


def _tidy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _tidy(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(inner) for inner in value]
    if isinstance(value, float) and math.isfinite(value):
        short = float(f"{value:.6g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value
