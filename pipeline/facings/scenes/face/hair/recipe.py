"""The recipe of hair."""

from facings.recipes.distributions import LogUniform, Normal, Uniform
from facings.recipes.leaves import Flag, Number, Text
from facings.recipes.recipe import Part
from facings.scenes.face.hair.styles.catalogue import COLOUR_NAMES, STYLES


class HairRecipe(Part):
    """Scalp hair; null leaves a value to the person and the style."""

    style: Text(*STYLES, optional=True) = None
    """null: one that suits the person's age, gender and kind of hair."""
    colour: Text(*COLOUR_NAMES, optional=True) = None
    """null: a natural colour that suits the person, dyed at times."""
    grey: Number(ge=0, le=1, optional=True) = None
    """Share of grey hairs; null: as age brings it."""
    dyed_rate: Number(ge=0, le=1) = 0.035
    """How many people whose colour is left to chance dye their hair in bright colours."""
    receding: Number(ge=0, le=1, optional=True) = None
    """Temples and crown; null: as age and gender bring it."""
    length: Number(gt=0, le=2) = LogUniform(0.85, 1.18)
    """Times the style's own length."""
    volume: Number(ge=0, le=3) = LogUniform(0.75, 1.35)
    """Times the style's own."""
    curl: Number(ge=0, le=3) = Normal(1.0, 0.15, 0.5, 1.6)
    """How wide waves and curls are, times the style's own."""
    messiness: Number(ge=0, le=3) = LogUniform(0.6, 1.5)
    """Times the style's own."""
    density: Number(gt=0, le=1.5) = Uniform(0.85, 1.0)
    """How many hairs are drawn, times the style's own; they are drawn thicker where they are fewer."""
    mirrored: Flag(optional=True) = None
    """Partings and sweeps on the other side; null: every other time."""


