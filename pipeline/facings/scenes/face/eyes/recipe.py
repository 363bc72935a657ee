"""How eyes vary over the population."""

from typing import Annotated

from pydantic import Field

from facings.recipes.distributions import LogUniform, Normal, vary
from facings.recipes.numeric import Integer, Number
from facings.recipes.part import Part
from facings.recipes.values import OneOf, OptionalShare, Share
from facings.scenes.face.eyes.iris_colours import IRIS_COLOURS


class EyesRecipe(Part):
    """Irises, whites and tears."""

    iris: Annotated[str | None, OneOf(IRIS_COLOURS)] = None
    """null: as fits the person's descent."""
    heterochromia_rate: Share = 0.006
    """People whose two eyes differ in colour."""
    sector_rate: Share = 0.01
    """Irises with a sector of another colour."""
    limbal_ring: Share = vary(Normal(0.55, 0.2, 0.0, 1.0))
    """How dark the ring around the iris is in youth; age washes it out."""
    flecks: Annotated[int | None, Integer(ge=0, le=60)] = None
    """Spots of pigment on each iris; null: as fits the colour."""
    redness: Share = vary(LogUniform(0.08, 0.8))
    """Of the white: 0 clear to 1 bloodshot."""
    yellowness: OptionalShare = None
    """Of the white; null: by age."""
    wetness: Share = vary(Normal(0.45, 0.15, 0.0, 1.0))
    """0 dry to 1 full of tears."""
    pupil_m: Annotated[float, Number(ge=1.5, le=9, unit="mm")] = Field(default=vary(LogUniform(2.4, 5.5)), alias="pupil_mm")
    """Diameter of the pupils: small in bright light, large in the dark."""
