"""Recipes with more of what fails: what their keys draw."""

import numpy as np
import pytest

import facings
from facings.errors import InputError
from facings.frames.kind_reading import Factor
from facings.recipes.distributions import sample
from facings.study.effects import Effect, LevelError
from facings.study.levels import Level
from facings.study.more_of import more_of
from facings.study.recipe_file import write_recipe

pytestmark = pytest.mark.render


def effect(factor: Factor, *levels: Level, worst: tuple[int, ...]) -> Effect:
    return Effect(factor, 0.01, 0.3, [LevelError(level, 50, 0.5, (0.4, 0.6)) for level in levels], worst)


YAW = effect(Factor("head yaw", "", key="head_pose.yaw_deg", magnitude=True),
             Level("0 to 60", 0, 60), Level("60 to 75", 60, 75), Level("75 to 90", 75, 90), worst=(1, 2))
HEAD = effect(Factor("head model", "", key="person.head_model"), Level("ict"), Level("makehuman"), worst=(1,))
RIG = effect(Factor("light rig", ""), Level("flash"), Level("studio"), worst=(0,))


def test_half_of_the_frames_are_what_fails(tmp_path):
    recipe, keys = more_of([YAW, HEAD, RIG], facings.load_recipe("face").resolved)
    assert keys == ["head_pose.yaw_deg", "person.head_model"]
    write_recipe(tmp_path / "more.yaml", recipe, "More")
    loaded = facings.load_recipe(tmp_path / "more.yaml")
    assert loaded.resolved == recipe
    rng = np.random.default_rng(0)
    yaw = np.degrees([sample(loaded.recipe.head_pose.yaw_rad, rng) for _ in range(4000)])
    # Half, and a third of the other half, which is as before; three standard deviations.
    assert abs((np.abs(yaw) > 60).mean() - 2 / 3) < 0.023 and abs((yaw > 0).mean() - 0.5) < 0.024
    heads = [sample(loaded.recipe.person.head_model, rng) for _ in range(2000)]
    assert abs(heads.count("makehuman") / 2000 - 0.625) < 0.033  # half, and a quarter of the other half


def test_keys_that_views_give_get_more_there():
    near = effect(Factor("distance", "", key="camera.distance_m"), Level("a", 0.4, 0.6), Level("b", 0.6, 2), worst=(0,))
    resolved = facings.load_recipe("shelf").resolved
    recipe, _ = more_of([near], resolved)
    for name, view in resolved["camera"]["views"].items():
        assert recipe["camera"]["views"][name]["distance_m"] == {
            "choice": [view["distance_m"], {"uniform": [0.4, 0.6]}], "weights": [1.0, 1.0]}


@pytest.mark.parametrize(("effects", "said"), [([], "nothing was found"), ([RIG], "none of what fails is decided")])
def test_recipes_that_cannot_be_are_told(effects, said):
    with pytest.raises(InputError, match=said):
        more_of(effects, facings.load_recipe("face").resolved)


def test_recipes_with_files_of_their_own_are_not_written():
    resolved = facings.load_recipe("face").resolved | {"world": {"hdri": "sha256:" + "ab" * 32}}
    with pytest.raises(InputError, match="by hand: of head_pose.yaw_deg more of"):
        more_of([YAW], resolved)
