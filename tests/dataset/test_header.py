"""Damage in a `dataset.json`: refused by file and key, as bad input."""

import json

import pytest
import synthetic_frames

from facings.dataset.header import parse_header
from facings.errors import InputError

ENTRY = {"older_frames": [[0, 4]], "versions": {}, "kind": {}, "code": {}}


def test_a_sound_header_is_read_back():
    made = synthetic_frames.header(changed_code=[ENTRY], code={"stages": {"sample": "ab"}, "modules": {}})
    assert parse_header(made.to_text(), "dataset.json") == made


@pytest.mark.parametrize("damage, key", [
    ({"recipe": []}, "recipe"), ({"recipe": {"schema": 99}}, "recipe: its schema is 99"),
    ({"versions": {"numpy": 2}}, "versions"),
    ({"assets": {"name": "template"}}, "assets"), ({"assets": ["template"]}, "assets.0"), ({"kind": 3}, "kind"),
    ({"code": []}, "code"), ({"code": {"modules": []}}, "code.modules"), ({"seed": "7"}, "seed"), ({"scene": None}, "scene"),
    ({"categories": [{"id": 1, "name": "tea"}]}, "categories.0.supercategory"), ({"semantic_classes": 3}, "semantic_classes"),
    ({"changed_code": {}}, "changed_code"), ({"changed_code": [{}]}, "changed_code.0.older_frames"),
    ({"changed_code": [ENTRY | {"older_frames": [[0, 1, 2]]}]}, "changed_code.0.older_frames.0"),
    ({"changed_code": [ENTRY | {"code": None}]}, "changed_code.0.code"),
])
def test_a_damaged_header_is_refused_by_its_key(damage, key):
    data = json.loads(synthetic_frames.header().to_text())
    with pytest.raises(InputError, match=f"^set/dataset.json[:,] {key}"):
        parse_header(json.dumps(data | damage), "set/dataset.json")


@pytest.mark.parametrize("damage", [{"recipe": []}, {"assets": ["template"]}, {"versions": None}])
def test_so_is_one_of_schema_1(damage):
    data = json.loads(synthetic_frames.header().to_text()) | {"schema": 1}
    del data["kind"], data["code"]
    with pytest.raises(InputError, match=f"^set/dataset.json: {next(iter(damage))}"):
        parse_header(json.dumps(data | damage), "set/dataset.json")


@pytest.mark.parametrize("text, said", [("{", "not JSON"), ("[]", "it lacks scene"), ('{"schema": 2}', "it lacks scene, seed")])
def test_what_is_no_header_is_refused(text, said):
    with pytest.raises(InputError, match=f"^set/dataset.json is .*{said}"):
        parse_header(text, "set/dataset.json")
