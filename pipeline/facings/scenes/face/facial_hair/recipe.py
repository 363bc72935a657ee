"""How brows, lashes and beards vary over the population."""

from facings.recipes.distributions import Normal, Uniform
from facings.recipes.leaves import Number, Text
from facings.recipes.recipe import Part
from facings.scenes.face.facial_hair.styles import BEARD_STYLES, BROW_STYLES


class BrowsRecipe(Part):
    """Both brows."""

    style: Text(*BROW_STYLES, optional=True) = None
    """null: as fits the person."""
    thickness: Number(ge=0.3, le=2.5) = Normal(1.0, 0.14, 0.6, 1.5)
    """Height of the brow, relative to its style's."""
    density: Number(ge=0.1, le=2) = Normal(1.0, 0.14, 0.5, 1.5)
    """Number of hairs, relative to its style's."""
    lift_mm: Number(ge=-8, le=8) = Normal(0.0, 1.0, -2.5, 2.5)
    """How far brows lie above (or below) the head's brow landmarks."""


class LashesRecipe(Part):
    """The lashes of both eyes."""

    length_mm: Number(ge=2, le=16) = Normal(8.2, 1.0, 5.5, 11.0)
    """Of the longest upper lashes."""
    curl_deg: Number(ge=0, le=120) = Normal(58.0, 13.0, 20.0, 95.0)
    """Bend from root to tip."""
    mascara: Number(ge=0, le=1, optional=True) = None
    """null: many women's, hardly any man's."""


class BeardRecipe(Part):
    """Hair of lip, chin, cheeks and neck."""

    style: Text("none", *BEARD_STYLES, optional=True) = None
    """null: as fits the person (`rate` says how often there is one)."""
    rate: Number(ge=0, le=1, constant=True) = 0.55
    """Grown men with any beard, stubble included."""
    length_mm: Number(ge=0.3, le=200, optional=True) = None
    """Where it is longest; null: within what the style is."""
    density: Number(ge=0, le=1) = Normal(0.78, 0.16, 0.25, 1.0)
    patchiness: Number(ge=0, le=1) = Uniform(0.0, 0.6)
    """Bare spots on the cheeks."""
    unruly: Number(ge=0, le=1) = Uniform(0.1, 0.8)
    """0 combed and trimmed to 1 wild."""


class FacialHairRecipe(Part):
    """All hair of the face."""

    brows: BrowsRecipe = BrowsRecipe()
    lashes: LashesRecipe = LashesRecipe()
    beard: BeardRecipe = BeardRecipe()
