"""People differ as the recipe says, and a head model is taken that can show them."""

import numpy as np
import pytest

from facings.recipes.distributions import Choice
from facings.scenes.face.recipe import PersonRecipe
from facings.scenes.face.sample.person import choose_model, sample_person


def _people(recipe: PersonRecipe, count: int = 300) -> list:
    return [sample_person(recipe, np.random.default_rng(k)) for k in range(count)]


def test_shares_sum_to_one_and_everybody_is_possible() -> None:
    people = _people(PersonRecipe())
    shares = np.array([(p.african, p.asian, p.caucasian) for p in people])
    assert np.allclose(shares.sum(1), 1) and (shares.mean(0) > 0.2).all()
    assert 0.2 < ((shares > 0.05).sum(1) > 1).mean() < 0.5  # a third of people are mixed by default
    tones = np.array([p.skin_tone for p in people])
    assert tones.min() < 2.2 and tones.max() > 8.5
    ages = np.array([p.age_years for p in people])
    assert ages.min() < 10 and ages.max() > 75


@pytest.mark.parametrize("tone", [1.0, 5.5, 10.0])
def test_a_named_tone_is_kept(tone: float) -> None:
    assert {p.skin_tone for p in _people(PersonRecipe(skin_tone=tone), 10)} == {tone}


def test_children_get_the_head_that_has_children() -> None:
    child = _people(PersonRecipe(age_years=6), 1)[0]
    adult = _people(PersonRecipe(age_years=40), 1)[0]
    rng = np.random.default_rng(0)
    assert {choose_model(PersonRecipe(), child, ("ict", "makehuman"), rng) for _ in range(20)} == {"makehuman"}
    assert {choose_model(PersonRecipe(), adult, ("ict", "makehuman"), rng) for _ in range(50)} == {"ict", "makehuman"}
    assert choose_model(PersonRecipe(), adult, ("makehuman",), rng) == "makehuman"


def test_nobody_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody is left"):
        PersonRecipe(african=0, asian=0, caucasian=0)


def test_one_key_does_not_move_the_others() -> None:
    plain = _people(PersonRecipe(), 20)
    heavy = _people(PersonRecipe(body_weight=Choice((0.9, 1.0))), 20)
    assert [(p.age_years, p.gender, p.african, p.skin_tone) for p in plain] == [
        (p.age_years, p.gender, p.african, p.skin_tone) for p in heavy]
