"""Sampled eyes, and the pictures painted from them."""

import json
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest
from pydantic import ValidationError

from facings.scenes.face.eyes.iris_colours import IRIS_COLOURS
from facings.scenes.face.eyes.iris_image import iris_image, limbal_colour
from facings.scenes.face.eyes.recipe import EyesRecipe
from facings.scenes.face.eyes.sample import sample_eyes
from facings.scenes.face.eyes.sclera_image import sclera_image
from facings.scenes.face.eyes.spec import EyesSpec
from facings.scenes.face.person import PersonSpec

EUROPEAN = PersonSpec(30.0, 0.5, 0.0, 0.0, 1.0, 2.0, 0.5)
AFRICAN = PersonSpec(30.0, 0.5, 1.0, 0.0, 0.0, 9.0, 0.5)


def sampled(person: PersonSpec, seed: int, **keys: object) -> EyesSpec:
    return sample_eyes(EyesRecipe(**keys), person, np.random.default_rng(seed))


def test_equal_seeds_give_equal_eyes_and_json_keeps_them():
    assert sampled(EUROPEAN, 5) == sampled(EUROPEAN, 5) != sampled(EUROPEAN, 6)
    plain = asdict(sampled(EUROPEAN, 5))
    assert json.loads(json.dumps(plain)) == json.loads(json.dumps(asdict(sampled(EUROPEAN, 5))))


def test_every_colour_occurs_where_it_does_in_life():
    european = Counter(sampled(EUROPEAN, k).irises[0].colour_name for k in range(600))
    african = Counter(sampled(AFRICAN, k, heterochromia_rate=0.0).irises[0].colour_name for k in range(300))
    assert set(european) == set(IRIS_COLOURS)
    assert sum(n for name, n in african.items() if "brown" in name) > 0.85 * 300
    assert not {"blue", "grey", "green"} & set(african)


def test_heterochromia_is_rare_and_can_be_asked_for():
    differ = sum(len({i.colour_name for i in sampled(EUROPEAN, k).irises}) == 2 for k in range(600))
    assert differ < 20
    both = sampled(EUROPEAN, 1, heterochromia_rate=1.0, iris="blue").irises
    assert both[0].colour_name != both[1].colour_name and "blue" in {i.colour_name for i in both}


def test_unknown_colours_are_refused_with_what_exists():
    with pytest.raises(ValidationError, match="hazel"):
        EyesRecipe(iris="violet")


def test_whites_yellow_with_age():
    def mean(age: float) -> float:
        return np.mean([sampled(replace(EUROPEAN, age_years=age), k).sclera.yellowness for k in range(40)])

    assert mean(6) < mean(40) < mean(85)


@pytest.mark.parametrize("name", IRIS_COLOURS)
def test_irises_have_their_colour_and_close_round(name: str):
    spec = sampled(EUROPEAN, 3, iris=name).irises[0]
    picture = iris_image(spec)
    assert picture.dtype == np.float32 and picture.min() >= 0 and picture.max() <= 1
    stroma = picture[90:140, :, :3].reshape(-1, 3).mean(0)
    assert stroma / stroma.sum() == pytest.approx(np.array(spec.outer) / sum(spec.outer), abs=0.12)
    # The seam differs no more than any two neighbouring columns do.
    steps = np.abs(np.diff(picture, axis=1)).mean((0, 2))
    assert np.abs(picture[:, 0] - picture[:, -1]).mean() <= steps.max()
    # The pupil's seam is darker than the zone next to it.
    assert picture[0, :, :3].mean() < picture[25, :, :3].mean()
    assert np.array_equal(picture, iris_image(spec))


def test_redness_reddens_and_the_limbus_meets_the_iris():
    eyes = sampled(EUROPEAN, 4)
    limbus = limbal_colour(eyes.irises[0])
    clear, red = (sclera_image(replace(eyes.sclera, redness=r), 0.37, limbus, 0) for r in (0.05, 1.0))
    assert (red[..., 0] / red[..., 1]).mean() > 1.1 * (clear[..., 0] / clear[..., 1]).mean()
    column = 256 + round(0.37 / 2.2 * 256)
    assert clear[256, column, :3] == pytest.approx(np.array(limbus), abs=0.06)
    left = sclera_image(eyes.sclera, 0.37, limbus, 1)
    assert not np.array_equal(left, sclera_image(eyes.sclera, 0.37, limbus, 0))
