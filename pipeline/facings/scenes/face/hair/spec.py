"""The sampled values of one person's hair."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hairline:
    """How one person's hairline departs from the usual one."""

    height_m: float = 0.0
    """The front line lies so much higher."""
    widows_peak_m: float = 0.0
    """The middle of the front line dips by this."""
    recession: float = 0.0
    """Temples: 0 a full line, 1 corners 5 cm further back."""
    crown_loss: float = 0.0
    """Around the whorl: 0 none, 1 a bald patch as large as a palm."""
    top_loss: float = 0.0
    """0 none, 1 only the horseshoe over ears and nape is left."""
    sideburn_m: float = 0.0
    """Sideburns reach so much further down."""
    nape_m: float = 0.0
    """Hair at the nape begins so much higher."""
    softness_m: float = 0.006
    """Over which width the hair at the line becomes dense."""
    seed: int = 0
    """Of the line's irregularity."""


@dataclass(frozen=True)
class HairColour:
    """What hair is coloured by; brows and beard take it too."""

    name: str
    """As recipes and labels name it: 'black', 'brown', ...; 'grey' or 'white' where most hairs are, or a dye's name."""
    melanin: float
    """0 none to 1: the Principled Hair BSDF's scale."""
    redness: float
    """Share of pheomelanin."""
    grey_share: float
    """Of the hairs; they lack pigment."""
    dye: tuple[float, float, float] | None
    """Linear RGB of a dye; None: natural."""
    dye_strength: float


@dataclass(frozen=True)
class HairSpec:
    """What `realise/hair.py` needs. Lengths in metres over the reference head, with which they scale."""

    style: str
    mirrored: bool
    """Partings, sweeps and the whorl on the other side."""
    colour: HairColour
    line: Hairline
    strands: int
    thickness_m: float
    """Diameter of a drawn hair; more than a real one's, for there are fewer."""
    length_m: float
    """On top, or of long hair."""
    sides_m: float
    """Of short cuts at the temples and nape."""
    volume_m: float
    """How far the outermost hair stands off the skull."""
    lift: float
    """How upright hair leaves the skin: 0 along it, 1 straight out."""
    parting_x_m: float
    sweep: float
    """Combing in front: -1 forwards to 1 back."""
    clump: float
    """How far neighbouring hairs join into locks: 0 to 1."""
    locks: int
    """Into how many."""
    wave_radius_m: float
    wave_length_m: float
    """Of waves and curls, a helix."""
    frizz: float
    """0 sleek to 1."""
    messiness: float
    """How far locks differ from their neighbours in direction and length: 0 to 1."""
    hem_z_m: float | None
    """Where hanging hair is cut off, above the eyes' centres; None: each hair has its own length alone."""
    layering: float
    """0 all hair reaches the hem to 1 much of it ends far above."""
    fringe_z_m: float | None
    """Where a fringe over the forehead ends, above the eyes' centres; None: there is none."""
    front_share: float
    """Of long hair, what falls before the shoulders."""
    tie_height_m: float
    """Of tails and buns: the tie's height at the back of the head."""
    shine: float
    """0 dull to 1 oiled."""
    seed: int
