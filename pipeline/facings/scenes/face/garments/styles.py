"""The garments that exist and the colours that clothes are sold in: the table `assets/faces/garments.yaml`."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from facings.recipes.tables import Entry, misfit, table
from facings.scenes.face.person import PersonSpec

Srgb = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]

WeaveName = Literal["jersey", "rib", "fine_rib", "knit", "wool", "fleece", "denim", "twill", "poplin", "pique", "satin",
                    "nylon"]
"""The weaves that `facings.scenes.face.garments.weaves` draws."""

PatternName = Literal["plain", "stripes", "pinstripes", "checks", "tartan", "dots", "melange", "print", "diagonal", "flowers"]
"""The patterns that `facings.scenes.face.garments.patterns` draws: `stripes` lie level, `pinstripes` stand upright, `diagonal`
is a tie's; a `print` is one picture on the chest."""


class Weave(Entry):
    """How the threads of a cloth lie."""

    tile_m: float
    """Side of the square that the tile covers."""
    relief_m: float
    """From the deepest to the highest point."""
    roughness: float
    sheen: float
    """Weight of the fuzz that lights up at grazing angles."""
    stitched: bool = False
    """Edges and seams are topstitched."""


class Style(Entry):
    """How a garment is made, and of what."""

    sewn_as: Literal["t_shirt", "v_neck", "sweater", "turtleneck", "blouse", "polo_shirt", "button_shirt", "suit", "hoodie",
                     "denim_jacket", "padded_coat"]
    """How it is cut; see `facings.scenes.face.garments.build`."""
    weaves: Annotated[tuple[WeaveName, ...], Field(min_length=1)]
    """Of the main cloth."""
    patterns: Annotated[dict[PatternName, float], Field(min_length=1)]
    """Of the main cloth, with their weights."""
    under: Literal["same", "contrast", "rib", "shirt", "tee"] = "same"
    """The second cloth: 'same' as the main one, a 'contrast' of it, 'rib' in its colour, a 'shirt' or a 'tee' of its own."""
    palette: str = "casual"
    """Where its colours come from."""
    feminine: float = 1.0
    masculine: float = 1.0
    child: float = 1.0
    elder: float = 1.0
    """How often it is worn, beside other styles."""
    tie_rate: float = 0.0
    metal: bool = False

    def worn_by(self, person: PersonSpec) -> float:
        """Return the weight with which a person chooses the style."""
        age = person.age_years
        often = self.feminine + person.gender * (self.masculine - self.feminine)
        return often * (self.child if age < 14 else self.elder if age > 65 else 1.0)


class GarmentTable(Entry):
    """The file."""

    palettes: dict[str, Annotated[tuple[Srgb, ...], Field(min_length=1)]]
    styles: dict[str, Style]
    weaves: dict[WeaveName, Weave]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name, style in self.styles.items():
            if style.palette not in self.palettes:
                known = ", ".join(self.palettes)
                raise misfit(("styles", name, "palette"), f"names the palette {style.palette!r}; there are {known}")
        missing = [name for name in get_args(WeaveName) if name not in self.weaves]
        if missing:
            raise misfit(("weaves",), f"lacks {missing[0]!r}")
        return self


STYLES = table("faces/garments.yaml", GarmentTable).styles
PALETTES = table("faces/garments.yaml", GarmentTable).palettes
WEAVES = table("faces/garments.yaml", GarmentTable).weaves
PATTERNS = get_args(PatternName)
