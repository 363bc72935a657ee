"""Ways to be made up, how much of what, in which colours: the table `assets/faces/make_up.yaml`."""

from typing import Annotated, Literal

from pydantic import Field

from facings.recipes.tables import Entry, table

Colours = Annotated[tuple[Annotated[str, Field(pattern="^#[0-9a-f]{6}$")], ...], Field(min_length=1)]
"""sRGB."""


class MakeUpStyle(Entry):
    """The usual amounts, 0 to 1, and the shares of people who leave a part out."""

    foundation: float
    blush: float
    eyeshadow: float
    eyeshadow_reach: float
    eyeliner: float
    wing_mm: float
    lipstick: float
    gloss: float
    shadows: tuple[Literal["quiet_shadows", "coloured_shadows"], ...]
    """Which of the table's colours the eyeshadow is of."""
    weight: float
    """How common the style is among those who wear make-up."""

    @property
    def shadow_colours(self) -> tuple[str, ...]:
        """sRGB of the eyeshadows that go with it."""
        return sum((getattr(COLOURS, name) for name in self.shadows), ())


class MakeUpColours(Entry):
    """What there is to be made up with."""

    lipsticks: Colours
    deep_lipsticks: Colours
    blushes: Colours
    quiet_shadows: Colours
    coloured_shadows: Colours
    liners: Colours


class MakeUpTable(Entry):
    """The file."""

    colours: MakeUpColours
    styles: dict[str, MakeUpStyle]


COLOURS = table("faces/make_up.yaml", MakeUpTable).colours
MAKE_UP_STYLES = table("faces/make_up.yaml", MakeUpTable).styles
