"""What the recipe says about clothing."""

from typing import Annotated

from facings.recipes.distributions import Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.values import Flag, OneOf, OptionalColour, Share
from facings.scenes.face.garments.styles import PATTERNS, STYLES, WEAVES


class GarmentRecipe(Part):
    """What people wear on the upper body."""

    style: Annotated[str | None, OneOf(STYLES)] = None
    """null: whatever suits the person's age and gender."""
    colour: OptionalColour = None
    """Of the main cloth; null: a colour that the garment is sold in."""
    pattern: Annotated[str | None, OneOf(PATTERNS)] = None
    """Of the main cloth; null: one that the garment is sold in."""
    weave: Annotated[str | None, OneOf(WEAVES)] = None
    """Of the main cloth; null: one that the garment is made of."""
    neckline: Share = vary(Uniform(0.0, 0.55))
    """0 high and close to 1 low and wide, within what the style allows."""
    opening: Share = vary(Uniform(0.0, 1.0))
    """0 buttoned or zipped up to 1 open, within what the style allows."""
    tie: Annotated[bool | None, Flag()] = None
    """null: often with a suit, sometimes with a shirt."""
    looseness: Share = vary(Normal(0.5, 0.2, 0.0, 1.0))
    """0 tight to 1 loose."""
    folds: Annotated[float, Number(ge=0, le=2)] = vary(Normal(1.0, 0.2, 0.5, 1.6))
    """Depth of folds, 1 as usual, 0 none."""
