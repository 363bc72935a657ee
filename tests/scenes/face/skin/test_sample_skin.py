"""Skins as sampled: ranges, what follows from the person, and what a recipe says instead."""

import dataclasses
import json

import numpy as np
import pytest
from pydantic import ValidationError
from skin_for_tests import skin

from facings.frames.spec import from_json, to_json
from facings.scenes.face.skin.recipe import SkinRecipe
from facings.scenes.face.skin.sample import NO_MAKE_UP
from facings.scenes.face.skin.spec import SkinSpec


def test_equal_generators_give_equal_skins_and_others_differ():
    assert skin(5) == skin(5)
    assert skin(5) != skin(6)
    assert skin(5).seed != skin(6).seed


def test_a_skin_survives_json_exactly():
    made = skin(3, age=61.0, gender=0.0)
    assert from_json(SkinSpec, json.loads(json.dumps(to_json(made)))) == made


def test_everything_sampled_lies_within_its_range():
    rng = np.random.default_rng(8)
    for seed in range(250):
        made = skin(seed, age=rng.uniform(0.5, 95), gender=rng.uniform(), tone=rng.uniform(1, 10))
        assert all(0 < c < 0.75 for c in made.albedo)
        assert 0.0008 < made.translucency_m < 0.002
        for part in (made.pigment, made.lips, made.make_up):
            for name, value in dataclasses.asdict(part).items():
                if isinstance(value, float):
                    assert 0 <= value <= 1, name
        assert all(0 <= value <= 1.3 for value in dataclasses.asdict(made.relief).values())
        assert 0 <= made.marks.moles <= 50 and 0 <= made.marks.pimples <= 60


def test_wrinkles_deepen_with_age_and_children_have_none():
    def mean(age: float, name: str) -> float:
        return np.mean([getattr(skin(seed, age=age).relief, name) for seed in range(30)])

    for name in ("forehead", "frown", "crows_feet", "eye_bags", "nasolabial", "marionette", "lip_lines", "neck_rings", "crepe"):
        depths = [mean(age, name) for age in (6, 40, 60, 80)]
        assert depths == sorted(depths) and depths[3] > depths[0] + 0.3, name
        assert depths[0] < 0.2, name


def test_make_up_is_grown_womens_mostly():
    def rate(**who: float) -> float:
        return np.mean([skin(seed, **who).make_up != NO_MAKE_UP for seed in range(200)])

    assert rate(age=8.0, gender=0.0) == 0
    assert rate(age=30.0, gender=1.0) == 0
    assert 0.45 < rate(age=30.0, gender=0.0) < 0.75


def test_a_recipe_replaces_what_would_follow_from_the_person():
    made = skin(2, {"marks": {"freckles": 1.0, "moles": 7}, "make_up": {"style": "bold"}, "relief": {"apparent_age_years": 90}},
                age=10.0, gender=1.0)
    assert made.marks.freckles == 1.0 and made.marks.moles == 7
    assert made.make_up.lipstick.amount > 0.3
    assert made.relief.forehead > 0.4


def test_an_unknown_make_up_style_is_answered_with_those_there_are():
    with pytest.raises(ValidationError, match="none, natural, day, evening, bold, lips_only, eyes_only"):
        SkinRecipe.model_validate({"make_up": {"style": "goth"}})


def test_freckles_are_rarer_and_fainter_in_dark_skin():
    def mean(tone: float) -> float:
        return np.mean([skin(seed, tone=tone, age=25.0).marks.freckles for seed in range(300)])

    assert mean(2.0) > 1.5 * mean(9.0)
