"""Tables that a buyer or an artist may edit: YAML files in `assets/`, each read once and checked against a model."""

import hashlib
from functools import cache
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from facings.assets.folders import assets_dir
from facings.goods.entries import Entry
from facings.recipes.problems import described
from facings.recipes.yaml_source import read_yaml

PRINT_TABLES = ("foods.yaml", "layouts.yaml", "heroes.yaml")
"""What prints are made from."""

BODY_TABLES = ("liquids.yaml",)
"""What bodies are made from."""

ALL = (*BODY_TABLES, *PRINT_TABLES)


Model = TypeVar("Model", bound=Entry)


@cache
def table(name: str, model: type[Model]) -> Model:
    """Return the table in `assets/name`; raises InputError naming file, line and key of everything that is wrong."""
    source = read_yaml(assets_dir() / name)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise described(error, source, model) from None


@cache
def digest(names: tuple[str, ...]) -> str:
    """Return the sha256 (hex) of the bytes of these tables together."""
    return hashlib.sha256(b"\0".join((assets_dir() / name).read_bytes() for name in names)).hexdigest()


def misfit(path: tuple, said: str) -> PydanticCustomError:
    """Return what a model's validator raises where the value at `path` in it does not fit the others."""
    return PydanticCustomError("leaf", "{said}", {"path": path, "said": said})
