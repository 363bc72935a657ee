"""What must hold between a catalogue's entries: unique names, known references, and a body for every product."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from facings.errors import nearest
from facings.goods.entries import Brand, Department, Product, check_digit, ean13
from facings.process.user_files import trouble_with
from facings.recipes.yaml_source import YamlSource

MODEL_SUFFIXES = (".glb", ".gltf", ".obj", ".fbx", ".usd", ".usda", ".usdc", ".usdz", ".ply", ".stl", ".blend")
"""Model files that Blender reads without an add-on of a third party."""

HOLDERS = ("multipack", "tray")
"""Package kinds that hold other products."""

LARGEST_ID = 9_999_999_999
"""Ten digits: what fits between the prefix and the check digit of an EAN-13."""


@dataclass(frozen=True)
class Entries:
    """All files' entries, each with its file and its key path there."""

    departments: list[tuple[Department, YamlSource, tuple]]
    brands: list[tuple[Brand, YamlSource, tuple]]
    products: list[tuple[Product, YamlSource, tuple]]


def problems(entries: Entries) -> list[str]:
    """Return one sentence for each thing that is wrong, beginning with 'file:line: '; empty where all is well."""
    found: list[str] = []
    found += _repeated(entries.departments, "id", lambda d: d.id, "department")
    found += _repeated(entries.brands, "id", lambda b: b.id, "brand")
    found += _repeated(entries.products, "sku", lambda p: p.sku, "SKU")
    found += _repeated(entries.products, "id", lambda p: p.id, "product id")
    by_id = {p.id: (p, source, path) for p, source, path in reversed(entries.products)}
    found += _repeated(list(reversed(by_id.values())), "ean", ean13, "EAN")
    departments = [d.id for d, _, _ in entries.departments]
    brands = [b.id for b, _, _ in entries.brands]
    products = {p.sku: p for p, _, _ in entries.products}
    for product, source, path in entries.products:
        checks = (*_references(product, departments, brands), *_numbers(product), *_body(product),
                  *_holding(product, products))
        found += [f"{source.place((*path, *key))}: {product.sku} {said}" for key, said in checks]
    return found


def _repeated(rows: list, key: str, value: Callable, what: str) -> list[str]:
    first: dict = {}
    found = []
    for entry, source, path in rows:
        name, place = value(entry), source.place((*path, key))
        if name in first:
            found.append(f"{place}: the {what} {name!r} is taken already at {first[name]}; each must be unique.")
        first.setdefault(name, place)
    return found


Findings = Iterator[tuple[tuple, str]]
"""Key path within the product's entry, and what is wrong with it."""


def _references(product: Product, departments: list[str], brands: list[str]) -> Findings:
    if product.department not in departments:
        yield ("department",), f"names the department {product.department!r}, which is not declared." + (
            nearest(product.department, departments) or f" Known: {', '.join(departments) or 'none'}.")
    if product.brand and product.brand not in brands:
        yield ("brand",), f"names the brand {product.brand!r}, which is not declared.{nearest(product.brand, brands)}"
    if not product.brand and product.model is None:
        yield (), "has no `brand`; a generated package prints its brand's mark."


def _numbers(product: Product) -> Findings:
    if product.id > LARGEST_ID:
        yield ("id",), f"has the id {product.id}; ten digits are the most, because the barcode is made from it."
    if product.ean is not None and product.ean[12] != check_digit(product.ean):
        yield ("ean",), (f"has the EAN {product.ean}, whose last digit should be {check_digit(product.ean)} "
                         f"({product.ean[:12]}{check_digit(product.ean)}), or another digit is mistyped.")


def _body(product: Product) -> Findings:
    if product.package is None and product.model is None:
        yield (), "has neither `package` (generated, with `size_mm` and `art`) nor `model` (a file, with `height_mm`)."
    elif product.package is not None and product.model is not None:
        yield ("model",), "has both `package` and `model`; keep the one that gives its body."
    elif product.package is not None:
        if product.size_mm is None:
            yield ("package",), f"is a {product.package} without `size_mm: [width, depth, height]`."
        if product.art is None:
            yield ("package",), f"is a {product.package} without `art`, which says what is printed on it."
    elif product.model is not None:
        yield from _model(product, product.model)


def _model(product: Product, path: Path) -> Findings:
    if path.suffix.lower() not in MODEL_SUFFIXES:
        yield ("model",), f"names the model {path.name!r}; files ending in {' '.join(MODEL_SUFFIXES)} can be read."
    elif trouble := trouble_with(path):
        yield ("model",), f"names the model {path}, which {trouble}; paths are relative to the catalogue file."
    if product.height_mm is None:
        yield ("model",), "has a `model` without `height_mm`: models come in any unit, so say how high it stands."


def _holding(product: Product, products: dict[str, Product]) -> Findings:
    inner = product.content.inner
    if product.package in HOLDERS and inner is None:
        yield ("package",), f"is a {product.package} without `content: {{inner: SKU}}`, which says what it holds."
    if inner is None:
        return
    key = ("content", "inner")
    if product.package not in HOLDERS:
        yield key, f"holds {inner!r}, which only a {' or '.join(HOLDERS)} can."
    elif inner not in products:
        yield key, f"holds {inner!r}, which is no SKU of the catalogue.{nearest(inner, list(products))}"
    elif products[inner].package is None or products[inner].package in HOLDERS:
        kind = products[inner].package or "model"
        yield key, f"holds {inner!r}, a {kind}; it must be a single generated package."
