"""Who wears what."""

import json
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest
from heads_for_tests import PERSON
from pydantic import ValidationError

from facings.scenes.face.accessories.catalogue import EARRING_STYLES, GLASSES_STYLES, HEADWEAR_STYLES, MASK_STYLES, MASK_WEARS
from facings.scenes.face.accessories.recipe import AccessoriesRecipe
from facings.scenes.face.accessories.sample import COVERS_EARS, sample_accessories


def people(count: int, recipe: AccessoriesRecipe, **changes: object) -> list:
    result = []
    for number in range(count):
        rng = np.random.default_rng([3, number])
        person = replace(PERSON, age_years=float(rng.uniform(4, 85)), gender=float(rng.uniform()))
        result.append(sample_accessories(recipe, replace(person, **changes), rng))
    return result


def test_the_same_seed_gives_the_same_spec_as_exact_json() -> None:
    recipe = AccessoriesRecipe()
    for number in range(30):
        first, second = (sample_accessories(recipe, PERSON, np.random.default_rng(number)) for _ in range(2))
        assert first == second
        assert json.loads(json.dumps(asdict(first))) == asdict(second)


def test_defaults_reach_every_kind_and_leave_many_people_without_any() -> None:
    specs = people(1000, AccessoriesRecipe())
    bare = np.mean([not any(vars(spec).values()) for spec in specs])
    assert 0.39 < bare < 0.52
    seen = {name: Counter(part.style for spec in specs if (part := getattr(spec, name)))
            for name in ("glasses", "headwear", "mask", "earrings")}
    assert set(seen["glasses"]) == set(GLASSES_STYLES)
    assert set(seen["headwear"]) == set(HEADWEAR_STYLES)
    assert set(seen["mask"]) == set(MASK_STYLES)
    assert set(seen["earrings"]) == set(EARRING_STYLES)
    assert {spec.mask.worn for spec in specs if spec.mask} == set(MASK_WEARS)
    assert any(spec.nose_stud for spec in specs)
    assert any(spec.headwear and spec.headwear.turn_deg > 90 for spec in specs)


def test_age_and_gender_tell() -> None:
    recipe = AccessoriesRecipe()
    count = {(age, gender): people(150, recipe, age_years=age, gender=gender) for age in (6.0, 75.0) for gender in (0.0, 1.0)}
    worn = {key: {name: sum(getattr(spec, name) is not None for spec in specs) for name in vars(specs[0])}
            for key, specs in count.items()}
    assert worn[75.0, 1.0]["glasses"] > 2 * worn[6.0, 1.0]["glasses"]
    assert worn[75.0, 0.0]["earrings"] > 5 * worn[75.0, 1.0]["earrings"]
    assert not any(spec.headwear and spec.headwear.style == "hijab" for spec in count[75.0, 1.0])


def test_nothing_is_worn_that_does_not_go_together() -> None:
    always = AccessoriesRecipe.model_validate({
        "glasses": {"rate": 1, "slid_rate": 1}, "headwear": {"rate": 1}, "mask": {"rate": 1}, "earrings": {"rate": 1}})
    for spec in people(300, always):
        assert not (spec.earrings and spec.headwear.style in COVERS_EARS)
        assert not (spec.mask.worn == "over_nose" and spec.glasses.slide_mm)


def test_switched_off_means_nothing() -> None:
    assert not any(any(vars(spec).values()) for spec in people(50, AccessoriesRecipe.model_validate({"enabled": False})))


def test_another_hat_does_not_change_the_glasses() -> None:
    plain = people(40, AccessoriesRecipe())
    hats = people(40, AccessoriesRecipe.model_validate({"headwear": {"rate": 1, "style": "fedora"}}))
    assert [spec.glasses for spec in plain] == [spec.glasses for spec in hats]


@pytest.mark.parametrize("part, style", [("glasses", "monocle"), ("headwear", "crown"), ("mask", "gas"), ("earrings", "plug")])
def test_unknown_styles_are_told_with_what_exists(part: str, style: str) -> None:
    with pytest.raises(ValidationError) as error:
        AccessoriesRecipe.model_validate({part: {"style": style}})
    known = {"glasses": "wayfarer", "headwear": "fedora", "mask": "ffp2", "earrings": "gem_stud"}[part]
    assert known in str(error.value)
