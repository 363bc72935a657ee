"""Specs in files: those of schema 1 as they were written before there were others, and the way from one schema to the next."""

import json
import lzma
from dataclasses import dataclass
from pathlib import Path

import pytest

from facings.errors import InputError
from facings.frames.scene_kind import scene_kind, spec_migrations
from facings.frames.spec import to_json
from facings.frames.stored_spec import parse_spec, read_spec

STORED = json.loads(lzma.decompress((Path(__file__).parents[1] / "stored/specs_schema_1.json.xz").read_bytes()))


@dataclass(frozen=True)
class CubeSpec:
    schema: int
    scene: str
    size_m: float


class Cube:
    """As much of a scene kind as reading specs asks for."""

    name = "cube"
    package = "facings-cube"
    spec_type = CubeSpec


class ChangedCube(Cube):
    """The kind after two changes of its spec: `size_m` was `size_mm`, and before that `size`."""

    spec_migrations = (lambda spec: {"scene": spec["scene"], "size_mm": spec["size"]},
                       lambda spec: {"scene": spec["scene"], "size_m": spec["size_mm"] / 1000})


CUBE = {"schema": 1, "scene": "cube", "size_m": 1.5}


@pytest.mark.parametrize("recipe", STORED)
def test_specs_of_schema_1_load(recipe):
    data = STORED[recipe]
    assert data["schema"] == 1
    kind = scene_kind(data["scene"])
    spec = parse_spec(kind, data)
    assert isinstance(spec, kind.spec_type)
    assert spec.schema == 1 + len(spec_migrations(kind))
    if not spec_migrations(kind):
        assert json.dumps(to_json(spec)) == json.dumps(data)


@pytest.mark.parametrize("data", [
    {"schema": 1, "scene": "cube", "size": 1500}, {"schema": 2, "scene": "cube", "size_mm": 1500}, {**CUBE, "schema": 3},
])
def test_an_older_spec_goes_through_the_steps_it_lacks(data):
    assert parse_spec(ChangedCube(), data) == CubeSpec(3, "cube", 1.5)


@pytest.mark.parametrize("schema", [2, 0, "1", True, 1.0, None])
def test_a_schema_that_is_not_known_is_refused(schema):
    with pytest.raises(InputError, match=r"--spec a.json: its schema is .*reads cube specs of schema 1 to 1\. Use the version"):
        parse_spec(Cube(), CUBE | {"schema": schema}, "--spec a.json")


def test_a_spec_of_another_kind_is_refused():
    with pytest.raises(InputError, match="its scene is 'shelf', but the recipe's is 'cube'"):
        parse_spec(Cube(), STORED["shelf"])


@pytest.mark.parametrize("wrap", [lambda spec: spec, lambda spec: {"frame": 3, "spec": spec}])
def test_a_spec_is_read_from_its_own_file_and_from_a_record(tmp_path, wrap):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(wrap(CUBE)))
    assert read_spec(Cube(), path, "--spec a.json") == CubeSpec(1, "cube", 1.5)


@pytest.mark.parametrize("text, said", [(None, "cannot be read"), ("{", "is not JSON"), ("[]", r"its scene is \[\]")])
def test_a_file_that_holds_no_spec_is_refused(tmp_path, text, said):
    path = tmp_path / "a.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError, match=f"^--spec a.json: {said}"):
        read_spec(Cube(), path, "--spec a.json")
