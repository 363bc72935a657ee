"""Sampled identities, expressions and gaze."""

import numpy as np
import pytest
from heads_for_tests import model
from pydantic import ValidationError

from facings.scenes.face.heads.anatomy.measures import MEASURES, measure_rows
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.expression_mixtures import ACTIVITY, MIXTURES, spread
from facings.scenes.face.heads.expressions import ExpressionRecipe, combined, sample_expression
from facings.scenes.face.heads.gaze import EYE_HALF_DISTANCE_M, GazeRecipe, sample_gaze
from facings.scenes.face.heads.ict.identity import SPREAD
from facings.scenes.face.heads.sample import sample_identity
from facings.scenes.face.person import PersonSpec


def _person(**traits):
    return PersonSpec(**{"age_years": 30.0, "gender": 0.5, "african": 1 / 3, "asian": 1 / 3, "caucasian": 1 / 3,
                         "skin_tone": 4.0, "body_weight": 0.5} | traits)


def _measured(person, count=40):
    ict = model("ict")
    rows = measure_rows(ict)
    used = np.flatnonzero(np.abs(rows).sum(0))
    effect = np.stack([rows[:, used] @ ict.identity.mode(name, len(ict.vertices_m)).ravel()[used]
                       for name in ict.identity.names], 1)
    drawn = [[w.weight for w in sample_identity(model("ict"), person, np.random.default_rng(seed))] for seed in range(count)]
    return dict(zip(MEASURES, (np.array(drawn) @ effect.T).T, strict=True))


def test_identities_are_reproducible_and_plausible():
    person = _person()
    drawn = [sample_identity(model("ict"), person, np.random.default_rng(seed)) for seed in range(50)]
    assert drawn[3] == sample_identity(model("ict"), person, np.random.default_rng(3))
    values = np.array([[w.weight for w in weights] for weights in drawn])
    assert 0.8 * SPREAD < values.std() < 1.1 * SPREAD and np.abs(values).max() <= 2.0


def test_traits_move_the_right_measures():
    man, woman = _measured(_person(gender=1.0)), _measured(_person(gender=0.0))
    for name in ("jaw width", "brow ridge", "neck width", "chin height"):
        assert man[name].mean() > woman[name].mean() + 0.5 * woman[name].std(), name
        assert man[name].min() < woman[name].max(), "the groups overlap"
    african = _measured(_person(african=1.0, asian=0.0, caucasian=0.0))
    european = _measured(_person(african=0.0, asian=0.0, caucasian=1.0))
    for name in ("nose width", "upper lip", "lower lip"):
        assert african[name].mean() > european[name].mean() + european[name].std(), name
    heavy, thin = _measured(_person(body_weight=1.0)), _measured(_person(body_weight=0.0))
    assert heavy["cheek width"].mean() > thin["cheek width"].mean() + thin["cheek width"].std()


@pytest.mark.parametrize("name", MIXTURES)
def test_each_expression_is_made_of_arkits_coefficients(name):
    for seed in range(8):
        said, weights = sample_expression(ExpressionRecipe(name=name), np.random.default_rng(seed))
        assert said == name and all(0 < w.weight <= 1 and w.name in ARKIT for w in weights)
        assert [w.name for w in weights] == sorted((w.name for w in weights), key=ARKIT.index)
    for pattern in [key for variant in MIXTURES[name] for key in variant] + list(ACTIVITY):
        assert all(one in ARKIT for side in ("Left", "Right")
                   for one in spread(pattern, side, "Right" if side == "Left" else "Left"))


def test_expressions_are_reproducible_and_varied():
    draws = [sample_expression(ExpressionRecipe(), np.random.default_rng(seed)) for seed in range(200)]
    assert draws[7] == sample_expression(ExpressionRecipe(), np.random.default_rng(7))
    assert {name for name, _ in draws} >= {"neutral", "smile_open", "talk", "laugh", "anger"} and len(set(draws)) == 200


def test_a_wink_closes_one_eye_and_a_blink_both():
    for seed in range(10):
        wink = {w.name: w.weight for w in sample_expression(ExpressionRecipe(name="wink"), np.random.default_rng(seed))[1]}
        assert ("eyeBlinkLeft" in wink) != ("eyeBlinkRight" in wink)
        blink = {w.name: w.weight for w in sample_expression(ExpressionRecipe(name="blink", intensity=0.5),
                                                             np.random.default_rng(seed))[1]}
        assert blink["eyeBlinkLeft"] == blink["eyeBlinkRight"] == 1.0


def test_coefficients_of_the_recipe_replace_and_missing_ones_stay_out():
    recipe = ExpressionRecipe(name="surprise", weights={"jawOpen": 0.4, "tongueOut": {"uniform": [0.5, 0.6]}})
    weights = {w.name: w.weight for w in sample_expression(recipe, np.random.default_rng(1))[1]}
    assert weights["jawOpen"] == 0.4 and 0.5 <= weights["tongueOut"] <= 0.6
    assert "tongueOut" not in {w.name for w in sample_expression(recipe, np.random.default_rng(1), ("tongueOut",))[1]}
    with pytest.raises(ValidationError, match="Did you mean 'jawOpen'"):
        ExpressionRecipe(weights={"jawOpn": 0.4})


def test_eyes_that_look_into_the_camera_point_at_it():
    camera = np.array([0.2, -0.9, 0.1])
    turns, _ = sample_gaze(GazeRecipe(into_camera=True), camera, np.random.default_rng(0))
    for side, turn in zip((-1, 1), turns, strict=True):
        ahead = np.array([np.sin(turn.yaw_rad) * np.cos(turn.pitch_rad), -np.cos(turn.yaw_rad) * np.cos(turn.pitch_rad),
                          np.sin(turn.pitch_rad)])
        wanted = camera - [side * EYE_HALF_DISTANCE_M, 0, 0]
        assert ahead @ wanted / np.linalg.norm(wanted) > 1 - 1e-9
    assert turns[0].yaw_rad > turns[1].yaw_rad, "the eyes converge"


def test_eyes_do_not_turn_to_a_camera_behind_the_ear():
    turns, _ = sample_gaze(GazeRecipe(into_camera=True), (1.0, 0.1, 0.0), np.random.default_rng(0))
    assert all(abs(turn.yaw_rad) < np.radians(38) for turn in turns)


def test_lids_follow_the_gaze_on_their_side():
    recipe = GazeRecipe(into_camera=False, yaw_deg=25, pitch_deg=-15, distance_m=5)
    turns, weights = sample_gaze(recipe, (0, -1, 0), np.random.default_rng(0))
    assert {w.name for w in weights} == {"eyeLookDownRight", "eyeLookInRight", "eyeLookDownLeft", "eyeLookOutLeft"}
    assert turns[0].pitch_rad == pytest.approx(np.radians(-15), abs=0.01)
    both = combined(weights, weights)
    assert [w.name for w in both] == sorted((w.name for w in weights), key=ARKIT.index) and max(w.weight for w in both) <= 1
