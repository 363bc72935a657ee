"""MakeHuman's macro targets: how age, gender, ethnicity, muscle and weight share them out.

The formulas are those of MakeHuman 1.x (`apps/human.py`, `apps/targets.py`): each parameter becomes shares that sum to 1, and a
target's weight is the product of its parameters' shares. There are two families, each of which sums to 1:
`macrodetails/{race}-{gender}-{age}` and `macrodetails/universal-{gender}-{age}-{muscle}muscle-{weight}weight`.
"""

from itertools import product

import numpy as np

RACES = ("african", "asian", "caucasian")
GENDERS = ("female", "male")
AGES = ("baby", "child", "young", "old")
LEVELS = ("min", "average", "max")

RACE_FAMILY = tuple(f"macrodetails/{race}-{gender}-{age}" for race, gender, age in product(RACES, GENDERS, AGES))
UNIVERSAL_FAMILY = tuple(f"macrodetails/universal-{gender}-{age}-{muscle}muscle-{weight}weight"
                         for gender, age, muscle, weight in product(GENDERS, AGES, LEVELS, LEVELS))

_YEARS = (1.0, 2.5, 4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 25.0, 90.0)
_PARAMETER = (0.0, 0.055, 0.09, 0.145, 0.1875, 0.27, 0.375, 0.46, 0.5, 1.0)
"""MakeHuman itself goes straight from 1 to 10 to 25 years. Heads grow fast at first and are nearly grown at 19
(L. G. Farkas, Anthropometry of the Head and Face, 1994), hence steeper climbs."""

HEAD_SIZE = {"baby": 1.27, "child": 1.09, "young": 1.055, "old": 1.055}
"""What brings MakeHuman's heads, small as those of its children are, to Farkas' heights from chin to crown: about 163 mm at
one year, 200 mm at ten, 222 mm grown."""
ADULT_SIZE = HEAD_SIZE["young"]


def age_parameter(years: float) -> float:
    """Return MakeHuman's age, 0 (a baby of one year) over 0.1875 (a child of 10) and 0.5 (25) to 1 (90)."""
    return float(np.interp(years, _YEARS, _PARAMETER))


def head_size(target: str) -> float:
    """Return `HEAD_SIZE` for the age in a macro target's name."""
    return next(size for age, size in HEAD_SIZE.items() if age in target.split("-"))


def macro_shares(*, gender: float, age: float, muscle: float, weight: float, races: dict[str, float]) -> dict[str, float]:
    """Return the weight of every macro target that has any. All parameters lie in 0..1; `races` sum to 1."""
    of_gender = {"female": 1 - gender, "male": gender}
    of_age = _age_shares(age)
    race = {f"macrodetails/{r}-{g}-{a}": races[r] * of_gender[g] * of_age[a] for r, g, a in product(RACES, GENDERS, AGES)}
    of_muscle, of_weight = _level_shares(muscle), _level_shares(weight)
    universal = {f"macrodetails/universal-{g}-{a}-{m}muscle-{w}weight": of_gender[g] * of_age[a] * of_muscle[m] * of_weight[w]
                 for g, a, m, w in product(GENDERS, AGES, LEVELS, LEVELS)}
    return {name: share for name, share in (race | universal).items() if share > 0}


def _age_shares(age: float) -> dict[str, float]:
    if age >= 0.5:
        old = 2 * age - 1
        return {"baby": 0.0, "child": 0.0, "young": 1 - old, "old": old}
    young = max(0.0, (age - 0.1875) * 3.2)
    baby = max(0.0, 1 - age / 0.1875)
    return {"baby": baby, "child": 1 - baby - young, "young": young, "old": 0.0}


def _level_shares(value: float) -> dict[str, float]:
    high, low = max(0.0, 2 * value - 1), max(0.0, 1 - 2 * value)
    return {"min": low, "average": 1 - low - high, "max": high}


DEFAULT_ADULT = macro_shares(gender=0.5, age=0.5, muscle=0.5, weight=0.5, races=dict.fromkeys(RACES, 1 / 3))
"""A person of 25 years between the genders and ethnicities: the mean head, and the size for which proxies were measured."""
