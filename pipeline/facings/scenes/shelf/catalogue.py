"""The product catalogue: what a shop may sell, read from YAML and checked."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from facings.scenes.shelf.artwork.vocabulary import FONTS, HEROES, LAYOUTS, MARKS, PACKAGE_KINDS

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""sRGB as '#rrggbb', lower case."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Department(_Entry):
    """A part of the shop; the supercategory of its products."""

    id: str
    name: str
    cooled: bool = False
    """Stands in the refrigerated case (True), on the gondola (False)."""


class Palette(_Entry):
    """The colours of one product's print."""

    main: Colour
    """The pack's leading colour (upper background)."""
    second: Colour
    """Behind the hero food."""
    accent: Colour
    """Lines, claims, flashes."""
    text: Colour = "#ffffff"
    """The product name on `main`."""


class Brand(_Entry):
    """An invented brand; one mark and one pair of type faces across all its products."""

    id: str
    name: str
    font: Literal[FONTS]
    mark: Literal[MARKS]
    mark_colours: tuple[Colour, Colour]
    """The mark's letters, and its plate or outline."""
    name_font: Literal[FONTS] = "league-spartan"
    """The type face of product names."""
    maker: str = "Norvik Foods AS, Havnegata 12, 7010 Trondheim"


class Art(_Entry):
    """What is printed on a generated package."""

    layout: Literal[LAYOUTS]
    hero: Literal[HEROES]
    palette: Palette
    descriptor: str
    """One line under the name."""
    claim: tuple[str, str] | None = None
    """A roundel or flash: a short first line, a second line."""
    seed: int = 0


class Content(_Entry):
    """What is seen through or moulded into the package; which fields count depends on the package kind."""

    body_colour: Colour | None = None
    """Moulded plastic: jug, squeeze bottle, tube, tub, aerosol's dome."""
    cap_colour: Colour | None = None
    """Cap, lid or closure."""
    liquid: Literal["water", "cola", "orange", "lemon", "apple", "tea", "milk", "oil", "wine_red", "wine_white", "beer",
                    "syrup_red", "vinegar", "detergent_blue", "detergent_green", "soap_pink"] | None = None
    filling: Literal["jam", "sauce", "honey", "pickles", "olives", "spread", "pesto", "beans", "baby_food"] | None = None
    glass: Literal["clear", "green", "brown"] = "clear"
    inner: str | None = None
    """multipack and tray: the SKU they hold."""


class Product(_Entry):
    """One SKU: either a generated package (`package`, `size_mm`, `art`) or a model file of the user's (`model`, `height_mm`)."""

    id: Annotated[int, Field(ge=2)]
    """COCO category id: permanent, never reused. 1 is the price tag's."""
    sku: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    brand: str
    department: str
    package: Literal[PACKAGE_KINDS] | None = None
    size_mm: tuple[float, float, float] | None = None
    """Width, depth, height of the standing product."""
    net_content: str = ""
    """As printed: '375 g', '1.5 L', '6 x 330 ml'."""
    price: Annotated[float, Field(gt=0)] = 1.99
    """Before sampling; the tag's currency is the recipe's."""
    ean: Annotated[str, Field(pattern=r"^\d{13}$")] | None = None
    """EAN-13; None: made from `id` in the in-store range 20-29 (GS1 General Specifications 1.4)."""
    art: Art | None = None
    content: Content = Content()
    model: Path | None = None
    """.glb .gltf .obj .fbx .usd .usda .usdc .usdz .ply .stl .blend, absolute after loading."""
    height_mm: float | None = None
    """A model is scaled so that it stands this high."""
    turn_deg: float = 0.0
    """Turns a model about Z until its front faces the aisle."""


class Catalogue(_Entry):
    """Everything that may stand on a shelf."""

    schema_: Annotated[int, Field(alias="schema")] = 1
    departments: tuple[Department, ...]
    brands: tuple[Brand, ...]
    products: tuple[Product, ...]
