"""The written forms of a leaf: reads a constant or a distribution and checks all that it may ever give."""

from collections.abc import Mapping
from typing import Any

from facings.errors import nearest
from facings.recipes.distributions import Choice, Distribution, Integers, LogUniform, Normal, Row, Uniform, holds_enough
from facings.recipes.value_types import LeafError, NumberKind, OptionalKind, RowKind, shown, within

FORMS = ("uniform", "log_uniform", "normal", "integers", "choice")


def parse(raw: Any, kind: Any, context: Mapping) -> Any:
    """Return the leaf that `raw` (plain YAML data) writes; raises LeafError.

    `kind` says which values are right, `context` is handed on to it (folders to look in).
    """
    if isinstance(raw, Distribution):
        return raw
    if isinstance(raw, Mapping):
        return _parse_distribution(raw, kind, context)
    row = bare(kind)
    if isinstance(row, RowKind) and row.limit is None and _varies(raw) and len(raw) == row.length:
        leaves = []
        for index, entry in enumerate(raw):
            with within(index):
                leaves.append(parse(entry, row.item, context))
        return Row(tuple(leaves))
    return kind.check(raw, context)


def bare(kind: Any) -> Any:
    """Return the kind that an optional one wraps, or the kind itself."""
    return kind.item if isinstance(kind, OptionalKind) else kind


def _varies(raw: Any) -> bool:
    return isinstance(raw, list) and any(isinstance(entry, Mapping) for entry in raw)


def _parse_distribution(raw: Mapping, kind: Any, context: Mapping) -> Distribution:
    forms = [k for k in raw if k in FORMS]
    unknown = [k for k in raw if k not in FORMS and not (k == "weights" and "choice" in raw)]
    if unknown or len(forms) != 1:
        found = f"has {shown(unknown[0])}" if unknown else f"has {' and '.join(map(str, forms)) or 'nothing'}"
        hint = nearest(str(unknown[0]), FORMS) if unknown else ""
        known = ", ".join(FORMS)
        raise LeafError(f"{found}; {kind.expected()} is expected, or one of the distributions {known}.{hint}")
    form = forms[0]
    if form == "choice":
        return _parse_choice(raw, kind, context)
    number = bare(kind)
    if not isinstance(number, NumberKind):
        raise LeafError(f"cannot be {form}; {kind.expected()} is expected, or a choice of such")
    if number.whole and form != "integers":
        raise LeafError(f"cannot be {form}, which gives fractions; write integers: [low, high]")
    with within(form):
        if form == "normal":
            return _parse_normal(raw[form], number, context)
        return _parse_range(form, raw[form], number, context)


def _parse_range(form: str, raw: Any, kind: NumberKind, context: Mapping) -> Distribution:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise LeafError(f"holds {shown(raw)}; [low, high] is expected")
    ends = []
    for index, end in enumerate(raw):
        with within(index):
            if form == "integers":
                NumberKind(whole=True).check(end, context)
            ends.append(kind.check(end, context))
    low, high = ends
    if low > high:
        raise LeafError(f"runs from {low:g} down to {high:g}; the lower end comes first: [{high:g}, {low:g}]")
    if form == "integers":
        return Integers(int(low), int(high))
    if form == "log_uniform" and low <= 0:
        raise LeafError(f"starts at {low:g}; a logarithm needs a lower end above 0")
    return Uniform(low, high) if form == "uniform" else LogUniform(low, high)


def _parse_normal(raw: Any, kind: NumberKind, context: Mapping) -> Normal:
    names = ("mean", "std", "min", "max")
    if not isinstance(raw, Mapping):
        raise LeafError(f"holds {shown(raw)}; {{mean: ..., std: ..., min: ..., max: ...}} is expected")
    for name in raw:
        if name not in names:
            raise LeafError(f"has an unknown key {shown(name)}.{nearest(str(name), names)}")
    for name in names[:2]:
        if name not in raw:
            raise LeafError(f"lacks {name}; mean and std are needed, min and max only where not any value is right")
    numbers = {}
    for name, value in raw.items():
        with within(name):
            numbers[name] = NumberKind(ge=0 if name == "std" else None).check(value, context)
            if name in ("min", "max"):
                kind.check(value, context)
    low, high = numbers.get("min"), numbers.get("max")
    if low is not None and high is not None and low > high:
        raise LeafError(f"has min {low:g} above max {high:g}; swap them")
    for name, end, bounds in (("min", low, (kind.gt, kind.ge)), ("max", high, (kind.lt, kind.le))):
        if end is None and any(b is not None for b in bounds):
            raise LeafError(f"needs a {name}, because only {kind.expected()} is right here")
    normal = Normal(numbers["mean"], numbers["std"], low, high)
    if not holds_enough(normal):
        raise LeafError(
            f"practically never falls between min and max (mean {normal.mean:g}, std {normal.std:g}); "
            "move the mean nearer or widen the range"
        )
    return normal


def _parse_choice(raw: Mapping, kind: Any, context: Mapping) -> Choice:
    options, weights = raw["choice"], raw.get("weights")
    if isinstance(options, Mapping):
        if weights is not None:
            raise LeafError("has weights twice: as a mapping {value: weight} and under weights; keep one of them")
        options, weights = list(options), list(options.values())
    if not isinstance(options, list | tuple) or not options:
        raise LeafError(f"holds {shown(options)}; [a, b, ...] or {{a: weight, b: weight}} is expected", ("choice",))
    values = []
    for index, option in enumerate(options):
        with within("choice", index):
            values.append(parse(option, kind, context))
    if weights is None:
        return Choice(tuple(values))
    if not isinstance(weights, list | tuple) or len(weights) != len(values):
        raise LeafError(f"holds {shown(weights)}; {len(values)} weights in a list are expected", ("weights",))
    checked = []
    for option, weight in zip(options, weights, strict=True):
        try:
            checked.append(NumberKind(ge=0).check(weight, context))
        except LeafError:
            said = f"gives {shown(option)} the weight {shown(weight)}; 0 or more is expected"
            raise LeafError(said, ("choice",)) from None
    if sum(checked) <= 0:
        raise LeafError("has no weight above 0, so that nothing could be chosen", ("choice",))
    return Choice(tuple(values), tuple(float(w) for w in checked))


def leaf_schema(kind: Any) -> dict:
    """Return the JSON schema of a leaf: the constant, and the distributions that its kind can have."""
    number = bare(kind)
    constant = kind.json_schema()
    if isinstance(number, RowKind) and number.limit is None:
        constant = constant | {"items": leaf_schema(number.item)}
    weight = {"type": "number", "minimum": 0}
    entries: dict = {"anyOf": [constant, {"type": "object"}]}
    choice = {"anyOf": [{"type": "array", "items": entries, "minItems": 1},
                        {"type": "object", "additionalProperties": weight, "minProperties": 1}]}
    forms = [_closed({"choice": choice, "weights": {"type": "array", "items": weight}}, ["choice"])]
    if isinstance(number, NumberKind):
        span = {"type": "array", "items": number.json_schema(), "minItems": 2, "maxItems": 2}
        ranges = ("integers",) if number.whole else ("uniform", "log_uniform", "integers")
        forms += [_closed({name: span}, [name]) for name in ranges]
        if not number.whole:
            end = number.json_schema()
            normal = _closed({"mean": {"type": "number"}, "std": weight, "min": end, "max": end}, ["mean", "std"])
            forms.append(_closed({"normal": normal}, ["normal"]))
    return {"anyOf": [constant, *forms]}


def _closed(properties: dict, required: list[str]) -> dict:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
