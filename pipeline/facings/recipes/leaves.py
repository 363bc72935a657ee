"""The types of recipe keys: `Number(gt=0)`, `Integer(ge=1)`, `Text("png", "jpg")`: a constant or a distribution.

Each is a pydantic field type. Whatever a distribution can give is checked against the key's bounds, so that a bad
range is an error when the recipe is read and not at frame 3,187.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from facings.recipes.distributions import plain
from facings.recipes.value_forms import leaf_schema, parse
from facings.recipes.value_types import FileKind, FlagKind, LeafError, NumberKind, OptionalKind, RowKind, TextKind


class Leaf:
    """The pydantic type of one recipe key."""

    def __init__(self, kind: Any, constant: bool = False) -> None:
        self.kind = kind
        self.constant = constant

    def read(self, raw: Any, info: ValidationInfo) -> Any:
        context = info.context if isinstance(info.context, Mapping) else {}
        try:
            if self.constant and (isinstance(raw, Mapping)):
                raise LeafError(f"is the same for all frames; {self.kind.expected()} is expected, not a distribution")
            return parse(raw, self.kind, context)
        except LeafError as error:
            raise PydanticCustomError("leaf", "{said}", {"said": str(error), "path": list(error.path)}) from None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(plain)
        return core_schema.with_info_plain_validator_function(self.read, serialization=written)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict:
        return self.kind.json_schema() if self.constant else leaf_schema(self.kind)


def Number(
    *,
    gt: float | None = None,
    ge: float | None = None,
    lt: float | None = None,
    le: float | None = None,
    optional: bool = False,
    constant: bool = False,
) -> Any:
    """The type of a key that holds a number; `optional` allows null, `constant` allows no distribution."""
    kind = NumberKind(gt, ge, lt, le)
    return Annotated[Any, Leaf(OptionalKind(kind) if optional else kind, constant)]


def Integer(*, ge: int | None = None, le: int | None = None, optional: bool = False, constant: bool = False) -> Any:
    """The type of a key that holds a whole number."""
    kind = NumberKind(ge=ge, le=le, whole=True)
    return Annotated[Any, Leaf(OptionalKind(kind) if optional else kind, constant)]


def Flag(*, optional: bool = False, constant: bool = False) -> Any:
    """The type of a key that holds true or false."""
    return Annotated[Any, Leaf(OptionalKind(FlagKind()) if optional else FlagKind(), constant)]


def Text(
    *choices: str, pattern: str = "", meaning: str = "text", optional: bool = False, constant: bool = False
) -> Any:
    """The type of a key that holds text: one of `choices`, or what matches `pattern` (described by `meaning`)."""
    kind = TextKind(choices, pattern, meaning)
    return Annotated[Any, Leaf(OptionalKind(kind) if optional else kind, constant)]


def Colour(*, optional: bool = False) -> Any:
    """The type of a key that holds an sRGB colour, '#rrggbb'."""
    return Text(pattern="#[0-9a-fA-F]{6}", meaning="an sRGB colour in quotes, '#d0d4d8',", optional=optional)


def File(find: Callable[[str, Mapping], str], meaning: str, *, optional: bool = False, constant: bool = False) -> Any:
    """The type of a key that names a file."""
    kind = FileKind(find, meaning)
    return Annotated[Any, Leaf(OptionalKind(kind) if optional else kind, constant)]


def Row(item: Any, length: int, *, limit: Callable[[tuple], str | None] | None = None, constant: bool = False) -> Any:
    """The type of a key that holds `length` values of a kind; `limit` says what is wrong with them together."""
    return Annotated[Any, Leaf(RowKind(item, length, limit), constant)]
