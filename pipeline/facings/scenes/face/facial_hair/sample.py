"""FacialHairRecipe -> FacialHairSpec."""

from dataclasses import replace

import numpy as np

from facings.recipes.draws import spawn_by_name
from facings.recipes.part import evaluate
from facings.scenes.face.facial_hair.recipe import BeardRecipe, BrowsRecipe, FacialHairRecipe, LashesRecipe
from facings.scenes.face.facial_hair.spec import BeardSpec, BrowSpec, FacialHairSpec, LashSpec
from facings.scenes.face.facial_hair.styles import BEARD_STYLES, BROW_STYLES
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.person import PersonSpec

_BLACK = (0.96, 0.3)


def sample_facial_hair(recipe: FacialHairRecipe, person: PersonSpec, hair_colour: HairColour,
                       rng: np.random.Generator) -> FacialHairSpec:
    """Return the hair of a person's face; its colour goes with the head's (a dye stays on the head)."""
    keys, brows, lashes, beard = spawn_by_name(rng, "keys", "brows", "lashes", "beard")
    settings = evaluate(recipe, keys)
    own = replace(hair_colour, dye=None, dye_strength=0.0)
    return FacialHairSpec(_brows(settings.brows, person, own, brows), _lashes(settings.lashes, person, own, lashes),
                          _beard(settings.beard, person, own, beard))


def _brows(settings: BrowsRecipe, person: PersonSpec, colour: HairColour, rng: np.random.Generator) -> BrowSpec:
    names = list(BROW_STYLES)
    grown = float(np.clip((person.age_years - 10) / 8, 0, 1))
    # Children have nobody's plucked or bushy brows.
    weights = np.array([s.feminine + (s.masculine - s.feminine) * person.gender for s in BROW_STYLES.values()])
    childish = np.array([1.0 if n in ("natural", "straight", "sparse") else 0.0 for n in names])
    weights = childish + (weights - childish) * grown
    usual = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    name = usual if settings.style is None else settings.style
    style = BROW_STYLES[name]
    old = float(np.clip((person.age_years - 50) / 40, 0, 1))
    child = float(np.clip((14 - person.age_years) / 12, 0, 1))
    density = settings.density * (1 - 0.3 * old) * (1 - 0.25 * child)
    # Fair people's brows are a good deal darker than their hair.
    darker = float(np.clip(colour.melanin + 0.42 * (1 - colour.melanin) * min(1.0, colour.melanin / 0.25), 0, 1))
    return BrowSpec(
        style=name,
        hairs=int(np.clip(style.hairs * density, 120, 1400)),
        length_m=float(style.length_mm * np.exp(rng.normal(0, 0.08)) * (1 + 0.25 * old * person.gender) / 1000),
        height_m=float(style.height_mm * settings.thickness * (1 - 0.15 * child) / 1000),
        arch_m=float((style.arch_mm + rng.normal(0, 0.5)) / 1000),
        lift_m=settings.lift_m,
        reach=float(np.clip(rng.normal(0.97, 0.04) - 0.08 * old, 0.78, 1.03)),
        gap_m=float(np.clip(rng.normal(0.0, 0.0018), -0.004, 0.005)),
        tidy=float(np.clip(rng.normal(style.tidy, 0.08), 0, 1)),
        colour=replace(colour, melanin=darker, redness=0.5 * colour.redness, grey_share=colour.grey_share * 0.55),
        seed=int(rng.integers(2**31)),
    )


def _lashes(settings: LashesRecipe, person: PersonSpec, colour: HairColour, rng: np.random.Generator) -> LashSpec:
    worn = rng.random() < 0.45 * (1 - person.gender) * np.clip((person.age_years - 14) / 4, 0, 1)
    thick = float(rng.uniform(0.25, 1.0))
    mascara = (thick if worn else 0.0) if settings.mascara is None else settings.mascara
    natural = float(np.clip(colour.melanin + 0.28 * (1 - colour.melanin), 0, 1))
    melanin, redness = (float(a + mascara * (b - a)) for a, b in zip((natural, colour.redness), _BLACK, strict=True))
    old = float(np.clip((person.age_years - 50) / 40, 0, 1))
    return LashSpec(
        upper=int(np.clip(rng.normal(125 - 35 * old, 14), 60, 170)),
        lower=int(np.clip(rng.normal(68 - 20 * old, 9), 30, 95)),
        length_m=float(settings.length_m * (1 - 0.15 * old)),
        curl_rad=settings.curl_rad,
        mascara=mascara,
        colour=replace(colour, melanin=melanin, redness=redness, grey_share=0.1 * colour.grey_share * (1 - mascara)),
        seed=int(rng.integers(2**31)),
    )


def _beard(settings: BeardRecipe, person: PersonSpec, colour: HairColour, rng: np.random.Generator) -> BeardSpec | None:
    growth = float(np.clip((person.age_years - 15) / 9, 0, 1))
    bearded = rng.random() < settings.rate * np.clip((person.gender - 0.5) / 0.25, 0, 1) * growth
    names = [n for n, style in BEARD_STYLES.items() if style.least_age <= max(person.age_years, 18)]
    weights = np.array([BEARD_STYLES[n].weight for n in names])
    usual = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    name = (usual if bearded else "none") if settings.style is None else settings.style
    if name == "none":
        return None
    style = BEARD_STYLES[name]
    usual_m = float(np.exp(rng.uniform(np.log(style.shortest_mm), np.log(style.longest_mm)))) / 1000
    length_m = usual_m if settings.length_m is None else settings.length_m
    # A beard given by the recipe grows on anybody; the young and many Asian men grow less of it.
    density = settings.density * (0.55 + 0.45 * growth) * (1 - 0.35 * person.asian)
    redder = float(np.clip(0.75 * colour.redness + rng.normal(0.06, 0.06), 0, 1))
    own = colour.melanin + 0.22 * (1 - colour.melanin) * min(1.0, colour.melanin / 0.25)
    darker = float(np.clip(own + rng.normal(-0.01, 0.02), 0, 1))
    return BeardSpec(
        style=name,
        length_m=length_m,
        density=float(np.clip(density, 0, 1)),
        patchiness=float(settings.patchiness * (1.2 - 0.5 * growth)),
        cheek_line_m=float(np.clip(rng.normal(0.001, 0.005), -0.010, 0.012)),
        neck_line_m=float(np.clip(rng.normal(0.003, 0.004), -0.003, 0.014)),
        edge_m=float(np.exp(rng.uniform(np.log(0.0025), np.log(0.011)))),
        curl=float(np.clip(rng.normal(0.15 + 0.75 * person.african, 0.12), 0, 1.2)),
        unruly=float(settings.unruly),
        colour=replace(colour, melanin=darker, redness=redder, grey_share=float(np.clip(colour.grey_share * 1.25, 0, 1))),
        seed=int(rng.integers(2**31)),
    )
