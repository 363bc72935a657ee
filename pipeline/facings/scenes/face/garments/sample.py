"""Which garment a person wears."""

import numpy as np

from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.garments.palette import beside, fabric, linear, pick
from facings.scenes.face.garments.recipe import GarmentRecipe
from facings.scenes.face.garments.spec import FabricSpec, GarmentSpec
from facings.scenes.face.garments.styles import STYLES
from facings.scenes.face.person import PersonSpec

_REPEATS_M = {
    "stripes": (0.012, 0.05), "pinstripes": (0.004, 0.014), "checks": (0.006, 0.03), "tartan": (0.03, 0.07),
    "dots": (0.008, 0.025), "flowers": (0.02, 0.05), "diagonal": (0.02, 0.04),
}


def sample_garment(recipe: GarmentRecipe, person: PersonSpec, rng: np.random.Generator) -> GarmentSpec:
    """Return one person's garment; colours, cloths and the body's measures are drawn where the recipe leaves them open."""
    # Every branch draws from a stream of its own, so that a set key never shifts another one's draws.
    keys, choice, cloth, body, seeds = spawn_by_name(rng, "keys", "choice", "cloth", "body", "seed")
    wanted = evaluate(recipe, keys)
    weights = np.array([style.worn_by(person) for style in STYLES.values()])
    usual = list(STYLES)[int(choice.choice(len(weights), p=weights / weights.sum()))]
    name = wanted.style or usual
    style = STYLES[name]
    main = _main(style, wanted, cloth)
    wears_tie = bool(choice.random() < style.tie_rate * (0.25 + 0.75 * person.gender))
    return GarmentSpec(
        style=name, main=main, second=_second(style, main, cloth),
        trim=fabric("satin", str(cloth.choice(("diagonal", "plain", "dots"))), pick("tie", cloth), pick("tie", cloth),
                    float(cloth.uniform(0.012, 0.03)), cloth) if style.tie_rate else _trim(main, cloth),
        button_colour=pick("button", cloth), metal=style.metal,
        neckline=wanted.neckline, opening=wanted.opening,
        tie=wears_tie if wanted.tie is None else wanted.tie,
        looseness=wanted.looseness, folds=wanted.folds, **_body(person, body), seed=int(seeds.integers(2**31)))


def _main(style, wanted: GarmentRecipe, rng: np.random.Generator) -> FabricSpec:
    usual_weave = str(rng.choice(style.weaves))
    weave = wanted.weave or usual_weave
    shares = np.array(list(style.patterns.values()), float)
    usual_pattern = str(rng.choice(list(style.patterns), p=shares / shares.sum()))
    pattern = wanted.pattern or usual_pattern
    usual_colour = pick(style.palette, rng)
    colour = linear(wanted.colour) if wanted.colour else usual_colour
    second = beside(colour, style.palette, rng)
    if pattern == "melange":
        red, green, blue = (float(0.35 * c + 0.65 * g) for c, g in zip(colour, (0.55, 0.55, 0.54), strict=True))
        second = red, green, blue
    low, high = _REPEATS_M.get(pattern, (0.02, 0.02))
    return fabric(weave, pattern, colour, second, float(np.exp(rng.uniform(np.log(low), np.log(high)))), rng)


def _second(style, main: FabricSpec, rng: np.random.Generator) -> FabricSpec:
    if style.under == "shirt":
        pattern = str(rng.choice(("plain", "pinstripes", "checks"), p=(0.75, 0.15, 0.10)))
        colour = pick("shirt", rng)
        return fabric("poplin", pattern, colour, beside(colour, "shirt", rng), 0.007, rng)
    if style.under == "tee":
        return fabric("jersey", str(rng.choice(("plain", "melange", "stripes"), p=(0.7, 0.2, 0.1))), pick("casual", rng),
                      pick("casual", rng), 0.02, rng)
    contrast = rng.random() < (0.22 if style.under in ("rib", "same") else 1.0)
    colour = beside(main.colour, style.palette, rng) if contrast else main.colour
    weave = "rib" if style.under == "rib" else main.weave
    pattern = main.pattern if main.pattern in ("melange",) or (style.under == "same" and not contrast) else "plain"
    return fabric(weave, pattern, colour, main.second_colour, main.repeat_m, rng)


def _trim(main: FabricSpec, rng: np.random.Generator) -> FabricSpec:
    colour = (0.7, 0.7, 0.68) if rng.random() < 0.5 else main.colour
    return fabric("twill", "plain", colour, colour, 0.02, rng)


def _body(person: PersonSpec, rng: np.random.Generator) -> dict:
    """Measures of the torso: half the biacromial breadth by age and gender (means of Snyder et al. 1977, Anthropometry of
    infants, children and youths, and of the US Army's ANSUR 1988 for adults)."""
    years = (0.5, 3, 6, 9, 12, 15, 18, 95)
    female = (0.085, 0.106, 0.125, 0.142, 0.160, 0.174, 0.180, 0.178)
    male = (0.085, 0.107, 0.126, 0.143, 0.161, 0.184, 0.198, 0.195)
    share = person.gender
    half = (1 - share) * np.interp(person.age_years, years, female) + share * np.interp(person.age_years, years, male)
    grown = np.interp(person.age_years, (10, 16), (0.0, 1.0))
    return {
        "shoulder_half_m": float(half * np.exp(rng.normal(0, 0.045)) * (1 + 0.06 * (person.body_weight - 0.5))),
        "shoulder_slope": float(np.clip(rng.normal(0.5, 0.22), 0, 1)),
        "girth": float(np.clip(person.body_weight + rng.normal(0, 0.08), 0, 1)),
        "bust": float(np.clip((1 - share) * grown * (0.45 + 0.5 * (person.body_weight - 0.5) + rng.normal(0, 0.15)), 0, 1)
                      * (share < 0.5)),
        "muscle": float(np.clip(0.15 + 0.4 * share * grown + rng.normal(0, 0.12), 0, 1)),
    }
