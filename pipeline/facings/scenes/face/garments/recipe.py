"""What the recipe says about clothing."""

from facings.recipes.distributions import Normal, Uniform
from facings.recipes.leaves import Colour, Flag, Number, Text
from facings.recipes.recipe import Part
from facings.scenes.face.garments.patterns import PATTERNS
from facings.scenes.face.garments.styles import STYLES
from facings.scenes.face.garments.weaves import WEAVES


class GarmentRecipe(Part):
    """What people wear on the upper body."""

    style: Text(*STYLES, optional=True) = None
    """null: whatever suits the person's age and gender."""
    colour: Colour() | None = None
    """Of the main cloth; null: a colour that the garment is sold in."""
    pattern: Text(*PATTERNS, optional=True) = None
    """Of the main cloth; null: one that the garment is sold in."""
    weave: Text(*WEAVES, optional=True) = None
    """Of the main cloth; null: one that the garment is made of."""
    neckline: Number(ge=0, le=1) = Uniform(0.0, 0.55)
    """0 high and close to 1 low and wide, within what the style allows."""
    opening: Number(ge=0, le=1) = Uniform(0.0, 1.0)
    """0 buttoned or zipped up to 1 open, within what the style allows."""
    tie: Flag(optional=True) = None
    """null: often with a suit, sometimes with a shirt."""
    looseness: Number(ge=0, le=1) = Normal(0.5, 0.2, 0.0, 1.0)
    """0 tight to 1 loose."""
    folds: Number(ge=0, le=2) = Normal(1.0, 0.2, 0.5, 1.6)
    """Depth of folds, 1 as usual, 0 none."""
