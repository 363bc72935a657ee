"""What one value of a recipe may be: a number within bounds, text, a flag, a file, a row of such; or null besides.

A kind says in words what it expects, checks one constant and writes itself as JSON schema.
"""

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from facings.errors import nearest


class LeafError(ValueError):
    """What is wrong with a leaf; `path` leads from the recipe's key to the part that is."""

    def __init__(self, message: str, path: tuple = ()) -> None:
        super().__init__(message)
        self.path = path


@contextlib.contextmanager
def within(*steps: Any) -> Iterator[None]:
    """Put steps in front of the path of a LeafError that passes."""
    try:
        yield
    except LeafError as error:
        error.path = steps + error.path
        raise


def shown(value: Any) -> str:
    """A value as a person would write it in YAML, cut where it is long."""
    words = {True: "true", False: "false"} if isinstance(value, bool) else {None: "nothing"} if value is None else {}
    text = words[value] if words else repr(value) if isinstance(value, str | int | float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True)
class NumberKind:
    """A finite number within bounds."""

    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None
    whole: bool = False

    def expected(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.ge is not None and self.le is not None:
            return f"{kind} from {self.ge:.9g} to {self.le:.9g}"
        bounds = [("above", self.gt), ("at least", self.ge), ("below", self.lt), ("at most", self.le)]
        said = " and ".join(f"{word} {bound:.9g}" for word, bound in bounds if bound is not None)
        return f"{kind} {said}".rstrip()

    def check(self, value: Any, context: Mapping) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or (self.whole and isinstance(value, float)):
            raise LeafError(f"holds {shown(value)}; {self.expected()} is expected")
        try:
            number = int(value) if self.whole else float(value)
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
            raise LeafError(f"holds {shown(value)}; {self.expected()} is expected")
        return number

    def json_schema(self) -> dict:
        names = {"exclusiveMinimum": self.gt, "minimum": self.ge, "exclusiveMaximum": self.lt, "maximum": self.le}
        return {"type": "integer" if self.whole else "number"} | {k: v for k, v in names.items() if v is not None}


@dataclass(frozen=True)
class TextKind:
    """Text: one of `choices`, or whatever matches `pattern`, whole."""

    choices: tuple[str, ...] = ()
    pattern: str = ""
    meaning: str = "text"

    def expected(self) -> str:
        return f"one of {', '.join(self.choices)}" if self.choices else self.meaning

    def check(self, value: Any, context: Mapping) -> str:
        hint = nearest(value, self.choices) if isinstance(value, str) and self.choices else ""
        fits = isinstance(value, str) and (not self.choices or value in self.choices)
        if not fits or (self.pattern and not re.fullmatch(self.pattern, value)):
            raise LeafError(f"holds {shown(value)}; {self.expected()} is expected.{hint}")
        return str(value)

    def json_schema(self) -> dict:
        schema: dict = {"type": "string"}
        if self.choices:
            schema["enum"] = list(self.choices)
        return schema | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True)
class FlagKind:
    """true or false."""

    def expected(self) -> str:
        return "true or false"

    def check(self, value: Any, context: Mapping) -> bool:
        if not isinstance(value, bool):
            raise LeafError(f"holds {shown(value)}; {self.expected()} is expected")
        return value

    def json_schema(self) -> dict:
        return {"type": "boolean"}


@dataclass(frozen=True)
class FileKind:
    """Text that `find` turns into the name by which the recipe knows a file from then on, or raises LeafError."""

    find: Callable[[str, Mapping], str]
    meaning: str

    def expected(self) -> str:
        return self.meaning

    def check(self, value: Any, context: Mapping) -> str:
        if not isinstance(value, str) or not value:
            raise LeafError(f"holds {shown(value)}; {self.meaning} is expected")
        return self.find(value, context)

    def json_schema(self) -> dict:
        return {"type": "string"}


@dataclass(frozen=True)
class RowKind:
    """A fixed number of values of one kind, `[x, y]`."""

    item: Any
    length: int
    limit: Callable[[tuple], str | None] | None = None
    """Returns what is wrong with a row as a whole, or None."""

    def expected(self) -> str:
        return f"a list of {self.length}, each {self.item.expected()},"

    def check(self, value: Any, context: Mapping) -> tuple:
        if not isinstance(value, list | tuple) or len(value) != self.length:
            raise LeafError(f"holds {shown(value)}; {self.expected()} is expected")
        row = []
        for index, entry in enumerate(value):
            with within(index):
                row.append(self.item.check(entry, context))
        problem = self.limit(tuple(row)) if self.limit else None
        if problem:
            raise LeafError(problem)
        return tuple(row)

    def json_schema(self) -> dict:
        return {"type": "array", "items": self.item.json_schema(), "minItems": self.length, "maxItems": self.length}


@dataclass(frozen=True)
class OptionalKind:
    """A value of another kind, or null for "leave it as the template has it"."""

    item: Any

    def expected(self) -> str:
        return f"{self.item.expected()} or null"

    def check(self, value: Any, context: Mapping) -> Any:
        return None if value is None else self.item.check(value, context)

    def json_schema(self) -> dict:
        return {"anyOf": [self.item.json_schema(), {"type": "null"}]}
