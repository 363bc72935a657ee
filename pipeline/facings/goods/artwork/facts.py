"""What the back of a pack says: nutrition that adds up, ingredients that fit, directions for what is not eaten."""

from dataclasses import dataclass

import numpy as np

from facings.goods.artwork.design import Design
from facings.goods.artwork.foods import foods


@dataclass(frozen=True)
class Facts:
    """Texts of one product's back."""

    nutrition: tuple[tuple[str, str], ...]
    """Rows (label, per 100 g or ml), empty for what is not eaten."""
    kilojoule: int
    per: str
    """'100 g' or '100 ml'."""
    heading: str
    ingredients: str
    advice: str


def is_food(design: Design) -> bool:
    """False for household goods, care and what animals eat."""
    told = foods()
    department = design.product.department
    if any(word in department for word in told.non_food_departments):
        return False
    return design.art.hero not in told.non_food_heroes or department in told.by_department


def facts(design: Design) -> Facts:
    """Return the texts of a product; numbers are typical for its kind, with a little of its own."""
    product = design.product
    if not is_food(design):
        key = "pet" if "pet" in product.department else "personal_care" if "care" in product.department else "household"
        key = "paper" if product.package == "roll_pack" and key != "pet" else key
        directions = foods().directions[key]
        return Facts((), 0, "", directions.heading, directions.contents, directions.advice)
    kind = foods().kinds[_kind(design)]
    factors = np.ones(7) if kind.exact else design.stream("nutrition").uniform(0.94, 1.06, 7)
    fat, saturates, carbohydrate, sugars, fibre, protein, salt = (
        value * factor for value, factor in zip(kind.per_100.values, factors.tolist(), strict=True)
    )
    # Energy factors: Regulation (EU) 1169/2011, annex XIV.
    kilojoule = round(37 * fat + 17 * carbohydrate + 17 * protein + 8 * fibre + kind.alcohol_kj)
    liquid = product.net_content.lower().rstrip().endswith(("l", "cl", "ml"))

    def gram(value: float) -> str:
        return "0 g" if value < 0.05 else f"{value:.0f} g" if value >= 10 else f"{value:.1f} g"

    rows = (
        ("Energy", f"{kilojoule} kJ / {round(kilojoule / 4.184)} kcal"),
        ("Fat", gram(fat)),
        ("of which saturates", gram(min(saturates, fat))),
        ("Carbohydrate", gram(carbohydrate)),
        ("of which sugars", gram(min(sugars, carbohydrate))),
        ("Fibre", gram(fibre)),
        ("Protein", gram(protein)),
        ("Salt", f"{salt:.2f} g"),
    )
    chilled = product.department in ("dairy", "chilled")
    advice = (
        "Keep refrigerated at 2-4 °C. Once opened use within 3 days."
        if chilled
        else "Store in a cool, dry place. Once opened keep closed and use soon."
    )
    return Facts(
        rows,
        kilojoule,
        "100 ml" if liquid else "100 g",
        "INGREDIENTS",
        kind.ingredients.format(name=product.name.capitalize()),
        advice,
    )


def _kind(design: Design) -> str:
    product, told = design.product, foods()
    text = f" {product.name} {design.art.descriptor}".lower()
    if product.department in ("beer_wine",):
        return "wine" if "wine" in (product.content.liquid or "") or "wine" in text else "beer"
    if product.department == "sweets" and "chocolate" in text:
        return "biscuit" if design.art.hero in ("cookie", "biscuit", "wafer") else "chocolate"
    if design.art.hero in told.hero_first and product.department not in ("spreads", "dairy"):
        return told.by_hero[design.art.hero]
    if product.department in ("soft_drinks", "cooled_drinks", "juice_water") and not any(
        w in text for w in ("water", "juice", "zero", "cola", "milk")
    ):
        return "soda"
    for word, kind in told.words:
        if word in text:
            return kind
    if product.department in told.by_department:
        return told.by_department[product.department]
    return told.by_hero.get(design.art.hero, "fruit")
