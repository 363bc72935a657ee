"""One person over many frames: what is the person's own stays, all else changes, and frames render alone as ever."""

import json
from dataclasses import replace

import pytest

from facings.errors import InputError
from facings.export.splits import parse_split
from facings.frames.loading import load_recipe
from facings.frames.spec import from_json, to_json
from facings.scenes.face.identities import IdentitiesRecipe, Streams
from facings.scenes.face.label.attributes import attributes_of
from facings.scenes.face.reading import FaceReading
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.face.spec import FaceSpec

SETS = {"identities.count": 3, "identities.frames_each": 4}


def own(spec: FaceSpec) -> dict:
    """What is the person's own, beside what stays with the garment."""
    return {"person": spec.person, "model": spec.head.model, "identity": spec.head.identity,
            "skin": replace(spec.skin, make_up=None), "eyes": spec.eyes, "colour": spec.hair.colour,
            "line": replace(spec.hair.line, recession=0, crown_loss=0, top_loss=0),  # bald styles move these
            "facial_hair": spec.facial_hair, "shoulders": (spec.garment.shoulder_half_m, spec.garment.girth)}


@pytest.fixture(scope="module")
def plain():
    recipe = load_recipe("face")
    return {number: recipe.sample(7, number) for number in (0, 1, 2, 4, 7)}


@pytest.fixture(scope="module")
def sets():
    recipe = load_recipe("face", SETS)
    return {number: recipe.sample(7, number) for number in (0, 1, 2, 4, 7, 12)}


def test_a_person_is_the_one_of_the_frame_with_its_number(plain, sets):
    assert {number: spec.identity for number, spec in sets.items()} == {0: 0, 1: 0, 2: 0, 4: 1, 7: 1, 12: 0}
    for spec in sets.values():
        assert own(spec) == own(plain[spec.identity])
    assert own(plain[0]) != own(plain[1])


def test_the_rest_is_the_frames_own(plain, sets):
    for number in (0, 1, 2, 4, 7):
        told, alone = sets[number], plain[number]
        assert told.picture == alone.picture and told.surroundings.rig == alone.surroundings.rig
        assert told.head.expression_name == alone.head.expression_name
    assert sets[0].accessories == plain[0].accessories and sets[0].hair == plain[0].hair
    for part in ("camera", "head", "hair", "garment", "surroundings"):
        assert len({json.dumps(to_json(getattr(sets[n], part))) for n in (0, 1, 2, 12)}) == 4, part


def test_without_the_key_specs_are_as_they_were(plain):
    assert "identity" not in to_json(plain[1]) and "identity" not in attributes_of(plain[1])
    assert "identities" not in FaceRecipe().plain()
    assert FaceReading().group({"frame": 12, "instances": [{"attributes": attributes_of(plain[1])}]}) == "12"


def test_what_does_not_vary_stays(sets):
    recipe = load_recipe("face", {**SETS, "identities.vary": ["make_up"]})
    first, second = recipe.sample(7, 0), recipe.sample(7, 1)
    assert (first.hair, first.garment, first.accessories) == (second.hair, second.garment, second.accessories)
    assert first.hair == sets[0].hair and second.hair != sets[1].hair
    assert first.camera != second.camera


def test_records_name_the_person_and_splits_go_by_it(sets):
    reading = FaceReading()
    splits = parse_split("train=0.5,val=0.5", reading)
    records = {number: {"frame": number, "seed": 7, "scene": "face", "instances": [{"category": "person",
               "attributes": attributes_of(spec)}]} for number, spec in sets.items()}
    assert [records[n]["instances"][0]["attributes"]["identity"] for n in (0, 2, 4)] == [0, 0, 1]
    assert reading.annotation_keys(records[4]["instances"][0]) == {"sku": "person", "identity": 1}
    assert reading.group(records[4]) == "identity 1"
    for numbers in ((0, 1, 2, 12), (4, 7)):
        assert len({splits.of(records[n]) for n in numbers}) == 1
    assert from_json(FaceSpec, json.loads(json.dumps(to_json(sets[4])))) == sets[4]


def test_numbers_go_round():
    recipe = IdentitiesRecipe(count=2, frames_each=3)
    assert [Streams(recipe, 0, frame).identity for frame in range(8)] == [0, 0, 0, 1, 1, 1, 0, 0]
    assert Streams(None, 0, 5).identity is None
    assert recipe.vary == ("hairdo", "make_up", "accessories", "garment")


@pytest.mark.parametrize(("key", "value", "said"), [
    ("identities.count", 0, "at least 1|from 1 to"), ("identities.frames_each", 2.5, "whole number"),
    ("identities.vary", ["hair"], "hairdo"), ("identities.people", 3, "unknown|identities.people")])
def test_a_bad_key_is_told(key, value, said):
    with pytest.raises(InputError, match=said):
        load_recipe("face", {key: value})
