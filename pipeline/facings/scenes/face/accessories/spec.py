"""What one person wears on the head: sampled values only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GlassesSpec:
    """One pair of glasses."""

    style: str
    """One of `catalogue.GLASSES_STYLES`."""
    colour: str
    """Of the frame, sRGB '#rrggbb', as all colours here."""
    second_colour: str
    """Of a pattern and of temple tips."""
    pattern: str
    """'plain', 'tortoise' or 'fade'."""
    metal: str
    """Of wires, hinges and rivets."""
    width: float
    """Of the frame, relative to what the face asks for."""
    lens_tint: float
    """0 clear to 1 opaque; above 0.5 the labels take the lens for glasses, below they look through it."""
    lens_colour: str
    lens_mirror: bool
    slide_mm: float
    """How far down the nose they have slid."""
    crooked_deg: float
    """How far one side sits higher; positive: the subject's left."""


@dataclass(frozen=True)
class HeadwearSpec:
    """Something worn on the head."""

    style: str
    """One of `catalogue.HEADWEAR_STYLES`."""
    colour: str
    second_colour: str
    """Of a band, a visor, a pattern or an ear cushion."""
    pattern: str
    """'plain', 'stripes', 'check', 'dots', 'heather' or 'camouflage'."""
    size: float
    """Crown, brim or cushions, relative to the style's usual measure."""
    low_mm: float
    """How much deeper than usual it is drawn over the forehead."""
    turn_deg: float
    """About the vertical; a cap at 180 is worn backwards."""
    tilt_deg: float
    """Towards the subject's left ear."""
    seed: int
    """Of folds and creases."""


@dataclass(frozen=True)
class MaskSpec:
    """A mask before mouth and nose."""

    style: str
    """One of `catalogue.MASK_STYLES`."""
    colour: str
    second_colour: str
    pattern: str
    worn: str
    """One of `catalogue.MASK_WEARS`."""
    seed: int


@dataclass(frozen=True)
class EarringSpec:
    """Ear-rings."""

    style: str
    """One of `catalogue.EARRING_STYLES`."""
    metal: str
    stone: str
    size: float
    """Relative to the style's usual measure."""
    right: bool
    left: bool


@dataclass(frozen=True)
class NoseStudSpec:
    """A small stud in one wing of the nose."""

    metal: str
    right: bool
    """In the subject's right wing; else in the left."""


@dataclass(frozen=True)
class AccessoriesSpec:
    """All that one person wears on the head."""

    glasses: GlassesSpec | None
    headwear: HeadwearSpec | None
    mask: MaskSpec | None
    earrings: EarringSpec | None
    nose_stud: NoseStudSpec | None
