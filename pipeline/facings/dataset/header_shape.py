"""The shape that a `dataset.json` must have before anything in it is used: people edit such files, and disks damage them."""

from typing import Annotated, Any, NotRequired

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from facings.errors import InputError


class _Category(TypedDict):
    id: int
    name: str
    supercategory: str


class _SemanticClass(TypedDict):
    id: int
    name: str


class _Code(TypedDict, total=False):
    stages: dict[str, str]
    modules: dict[str, str]


class _Continuation(TypedDict):
    older_frames: list[Annotated[list[int], Field(min_length=2, max_length=2)]]
    versions: dict[str, str]
    kind: dict[str, str]
    code: _Code


class _Header(TypedDict):
    """In the newest schema; further keys may be there. `facings.dataset.header.DatasetHeader` says what each means."""

    scene: str
    seed: int
    recipe: dict[str, Any]
    versions: dict[str, str]
    semantic_classes: list[_SemanticClass]
    categories: list[_Category]
    assets: list[dict[str, Any]]
    kind: dict[str, str]
    code: _Code
    changed_code: NotRequired[list[_Continuation]]


_HEADER = TypeAdapter(_Header)


def check_shape(header: dict[str, Any], where: str) -> None:
    """Raise InputError, starting with `where` and naming the key, unless a header of the newest schema has its shape."""
    try:
        _HEADER.validate_python(header, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: {key}: {first['msg']}. Restore the file, or render into another folder.") from None
