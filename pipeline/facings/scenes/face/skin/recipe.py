"""How skin, make-up and teeth vary over the population. Amounts: 0 none, 1 as much as is ever seen."""

from facings.recipes.distributions import Normal, Uniform
from facings.recipes.leaves import Number, Text
from facings.recipes.recipe import Part
from facings.scenes.face.skin.make_up_styles import MAKE_UP_STYLES


class PigmentRecipe(Part):
    """How the colour of bare skin varies over the face."""

    warmth: Number(ge=-1, le=1) = Normal(0.0, 0.45, -1.0, 1.0)
    """Undertone: -1 cool and pinkish, 1 warm and yellowish."""
    flush: Number(ge=0, le=1) = Normal(0.45, 0.2, 0.05, 1.0)
    """Redness of cheeks, nose, chin and ears."""
    blotches: Number(ge=0, le=1) = Normal(0.45, 0.2, 0.1, 1.0)
    """Irregularity of the colour."""
    sallow: Number(ge=0, le=1) = Uniform(0.1, 0.8)
    """Yellow of forehead and mouth's surroundings."""
    eye_circles: Number(ge=0, le=1, optional=True) = None
    """Darkness beneath the eyes; null: as usual for age and tone."""
    tan: Number(ge=0, le=1) = Uniform(0.0, 0.7)
    capillaries: Number(ge=0, le=1, optional=True) = None
    """Fine red vessels of cheeks and nose; null: as usual for age and tone."""
    veins: Number(ge=0, le=1, optional=True) = None
    """Blue vessels at the temples; null: as usual for age and tone."""


class MarkRecipe(Part):
    """Single marks; null: as usual for age and tone."""

    freckles: Number(ge=0, le=1, optional=True) = None
    moles: Number(ge=0, le=60, optional=True) = None
    """How many on face, neck and shoulders."""
    age_spots: Number(ge=0, le=1, optional=True) = None
    pimples: Number(ge=0, le=80, optional=True) = None
    """How many."""
    scars: Number(ge=0, le=1, optional=True) = None


class ReliefRecipe(Part):
    """Pores and wrinkles."""

    apparent_age_years: Number(ge=0, le=110, optional=True) = None
    """How old the skin looks; null: the person's age, give or take some years."""
    wrinkles: Number(ge=0, le=2) = Normal(1.0, 0.22, 0.4, 1.6)
    """Times what is usual at that age."""
    pores: Number(ge=0, le=1, optional=True) = None
    """null: as usual for the age."""
    oil: Number(ge=0, le=1) = Normal(0.45, 0.22, 0.0, 1.0)
    """Shine of forehead, nose and chin."""
    fuzz: Number(ge=0, le=1) = Uniform(0.1, 0.6)
    """Fine hair that brightens the rim of the face."""


class LipRecipe(Part):
    """Bare lips."""

    redness: Number(ge=0, le=1) = Normal(0.45, 0.2, 0.0, 1.0)
    darkness: Number(ge=0, le=1, optional=True) = None
    """null: as usual for the tone."""
    dryness: Number(ge=0, le=1) = Normal(0.15, 0.25, 0.0, 1.0)


class MakeUpRecipe(Part):
    """What is put on the skin."""

    style: Text("none", *MAKE_UP_STYLES, optional=True) = None
    """null: as fits the person (`rate` says how often there is some)."""
    rate: Number(ge=0, le=1, constant=True) = 0.6
    """Grown women with any make-up; men hardly ever have some."""
    strength: Number(ge=0, le=1.5) = Normal(0.8, 0.2, 0.3, 1.2)
    """Times what is usual for the style."""


class MouthRecipe(Part):
    """What shows when the mouth opens."""

    teeth_stain: Number(ge=0, le=1, optional=True) = None
    """0 bleached, 1 dark yellow; null: as usual for the age."""


class SkinRecipe(Part):
    """All of the skin."""

    pigment: PigmentRecipe = PigmentRecipe()
    marks: MarkRecipe = MarkRecipe()
    relief: ReliefRecipe = ReliefRecipe()
    lips: LipRecipe = LipRecipe()
    make_up: MakeUpRecipe = MakeUpRecipe()
    mouth: MouthRecipe = MouthRecipe()
