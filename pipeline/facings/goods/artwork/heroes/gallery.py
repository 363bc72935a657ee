"""Every hero picture by name: its solid, and how it is usually shown.

An installed package adds a `Hero` of its own under the entry points `facings.heroes`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.artwork.heroes.bakery import BAKERY
from facings.goods.artwork.heroes.berries import BERRIES
from facings.goods.artwork.heroes.citrus import CITRUS
from facings.goods.artwork.heroes.dairy import DAIRY
from facings.goods.artwork.heroes.drinks import DRINKS
from facings.goods.artwork.heroes.fruit import FRUIT
from facings.goods.artwork.heroes.garden import GARDEN
from facings.goods.artwork.heroes.habits import Habit, shipped_habits
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
from facings.goods.vocabulary import HEROES

Sculptor = Callable[[int, np.random.Generator], Solid]
"""(variant 0 to 3, rng) -> one item; the same for the same arguments."""


@dataclass(frozen=True)
class Hero:
    """What is pictured on a front."""

    solid: Sculptor
    habit: Habit = Habit()


SOLIDS: dict[str, Sculptor] = {
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


def hero(name: str) -> Hero:
    """Return the hero that ships, or that an installed package adds; raises InputError where neither is there."""
    return Hero(SOLIDS[name], shipped_habits()[name]) if name in SOLIDS else HEROES.installed(name, Hero)
