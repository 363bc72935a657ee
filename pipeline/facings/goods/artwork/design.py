"""What is to be printed: a product, its brand and colours, gathered once for all panels of a net."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facings.goods.artwork.colours import RGB, blend, contrast, darker, lighter, readable, rgb
from facings.goods.entries import Art, Brand, Product


@dataclass(frozen=True)
class Design:
    """The print of one SKU."""

    product: Product
    brand: Brand

    @property
    def art(self) -> Art:
        if self.product.art is None:
            raise ValueError(f"{self.product.sku} has no art to print")
        return self.product.art

    @cached_property
    def main(self) -> RGB:
        return rgb(self.art.palette.main)

    @cached_property
    def second(self) -> RGB:
        return rgb(self.art.palette.second)

    @cached_property
    def accent(self) -> RGB:
        return rgb(self.art.palette.accent)

    @cached_property
    def text(self) -> RGB:
        """The product name's colour on `main`."""
        return readable(rgb(self.art.palette.text), self.main, 3.0)

    @cached_property
    def pale(self) -> RGB:
        """A light tint that belongs to the palette: `second` where that is light."""
        return self.second if min(self.second) > 190 else lighter(self.second, 0.86)

    @cached_property
    def line(self) -> RGB:
        """Accent that shows on `main`."""
        return readable(self.accent, self.main, 1.6, (self.pale, blend(self.main, (255, 255, 255), 0.5)))

    @cached_property
    def deep(self) -> RGB:
        """The darkest of the palette's colours, dark enough for text on a pale ground."""
        colours = [c for c in (self.main, self.accent, self.second) if contrast(c, self.pale) > 4.2]
        return colours[0] if colours else darker(self.main, 0.62)

    def choice(self, name: str, count: int) -> int:
        """A number below `count` that depends on `art.seed`, the SKU and the purpose alone."""
        return int(self.stream(name).integers(count))

    def stream(self, name: str) -> np.random.Generator:
        """The generator of one purpose."""
        return np.random.default_rng([self.art.seed, self.product.id, *name.encode()])
