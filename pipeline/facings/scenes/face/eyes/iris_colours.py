"""Iris colours that people have, and who has which: the table `assets/faces/eyes.yaml`."""

from facings.frames.spec import Vec3
from facings.recipes.tables import Entry, table


class IrisColour(Entry):
    """Linear RGB albedo as it shows through the cornea."""

    outer: Vec3
    inner: Vec3
    fibres: float
    """How much the threads of the iris show, 0 to 1."""
    caucasian: float
    """Weight among people of European descent; everybody else's eyes are `DARK` in nine cases of ten."""


class EyeTable(Entry):
    """The file."""

    irises: dict[str, IrisColour]
    dark: dict[str, float]


IRIS_COLOURS = table("faces/eyes.yaml", EyeTable).irises
"""From darkest to lightest within brown, then the rest."""
DARK = table("faces/eyes.yaml", EyeTable).dark
"""Weights among people of African and Asian descent."""
