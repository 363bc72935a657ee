"""Which factors errors depend on: planted weaknesses are found, and models without one are left alone at the stated rate."""

import numpy as np
import pytest
from scipy.stats import binom

from facings.frames.kind_reading import Factor
from facings.study import effects as module
from facings.study.effects import ALPHA, effects
from facings.study.factor_table import FactorTable

YAW, SIZE, TONE, EXPOSURE, RIG, GLASSES, AGE, NEIGHBOURS = (
    Factor(name, name) for name in ("yaw", "size", "tone", "exposure", "rig", "glasses", "age", "neighbours"))


def table(rng: np.random.Generator, frames: int, instances: int) -> FactorTable:
    """Return factors as sets have them: some of the frame, some of the instance, some that go together."""
    counts = rng.integers(1, 2 * instances, frames) if instances > 1 else np.ones(frames, int)
    of = np.repeat(np.arange(frames), counts)
    size = np.exp(rng.normal(3, 0.5, len(of)) + rng.normal(0, 0.4, frames)[of])
    columns = {
        YAW: np.abs(rng.uniform(-90, 90, frames))[of], SIZE: size, TONE: rng.uniform(1, 10, frames)[of],
        EXPOSURE: rng.normal(0, 0.2, frames)[of], AGE: rng.uniform(18, 80, frames)[of],
        NEIGHBOURS: np.round(40 / size + rng.normal(0, 1, len(of))),
        RIG: rng.choice(["indoor", "outdoor", "studio", "flash"], frames, p=[0.5, 0.3, 0.15, 0.05])[of],
        GLASSES: np.where(rng.random(len(of)) < 0.2, "round", None),
    }
    return FactorTable(of.tolist(), {factor: column.tolist() for factor, column in columns.items()})


def errors(rng: np.random.Generator, drawn: FactorTable) -> np.ndarray:
    """Return misses that depend on nothing but the frame that an instance is in."""
    of = np.array(drawn.frames)
    return (rng.random(len(of)) < 1 / (1 + np.exp(1 - rng.normal(0, 1, of.max() + 1)[of]))).astype(float)


@pytest.mark.parametrize(("frames", "instances"), [pytest.param(40, 8, marks=pytest.mark.slow), (150, 1)])
def test_models_without_weakness_are_left_alone(frames, instances):
    alarms = 0
    repetitions = 25
    for seed in range(repetitions):
        rng = np.random.default_rng(seed)
        drawn = table(rng, frames, instances)
        alarms += bool(effects(drawn, errors(rng, drawn)).found)
    # What a rate of ALPHA gives in 99.9 % of such series.
    assert alarms <= binom.ppf(0.999, repetitions, ALPHA)


@pytest.mark.parametrize(("factor", "fails", "share", "low", "high"), [
    (YAW, lambda column: column > 60, 1.0, 50, 90),
    (SIZE, lambda column: column < 14, 0.9, 0, 16),
    (TONE, lambda column: column > 7.5, 0.8, 6, 10),
])
@pytest.mark.parametrize(("frames", "instances"), [(200, 1), (80, 8)])
def test_planted_weakness_is_found_first(factor, fails, share, low, high, frames, instances):
    rng = np.random.default_rng(5)
    drawn = table(rng, frames, instances)
    column = np.array(drawn.columns[factor])
    seldom = errors(rng, drawn) * (rng.random(len(column)) < 0.3)
    error = np.where(fails(column) & (rng.random(len(column)) < share), 1.0, seldom)
    found = effects(drawn, error.tolist())
    assert found.found[0].factor is factor and len(found.found) <= 2  # one more is the chance of 5 %
    worst = [found.found[0].levels[k] for k in found.found[0].worst]
    assert low <= worst[0].level.low and worst[-1].level.high <= high
    for one in worst:
        assert one.interval[0] <= one.error <= one.interval[1] and one.error > found.overall


def test_factor_that_only_goes_along_is_said_to():
    rng = np.random.default_rng(3)
    drawn = table(rng, 80, 8)
    error = (np.array(drawn.columns[SIZE]) < 15).astype(float)
    found = effects(drawn, error.tolist())
    assert found.found[0].factor is SIZE and NEIGHBOURS in found.along


def test_two_weaknesses_are_both_found():
    rng = np.random.default_rng(4)
    drawn = table(rng, 300, 1)
    fails = (np.array(drawn.columns[YAW]) > 60) | (np.array(drawn.columns[RIG]) == "studio")
    found = effects(drawn, fails.astype(float).tolist())
    assert {effect.factor for effect in found.found} == {YAW, RIG}
    rig = next(effect for effect in found.found if effect.factor is RIG)
    assert [rig.levels[k].level.label for k in rig.worst] == ["studio"]


def test_errors_that_grow_are_found_whatever_their_scale():
    rng = np.random.default_rng(6)
    drawn = table(rng, 200, 1)
    error = np.exp(np.array(drawn.columns[YAW]) / 20 + rng.normal(0, 1, 200)) / 100
    error[:3] = 1e6
    found = effects(drawn, error.tolist())
    assert [effect.factor for effect in found.found] == [YAW]


def test_interval_covers_the_rate_of_the_level(monkeypatch):
    """Over series of frames that differ among themselves, an interval of 95 % holds the true rate in 95 % of them."""
    monkeypatch.setattr(module, "_SHUFFLES", 9)  # intervals need none
    covered = 0
    repetitions = 60
    for seed in range(repetitions):
        rng = np.random.default_rng(100 + seed)
        of = np.repeat(np.arange(100), 6)
        chance = np.clip(rng.normal(0.4, 0.15, 100), 0, 1)[of]  # of frames; 0.4 in the mean
        error = (rng.random(len(of)) < chance).astype(float)
        low, high = effects(FactorTable(of.tolist(), {YAW: rng.uniform(0, 90, len(of)).tolist()}), error.tolist()).interval
        covered += low <= 0.4 <= high
    assert covered >= binom.ppf(0.001, repetitions, 0.95)


@pytest.mark.parametrize("error", [0.0, 1.0])
def test_models_that_never_or_always_fail_have_no_findings(error):
    drawn = table(np.random.default_rng(0), 30, 2)
    assert not effects(drawn, [error] * len(drawn.frames)).found
