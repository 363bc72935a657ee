"""The table of what people wear on the head, `assets/faces/accessories.yaml`, and the names of what has no table."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from facings.recipes.tables import Entry, misfit, table

FinishKind = Literal["acetate", "metal", "lens", "mirror_lens", "twill", "knit", "felt", "straw", "fleece", "plastic",
                     "leather", "silk", "gem"]
PatternName = Literal["plain", "stripes", "check", "dots", "tortoise", "ribs", "heather", "camouflage"]
Srgb = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class WornBy(Entry):
    """How common a style is beside others."""

    feminine: float
    """Among grown-ups, as `masculine`."""
    masculine: float
    child: float = 0.0
    old: float


class GlassesStyle(Entry):
    """One kind of frame; lengths in millimetres on a head of the reference's width, x towards the temple, y up."""

    build: Literal["acetate", "wire", "browline", "rimless", "half"]
    """'acetate': thick all around; 'wire'; 'browline': acetate above, wire below; 'rimless'; 'half': wire above only."""
    width_mm: float
    """Of one lens."""
    aspect: float
    """Its height over its width."""
    roundness: float
    """Exponent of the superellipse: 2 an ellipse, 4 nearly a rectangle."""
    bridge_mm: float = 18.0
    """Between the lenses."""
    taper: float = 0.0
    """How much narrower the bottom is than the top."""
    lift: float = 0.0
    """How far the upper outer corner is drawn up (cat's eye)."""
    droop: float = 0.0
    """How far the lower part leans outwards (aviator)."""
    flat_top: float = 0.0
    """How much of the top is cut straight (panto, aviator)."""
    rim_mm: tuple[float, float] = (3.2, 2.6)
    """Width of the rim at the top and at the bottom, in the lens's plane."""
    depth_mm: float = 4.0
    """Thickness of the rim from front to back."""
    temple_mm: tuple[float, float] = (5.0, 3.0)
    """Height and thickness of the temples."""
    double_bridge: bool = False
    wrap_mm: float = 130.0
    """Radius to which the front is curved."""
    pads: bool = False
    """Nose pads on wire arms; else pads are part of the rim."""
    worn_by: WornBy


class Block(Entry):
    """Measures of one kind of hat in millimetres on the reference head."""

    material: FinishKind
    height_mm: float
    """Of the crown above its band."""
    taper: float
    """How much narrower the crown is at its top."""
    corner: float
    """How far up the crown's wall the rounding into its top begins."""
    brim_mm: float
    slope_deg: float
    """How far the brim falls below the horizontal."""
    dent_mm: float = 0.0
    """Depth of the crease along the top."""
    pinch_mm: float = 0.0
    """Depth of the two pinches at the front."""
    curl_mm: float = 0.0
    """How far the brim's sides and back are turned up and its front down."""
    ribbon_mm: float = 0.0
    """Width of the band around the crown."""
    wave_mm: float = 0.0
    """How much a soft brim waves."""
    stitching: int = 0
    """Rows of stitches around the brim."""
    thickness_mm: float = 2.0


class HeadwearStyle(Entry):
    """One kind of headwear."""

    built_as: Literal["cap", "beanie", "block", "flat_cap", "bandana", "turban", "hijab", "headphones"]
    """Who builds it; see `facings.scenes.face.accessories.headwear.build`."""
    block: Block | None = None
    """What a hat that is built as a `block` is shaped over."""
    palettes: tuple[str, ...]
    """Where its usual colours come from."""
    patterns: tuple[PatternName, ...] = ()
    """What it may be patterned with."""
    worn_by: WornBy

    @model_validator(mode="after")
    def _has_its_block(self) -> Self:
        if (self.block is not None) != (self.built_as == "block"):
            raise misfit(("built_as",), f"is {self.built_as!r}; `block` is given for what is built as a block, and only there")
        return self


class AccessoryTable(Entry):
    """The file."""

    glasses: dict[str, GlassesStyle]
    palettes: dict[str, Annotated[tuple[Srgb, ...], Field(min_length=1)]]
    headwear: dict[str, HeadwearStyle]
    masks: dict[Literal["surgical", "ffp2", "cloth"], Annotated[tuple[tuple[Srgb, Srgb], ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def _knows_its_palettes(self) -> Self:
        for name, style in self.headwear.items():
            for palette in style.palettes:
                if palette not in self.palettes:
                    known = ", ".join(self.palettes)
                    raise misfit(("headwear", name, "palettes"), f"names the palette {palette!r}; there are {known}")
        return self


_TABLE = table("faces/accessories.yaml", AccessoryTable)

GLASSES_STYLES = _TABLE.glasses
HEADWEAR_STYLES = _TABLE.headwear
HEADWEAR_COLOURS = {name: sum((_TABLE.palettes[palette] for palette in style.palettes), ())
                    for name, style in HEADWEAR_STYLES.items()}
"""Usual colours by style, sRGB, where a recipe leaves them open."""
MASK_COLOURS = _TABLE.masks
"""Pairs of a mask's colour and its second one, by style."""

MASK_STYLES = tuple(MASK_COLOURS)
MASK_WEARS = ("over_nose", "below_nose", "on_chin")
EARRING_STYLES = ("ball_stud", "gem_stud", "small_hoop", "large_hoop", "drop", "pearl_drop")
