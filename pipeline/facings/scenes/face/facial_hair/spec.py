"""The sampled values of a face's brows, lashes and beard. Lengths in metres over the reference head."""

from dataclasses import dataclass

from facings.scenes.face.hair.spec import HairColour


@dataclass(frozen=True)
class BrowSpec:
    """Both brows; sides differ by their seed only."""

    style: str
    hairs: int
    """On each side."""
    length_m: float
    """Of the longest."""
    height_m: float
    """From the lower to the upper edge where the brow is fullest."""
    arch_m: float
    """How far the peak is raised over the bone's own arch."""
    lift_m: float
    """How far the whole brow lies higher."""
    reach: float
    """Where the tail ends: 1 at the outermost brow landmark."""
    gap_m: float
    """How much further from the middle the brow begins."""
    tidy: float
    """0 wild to 1 plucked: stray hairs and how parallel the others lie."""
    colour: HairColour
    seed: int


@dataclass(frozen=True)
class LashSpec:
    """The lashes of both eyes."""

    upper: int
    """Hairs on each upper lid."""
    lower: int
    length_m: float
    """Of the longest upper ones."""
    curl_rad: float
    """By which a lash bends from root to tip."""
    mascara: float
    """0 none to 1: blacker, thicker, longer, and stuck together."""
    colour: HairColour
    seed: int


@dataclass(frozen=True)
class BeardSpec:
    """Hair of lip, chin, cheeks and neck."""

    style: str
    """A name of `styles.BEARD_STYLES`."""
    length_m: float
    """Where it is longest."""
    density: float
    """0 nothing to 1 as dense as beards become."""
    patchiness: float
    """0 even to 1: bare spots on the cheeks."""
    cheek_line_m: float
    """How much higher than usual the beard ends on the cheeks."""
    neck_line_m: float
    """How much higher than usual it ends on the neck."""
    edge_m: float
    """Over which width it thins out: small is shaven sharp."""
    curl: float
    """0 straight to 1 tightly curled."""
    unruly: float
    """0 combed to 1 wild."""
    colour: HairColour
    seed: int


@dataclass(frozen=True)
class FacialHairSpec:
    """All hair of the face."""

    brows: BrowSpec
    lashes: LashSpec
    beard: BeardSpec | None
    """None: clean-shaven, or never had one."""
