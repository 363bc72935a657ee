"""Every hero's solid by name."""

from collections.abc import Callable

import numpy as np

from facings.goods.artwork.heroes.bakery import BAKERY
from facings.goods.artwork.heroes.berries import BERRIES
from facings.goods.artwork.heroes.citrus import CITRUS
from facings.goods.artwork.heroes.dairy import DAIRY
from facings.goods.artwork.heroes.drinks import DRINKS
from facings.goods.artwork.heroes.fruit import FRUIT
from facings.goods.artwork.heroes.garden import GARDEN
from facings.goods.artwork.heroes.herbs import HERBS
from facings.goods.artwork.heroes.household import HOUSEHOLD
from facings.goods.artwork.heroes.meats import MEATS
from facings.goods.artwork.heroes.nuts import NUTS
from facings.goods.artwork.heroes.pasta import PASTA
from facings.goods.artwork.heroes.pulses import PULSES
from facings.goods.artwork.heroes.roots import ROOTS
from facings.goods.artwork.heroes.snacks import SNACKS
from facings.goods.artwork.heroes.sweets import SWEETS
from facings.goods.artwork.heroes.tracer import Solid
from facings.goods.artwork.heroes.vegetables import VEGETABLES

SOLIDS: dict[str, Callable[[int, np.random.Generator], Solid]] = {
    **BAKERY,
    **BERRIES,
    **CITRUS,
    **DAIRY,
    **DRINKS,
    **FRUIT,
    **GARDEN,
    **HERBS,
    **HOUSEHOLD,
    **MEATS,
    **NUTS,
    **PASTA,
    **PULSES,
    **ROOTS,
    **SNACKS,
    **SWEETS,
    **VEGETABLES,
}
