"""EyesRecipe -> EyesSpec."""

import numpy as np

from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.eyes.iris_colours import DARK, IRIS_COLOURS
from facings.scenes.face.eyes.recipe import EyesRecipe
from facings.scenes.face.eyes.spec import EyesSpec, IrisSpec, Rgb, ScleraSpec
from facings.scenes.face.person import PersonSpec

_CLEAN = (0.50, 0.45, 0.415)
"""Albedo of a healthy sclera: a warm light grey, far from white."""
_CHILD = (0.50, 0.50, 0.51)
"""A young child's is thinner and lets the choroid's blue through."""


def sample_eyes(recipe: EyesRecipe, person: PersonSpec, rng: np.random.Generator) -> EyesSpec:
    """Return the eyes of a person."""
    keys, colours, pairing, details, sclera = spawn_by_name(
        rng, "keys", "colour", "pairing", "details", "sclera")
    settings = evaluate(recipe, keys)
    name = settings.iris or _natural(person, colours)
    differ, which, swapped = pairing.random(3)
    others = [n for n in IRIS_COLOURS if n != name]
    other = others[int(which * len(others))] if differ < settings.heterochromia_rate else name
    right, left = (other, name) if swapped < 0.5 else (name, other)
    shared, = spawn_by_name(details, "shared")
    hue = shared.normal(0.0, 0.05, 3)
    value = float(np.exp(shared.normal(0.0, 0.13)))
    collarette = float(np.clip(shared.normal(0.34, 0.05), 0.22, 0.48))
    right_rng, left_rng = spawn_by_name(details, "right", "left")
    irises = (_iris(right, settings, person, hue, value, collarette, right_rng),
              _iris(left, settings, person, hue, value, collarette, left_rng))
    yellow = settings.yellowness
    if yellow is None:
        yellow = float(np.clip(0.08 + (person.age_years - 20) / 90 + 0.012 * (person.skin_tone - 3)
                               + sclera.normal(0, 0.08), 0, 1))
    child = float(np.clip((10 - person.age_years) / 9, 0, 1))
    red, green, blue = (float(c + child * (k - c)) for c, k in zip(_CLEAN, _CHILD, strict=True))
    redness = float(settings.redness * (1 - 0.6 * child))
    white = ScleraSpec((red, green, blue), redness, float(yellow), int(sclera.integers(2**31)))
    return EyesSpec(irises, white, float(settings.wetness))


def _natural(person: PersonSpec, rng: np.random.Generator) -> str:
    if rng.random() < person.caucasian:
        # Dark skin and light eyes hardly ever go together.
        light = float(np.clip((6.5 - person.skin_tone) / 3.5, 0.03, 1.0))
        weights = {n: c.caucasian * (1.0 if "brown" in n else light) for n, c in IRIS_COLOURS.items()}
    elif rng.random() < 0.92:
        weights = DARK
    else:
        weights = {"light_brown": 0.5, "amber": 0.15, "hazel": 0.35}
    names = list(weights)
    shares = np.array([weights[n] for n in names])
    return names[int(rng.choice(len(names), p=shares / shares.sum()))]


def _iris(name: str, settings: EyesRecipe, person: PersonSpec, hue: np.ndarray, value: float, collarette: float,
          rng: np.random.Generator) -> IrisSpec:
    colour = IRIS_COLOURS[name]
    flecks = settings.flecks
    if flecks is None:
        flecks = int(rng.poisson(9 if name in ("hazel", "green", "blue_green", "light_brown") else 2.5))
    old = float(np.clip((person.age_years - 40) / 50, 0, 1))
    sector = float(rng.uniform(0.05, 0.3)) if rng.random() < settings.sector_rate else 0.0
    return IrisSpec(
        colour_name=name,
        outer=_shifted(colour.outer, hue, value),
        inner=_shifted(colour.inner, hue, value * float(np.exp(rng.normal(0, 0.06)))),
        limbal_ring=float(settings.limbal_ring * (1 - 0.7 * old)),
        fibres=float(np.clip(colour.fibres * np.exp(rng.normal(0, 0.15)), 0, 1.2)),
        collarette=collarette,
        crypts=int(rng.poisson(6 + 14 * colour.fibres)),
        flecks=flecks,
        sector=sector,
        seed=int(rng.integers(2**31)),
    )


def _shifted(colour: Rgb, hue: np.ndarray, value: float) -> Rgb:
    red, green, blue = (float(np.clip(c * value * (1 + h), 0.0, 0.8)) for c, h in zip(colour, hue, strict=True))
    return red, green, blue
