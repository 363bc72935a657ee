"""Every hero's solid by name."""

from collections.abc import Callable

import numpy as np

from facings.scenes.shelf.artwork.heroes.bakery import BAKERY
from facings.scenes.shelf.artwork.heroes.berries import BERRIES
from facings.scenes.shelf.artwork.heroes.citrus import CITRUS
from facings.scenes.shelf.artwork.heroes.dairy import DAIRY
from facings.scenes.shelf.artwork.heroes.drinks import DRINKS
from facings.scenes.shelf.artwork.heroes.fruit import FRUIT
from facings.scenes.shelf.artwork.heroes.garden import GARDEN
from facings.scenes.shelf.artwork.heroes.herbs import HERBS
from facings.scenes.shelf.artwork.heroes.household import HOUSEHOLD
from facings.scenes.shelf.artwork.heroes.meats import MEATS
from facings.scenes.shelf.artwork.heroes.nuts import NUTS
from facings.scenes.shelf.artwork.heroes.pasta import PASTA
from facings.scenes.shelf.artwork.heroes.pulses import PULSES
from facings.scenes.shelf.artwork.heroes.roots import ROOTS
from facings.scenes.shelf.artwork.heroes.snacks import SNACKS
from facings.scenes.shelf.artwork.heroes.sweets import SWEETS
from facings.scenes.shelf.artwork.heroes.tracer import Solid
from facings.scenes.shelf.artwork.heroes.vegetables import VEGETABLES

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
