"""Who is pictured: age, gender, ethnicity, skin tone, weight, and which head model can show them."""

from typing import Any

import numpy as np

from facings.errors import InputError
from facings.recipes.distributions import Choice, quantile, sample
from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.person import PersonSpec
from facings.scenes.face.recipe import PersonRecipe

_TONES = {"african": (5.0, 9.8), "asian": (2.2, 6.2), "caucasian": (1.2, 5.0)}
"""Where most people of each share lie on the Monk scale; overlapping, as people do."""

YOUNGEST_ICT_YEARS = 18.0
"""ICT-FaceKit's scans are of adults."""


def sample_person(recipe: PersonRecipe, rng: np.random.Generator) -> PersonSpec:
    """Return one person."""
    shares_rng, tone_rng, keys = spawn_by_name(rng, "shares", "tone", "keys")
    drawn = evaluate(recipe, keys)
    names = ("african", "asian", "caucasian")
    weights = np.array([max(getattr(drawn, name), 0.0) for name in names])
    if drawn.mixed:
        shares = shares_rng.dirichlet(0.4 + 1.6 * weights / weights.sum())
    else:
        shares = np.eye(3)[int(shares_rng.choice(3, p=weights / weights.sum()))]
    tone = drawn.skin_tone
    if tone is None:
        low, high = np.sum([shares[k] * np.array(_TONES[name]) for k, name in enumerate(names)], axis=0)
        tone = float(np.clip(low + (high - low) * tone_rng.beta(1.8, 1.8), 1.0, 10.0))
    african, asian, caucasian = (float(s) for s in shares)
    return PersonSpec(age_years=float(drawn.age_years), gender=float(drawn.gender), african=african, asian=asian,
                      caucasian=caucasian, skin_tone=float(tone), body_weight=float(drawn.body_weight))


def check_ages(recipe: PersonRecipe, available: tuple[str, ...]) -> None:
    """Raise InputError where the recipe may draw somebody whom none of the `available` head models can show."""
    youngest = _lowest(recipe.age_years)
    if "makehuman" not in available and youngest < YOUNGEST_ICT_YEARS:
        raise InputError(f"person.age_years may give {max(youngest, 0):.0f} years, but the only head model that the recipe lets"
                         f" in, or that can be had here, shows adults of {YOUNGEST_ICT_YEARS:.0f} years and more. Let MakeHuman"
                         f" in (assets.licences), or keep person.age_years at {YOUNGEST_ICT_YEARS:.0f} and above.")


def _lowest(leaf: Any) -> float:
    if isinstance(leaf, Choice):
        return min(_lowest(value) for value in leaf.values)
    return float(quantile(leaf, 0.0))


def choose_model(recipe: PersonRecipe, person: PersonSpec, available: tuple[str, ...], rng: np.random.Generator) -> str:
    """Return 'ict' or 'makehuman': by the recipe's weights, among those that are `available` and can show the person."""
    draw = sample(recipe.head_model, rng)
    able = [name for name in available if name == "makehuman" or person.age_years >= YOUNGEST_ICT_YEARS]
    return draw if draw in able else able[0]
