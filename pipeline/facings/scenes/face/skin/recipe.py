"""How skin, make-up and teeth vary over the population. Amounts: 0 none, 1 as much as is ever seen."""

from typing import Annotated

from facings.recipes.distributions import Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.values import OneOf, OptionalShare, Share
from facings.scenes.face.skin.make_up_styles import MAKE_UP_STYLES


class PigmentRecipe(Part):
    """How the colour of bare skin varies over the face."""

    warmth: Annotated[float, Number(ge=-1, le=1)] = vary(Normal(0.0, 0.45, -1.0, 1.0))
    """Undertone: -1 cool and pinkish, 1 warm and yellowish."""
    flush: Share = vary(Normal(0.45, 0.2, 0.05, 1.0))
    """Redness of cheeks, nose, chin and ears."""
    blotches: Share = vary(Normal(0.45, 0.2, 0.1, 1.0))
    """Irregularity of the colour."""
    sallow: Share = vary(Uniform(0.1, 0.8))
    """Yellow of forehead and mouth's surroundings."""
    eye_circles: OptionalShare = None
    """Darkness beneath the eyes; null: as usual for age and tone."""
    tan: Share = vary(Uniform(0.0, 0.7))
    capillaries: OptionalShare = None
    """Fine red vessels of cheeks and nose; null: as usual for age and tone."""
    veins: OptionalShare = None
    """Blue vessels at the temples; null: as usual for age and tone."""


class MarkRecipe(Part):
    """Single marks; null: as usual for age and tone."""

    freckles: OptionalShare = None
    moles: Annotated[float | None, Number(ge=0, le=60)] = None
    """How many on face, neck and shoulders."""
    age_spots: OptionalShare = None
    pimples: Annotated[float | None, Number(ge=0, le=80)] = None
    """How many."""
    scars: OptionalShare = None


class ReliefRecipe(Part):
    """Pores and wrinkles."""

    apparent_age_years: Annotated[float | None, Number(ge=0, le=110, unit="years")] = None
    """How old the skin looks; null: the person's age, give or take some years."""
    wrinkles: Annotated[float, Number(ge=0, le=2)] = vary(Normal(1.0, 0.22, 0.4, 1.6))
    """Times what is usual at that age."""
    pores: OptionalShare = None
    """null: as usual for the age."""
    oil: Share = vary(Normal(0.45, 0.22, 0.0, 1.0))
    """Shine of forehead, nose and chin."""
    fuzz: Share = vary(Uniform(0.1, 0.6))
    """Fine hair that brightens the rim of the face."""


class LipRecipe(Part):
    """Bare lips."""

    redness: Share = vary(Normal(0.45, 0.2, 0.0, 1.0))
    darkness: OptionalShare = None
    """null: as usual for the tone."""
    dryness: Share = vary(Normal(0.15, 0.25, 0.0, 1.0))


class MakeUpRecipe(Part):
    """What is put on the skin."""

    style: Annotated[str | None, OneOf(("none", *MAKE_UP_STYLES))] = None
    """null: as fits the person (`rate` says how often there is some)."""
    rate: Annotated[float, Number(ge=0, le=1, constant=True)] = 0.6
    """Grown women with any make-up; men hardly ever have some."""
    strength: Annotated[float, Number(ge=0, le=1.5)] = vary(Normal(0.8, 0.2, 0.3, 1.2))
    """Times what is usual for the style."""


class MouthRecipe(Part):
    """What shows when the mouth opens."""

    teeth_stain: OptionalShare = None
    """0 bleached, 1 dark yellow; null: as usual for the age."""


class SkinRecipe(Part):
    """All of the skin."""

    pigment: PigmentRecipe = PigmentRecipe()
    marks: MarkRecipe = MarkRecipe()
    relief: ReliefRecipe = ReliefRecipe()
    lips: LipRecipe = LipRecipe()
    make_up: MakeUpRecipe = MakeUpRecipe()
    mouth: MouthRecipe = MouthRecipe()
