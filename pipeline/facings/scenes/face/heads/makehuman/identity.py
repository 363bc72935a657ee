"""Who a MakeHuman head is: macro weights that fit a person, and facial details drawn for everything else."""

import numpy as np

from facings.scenes.face.heads.makehuman.details import mirrored, opposites
from facings.scenes.face.heads.makehuman.macro import age_parameter, macro_shares
from facings.scenes.face.heads.spec import NamedWeight
from facings.scenes.face.person import PersonSpec

_OUTLINES = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
_PLACED = ("trans", "move", "head-angle", "head-age", "head-scale")
"""Details that move a whole feature, or say what the macro targets say already: taken with restraint."""

_FATNESS = {"head/head-skinny": 0.5, "cheek/l-cheek-volume-deflate": 0.35, "neck/neck-double-less": 0.5,
            "neck/neck-scale-horiz-less": 0.3}
"""How far the lighter of two opposites, and for the heavier the other one, leans at the ends of `body_weight`: the macro
targets for weight leave the face alone."""

_SIGMA, _PLACED_SIGMA, _ASYMMETRY = 0.16, 0.09, 0.10
_SIDES_DIFFER = 0.03


def macro_weights(person: PersonSpec, muscle: float = 0.5) -> dict[str, float]:
    """Return the macro targets' weights; those of either family sum to 1."""
    races = {"african": person.african, "asian": person.asian, "caucasian": person.caucasian}
    total = sum(races.values())
    return macro_shares(gender=person.gender, age=age_parameter(person.age_years), muscle=muscle, weight=person.body_weight,
                        races={race: share / total for race, share in races.items()})


def sample_identity(names: tuple[str, ...], person: PersonSpec, rng: np.random.Generator) -> tuple[NamedWeight, ...]:
    """Return macro weights that fit the person, and random facial details; `names` are the modes that the head has.

    Details come in pairs of opposites and of sides: one normal value chooses the direction for both sides, which then differ
    a little. Children vary less, since their proportions are the macro targets'; the old vary more.
    """
    muscle = float(np.clip(rng.normal(0.42 + 0.16 * person.gender, 0.12), 0, 1))
    weights = macro_weights(person, muscle)
    strength = float(np.interp(person.age_years, (1, 12, 20, 60, 90), (0.55, 0.75, 1.0, 1.1, 1.2)))
    known = set(names)
    for low, high in opposites(names):
        placed = any(word in low for word in _PLACED)
        value = float(np.clip(rng.normal(0, _PLACED_SIGMA if placed else _SIGMA), -0.5, 0.5)) * strength
        value += _FATNESS.get(low, 0.0) * (2 * person.body_weight - 1)
        value = float(np.clip(value, -0.8, 0.8))
        other = float(np.clip(value + rng.normal(0, _SIDES_DIFFER), -0.8, 0.8))
        for name_of, amount in (((low, high), value), (mirrored(low, high, known), other)):
            if name_of:
                weights[name_of[1] if amount > 0 else name_of[0]] = abs(amount)
    outline = _OUTLINES[rng.integers(len(_OUTLINES))]
    weights[f"head/head-{outline}"] = float(rng.uniform(0, 0.4)) * strength
    for left in [name for name in names if name.startswith("asym/") and name.endswith("-l")]:
        amount = float(np.clip(rng.normal(0, _ASYMMETRY), -0.3, 0.3))
        weights[left if amount > 0 else left[:-1] + "r"] = abs(amount)
    return tuple(NamedWeight(name, round(weight, 6)) for name, weight in weights.items() if weight and name in known)
