"""Which expression a face shows: a recipe's choice of named mixtures, varied, or coefficients of its own."""

from typing import Annotated

import numpy as np
from pydantic import field_validator

from facings.errors import nearest
from facings.recipes.distributions import Choice, Uniform, vary
from facings.recipes.draws import spawn_by_name
from facings.recipes.numeric import Number
from facings.recipes.part import Part, evaluate
from facings.recipes.values import OneOf, Share
from facings.scenes.face.heads.arkit import ARKIT
from facings.scenes.face.heads.expression_mixtures import ACTIVITY, MIXTURES, WEIGHTS, spread
from facings.scenes.face.heads.spec import NamedWeight


class ExpressionRecipe(Part):
    """What the face does."""

    name: Annotated[str, OneOf(MIXTURES)] = vary(Choice(tuple(MIXTURES), WEIGHTS))
    intensity: Annotated[float, Number(ge=0, le=1.2)] = vary(Uniform(0.45, 1.05))
    """Of the named expression; blink and wink always close the eye."""
    variation: Share = 0.22
    """How far single muscles differ from the named mixture, relative: one standard deviation."""
    asymmetry: Share = 0.10
    """How far the two sides differ, relative: one standard deviation."""
    activity: Share = vary(Uniform(0.0, 0.25))
    """At most so much of one or two further movements."""
    weights: dict[str, Share] = {}
    """ARKit coefficients by name, which replace what the named expression would do: `{jawOpen: 0.4}`."""

    @field_validator("weights")
    @classmethod
    def _known(cls, weights: dict) -> dict:
        for name in weights:
            if name not in ARKIT:
                raise ValueError(f"has no coefficient {name!r} of ARKit.{nearest(name, ARKIT)}")
        return weights


def sample_expression(recipe: ExpressionRecipe, rng: np.random.Generator,
                      missing: tuple[str, ...] = ()) -> tuple[str, tuple[NamedWeight, ...]]:
    """Return the expression's name and its coefficients, 0 to 1, in ARKit's order.

    `missing` are coefficients that the head lacks (`HeadModel.missing_expressions`); they stay out.
    """
    keys, mixing, idling = spawn_by_name(rng, "keys", "mixing", "idling")
    drawn = evaluate(recipe, keys)
    name, intensity = drawn.name, drawn.intensity
    if name in ("blink", "wink"):
        intensity = 1.0
    total: dict[str, float] = {coefficient: 0.0 for coefficient in ARKIT}
    variants = MIXTURES[name]
    mixture = variants[int(mixing.integers(len(variants)))]
    side, other = ("Left", "Right") if mixing.random() < 0.5 else ("Right", "Left")
    for pattern, amount in mixture.items():
        shut = pattern.startswith("eyeBlink") and amount == 1.0
        amount *= 1.0 if shut else intensity * max(0.0, 1 + drawn.variation * mixing.standard_normal())
        for coefficient in spread(pattern, side, other):
            total[coefficient] += amount * (1.0 if shut else max(0.0, 1 + drawn.asymmetry * mixing.standard_normal()))
    for pattern in idling.choice(ACTIVITY, size=2, replace=False):
        amount = drawn.activity * idling.random()
        for coefficient in spread(str(pattern), side, other):
            total[coefficient] += amount
    total |= drawn.weights
    return name, tuple(NamedWeight(coefficient, round(float(min(value, 1.0)), 4))
                       for coefficient, value in total.items() if value > 5e-5 and coefficient not in missing)


def combined(*parts: tuple[NamedWeight, ...]) -> tuple[NamedWeight, ...]:
    """Return one weight a coefficient, at most 1, in ARKit's order: an expression and what the lids do to follow the gaze."""
    total: dict[str, float] = {}
    for weight in (weight for part in parts for weight in part):
        total[weight.name] = total.get(weight.name, 0.0) + weight.weight
    return tuple(NamedWeight(name, round(min(total[name], 1.0), 4)) for name in ARKIT if name in total)
