"""A record's file holds its lists as tables and leaves out what follows; opened, it says all that it said."""

import json
from typing import Any

import jsonschema
import pytest
import synthetic_frames
from stored_sets import unpacked

import facings
from facings.dataset.instance_table import IMPLIED
from facings.dataset.reader import Frame
from facings.dataset.record_schema import record_schema
from facings.dataset.record_text import record_of, record_text
from facings.errors import InputError
from facings.frames.scene_kind import scene_kind
from facings.frames.spec import to_json
from facings.frames.stored_spec import parse_spec, read_spec
from facings.frames.tables import is_table

FRAMES = [(kind, number) for kind in ("face", "shelf") for number in range(2)]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return unpacked(2, tmp_path_factory.mktemp("schema_2"))


@pytest.fixture(params=FRAMES, ids=lambda frame: f"{frame[0]}-{frame[1]}")
def frame(request, stored) -> tuple[str, dict[str, Any], bytes]:
    """Kind, record as a file of schema 2 has it, and the bytes of that file."""
    kind, number = request.param
    text = (stored / kind / f"frames/{number:06d}.json").read_bytes()
    return kind, json.loads(text), text


def text_of(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def test_every_key_is_what_it_was(frame):
    _, old, _ = frame
    new = Frame.from_files(old, {}).record
    assert new.keys() == old.keys()
    for key in old.keys() - {"schema", "bytes", "files"}:
        assert text_of(new[key]) == text_of(old[key]), key
    for one, other in zip(new["instances"], old["instances"], strict=True):
        assert list(one) == list(other)
        for key in other:
            assert text_of(one[key]) == text_of(other[key]), (one["id"], key)


def test_it_is_much_smaller_and_a_face_no_larger(frame):
    kind, old, text = frame
    assert len(record_text(old, {})) < (0.25 if kind == "shelf" else 1) * len(text)


def test_what_follows_is_left_out(frame):
    kind, old, _ = frame
    written = json.loads(record_text(old, {}))
    assert is_table(written["instances"]) == (kind == "shelf")
    if kind == "shelf":
        columns = written["instances"]["columns"]
        assert [key for key, column in columns.items() if column == "computed"] == list(IMPLIED)
        assert "rigid" in columns["camera_from_object"] and is_table(written["spec"]["products"])


@pytest.mark.parametrize("frame", [("shelf", 1)], indirect=True)
def test_what_does_not_follow_is_kept(frame):
    _, old, _ = frame
    old["instances"][3]["truncated"] = not old["instances"][3]["truncated"]
    old["instances"][5]["visible_fraction"] += 1e-9
    old["instances"][6]["box_corners_px"][2] = None
    assert text_of(Frame.from_files(old, {}).record["instances"]) == text_of(old["instances"])
    del old["instances"][6]["box_corners_px"], old["instances"][7]["camera_from_object"]
    assert text_of(Frame.from_files(old, {}).record["instances"]) == text_of(old["instances"])


def test_the_printed_schema_describes_files_and_what_is_opened(frame):
    kind, old, _ = frame
    schema = record_schema(scene_kind(kind).record_type)
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    written = json.loads(record_text(old, {}))
    judge.validate(written)
    judge.validate(record_of(written))
    if kind == "shelf":
        written["instances"]["columns"]["colour"] = {"runs": [["red", written["instances"]["rows"]]]}
        assert not judge.is_valid(written)


def test_its_spec_gives_the_frame_again(frame, tmp_path):
    kind, old, _ = frame
    (tmp_path / "record.json").write_bytes(record_text(old, {}))
    spec = read_spec(scene_kind(kind), tmp_path / "record.json", "--spec record.json")
    assert spec == parse_spec(scene_kind(kind), old["spec"]) and text_of(to_json(spec)) == text_of(old["spec"])


@pytest.mark.parametrize("old, new, what", [
    ('"rows":9', '"rows":8', "damaged table"), ('"rigid":"', '"rigid":"!', "damaged table"), ('"width_px":', '"w":', "lack"),
    ('"amodal_px":', '"bmodal_px":', "leave out visible_fraction"),
    ('"supercategory":{', '"supercategory":"computed","x":{', "leave out supercategory"),
])
def test_damage_is_told(tmp_path, old, new, what):
    synthetic_frames.write(tmp_path, 1)
    file = tmp_path / "frames/000000.json"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(InputError, match=f"000000.json is damaged: .*{what}.* Render the frame again"):
        print(facings.open(tmp_path)[0].record)
