"""Which hair people wear: plausible styles, colours and greys; bad recipes."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from pydantic import ValidationError

from facings.frames.spec import from_json, to_json
from facings.scenes.face.hair.colour import strand_colours
from facings.scenes.face.hair.recipe import HairRecipe
from facings.scenes.face.hair.sample import sample_hair
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.styles.catalogue import COLOUR_NAMES, DYES, STYLES
from facings.scenes.face.person import PersonSpec


def person(age=35.0, gender=0.5, african=0.0, asian=0.0):
    return PersonSpec(age, gender, african, asian, 1 - african - asian, 4.0, 0.5)


def wear(who, seed, **keys):
    return sample_hair(HairRecipe(**keys), who, np.random.default_rng(seed))


def test_at_least_sixteen_styles_and_each_is_a_choice_of_the_recipe():
    assert len(STYLES) >= 16
    for style in STYLES:
        assert wear(person(), 1, style=style).style == style


def test_an_unknown_style_is_refused_with_those_that_exist():
    with pytest.raises(ValidationError) as caught:
        HairRecipe(style="mullet_deluxe")
    for style in STYLES:
        assert style in str(caught.value)


def test_the_spec_is_exact_json_and_the_same_for_the_same_seed():
    for seed, style in enumerate(STYLES):
        spec = wear(person(), seed, style=style)
        assert from_json(HairSpec, to_json(spec)) == spec
        assert wear(person(), seed, style=style) == spec


def test_fixing_one_key_leaves_the_others():
    free, fixed = wear(person(), 5, style="bob"), wear(person(), 5, style="bob", colour="red")
    assert dataclasses.replace(fixed, colour=free.colour) == free


def test_greys_come_with_age():
    for seed in range(20):
        shares = [wear(person(age), seed, colour="brown").colour.grey_share for age in range(15, 95, 5)]
        assert shares[0] == 0 and np.all(np.diff(shares) >= 0) and shares[-1] > 0.9
    spec = wear(person(60), 1, colour="black", grey=0.4)
    light = strand_colours(spec, 20_000)[:, 0] < 0.2
    assert abs(light.mean() - 0.4) < 0.02


def test_every_style_is_worn_by_somebody_and_fits_age_and_gender():
    women = Counter(wear(person(30, 0.05), seed).style for seed in range(1500))
    men = Counter(wear(person(30, 0.95), seed).style for seed in range(1500))
    curled = Counter(wear(person(30, 0.5, african=1.0), seed).style for seed in range(600))
    old = Counter(wear(person(75, 0.9), seed).style for seed in range(600))
    girls = Counter(wear(person(6, 0.1), seed).style for seed in range(300))
    assert set(women + men + curled + old + girls) == set(STYLES)
    assert women["buzz"] + women["crew"] + women["horseshoe"] < 0.06 * 1500
    assert men["bob"] + men["ponytail"] + men["plaits"] < 0.06 * 1500
    assert old["horseshoe"] > 60 and men["horseshoe"] == 0
    assert curled["afro"] + curled["box_braids"] + curled["dreadlocks"] + curled["curly_short"] + curled["buzz"] > 300
    assert max(men.values()) < 0.25 * 1500 and max(women.values()) < 0.25 * 1500


def test_natural_colours_follow_ethnicity_and_named_ones_are_kept():
    asian = Counter(wear(person(25, asian=1.0), seed, dyed_rate=0).colour.name for seed in range(200))
    assert set(asian) <= {"black", "dark_brown", "brown"}
    for name in COLOUR_NAMES:
        colour = wear(person(30), 3, colour=name).colour
        assert colour.name == name and (colour.dye is not None) == (name in DYES)


def test_hairlines_recede_with_age_in_men():
    def loss(age, gender):
        return np.mean([wear(person(age, gender), seed, style="crew").line.recession for seed in range(60)])
    assert loss(20, 1) < loss(45, 1) < loss(75, 1)
    assert loss(75, 0) < 0.5 * loss(75, 1)
