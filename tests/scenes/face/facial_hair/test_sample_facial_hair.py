"""Who has which brows, lashes and beard."""

import json
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest
from pydantic import ValidationError

from facings.scenes.face.facial_hair.beard_zones import beard_lengths
from facings.scenes.face.facial_hair.recipe import BeardRecipe, BrowsRecipe, FacialHairRecipe
from facings.scenes.face.facial_hair.sample import sample_facial_hair
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES, BROW_STYLES
from facings.scenes.face.hair.colour import facial_strand_colours
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.hair_shade import beard_shade
from facings.scenes.face.person import PersonSpec

BROWN = HairColour("brown", 0.8, 0.4, 0.0, None, 0.0)
MAN = PersonSpec(35.0, 1.0, 0.2, 0.2, 0.6, 4.0, 0.5)
WOMAN = replace(MAN, gender=0.0)
BOY = replace(MAN, age_years=9.0)


def sampled(person: PersonSpec, seed: int, colour: HairColour = BROWN,
            recipe: FacialHairRecipe | None = None) -> FacialHairSpec:
    return sample_facial_hair(recipe or FacialHairRecipe(), person, colour, np.random.default_rng(seed))


def test_equal_seeds_give_equal_hair_and_json_keeps_it():
    assert sampled(MAN, 3) == sampled(MAN, 3) != sampled(MAN, 4)
    assert json.loads(json.dumps(asdict(sampled(MAN, 3))))["brows"]["hairs"] == sampled(MAN, 3).brows.hairs


def test_men_wear_every_beard_and_others_none():
    worn = Counter(spec.beard.style if spec.beard else "none" for spec in (sampled(MAN, k) for k in range(700)))
    assert set(worn) == {"none", *BEARD_STYLES}
    assert 0.35 < 1 - worn["none"] / 700 < 0.75
    assert all(sampled(person, k).beard is None for person in (WOMAN, BOY) for k in range(60))


def test_every_brow_style_occurs_and_can_be_asked_for():
    assert {sampled(p, k).brows.style for p in (MAN, WOMAN) for k in range(150)} == set(BROW_STYLES)
    recipe = FacialHairRecipe(brows=BrowsRecipe(style="thin"), beard=BeardRecipe(style="goatee"))
    spec = sampled(WOMAN, 1, recipe=recipe)
    assert (spec.brows.style, spec.beard.style) == ("thin", "goatee")


@pytest.mark.parametrize("recipe, key", [(BeardRecipe, "stubble"), (BrowsRecipe, "bushy")])
def test_unknown_styles_are_refused_with_what_exists(recipe: type, key: str):
    with pytest.raises(ValidationError, match=key):
        recipe(style="imperial_fantasy")


def test_dye_stays_on_the_head_and_mascara_blackens():
    pink = replace(BROWN, dye=(0.9, 0.1, 0.4), dye_strength=0.9)
    spec = sampled(MAN, 1, pink)
    assert spec.brows.colour.dye is None and spec.lashes.colour.dye is None
    lashes = [sampled(WOMAN, k, replace(BROWN, melanin=0.3)).lashes for k in range(80)]
    painted = [s.colour.melanin for s in lashes if s.mascara > 0.6]
    bare = [s.colour.melanin for s in lashes if s.mascara == 0]
    assert len(painted) > 5 and len(bare) > 20 and min(painted) > max(bare)


def test_greys_are_the_asked_share():
    rng = np.random.default_rng(0)
    shares = [(facial_strand_colours(replace(BROWN, grey_share=g), 4000, rng)[:, 0] < 0.2).mean() for g in (0.0, 0.3, 0.9)]
    assert shares[0] == 0
    assert shares[1:] == pytest.approx([0.3 * 0.88, 0.9 * 0.88], abs=0.03)


def test_shade_is_of_dark_dense_beards():
    def shade(style: str, melanin: float, grey: float = 0.0) -> float:
        recipe = FacialHairRecipe(beard=BeardRecipe(style=style, density=0.9))
        return beard_shade(sampled(MAN, 2, replace(BROWN, melanin=melanin, grey_share=grey), recipe))

    assert shade("none", 0.95) == 0
    assert shade("stubble", 0.95) > shade("stubble", 0.5) > shade("stubble", 0.2)
    assert shade("stubble", 0.95) > shade("stubble", 0.95, 0.9)
    assert shade("stubble", 0.95) > shade("soul_patch", 0.95)
    assert 0 <= shade("full_short", 1.0) <= 1


def test_no_beard_grows_on_the_forehead_or_on_a_woman():
    places = np.array([[0.0, -0.03, 0.06], [0.0, -0.0245, -0.105], [0.055, 0.02, -0.06]])
    recipe = FacialHairRecipe(beard=BeardRecipe(style="full_short", patchiness=0.0))
    beard = sampled(MAN, 1, recipe=recipe).beard
    density = beard.density * beard_lengths(places, beard)[0]
    assert density[0] == 0 and (density[1:] > 0.3).all()
    assert sampled(WOMAN, 1).beard is None
