"""Which garments are sampled, and what recipes may say."""

import dataclasses
import json

import numpy as np
import pytest
from pydantic import ValidationError

from facings.scenes.face.garments.palette import linear
from facings.scenes.face.garments.patterns import draw
from facings.scenes.face.garments.recipe import GarmentRecipe
from facings.scenes.face.garments.sample import sample_garment
from facings.scenes.face.garments.spec import FabricSpec
from facings.scenes.face.garments.styles import PATTERNS, STYLES, WEAVES
from facings.scenes.face.garments.weaves import weave_tile
from facings.scenes.face.person import PersonSpec


def person(age: float = 35.0, gender: float = 0.5) -> PersonSpec:
    return PersonSpec(age, gender, 0.3, 0.3, 0.4, 5.0, 0.5)


def sampled(count: int, recipe: GarmentRecipe | None = None, **who) -> list:
    return [sample_garment(recipe or GarmentRecipe(), person(**who), np.random.default_rng([9, k])) for k in range(count)]


def test_a_population_wears_everything():
    assert len(STYLES) >= 9
    styles = {spec.style for gender in (0.0, 1.0) for spec in sampled(200, gender=gender)}
    assert styles == set(STYLES)


def test_children_rarely_wear_suits_and_men_no_blouses():
    assert sum(spec.style == "suit" for spec in sampled(300, age=6, gender=1.0)) < 10
    assert not any(spec.style == "blouse" for spec in sampled(300, gender=1.0))


def test_equal_seeds_give_equal_specs_as_plain_json():
    first, second = (sample_garment(GarmentRecipe(), person(), np.random.default_rng(3)) for _ in range(2))
    assert first == second
    data = json.loads(json.dumps(dataclasses.asdict(first)))
    assert json.dumps(data) == json.dumps(dataclasses.asdict(second))


def test_shoulders_grow_with_age():
    width = [np.mean([spec.shoulder_half_m for spec in sampled(20, age=age, gender=1.0)]) for age in (1, 5, 10, 15, 30)]
    assert width == sorted(width)
    assert 0.18 < width[-1] < 0.21


@pytest.mark.parametrize("style", STYLES)
def test_a_recipe_chooses_style_colour_and_pattern(style):
    recipe = GarmentRecipe(style=style, colour="#336699", pattern="dots", weave="denim")
    spec = sample_garment(recipe, person(), np.random.default_rng(0))
    assert (spec.style, spec.main.pattern, spec.main.weave) == (style, "dots", "denim")
    assert spec.main.colour == pytest.approx(linear("#336699"))


def test_an_unknown_style_is_an_error_that_lists_what_exists():
    with pytest.raises(ValidationError) as error:
        GarmentRecipe(style="toga")
    assert all(name in str(error.value) for name in ("t_shirt", "suit", "hoodie"))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_lie_between_their_two_colours(pattern):
    fabric = FabricSpec("jersey", pattern, (0.1, 0.2, 0.3), (0.6, 0.5, 0.4), 0.02, 3)
    image = draw(fabric).image
    assert image.dtype == np.float32
    assert (image >= np.float32([0.1, 0.2, 0.3]) - 1e-6).all(axis=(0, 1)).tolist() == [True, True, True]
    assert image[..., 0].max() <= 0.6 + 1e-6
    assert (np.ptp(image, axis=(0, 1)) > 0.05).any() == (pattern != "plain")
    assert draw(fabric).image.tobytes() == image.tobytes()


@pytest.mark.parametrize("name", WEAVES)
def test_weaves_repeat_without_a_seam(name):
    height = weave_tile(name)[..., 0].astype(np.float64)
    assert height.min() >= 0
    assert height.max() <= 1
    for axis in (0, 1):
        inner = np.abs(np.diff(height, axis=axis)).max()
        assert np.abs(np.take(height, 0, axis) - np.take(height, -1, axis)).max() <= inner + 0.05
