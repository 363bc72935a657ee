"""The product catalogue: what a shop may sell, read from YAML and checked.

`load_catalogue()` reads the shipped one and merges a user's own files into it.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from facings.assets.folders import assets_dir
from facings.errors import InputError, nearest
from facings.goods.artwork.vocabulary import FONTS, HEROES, LAYOUTS, MARKS, PACKAGE_KINDS
from facings.goods.catalogue_checks import Entries, check_digit, problems
from facings.recipes.problems import described
from facings.recipes.yaml_source import YamlSource, read_yaml

SCHEMA = 1

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""sRGB as '#rrggbb', lower case."""

Millimetres = Annotated[float, Field(ge=5, le=1000)]
"""The least and greatest size of what stands on a shop's shelf."""


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
    filling: Literal["jam", "sauce", "honey", "pickles", "olives", "spread", "pesto", "beans",
                     "baby_food"] | None = None
    glass: Literal["clear", "green", "brown"] = "clear"
    inner: str | None = None
    """multipack and tray: the SKU they hold."""


class Product(_Entry):
    """One SKU: a generated package (`package`, `size_mm`, `art`) or a user's model file (`model`, `height_mm`)."""

    id: Annotated[int, Field(ge=2)]
    """COCO category id: permanent, never reused. 1 is the price tag's."""
    sku: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    brand: str = ""
    """May be left out of a model's entry only: a package prints its brand's mark."""
    department: str
    package: Literal[PACKAGE_KINDS] | None = None
    size_mm: tuple[Millimetres, Millimetres, Millimetres] | None = None
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
    """One of `catalogue_checks.MODEL_SUFFIXES`, relative to the catalogue file; absolute after loading."""
    height_mm: Millimetres | None = None
    """A model is scaled so that it stands this high."""
    turn_deg: float = 0.0
    """Turns a model about Z until its front faces the aisle."""


class CatalogueFile(_Entry):
    """One file's part: a user's file may hold products only, and use the shipped departments and brands."""

    schema_: Annotated[Literal[SCHEMA], Field(alias="schema")] = SCHEMA
    departments: tuple[Department, ...] = ()
    brands: tuple[Brand, ...] = ()
    products: tuple[Product, ...] = ()


class Catalogue(_Entry):
    """Everything that may stand on a shelf."""

    departments: tuple[Department, ...]
    brands: tuple[Brand, ...]
    products: tuple[Product, ...]

    def product(self, sku: str) -> Product:
        """Return the product of a SKU; raises InputError with the nearest one where there is none."""
        return _looked_up(self._products, sku, "SKU")

    def brand(self, brand_id: str) -> Brand:
        """Return a brand; raises InputError with the nearest one where there is none."""
        return _looked_up(self._brands, brand_id, "brand")

    def department(self, department_id: str) -> Department:
        """Return a department; raises InputError with the nearest one where there is none."""
        return _looked_up(self._departments, department_id, "department")

    def fingerprint(self) -> str:
        """Return the sha256 (hex) of all entries and of the contents of model files, wherever these lie."""
        return self._fingerprint

    @cached_property
    def _products(self) -> dict[str, Product]:
        return {p.sku: p for p in self.products}

    @cached_property
    def _brands(self) -> dict[str, Brand]:
        return {b.id: b for b in self.brands}

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {d.id: d for d in self.departments}

    @cached_property
    def _fingerprint(self) -> str:
        data = self.model_dump(mode="json")
        for entry, product in zip(data["products"], self.products, strict=True):
            if product.model is not None:
                entry["model"] = hashlib.sha256(product.model.read_bytes()).hexdigest()
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _looked_up(known: dict[str, Any], key: str, what: str) -> Any:
    if key not in known:
        raise InputError(f"The catalogue has no {what} {key!r}.{nearest(key, list(known))}")
    return known[key]


def load_catalogue(path: Path | str | None = None, extra: Iterable[Path | str] = ()) -> Catalogue:
    """Return the catalogue at `path` (None: the shipped one) with the entries of further files added to it.

    Departments, brands, SKUs and ids must be unique over all files; model paths are relative to their own file.

    Raises InputError naming file, line and key of everything that is wrong.
    """
    first = Path(path) if path is not None else assets_dir() / "catalogue.yaml"
    read = [_read(Path(p)) for p in (first, *extra)]
    entries = Entries(
        departments=[(d, s, ("departments", i)) for f, s in read for i, d in enumerate(f.departments)],
        brands=[(b, s, ("brands", i)) for f, s in read for i, b in enumerate(f.brands)],
        products=[(p, s, ("products", i)) for f, s in read for i, p in enumerate(f.products)],
    )
    if not entries.products:
        raise InputError(f"{first} holds no products; a catalogue needs at least one under `products`.")
    found = problems(entries, ean13)
    if found:
        raise InputError(_paragraph(found))
    return Catalogue(
        departments=tuple(e[0] for e in entries.departments),
        brands=tuple(e[0] for e in entries.brands),
        products=tuple(e[0] for e in entries.products),
    )


def _read(path: Path) -> tuple[CatalogueFile, YamlSource]:
    source = read_yaml(path)
    try:
        file = CatalogueFile.model_validate(source.data)
    except ValidationError as error:
        raise described(error, source, CatalogueFile) from None
    folder = path.resolve().parent
    products = tuple(
        p if p.model is None else p.model_copy(update={"model": (folder / p.model.expanduser()).resolve()})
        for p in file.products
    )
    return file.model_copy(update={"products": products}), source


def _paragraph(found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    return f"The catalogue has {len(found)} problems.\n" + "\n".join(f"  {line}" for line in found)


def ean13(product: Product) -> str:
    """Return the 13 digits of a product's barcode: its own, or one of the in-store range 20 made from its id.

    Numbers 20-29 are for use within a shop, so that no real product is named (GS1 General Specifications 1.4).
    """
    # A multiplier prime to 10^10 spreads neighbouring ids over unlike numbers without ever making two the same.
    digits = f"20{product.id * 7_368_787 % 10**10:010d}"
    return product.ean or digits + check_digit(digits)
