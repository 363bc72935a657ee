"""Tables that an artist or a buyer may edit: YAML files in `assets/`, each read once and checked against a model."""

from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from facings.assets.folders import assets_dir
from facings.recipes.problems import described
from facings.recipes.yaml_source import read_yaml


class Entry(BaseModel):
    """A mapping of known keys; what it holds cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


@cache
def table(name: str, model: type[Model]) -> Model:
    """Return the table in `assets/name`; raises InputError naming file, line and key of everything that is wrong."""
    source = read_yaml(assets_dir() / name)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise described(error, source, model) from None


def misfit(path: tuple, said: str) -> PydanticCustomError:
    """Return what a model's validator raises where the value at `path` in it does not fit the others."""
    return PydanticCustomError("leaf", "{said}", {"path": path, "said": said})
