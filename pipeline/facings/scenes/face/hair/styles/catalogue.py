"""The table of hairdos, `assets/faces/hair.yaml`: who wears each, between which values it varies, how it is drawn."""

from typing import Literal

from facings.recipes.tables import Entry, table

Span = tuple[float, float]

Drawn = Literal["shorn", "cropped", "slicked", "parted", "undercut", "standing", "hanging", "ponytail", "bun", "plait",
                "plaits", "braids", "dreadlocks"]
"""The ways of drawing hair that there are; see `facings.scenes.face.hair.styles.drawing`."""


class Ranges(Entry):
    """Between which values a style's parameters lie; `HairSpec` says what they are."""

    strands: int = 40_000
    thickness_m: Span = (105e-6, 122e-6)
    length_m: Span = (0.05, 0.08)
    sides_m: Span = (0.02, 0.03)
    volume_m: Span = (0.006, 0.012)
    lift: Span = (0.3, 0.5)
    parting_x_m: Span = (-0.035, 0.035)
    sweep: Span = (-0.3, 0.3)
    clump: Span = (0.4, 0.7)
    locks: tuple[int, int] = (200, 400)
    wave_radius_m: Span = (0.0, 0.0)
    wave_length_m: Span = (0.05, 0.08)
    frizz: Span = (0.1, 0.4)
    messiness: Span = (0.1, 0.6)
    hem_z_m: Span | None = None
    layering: Span = (0.1, 0.5)
    fringe_z_m: Span | None = None
    front_share: Span = (0.3, 0.7)
    tie_height_m: Span = (0.0, 0.05)


class Style(Entry):
    """One hairdo."""

    meaning: str
    drawn_as: Drawn
    ranges: Ranges
    masculine: Span = (1.0, 1.0)
    """How often feminine and masculine people wear it."""
    tight: Span = (1.0, 1.0)
    """How often it is worn with straight hair and with tightly curled hair."""
    ages: dict[float, float] = {0: 0.6, 10: 1.0, 60: 1.0, 80: 0.7}
    """How often by age in years, between these knots linear."""


class NaturalColour(Entry):
    """A range of one natural colour, and how common it is among people of each ethnicity."""

    melanin: Span
    redness: Span
    african: float
    asian: float
    caucasian: float


class HairTable(Entry):
    """The file."""

    styles: dict[str, Style]
    natural_colours: dict[str, NaturalColour]
    dyes: dict[str, tuple[float, float, float]]
    """Linear RGB."""


_TABLE = table("faces/hair.yaml", HairTable)

STYLES = _TABLE.styles
"""Names are permanent: recipes and frame records use them."""
NATURAL = _TABLE.natural_colours
DYES = _TABLE.dyes
COLOUR_NAMES = (*NATURAL, "grey", "white", *DYES)
