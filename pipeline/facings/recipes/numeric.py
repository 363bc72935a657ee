"""Keys that hold a number: constants within bounds, and the distributions that stay within them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facings.errors import nearest
from facings.recipes.distributions import Distribution, Integers, LogUniform, Normal, Uniform, holds_enough
from facings.recipes.leaf import LeafError, ValueType, as_written, closed, within
from facings.recipes.units import CONVERSIONS, Measured, UnitName


@dataclass(frozen=True, kw_only=True)
class Number(ValueType):
    """A finite number within bounds, which count in the unit that is written."""

    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None
    unit: UnitName | None = None
    """Written in millimetres or degrees, it is drawn in metres or radians."""

    ranges = ("uniform", "log_uniform", "integers")
    kind = "number"

    def says(self) -> str:
        if self.ge is not None and self.le is not None:
            return f"a {self.kind} from {self.ge:.9g} to {self.le:.9g}"
        bounds = [("above", self.gt), ("at least", self.ge), ("below", self.lt), ("at most", self.le)]
        said = " and ".join(f"{word} {bound:.9g}" for word, bound in bounds if bound is not None)
        return f"a {self.kind} {said}".rstrip()

    def check(self, value: Any, context: Mapping) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        fits = (
            math.isfinite(number)
            and (self.gt is None or number > self.gt)
            and (self.ge is None or number >= self.ge)
            and (self.lt is None or number < self.lt)
            and (self.le is None or number <= self.le)
        )
        if not fits:
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        return number

    def constant_schema(self) -> dict:
        names = {"exclusiveMinimum": self.gt, "minimum": self.ge, "exclusiveMaximum": self.lt, "maximum": self.le}
        return {"type": "number"} | {k: v for k, v in names.items() if v is not None}

    def read(self, raw: Any, context: Mapping) -> Any:
        return measured(super().read(raw, context), self.unit)

    def numeric(self, form: str, raw: Any, context: Mapping) -> Distribution:
        with within(form):
            return self._normal(raw, context) if form == "normal" else self._range(form, raw, context)

    def numeric_schemas(self) -> list[dict]:
        end = self.constant_schema()
        span = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
        forms = [closed({name: span}, [name]) for name in self.ranges]
        if "uniform" in self.ranges:
            std = {"type": "number", "minimum": 0}
            normal = closed({"mean": {"type": "number"}, "std": std, "min": end, "max": end}, ["mean", "std"])
            forms.append(closed({"normal": normal}, ["normal"]))
        return forms

    def _range(self, form: str, raw: Any, context: Mapping) -> Distribution:
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise LeafError(f"holds {as_written(raw)}; [low, high] is expected")
        ends = []
        for index, end in enumerate(raw):
            with within(index):
                if form == "integers":
                    Integer().check(end, context)
                ends.append(self.check(end, context))
        low, high = ends
        if low > high:
            raise LeafError(f"runs from {low:g} down to {high:g}; the lower end comes first: [{high:g}, {low:g}]")
        if form == "integers":
            return Integers(int(low), int(high))
        if form == "log_uniform" and low <= 0:
            raise LeafError(f"starts at {low:g}; a logarithm needs a lower end above 0")
        return Uniform(low, high) if form == "uniform" else LogUniform(low, high)

    def _normal(self, raw: Any, context: Mapping) -> Normal:
        names = ("mean", "std", "min", "max")
        if not isinstance(raw, Mapping):
            raise LeafError(f"holds {as_written(raw)}; {{mean: ..., std: ..., min: ..., max: ...}} is expected")
        for name in raw:
            if name not in names:
                raise LeafError(f"has an unknown key {as_written(name)}.{nearest(str(name), names)}")
        for name in names[:2]:
            if name not in raw:
                raise LeafError(f"lacks {name}; mean and std are needed, min and max only where not any value is right")
        numbers = {}
        for name, value in raw.items():
            with within(name):
                numbers[name] = Number(ge=0 if name == "std" else None).check(value, context)
                if name in ("min", "max"):
                    self.check(value, context)
        low, high = numbers.get("min"), numbers.get("max")
        if low is not None and high is not None and low > high:
            raise LeafError(f"has min {low:g} above max {high:g}; swap them")
        for name, end, bounds in (("min", low, (self.gt, self.ge)), ("max", high, (self.lt, self.le))):
            if end is None and any(b is not None for b in bounds):
                raise LeafError(f"needs a {name}, because only {self.expected()} is right here")
        normal = Normal(numbers["mean"], numbers["std"], low, high)
        if not holds_enough(normal):
            raise LeafError(
                f"practically never falls between min and max (mean {normal.mean:g}, std {normal.std:g}); "
                "move the mean nearer or widen the range"
            )
        return normal


@dataclass(frozen=True, kw_only=True)
class Integer(Number):
    """A whole number within bounds."""

    ranges = ("integers",)
    kind = "whole number"

    def check(self, value: Any, context: Mapping) -> int:
        if isinstance(value, float):
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        super().check(value, context)
        return int(value)

    def constant_schema(self) -> dict:
        return super().constant_schema() | {"type": "integer"}

    def numeric(self, form: str, raw: Any, context: Mapping) -> Distribution:
        if form not in self.ranges:
            raise LeafError(f"cannot be {form}, which gives fractions; write integers: [low, high]")
        return super().numeric(form, raw, context)


def measured(leaf: Any, unit: UnitName | None) -> Any:
    """Return a leaf that is written in `unit` so that it is drawn in the unit that code computes in."""
    if leaf is None or isinstance(leaf, Measured) or unit not in CONVERSIONS:
        return leaf
    return Measured(leaf, unit)
