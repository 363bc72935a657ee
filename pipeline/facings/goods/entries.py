"""The entries that a catalogue file holds: departments, brands and products, as pydantic models."""

import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from facings.goods.vocabulary import FONTS, HEROES, LAYOUTS, MARKS, PACKAGE_KINDS
from facings.recipes.tables import Entry

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""sRGB as '#rrggbb', lower case."""


def _one_line(text: str) -> str:
    """A text as it is printed: on one line, words one space apart. Raises ValueError where something in it is no print."""
    line = " ".join(text.split())
    for character in line:
        if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
            raise ValueError(f"holds the character U+{ord(character):04X}, which is nothing to print; remove it")
    return line


def _some(text: str) -> str:
    if not text:
        raise ValueError("is empty; the text that is printed is expected")
    return text


Printed = Annotated[str, AfterValidator(_one_line)]
"""Text on packages, tags and signs."""

Name = Annotated[Printed, AfterValidator(_some)]
"""Printed text that is never empty."""

Millimetres = Annotated[float, Field(ge=5, le=1000)]
"""The least and greatest size of what stands on a shop's shelf."""


LiquidKind = Literal["water", "cola", "orange", "lemon", "apple", "tea", "milk", "oil", "wine_red", "wine_white", "beer",
                     "syrup_red", "vinegar", "detergent_blue", "detergent_green", "soap_pink"]
GlassTint = Literal["clear", "green", "brown"]


class Department(Entry):
    """A part of the shop; the supercategory of its products."""

    id: str
    name: Name
    cooled: bool = False
    """Stands in the refrigerated case (True), on the gondola (False)."""


class Palette(Entry):
    """The colours of one product's print."""

    main: Colour
    """The pack's leading colour (upper background)."""
    second: Colour
    """Behind the hero food."""
    accent: Colour
    """Lines, claims, flashes."""
    text: Colour = "#ffffff"
    """The product name on `main`."""


class Brand(Entry):
    """An invented brand; one mark and one pair of type faces across all its products."""

    id: str
    name: Name
    font: Annotated[str, AfterValidator(FONTS.known)]
    mark: Annotated[str, AfterValidator(MARKS.known)]
    mark_colours: tuple[Colour, Colour]
    """The mark's letters, and its plate or outline."""
    name_font: Annotated[str, AfterValidator(FONTS.known)] = "league-spartan"
    """The type face of product names."""
    maker: Printed = "Norvik Foods AS, Havnegata 12, 7010 Trondheim"


class Art(Entry):
    """What is printed on a generated package."""

    layout: Annotated[str, AfterValidator(LAYOUTS.known)]
    hero: Annotated[str, AfterValidator(HEROES.known)]
    palette: Palette
    descriptor: Printed
    """One line under the name."""
    claim: tuple[Printed, Printed] | None = None
    """A roundel or flash: a short first line, a second line."""
    seed: int = 0


class Content(Entry):
    """What is seen through or moulded into the package; which fields count depends on the package kind."""

    body_colour: Colour | None = None
    """Moulded plastic: jug, squeeze bottle, tube, tub, aerosol's dome."""
    cap_colour: Colour | None = None
    """Cap, lid or closure."""
    liquid: LiquidKind | None = None
    filling: Literal["jam", "sauce", "honey", "pickles", "olives", "spread", "pesto", "beans",
                     "baby_food"] | None = None
    glass: GlassTint = "clear"
    inner: str | None = None
    """multipack and tray: the SKU they hold."""


_Degrees = Annotated[float, Field(allow_inf_nan=False)]


def _in_quarters(turn_deg: float | tuple[float, float, float]) -> float | tuple[float, float, float]:
    if isinstance(turn_deg, tuple) and (turn_deg[0] % 90 or turn_deg[1] % 90):
        raise ValueError("turns about X and Y are in steps of 90 degrees: a product stands on one of its sides")
    return turn_deg


class Product(Entry):
    """One SKU: a generated package (`package`, `size_mm`, `art`) or a user's model file (`model`, `height_mm`)."""

    id: Annotated[int, Field(ge=2)]
    """COCO category id: permanent, never reused. 1 is the price tag's."""
    sku: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Name
    brand: str = ""
    """May be left out of a model's entry only: a package prints its brand's mark."""
    department: str
    package: Annotated[str, AfterValidator(PACKAGE_KINDS.known)] | None = None
    size_mm: tuple[Millimetres, Millimetres, Millimetres] | None = None
    """Width, depth, height of the standing product."""
    net_content: Printed = ""
    """As printed: '375 g', '1.5 L', '6 x 330 ml'."""
    price: Annotated[float, Field(gt=0, lt=1e9, allow_inf_nan=False)] = 1.99
    """Before sampling; the tag's currency is the recipe's."""
    ean: Annotated[str, Field(pattern=r"^[0-9]{13}$")] | None = None
    """EAN-13; None: made from `id` in the in-store range 20-29 (GS1 General Specifications 1.4)."""
    art: Art | None = None
    content: Content = Content()
    model: Path | None = None
    """One of `facings.goods.catalogue_checks.MODEL_SUFFIXES`, relative to the catalogue file; absolute after loading."""
    height_mm: Millimetres | None = None
    """A model is scaled so that it stands this high."""
    up: Literal["x", "y", "z", "-x", "-y", "-z"] | None = None
    """The axis of a model's file that points up, where it is not the one that its format says."""
    turn_deg: Annotated[_Degrees | tuple[_Degrees, _Degrees, _Degrees], AfterValidator(_in_quarters)] = 0.0
    """Turns a model about Z until its front faces the aisle; or about X, Y and Z, the first two in steps of 90 degrees."""

    @property
    def turns_deg(self) -> tuple[float, float, float]:
        """`turn_deg` about X, Y and Z."""
        return self.turn_deg if isinstance(self.turn_deg, tuple) else (0.0, 0.0, self.turn_deg)

    @property
    def dimensions_mm(self) -> tuple[float, float, float]:
        """`size_mm` of a generated product; raises ValueError where it is a model."""
        if self.size_mm is None:
            raise ValueError(f"{self.sku} has no size_mm")
        return self.size_mm


class CatalogueFile(Entry):
    """One file's part: a user's file may hold products only, and use the shipped departments and brands."""

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    departments: tuple[Department, ...] = ()
    brands: tuple[Brand, ...] = ()
    products: tuple[Product, ...] = ()


def ean13(product: Product) -> str:
    """Return the 13 digits of a product's barcode: its own, or one of the in-store range 20 made from its id.

    Numbers 20-29 are for use within a shop, so that no real product is named (GS1 General Specifications 1.4).
    """
    # A multiplier prime to 10^10 spreads neighbouring ids over unlike numbers without ever making two the same.
    digits = f"20{product.id * 7_368_787 % 10**10:010d}"
    return product.ean or digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """Return the check digit of the first twelve digits of an EAN-13 (GS1 General Specifications 7.9.1)."""
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12]))
    return str(-weighted % 10)
