"""Keys of bodies and prints in the cache: digests of what they are made from and of the code that makes them."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from facings.assets.folders import assets_dir
from facings.goods import tables
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Product, ean13
from facings.goods.model_files import ModelFiles, model_reader
from facings.goods.vocabulary import HEROES, LAYOUTS, PACKAGE_KINDS

_HERE = Path(__file__).resolve().parent


def body_key(catalogue: Catalogue, sku: str) -> str:
    """Return the key of a generated SKU's body: of what shapes its entry, of what it holds, and of all that builds it."""
    product = catalogue.product(sku)
    inner = body_key(catalogue, product.content.inner) if product.content.inner else ""
    made_by = _source("packages") + tables.digest(tables.BODY_TABLES) + _versions("numpy", "scipy")
    made_by += PACKAGE_KINDS.code(product.package) if product.package else ""
    # What is only printed or priced does not change a body.
    shaping = product.model_dump_json(include={"sku", "package", "size_mm", "content", "height_mm", "turn_deg"})
    art = f"{product.art.layout} {product.art.hero}" if product.art else ""
    return _digest(shaping, art, inner, made_by)


def model_key(product: Product, files: ModelFiles) -> str:
    """Return the key of a model's body: of its entry, of every file that its import read, and of all that reads it."""
    return _digest(product.model_dump_json(include={"sku", "height_mm", "turn_deg", "up"}), files.sha256, model_reader())


def print_key(catalogue: Catalogue, sku: str) -> str:
    """Return the key of a generated SKU's artwork: of its entry, its brand, its body, and all that draws it."""
    product = catalogue.product(sku)
    code = _source("artwork")
    if product.art is not None:
        code += LAYOUTS.code(product.art.layout) + HEROES.code(product.art.hero)
    return _digest(product.model_dump_json(exclude={"model", "up"}), ean13(product),
                   catalogue.brand(product.brand).model_dump_json(), body_key(catalogue, sku), code,
                   tables.digest(tables.PRINT_TABLES), _fonts(), _versions("pillow", "uharfbuzz", "python-bidi"))


@cache
def _source(folder: str) -> str:
    """The digest of the code that makes bodies or prints: when it changes, they are made anew."""
    return _digest(*(p.read_text() for p in sorted((_HERE / folder).rglob("*.py"))))


@cache
def _versions(*packages: str) -> str:
    return " ".join(map(version, packages))


@cache
def _fonts() -> str:
    return _digest((assets_dir() / "fonts.yaml").read_text())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
