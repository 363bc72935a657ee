"""Invented products and small nets to print on."""

import pytest

from facings.goods.entries import Art, Brand, Palette, Product

PALETTE = Palette(main="#9c1c2e", second="#f7e3b4", accent="#f2b61c", text="#ffffff")


@pytest.fixture
def product():
    """Return a maker of products; keywords go to `Product`, those of `Art` in `art`."""

    def make(*, art: dict | None = None, **changes) -> Product:
        printed = Art(**{"layout": "band", "hero": "tomato", "palette": PALETTE, "descriptor": "In rich tomato juice",
                         "claim": ("100%", "Natural"), **(art or {})})
        return Product(**{"id": 77, "sku": "test-tomato", "name": "Chopped Tomatoes", "brand": "test",
                          "department": "tinned",
                          "net_content": "400 g", "art": printed, **changes})

    return make


@pytest.fixture
def brand():
    """Return a maker of brands."""

    def make(**changes) -> Brand:
        return Brand(**{"id": "test", "name": "Norvang", "font": "lobster", "mark": "ribbon",
                        "mark_colours": ("#ffffff", "#14602e"), **changes})

    return make


@pytest.fixture
def carton():
    """The `ArtNet` of an upright folding carton, 4 px/mm."""
    from facings.goods.packages.package import ArtNet, Panel

    w, d, h = 90.0, 40.0, 140.0
    safe = (3.0, 3.0, 3.0, 3.0)
    panels = (Panel("front", 0, d, w, h, safe), Panel("info", w, d, d, h, safe), Panel("back", w + d, d, w, h, safe),
              Panel("side", 2 * w + d, d, d, h, safe), Panel("top", 0, 0, w, d, safe),
              Panel("bottom", w + d, 0, w, d, safe))
    return ArtNet(2 * (w + d), d + h, 4.0, panels)


@pytest.fixture
def can():
    """The `ArtNet` of a label once round a tin, 6 px/mm."""
    from facings.goods.packages.package import ArtNet, Panel

    return ArtNet(230.0, 96.0, 6.0, (Panel("wrap", 0, 0, 230.0, 96.0, (0, 5, 0, 4)),))
