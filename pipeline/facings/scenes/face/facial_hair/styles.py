"""The brows and beards that people have, by name: the table `assets/faces/facial_hair.yaml`."""

from facings.recipes.tables import Entry, table


class BrowStyle(Entry):
    """What distinguishes one style; see `spec.BrowSpec`."""

    hairs: int
    length_mm: float
    height_mm: float
    arch_mm: float
    tidy: float
    masculine: float
    """Weights of how common it is, before plucking: among men and among women."""
    feminine: float


class BeardStyle(Entry):
    """Lengths in millimetres where the style is longest; zones are shares of the full length there, 0: shaven."""

    shortest_mm: float
    longest_mm: float
    moustache: float = 0.0
    """Between nose and upper lip."""
    corners: float = 0.0
    """Beside the mouth's corners, from the moustache down to the chin."""
    soul_patch: float = 0.0
    """Under the middle of the lower lip."""
    chin: float = 0.0
    cheeks: float = 0.0
    """From the sideburns down to the jaw."""
    sideburns: float = 0.0
    """The strip before the ear alone."""
    jaw: float = 0.0
    """A band along the jaw's edge."""
    neck: float = 0.0
    moustache_sweep: float = 0.4
    """How far moustache hairs point sideways: 0 straight down, 1 along the lip."""
    overhang: float = 1.15
    """How far moustache hairs reach, as a share of the way to the lip's edge; above 1 they hang over the lip."""
    weight: float = 1.0
    """How common it is among those with any beard."""
    least_age: float = 18.0


class FacialHairTable(Entry):
    """The file."""

    brows: dict[str, BrowStyle]
    beards: dict[str, BeardStyle]


BROW_STYLES = table("faces/facial_hair.yaml", FacialHairTable).brows
BEARD_STYLES = table("faces/facial_hair.yaml", FacialHairTable).beards
