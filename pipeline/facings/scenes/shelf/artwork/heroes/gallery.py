"""Every hero's solid by name."""

from collections.abc import Callable

import numpy as np

from facings.scenes.shelf.artwork.heroes.dairy import DAIRY
from facings.scenes.shelf.artwork.heroes.fruit import FRUIT
from facings.scenes.shelf.artwork.heroes.grain import GRAIN
from facings.scenes.shelf.artwork.heroes.household import HOUSEHOLD
from facings.scenes.shelf.artwork.heroes.sweets import SWEETS
from facings.scenes.shelf.artwork.heroes.tracer import Solid
from facings.scenes.shelf.artwork.heroes.vegetables import VEGETABLES

SOLIDS: dict[str, Callable[[int, np.random.Generator], Solid]] = {
    **FRUIT, **VEGETABLES, **GRAIN, **SWEETS, **DAIRY, **HOUSEHOLD,
}
