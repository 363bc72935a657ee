"""The recipe of accessories: how often people wear what, and how it looks.

Keys that are null by default go by the person: reading glasses come with age, ear-rings with a feminine appearance.
"""

from typing import Annotated

from pydantic import Field

from facings.recipes.distributions import Choice, Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part
from facings.recipes.values import Colour, Flag, OneOf, OptionalColour, OptionalShare, Share
from facings.scenes.face.accessories.catalogue import (
    EARRING_STYLES,
    GLASSES_STYLES,
    HEADWEAR_STYLES,
    MASK_STYLES,
    MASK_WEARS,
)


class GlassesRecipe(Part):
    """Spectacles and sunglasses."""

    rate: OptionalShare = None
    """Share of people with glasses; null: 0.12 of children to 0.45 of the old."""
    style: Annotated[str | None, OneOf(GLASSES_STYLES)] = None
    """null: by gender and age."""
    colour: Colour = vary(Choice(
        ("#141416", "#23262b", "#4a2a14", "#6b4a2a", "#1f2f4a", "#5a1420", "#2f4636", "#8d9096", "#c7b299", "#d9d4cc"),
        (7, 3, 5, 3, 2, 2, 1, 1, 1, 1)))
    """Of acetate."""
    tortoise_rate: Share = 0.25
    """Share of acetate frames that are tortoiseshell."""
    metal: Colour = vary(Choice(("#c9c6c1", "#8f8d8a", "#3a3a3c", "#cfa75a", "#c98f74"), (4, 2, 3, 3, 1)))
    width: Annotated[float, Number(ge=0.85, le=1.2)] = vary(Normal(1.0, 0.035, 0.92, 1.1))
    """Of the frame, relative to the face's width."""
    sun_rate: Share = 0.22
    """Share of glasses that are sunglasses."""
    sun_tint: Share = vary(Uniform(0.3, 0.97))
    """How dark sunglasses are; above 0.5 their lenses are labelled as glasses, below the labels look through them."""
    sun_colour: Colour = vary(Choice(("#1b1d1f", "#2a2018", "#1b2a20", "#2b2340", "#4a2f14"), (5, 3, 2, 1, 1)))
    mirror_rate: Share = 0.12
    """Share of sunglasses whose lenses mirror."""
    slid_rate: Share = 0.18
    """Share of glasses that have slid down the nose."""
    slide_m: Annotated[float, Number(ge=0, le=25, unit="mm")] = Field(default=vary(Uniform(3.0, 13.0)), alias="slide_mm")
    crooked_rad: Annotated[float, Number(ge=-8, le=8, unit="deg")] = Field(
        default=vary(Normal(0.0, 0.6, -2.5, 2.5)), alias="crooked_deg")
    """How far one side sits higher."""


class HeadwearRecipe(Part):
    """Hats, caps, scarves and headphones."""

    rate: Share = 0.17
    """Share of people with headwear."""
    style: Annotated[str | None, OneOf(HEADWEAR_STYLES)] = None
    """null: by gender and age."""
    colour: OptionalColour = None
    """null: as usual for the style."""
    second_colour: OptionalColour = None
    pattern_rate: Share = 0.3
    """Share of cloth and knitted headwear that is patterned."""
    size: Annotated[float, Number(ge=0.7, le=1.4)] = vary(Normal(1.0, 0.09, 0.8, 1.25))
    """Of crown, brim or cushions, relative to the usual."""
    low_m: Annotated[float, Number(ge=-12, le=14, unit="mm")] = Field(
        default=vary(Normal(0.0, 4.0, -9.0, 10.0)), alias="low_mm")
    """How much deeper than usual it is drawn over the forehead."""
    backwards_rate: Share = 0.18
    """Share of caps worn backwards."""
    turn_rad: Annotated[float, Number(ge=-45, le=45, unit="deg")] = Field(
        default=vary(Normal(0.0, 4.0, -20.0, 20.0)), alias="turn_deg")
    """About the vertical."""
    tilt_rad: Annotated[float, Number(ge=-8, le=8, unit="deg")] = Field(
        default=vary(Normal(0.0, 2.0, -6.0, 6.0)), alias="tilt_deg")
    """Towards the subject's left ear."""


class MaskRecipe(Part):
    """Masks before mouth and nose."""

    rate: Share = 0.08
    style: Annotated[str, OneOf(MASK_STYLES)] = vary(Choice(("surgical", "ffp2", "cloth"), (5, 3, 2)))
    colour: OptionalColour = None
    """null: as usual for the style."""
    worn: Annotated[str, OneOf(MASK_WEARS)] = vary(Choice(("over_nose", "below_nose", "on_chin"), (8, 1, 1)))


class EarringRecipe(Part):
    """Ear-rings and nose studs; ear-rings are labelled as the ear that they hang on, nose studs as nose."""

    rate: OptionalShare = None
    """null: 0.03 of masculine to 0.4 of feminine grown-ups."""
    style: Annotated[str, OneOf(EARRING_STYLES)] = vary(Choice(
        ("ball_stud", "gem_stud", "small_hoop", "large_hoop", "drop", "pearl_drop"), (4, 4, 4, 3, 2, 2)))
    metal: Colour = vary(Choice(("#d9b45c", "#cfcfd2", "#d09a80"), (5, 4, 1)))
    stone: Colour = vary(Choice(("#e9f0f5", "#3d8f83", "#7a2036", "#2a4fa0", "#e9c46a", "#1c1c20")))
    size: Annotated[float, Number(ge=0.5, le=1.6)] = vary(Normal(1.0, 0.18, 0.65, 1.5))
    one_side_rate: OptionalShare = None
    """Share of people with a single one; null: 0.03 of feminine to 0.4 of masculine ones."""
    nose_stud_rate: Share = 0.012


class AccessoriesRecipe(Part):
    """What people wear on the head. What does not go together (headphones and a hat) is never worn together."""

    enabled: Annotated[bool, Flag()] = True
    """false: nothing at all."""
    glasses: GlassesRecipe = GlassesRecipe()
    headwear: HeadwearRecipe = HeadwearRecipe()
    mask: MaskRecipe = MaskRecipe()
    earrings: EarringRecipe = EarringRecipe()
