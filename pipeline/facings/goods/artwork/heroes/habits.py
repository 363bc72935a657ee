"""How each hero is usually shown on a pack: alone, in twos or threes, heaped, in a bowl, falling.

The habits of the heroes that ship are the table `assets/heroes.yaml`.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from facings.goods.vocabulary import HEROES
from facings.recipes.tables import Entry, misfit, table

Way = Literal["single", "pair", "trio", "row", "pile", "cascade", "ring", "bowl"]
"""See `heroes.ways` and `heroes.bowl`."""


class Habit(Entry):
    """Ways to compose a hero, and its size in a heap as a share of the heap's box."""

    ways: Annotated[tuple[Way, ...], Field(min_length=1)] = ("single",)
    """One is drawn for each product; one that is named twice is drawn twice as often."""
    scale: Annotated[float, Field(gt=0, le=1)] = 0.4


class HabitTable(Entry):
    """The whole table: one entry for each hero that ships."""

    habits: dict[str, Habit]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in HEROES.shipped:
            if name not in self.habits:
                raise misfit(("habits",), f"lacks the hero {name!r}")
        for name in self.habits:
            if name not in HEROES.shipped:
                raise misfit(("habits", name), "is no hero that ships; further ones come from installed packages")
        return self


def shipped_habits() -> dict[str, Habit]:
    """Return the habits by hero; raises InputError naming file, line and key of what is wrong with the table."""
    return table("heroes.yaml", HabitTable).habits
