"""One person's skin, lips and mouth, as sampled. Amounts are 0 (none) to 1 (as much as is ever seen) unless said otherwise."""

from dataclasses import dataclass

from facings.frames.spec import Vec3


@dataclass(frozen=True)
class PigmentSpec:
    """How the colour of bare skin varies from place to place."""

    flush: float
    """Redness of cheeks, nose, chin and ears."""
    blotches: float
    """Irregularity at scales from millimetres to centimetres."""
    sallow: float
    """Yellow of forehead and around the mouth."""
    eye_circles: float
    """Darkness beneath the eyes."""
    tan: float
    """What the sun adds to the parts that face it."""
    capillaries: float
    """Fine red vessels on cheeks and nose."""
    veins: float
    """Bluish vessels that shine through at the temples."""


@dataclass(frozen=True)
class MarkSpec:
    """Single marks."""

    freckles: float
    moles: int
    age_spots: float
    pimples: int
    scars: float
    """Pits that acne has left on the cheeks."""


@dataclass(frozen=True)
class ReliefSpec:
    """Pores and wrinkles; expressions deepen the wrinkles that they fold."""

    pores: float
    forehead: float
    frown: float
    """Upright lines between the brows."""
    crows_feet: float
    eye_bags: float
    """Puffiness and lines beneath the eyes."""
    nasolabial: float
    """The folds from the nose past the mouth's corners."""
    marionette: float
    """The folds from the mouth's corners downwards."""
    lip_lines: float
    """Upright lines around the lips."""
    neck_rings: float
    crepe: float
    """The crossed fine furrows of old skin."""
    expression: float
    """How deep expressions fold the skin, 1 as in the middle of life."""


@dataclass(frozen=True)
class LipSpec:
    """Bare lips."""

    redness: float
    darkness: float
    dryness: float
    creases: float


@dataclass(frozen=True)
class PaintSpec:
    """Make-up at one place."""

    amount: float
    colour: Vec3
    """Linear RGB albedo."""


@dataclass(frozen=True)
class MakeUpSpec:
    """What is put on the skin."""

    foundation: float
    """How far blemishes and redness are evened out."""
    blush: PaintSpec
    eyeshadow: PaintSpec
    eyeshadow_reach: float
    """0 on the lid only, 1 up to the brow."""
    eyeliner: PaintSpec
    eyeliner_wing_m: float
    """How far the line goes on beyond the eye's outer corner."""
    lipstick: PaintSpec
    lipstick_gloss: float


@dataclass(frozen=True)
class MouthSpec:
    """What shows when the mouth opens."""

    teeth: Vec3
    """Linear RGB albedo."""
    gums: Vec3
    tongue: Vec3


@dataclass(frozen=True)
class SkinSpec:
    """All that `SkinMaterials` needs."""

    seed: int
    """Of everything small: where blotches, freckles and lines lie."""
    albedo: Vec3
    """Linear RGB of bare skin where nothing adds pigment."""
    translucency_m: float
    """How far red light wanders beneath the surface."""
    oil: float
    fuzz: float
    """Fine hair that brightens grazing views."""
    pigment: PigmentSpec
    marks: MarkSpec
    relief: ReliefSpec
    lips: LipSpec
    make_up: MakeUpSpec
    mouth: MouthSpec


def skin_colour(spec: SkinSpec) -> Vec3:
    """Return the linear RGB albedo of bare skin elsewhere on the body, as at the neck's side."""
    return spec.albedo
