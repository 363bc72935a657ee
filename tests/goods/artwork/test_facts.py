"""The numbers on the back add up."""

import pytest

from facings.goods.artwork.design import Design
from facings.goods.artwork.facts import facts, is_food
from facings.goods.vocabulary import HEROES


@pytest.mark.parametrize("hero", HEROES)
def test_nutrition_is_consistent(hero, product, brand):
    told = facts(Design(product(art={"hero": hero}), brand()))
    if not told.nutrition:
        return
    values = {label: text for label, text in told.nutrition}
    kilojoule, kilocalorie = (float(part.split()[0]) for part in values["Energy"].split(" / "))
    assert kilojoule == pytest.approx(4.184 * kilocalorie, abs=2.2)
    gram = {label: float(text.split()[0]) for label, text in values.items() if label != "Energy"}
    assert gram["of which saturates"] <= gram["Fat"] and gram["of which sugars"] <= gram["Carbohydrate"]
    assert sum(gram[k] for k in ("Fat", "Carbohydrate", "Fibre", "Protein")) <= 105
    from_parts = 37 * gram["Fat"] + 17 * (gram["Carbohydrate"] + gram["Protein"]) + 8 * gram["Fibre"]
    assert kilojoule == pytest.approx(from_parts, rel=0.06, abs=30)


def test_what_is_not_eaten_has_directions_instead(product, brand):
    for department, word in (("household", "children"), ("personal_care", "eyes"), ("pet", "water")):
        design = Design(product(department=department, art={"hero": "bubbles"}), brand())
        assert not is_food(design)
        told = facts(design)
        assert not told.nutrition and word in told.advice
