"""Identities of the ICT head that fit a person."""

from functools import cache

import numpy as np

from facings.scenes.face.heads.anatomy.measures import MEASURES, measure_rows
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.spec import NamedWeight
from facings.scenes.face.person import PersonSpec

SPREAD = 0.7
"""Standard deviation of the coefficients of people about whom nothing is known."""

_LOOSENESS = 0.8
"""How loosely the traits bind a measure: the deviation of an observation of it, in the measure's own; people with the same
traits still differ by 0.6 of the population's spread."""

_MOST = 2.0
"""Coefficients beyond are cut: single modes that far distort the face."""


@cache
def _measures_of_modes(model: HeadModel) -> np.ndarray:
    """Return (M, K) float64: what a unit of each mode adds to each measure, in the measure's standard deviations."""
    rows = measure_rows(model)
    used = np.flatnonzero(np.abs(rows).sum(0))
    effect = np.stack([rows[:, used] @ model.identity.mode(name, len(model.vertices_m)).reshape(-1)[used]
                       for name in model.identity.names], 1)
    return effect / (SPREAD * np.linalg.norm(effect, axis=1, keepdims=True))


def sample_identity(model: HeadModel, person: PersonSpec, rng: np.random.Generator) -> tuple[NamedWeight, ...]:
    """Return the modes' coefficients of someone with the person's traits.

    Coefficients are drawn from N(0, `SPREAD`) and then moved to agree with the wanted measures as far as these are
    binding: a draw from the normal distribution conditioned on noisy linear observations (Matheron's rule).
    """
    effect = _measures_of_modes(model)
    drawn = SPREAD * rng.standard_normal(len(model.identity.names))
    goal = np.array([measure.goal(person) for measure in MEASURES.values()])
    seen = effect @ drawn + _LOOSENESS * rng.standard_normal(len(goal))
    covariance = SPREAD ** 2 * effect @ effect.T + _LOOSENESS ** 2 * np.eye(len(goal))
    coefficients = drawn + SPREAD ** 2 * effect.T @ np.linalg.solve(covariance, goal - seen)
    coefficients = np.clip(coefficients, -_MOST, _MOST)
    return tuple(NamedWeight(name, round(float(value), 6))
                 for name, value in zip(model.identity.names, coefficients, strict=True))
