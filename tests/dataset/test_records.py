"""The types of records say all that real records hold."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter
from stored_sets import unpacked

import facings
from facings.dataset.records import FrameRecord
from facings.frames.scene_kind import scene_kind


@pytest.fixture(scope="module", params=(1, 2))
def stored(request, tmp_path_factory):
    return unpacked(request.param, tmp_path_factory.mktemp("records"))


def unknown_keys(value: Any, schema: dict[str, Any], definitions: dict[str, Any], path: str) -> Iterator[str]:
    """Yield the paths of what no schema names; of several that may hold, one must name it."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        found = [list(unknown_keys(value, option, definitions, path)) for option in schema["anyOf"]
                 if jsonschema.Draft202012Validator(option | {"$defs": definitions}).is_valid(value)]
        yield from min(found, key=len)
    elif isinstance(value, dict) and "properties" in schema:
        for key, inner in value.items():
            if key in schema["properties"]:
                yield from unknown_keys(inner, schema["properties"][key], definitions, f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    elif isinstance(value, list):
        for inner in value:
            yield from unknown_keys(inner, schema["items"], definitions, f"{path}[]")


@pytest.mark.parametrize("kind", ["face", "shelf"])
def test_real_records_are_of_the_types(kind, stored):
    schema = TypeAdapter(scene_kind(kind).record_type).json_schema()
    for frame in facings.open(stored / kind):
        jsonschema.Draft202012Validator(schema).validate(frame.record)
        assert list(unknown_keys(frame.record, schema, schema["$defs"], kind)) == []
        TypeAdapter(FrameRecord).validate_python(frame.record)


def test_a_key_that_no_type_names_is_told(stored):
    record = facings.open(stored / "shelf")[0].record
    record["instances"][0]["colour"] = "red"
    schema = TypeAdapter(scene_kind("shelf").record_type).json_schema()
    assert list(unknown_keys(record, schema, schema["$defs"], "shelf")) == ["shelf.instances[].colour"]
