"""What shops sell, by its contents: nutrition, ingredients, directions, and what tells one kind from another.

The table is `assets/foods.yaml`.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from facings.recipes.tables import Entry, misfit, table

Grams = Annotated[float, Field(ge=0, le=100)]


class Nutrition(Entry):
    """Grams per 100 g or 100 ml."""

    fat: Grams
    saturates: Grams
    """Of the fat."""
    carbohydrate: Grams
    sugars: Grams
    """Of the carbohydrate."""
    fibre: Grams
    protein: Grams
    salt: Grams

    @property
    def values(self) -> tuple[float, ...]:
        """All seven, in the order of a label's rows."""
        return self.fat, self.saturates, self.carbohydrate, self.sugars, self.fibre, self.protein, self.salt


class FoodKind(Entry):
    """What products of one kind hold."""

    per_100: Nutrition
    ingredients: str
    """As a label lists them; `{name}` stands for the product's name."""
    exact: bool = False
    """The same in every product; otherwise one differs from another by a few per cent."""
    alcohol_kj: Annotated[float, Field(ge=0)] = 0
    """What alcohol adds to the energy of 100 ml."""


class Directions(Entry):
    """What is printed where nothing is eaten."""

    heading: str
    contents: str
    advice: str


class Foods(Entry):
    """The whole table; every kind that it names is one of `kinds`."""

    kinds: dict[str, FoodKind]
    words: tuple[tuple[str, str], ...]
    """(word, kind): the first word that name or descriptor holds tells the kind."""
    by_hero: dict[str, str]
    hero_first: tuple[str, ...]
    """Heroes that tell the kind before any word does."""
    by_department: dict[str, str]
    non_food_departments: tuple[str, ...]
    """Words in the ids of departments whose goods nobody eats."""
    non_food_heroes: tuple[str, ...]
    directions: dict[str, Directions]

    @model_validator(mode="after")
    def _known(self) -> Self:
        named = {("words", i): kind for i, (_, kind) in enumerate(self.words)}
        named |= {("by_hero", hero): kind for hero, kind in self.by_hero.items()}
        named |= {("by_department", department): kind for department, kind in self.by_department.items()}
        for path, kind in named.items():
            if kind not in self.kinds:
                raise misfit(path, f"names {kind!r}, which is not under `kinds`")
        for index, hero in enumerate(self.hero_first):
            if hero not in self.by_hero:
                raise misfit(("hero_first", index), f"names {hero!r}, which is not under `by_hero`")
        for key in ("pet", "personal_care", "household", "paper"):
            if key not in self.directions:
                raise misfit(("directions",), f"lacks the key {key!r}")
        return self


def foods() -> Foods:
    """Return the table; raises InputError naming file, line and key of what is wrong with it."""
    return table("foods.yaml", Foods)
