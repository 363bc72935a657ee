"""Keys that hold text, a flag, a file or a row of values; `numeric.py` has those that hold a number."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args, get_origin

from facings.errors import nearest
from facings.recipes.distributions import Distribution, Independent
from facings.recipes.leaf import LeafError, ValueType, as_written, within
from facings.recipes.numeric import Number, measured


@dataclass(frozen=True)
class OneOf(ValueType):
    """One of several words; without `choices` those of the annotated type, `Literal["png", "jpg"]`."""

    choices: Collection[str] = ()

    def annotating(self, source: Any) -> "OneOf":
        own = super().annotating(source)
        literal = [part for part in (source, *get_args(source)) if get_origin(part) is Literal]
        return own if own.choices or not literal else replace(own, choices=get_args(literal[0]))

    def says(self) -> str:
        return f"one of {', '.join(self.choices)}"

    def check(self, value: Any, context: Mapping) -> str:
        if not isinstance(value, str) or value not in self.choices:
            hint = nearest(value, list(self.choices)) if isinstance(value, str) else ""
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected.{hint}")
        return value

    def constant_schema(self) -> dict:
        return {"type": "string", "enum": list(self.choices)}


@dataclass(frozen=True, kw_only=True)
class Text(ValueType):
    """Text that matches `pattern`, whole; `meaning` describes it."""

    pattern: str = ""
    meaning: str = "text"

    def says(self) -> str:
        return self.meaning

    def check(self, value: Any, context: Mapping) -> str:
        if not isinstance(value, str) or (self.pattern and not re.fullmatch(self.pattern, value)):
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected.")
        return value

    def constant_schema(self) -> dict:
        return {"type": "string"} | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True, kw_only=True)
class Flag(ValueType):
    """true or false."""

    def says(self) -> str:
        return "true or false"

    def check(self, value: Any, context: Mapping) -> bool:
        if not isinstance(value, bool):
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        return value

    def constant_schema(self) -> dict:
        return {"type": "boolean"}


@dataclass(frozen=True)
class File(ValueType):
    """Text that `find` turns into the name by which the recipe knows a file from then on, or raises LeafError."""

    find: Callable[[str, Mapping], str]
    meaning: str

    def says(self) -> str:
        return self.meaning

    def check(self, value: Any, context: Mapping) -> str:
        if not isinstance(value, str) or not value:
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        return self.find(value, context)

    def constant_schema(self) -> dict:
        return {"type": "string"}


@dataclass(frozen=True)
class Row(ValueType):
    """A fixed number of values of one type, `[x, y]`: as many as the annotated type, `tuple[float, float]`, has, or one of
    several `lengths`."""

    item: ValueType
    limit: Callable[[tuple], str | None] | None = None
    """Returns what is wrong with a row as a whole, or None; where there is one, the row varies as a whole only."""
    lengths: tuple[int, ...] = ()

    def annotating(self, source: Any) -> "Row":
        own = super().annotating(source)
        return own if own.lengths else replace(own, lengths=(len(get_args(source)),))

    def says(self) -> str:
        return f"a list of {' or '.join(map(str, self.lengths))}, each {self.item.expected()},"

    def read(self, raw: Any, context: Mapping) -> Any:
        return measured(super().read(raw, context), self.item.unit if isinstance(self.item, Number) else None)

    def check(self, value: Any, context: Mapping) -> tuple | Distribution:
        if not isinstance(value, list | tuple) or len(value) not in self.lengths:
            raise LeafError(f"holds {as_written(value)}; {self.expected()} is expected")
        row = []
        for index, entry in enumerate(value):
            with within(index):
                row.append((self.item.check if self.limit else self.item.written)(entry, context))
        problem = self.limit(tuple(row)) if self.limit else None
        if problem:
            raise LeafError(problem)
        return Independent(tuple(row)) if any(isinstance(entry, Distribution) for entry in row) else tuple(row)

    def constant_schema(self) -> dict:
        item = self.item.constant_schema() if self.limit else self.item.json_schema()
        return {"type": "array", "items": item, "minItems": min(self.lengths), "maxItems": max(self.lengths)}


def rising(ends: tuple) -> str | None:
    """Return what is wrong with `[least, most]` where the first is above the second; a row's limit."""
    return None if ends[0] <= ends[1] else f"runs from {ends[0]} down to {ends[1]}; the smaller number comes first"


Share = Annotated[float, Number(ge=0, le=1)]
"""A share, a probability or a strength."""

COLOUR = "#[0-9a-fA-F]{6}"

Colour = Annotated[str, Text(pattern=COLOUR, meaning="an sRGB colour in quotes, '#d0d4d8',")]
"""'#rrggbb', sRGB."""

OptionalShare = Annotated[float | None, Number(ge=0, le=1)]
OptionalColour = Annotated[str | None, Text(pattern=COLOUR, meaning="an sRGB colour in quotes, '#d0d4d8',")]
