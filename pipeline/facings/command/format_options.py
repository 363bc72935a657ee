"""The options of an export format, from words of the command line: the fields of the format's own dataclass."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from facings.errors import InputError, nearest
from facings.frames.kind_reading import Exporter


def format_options(exporter: Exporter, words: Sequence[str], recipe: Mapping[str, Any]) -> Any:
    """Return the format's options: `words` are '--min-visible-px', '20' or '--min-visible-px=20', the rest is the default.

    `recipe` is the dataset's, resolved. Raises InputError for an option that the format lacks, or a value that does not fit.
    """
    fields = {_flag(field): field.name for field in dataclasses.fields(exporter.options)}
    given: dict[str, Any] = {}
    for flag, value in _pairs(words):
        if flag not in fields:
            raise InputError(f"The format {exporter.name} has no option {flag}.{nearest(flag, list(fields))}"
                             f" It has {', '.join(fields) or 'none'}.")
        if value is None:
            raise InputError(f"{flag}: a value is expected, as in {flag} VALUE.")
        given[fields[flag]] = value
    try:
        return TypeAdapter(exporter.options).validate_python(dataclasses.asdict(exporter.defaults(recipe)) | given)
    except ValidationError as error:
        fault = error.errors()[0]
        flag = next(flag for flag, name in fields.items() if name == fault["loc"][0])
        message = fault["msg"][0].lower() + fault["msg"][1:]
        raise InputError(f"{flag} {fault['input']}: {message}.") from None


def _flag(field: dataclasses.Field) -> str:
    return "--" + field.metadata.get("flag", field.name).replace("_", "-")


def _pairs(words: Sequence[str]) -> list[tuple[str, str | None]]:
    pairs: list[tuple[str, str | None]] = []
    left = list(words)
    while left:
        flag, equals, value = left.pop(0).partition("=")
        if not flag.startswith("--"):
            raise InputError(f"{flag!r} is no option of facings export, which takes one DIR.")
        if equals:
            pairs.append((flag, value))
        else:
            pairs.append((flag, left.pop(0) if left and not left[0].startswith("--") else None))
    return pairs
