"""How eyes vary over the population."""

from facings.recipes.distributions import LogUniform, Normal
from facings.recipes.leaves import Integer, Number, Text
from facings.recipes.recipe import Part
from facings.scenes.face.eyes.iris_colours import IRIS_COLOURS


class EyesRecipe(Part):
    """Irises, whites and tears."""

    iris: Text(*IRIS_COLOURS, optional=True) = None
    """null: as fits the person's descent."""
    heterochromia_rate: Number(ge=0, le=1) = 0.006
    """People whose two eyes differ in colour."""
    sector_rate: Number(ge=0, le=1) = 0.01
    """Irises with a sector of another colour."""
    limbal_ring: Number(ge=0, le=1) = Normal(0.55, 0.2, 0.0, 1.0)
    """How dark the ring around the iris is in youth; age washes it out."""
    flecks: Integer(ge=0, le=60, optional=True) = None
    """Spots of pigment on each iris; null: as fits the colour."""
    redness: Number(ge=0, le=1) = LogUniform(0.08, 0.8)
    """Of the white: 0 clear to 1 bloodshot."""
    yellowness: Number(ge=0, le=1, optional=True) = None
    """Of the white; null: by age."""
    wetness: Number(ge=0, le=1) = Normal(0.45, 0.15, 0.0, 1.0)
    """0 dry to 1 full of tears."""
    pupil_mm: Number(ge=1.5, le=9) = LogUniform(2.4, 5.5)
    """Diameter of the pupils: small in bright light, large in the dark."""
