"""Which of a catalogue's texts no type face here can print: told before anything is drawn."""

from collections.abc import Iterator

from facings.goods.artwork.shaping import told, unprintable
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Brand, Product


def unprintable_texts(catalogue: Catalogue, departments: set[str]) -> list[str]:
    """Return a sentence, beginning with 'file:line: ', for each text of what `departments` (ids) sell that cannot be printed.

    Raises InputError where a type face has to be fetched for a text and is not within reach.
    """
    sold = [p for p in catalogue.products if p.department in departments]
    sold += [catalogue.product(p.content.inner) for p in sold if p.content.inner]
    found: dict[str, None] = {}
    for department in (d for d in catalogue.departments if d.id in departments):
        _check(found, catalogue, "departments", department.id, [(("name",), department.name)])
    for product in sold:
        _check(found, catalogue, "products", product.sku, _of_product(product))
        if product.brand:
            _check(found, catalogue, "brands", product.brand, _of_brand(catalogue.brand(product.brand)))
    return list(found)


def _check(found: dict[str, None], catalogue: Catalogue, part: str, key: str, texts: Iterator | list) -> None:
    for path, text in texts:
        letters = unprintable(text)
        if letters:
            where = catalogue.place(part, key, *path)
            found[f"{where}{key} has {'.'.join(map(str, path))} {text!r}, but {told(letters)}."] = None



def _of_product(product: Product) -> Iterator[tuple[tuple, str]]:
    yield ("name",), product.name
    yield ("net_content",), product.net_content
    if product.art is not None:
        yield ("art", "descriptor"), product.art.descriptor
        for index, line in enumerate(product.art.claim or ()):
            yield ("art", "claim", index), line


def _of_brand(brand: Brand) -> Iterator[tuple[tuple, str]]:
    yield ("name",), brand.name
    yield ("maker",), brand.maker
