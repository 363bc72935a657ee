"""Package artwork, price tags and signs, drawn from the catalogue with Pillow and numpy; no Blender."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from facings.goods.entries import Brand, Product
    from facings.goods.packages.package import ArtNet


def draw(product: Product, brand: Brand, net: ArtNet) -> Image:
    """Return the printed net as RGB, round(net mm x px_per_mm) pixels; the same input gives the same bytes.

    Raises:
        InputError: a type face is neither cached nor within reach.
    """
    # The catalogue's model reads this package's vocabulary, and the printing reads the catalogue's model.
    from facings.goods.artwork.sheet import printed

    return printed(product, brand, net).image
