"""The product catalogue: what a shop may sell, read from YAML and checked.

`load_catalogue()` reads the shipped one and merges a user's own files into it.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import PrivateAttr, ValidationError

from facings.assets.folders import assets_dir
from facings.errors import InputError, nearest
from facings.goods.catalogue_checks import Entries, problems
from facings.goods.entries import Brand, CatalogueFile, Department, Product
from facings.process.digest import file_sha256
from facings.process.user_files import path_as_named
from facings.recipes.problems import described
from facings.recipes.tables import Entry
from facings.recipes.yaml_source import YamlSource, read_yaml


class Catalogue(Entry):
    """Everything that a shop may sell."""

    departments: tuple[Department, ...]
    brands: tuple[Brand, ...]
    products: tuple[Product, ...]
    _places: dict[str, tuple[YamlSource, tuple]] = PrivateAttr(default_factory=dict)
    """Where the entries stand, by 'brands:ID' and the like."""

    def place(self, part: str, key: str, *path: str | int) -> str:
        """Return 'file:line: ' of a key in an entry of 'products', 'brands' or 'departments'; '' where it has no file."""
        if f"{part}:{key}" not in self._places:
            return ""
        source, entry = self._places[f"{part}:{key}"]
        return f"{source.place((*entry, *path))}: "

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
        """Return the sha256 (hex) of all entries and of the models' own files, wherever these lie."""
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
                entry["model"] = file_sha256(product.model)
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
    found = problems(entries)
    if found:
        raise InputError(_paragraph(found))
    catalogue = Catalogue(
        departments=tuple(e[0] for e in entries.departments),
        brands=tuple(e[0] for e in entries.brands),
        products=tuple(e[0] for e in entries.products),
    )
    catalogue._places.update({f"departments:{d.id}": (source, path) for d, source, path in entries.departments},
                             **{f"brands:{b.id}": (source, path) for b, source, path in entries.brands},
                             **{f"products:{p.sku}": (source, path) for p, source, path in entries.products})
    return catalogue


def _read(path: Path) -> tuple[CatalogueFile, YamlSource]:
    source = read_yaml(path)
    try:
        file = CatalogueFile.model_validate(source.data)
    except ValidationError as error:
        raise described(error, source, CatalogueFile) from None
    folder = path.absolute().parent
    products = tuple(p if p.model is None else p.model_copy(update={"model": path_as_named(p.model, folder)})
                     for p in file.products)
    return file.model_copy(update={"products": products}), source


def _paragraph(found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    return f"The catalogue has {len(found)} problems.\n" + "\n".join(f"  {line}" for line in found)
