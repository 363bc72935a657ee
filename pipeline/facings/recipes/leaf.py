"""What every type of recipe key has in common: it reads a constant or a choice, and is a pydantic field's annotation.

    height_m: Annotated[float, Number(gt=0, le=6, unit="m")] = 1.5
    style: Annotated[str | None, OneOf(STYLES)] = None         null is right where the annotation allows None

The annotated type is that of the drawn value. Whatever a distribution can give is checked against the key's bounds, so that
a bad range is an error when the recipe is read and not at frame 3,187.
"""

import contextlib
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from facings.errors import nearest
from facings.recipes.distributions import Choice, Distribution, plain

FORMS = ("uniform", "log_uniform", "normal", "integers", "choice")

Type = TypeVar("Type", bound="ValueType")


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


def as_written(value: Any) -> str:
    """Return a value as a person would write it in YAML, cut where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str | int | float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True, kw_only=True)
class ValueType(ABC):
    """What the value of one key may be."""

    constant: bool = False
    """No distribution is right: the value is the same for all frames."""
    optional: bool = False
    """null is right; taken from the annotated type, `float | None`."""

    @abstractmethod
    def says(self) -> str:
        """Return in words what is right, null aside."""

    @abstractmethod
    def check(self, value: Any, context: Mapping) -> Any:
        """Return a constant other than null as it is kept; raises LeafError. `context` says where files are looked for."""

    @abstractmethod
    def constant_schema(self) -> dict:
        """Return the JSON schema of a constant other than null."""

    def annotating(self: Type, source: Any) -> Type:
        """Return this type as it is on the annotated type `source`."""
        return replace(self, optional=NoneType in get_args(source))

    def expected(self) -> str:
        """Return in words what is right."""
        return f"{self.says()} or null" if self.optional else self.says()

    def read(self, raw: Any, context: Mapping) -> Any:
        """Return the leaf that `raw` (plain YAML data, or a distribution) writes; raises LeafError."""
        if self.constant and isinstance(raw, Mapping | Distribution):
            raise LeafError(f"is the same for all frames; {self.expected()} is expected, not a distribution")
        return raw if isinstance(raw, Distribution) else self.written(raw, context)

    def written(self, raw: Any, context: Mapping) -> Any:
        """Return the leaf that plain data write, in the unit that they are written in; raises LeafError."""
        if isinstance(raw, Mapping):
            return self._distribution(raw, context)
        return None if raw is None and self.optional else self.check(raw, context)

    def numeric(self, form: str, raw: Any, context: Mapping) -> Distribution:
        """Return a distribution of numbers that is written as `{form: raw}`; raises LeafError, as most types always do."""
        raise LeafError(f"cannot be {form}; {self.expected()} is expected, or a choice of such")

    def numeric_schemas(self) -> list[dict]:
        """Return the JSON schemas of the distributions of numbers that are right."""
        return []

    def json_schema(self) -> dict:
        """Return the JSON schema of the key: constants and distributions."""
        constant = self.constant_schema()
        if self.optional:
            constant = {"anyOf": [constant, {"type": "null"}]}
        if self.constant:
            return constant
        weight = {"type": "number", "minimum": 0}
        entries: dict = {"anyOf": [constant, {"type": "object"}]}
        choice = {"anyOf": [{"type": "array", "items": entries, "minItems": 1},
                            {"type": "object", "additionalProperties": weight, "minProperties": 1}]}
        weighted = closed({"choice": choice, "weights": {"type": "array", "items": weight}}, ["choice"])
        return {"anyOf": [constant, weighted, *self.numeric_schemas()]}

    def _distribution(self, raw: Mapping, context: Mapping) -> Distribution:
        forms = [k for k in raw if k in FORMS]
        unknown = [k for k in raw if k not in FORMS and not (k == "weights" and "choice" in raw)]
        if unknown or len(forms) != 1:
            found = f"has {as_written(unknown[0])}" if unknown else f"has {' and '.join(map(str, forms)) or 'nothing'}"
            hint = nearest(str(unknown[0]), FORMS) if unknown else ""
            known = ", ".join(FORMS)
            raise LeafError(f"{found}; {self.expected()} is expected, or one of the distributions {known}.{hint}")
        form = forms[0]
        return self._choice(raw, context) if form == "choice" else self.numeric(form, raw[form], context)

    def _choice(self, raw: Mapping, context: Mapping) -> Choice:
        options, weights = raw["choice"], raw.get("weights")
        if isinstance(options, Mapping):
            if weights is not None:
                raise LeafError("has weights twice: as a mapping {value: weight} and under weights; keep one of them")
            options, weights = list(options), list(options.values())
        if not isinstance(options, list | tuple) or not options:
            raise LeafError(f"holds {as_written(options)}; [a, b, ...] or {{a: weight, b: weight}} is expected", ("choice",))
        values = []
        for index, option in enumerate(options):
            with within("choice", index):
                values.append(self.written(option, context))
        if weights is None:
            return Choice(tuple(values))
        if not isinstance(weights, list | tuple) or len(weights) != len(values):
            raise LeafError(f"holds {as_written(weights)}; {len(values)} weights in a list are expected", ("weights",))
        for option, weight in zip(options, weights, strict=True):
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < math.inf:
                said = f"gives {as_written(option)} the weight {as_written(weight)}; 0 or more is expected"
                raise LeafError(said, ("choice",))
        if sum(weights) <= 0:
            raise LeafError("has no weight above 0, so that nothing could be chosen", ("choice",))
        return Choice(tuple(values), tuple(float(w) for w in weights))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        own = self.annotating(source)

        def read(raw: Any, info: ValidationInfo) -> Any:
            try:
                return own.read(raw, info.context if isinstance(info.context, Mapping) else {})
            except LeafError as error:
                raise PydanticCustomError("leaf", "{said}", {"said": str(error), "path": list(error.path)}) from None

        written = core_schema.plain_serializer_function_ser_schema(plain)
        return core_schema.with_info_plain_validator_function(read, serialization=written, metadata={"facings": own})

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict:
        inner: Any = schema
        while "facings" not in inner.get("metadata", {}):  # a model's field validator has wrapped it
            inner = inner["schema"]
        return inner["metadata"]["facings"].json_schema()


def closed(properties: dict, required: list[str]) -> dict:
    """Return the JSON schema of a mapping without further keys."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
