"""The recipe of hair."""

from typing import Annotated

from facings.recipes.distributions import LogUniform, Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.values import Flag, OneOf, OptionalShare, Share
from facings.scenes.face.hair.styles.catalogue import COLOUR_NAMES, STYLES


class HairRecipe(Part):
    """Scalp hair; null leaves a value to the person and the style."""

    style: Annotated[str | None, OneOf(STYLES)] = None
    """null: one that suits the person's age, gender and kind of hair."""
    colour: Annotated[str | None, OneOf(COLOUR_NAMES)] = None
    """null: a natural colour that suits the person, dyed at times."""
    grey: OptionalShare = None
    """Share of grey hairs; null: as age brings it."""
    dyed_rate: Share = 0.035
    """How many people whose colour is left to chance dye their hair in bright colours."""
    receding: OptionalShare = None
    """Temples and crown; null: as age and gender bring it."""
    length: Annotated[float, Number(gt=0, le=2)] = vary(LogUniform(0.85, 1.18))
    """Times the style's own length."""
    volume: Annotated[float, Number(ge=0, le=3)] = vary(LogUniform(0.75, 1.35))
    """Times the style's own."""
    curl: Annotated[float, Number(ge=0, le=3)] = vary(Normal(1.0, 0.15, 0.5, 1.6))
    """How wide waves and curls are, times the style's own."""
    messiness: Annotated[float, Number(ge=0, le=3)] = vary(LogUniform(0.6, 1.5))
    """Times the style's own."""
    density: Annotated[float, Number(gt=0, le=1.5)] = vary(Uniform(0.85, 1.0))
    """How many hairs are drawn, times the style's own; they are drawn thicker where they are fewer."""
    mirrored: Annotated[bool | None, Flag()] = None
    """Partings and sweeps on the other side; null: every other time."""


