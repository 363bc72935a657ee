"""How brows, lashes and beards vary over the population."""

from typing import Annotated

from pydantic import Field

from facings.recipes.distributions import Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.values import OneOf, OptionalShare, Share
from facings.scenes.face.facial_hair.styles import BEARD_STYLES, BROW_STYLES


class BrowsRecipe(Part):
    """Both brows."""

    style: Annotated[str | None, OneOf(BROW_STYLES)] = None
    """null: as fits the person."""
    thickness: Annotated[float, Number(ge=0.3, le=2.5)] = vary(Normal(1.0, 0.14, 0.6, 1.5))
    """Height of the brow, relative to its style's."""
    density: Annotated[float, Number(ge=0.1, le=2)] = vary(Normal(1.0, 0.14, 0.5, 1.5))
    """Number of hairs, relative to its style's."""
    lift_m: Annotated[float, Number(ge=-8, le=8, unit="mm")] = Field(default=vary(Normal(0.0, 1.0, -2.5, 2.5)), alias="lift_mm")
    """How far brows lie above (or below) the head's brow landmarks."""


class LashesRecipe(Part):
    """The lashes of both eyes."""

    length_m: Annotated[float, Number(ge=2, le=16, unit="mm")] = Field(
        default=vary(Normal(8.2, 1.0, 5.5, 11.0)), alias="length_mm")
    """Of the longest upper lashes."""
    curl_rad: Annotated[float, Number(ge=0, le=120, unit="deg")] = Field(
        default=vary(Normal(58.0, 13.0, 20.0, 95.0)), alias="curl_deg")
    """Bend from root to tip."""
    mascara: OptionalShare = None
    """null: many women's, hardly any man's."""


class BeardRecipe(Part):
    """Hair of lip, chin, cheeks and neck."""

    style: Annotated[str | None, OneOf(("none", *BEARD_STYLES))] = None
    """null: as fits the person (`rate` says how often there is one)."""
    rate: Annotated[float, Number(ge=0, le=1, constant=True)] = 0.55
    """Grown men with any beard, stubble included."""
    length_m: Annotated[float | None, Number(ge=0.3, le=200, unit="mm")] = Field(default=None, alias="length_mm")
    """Where it is longest; null: within what the style is."""
    density: Share = vary(Normal(0.78, 0.16, 0.25, 1.0))
    patchiness: Share = vary(Uniform(0.0, 0.6))
    """Bare spots on the cheeks."""
    unruly: Share = vary(Uniform(0.1, 0.8))
    """0 combed and trimmed to 1 wild."""


class FacialHairRecipe(Part):
    """All hair of the face."""

    brows: BrowsRecipe = BrowsRecipe()
    lashes: LashesRecipe = LashesRecipe()
    beard: BeardRecipe = BeardRecipe()
