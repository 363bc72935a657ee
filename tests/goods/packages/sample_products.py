"""Products of every turned and moulded kind in the sizes shops have, for the tests of their packages."""

from facings.goods.entries import Product

SAMPLES: tuple[tuple[str, tuple[float, float, float], dict], ...] = (
    ("drinks_can", (66.2, 66.2, 115.2), {}),
    ("drinks_can", (58, 58, 145), {}),
    ("drinks_can", (66.2, 66.2, 168), {}),
    ("food_tin", (75, 75, 110), {}),
    ("food_tin", (100, 100, 119), {}),
    ("food_tin", (85, 85, 36), {}),
    ("pet_bottle", (65, 65, 230), {"liquid": "cola"}),
    ("pet_bottle", (64, 64, 222), {"liquid": "water"}),
    ("pet_bottle", (89, 89, 318), {"liquid": "orange"}),
    ("pet_bottle", (88, 88, 312), {"liquid": "tea"}),
    ("glass_bottle", (75, 75, 302), {"liquid": "wine_red", "glass": "green"}),
    ("glass_bottle", (82, 82, 298), {"liquid": "wine_white"}),
    ("glass_bottle", (61, 61, 207), {"liquid": "beer", "glass": "brown"}),
    ("glass_bottle", (66, 66, 265), {"liquid": "oil"}),
    ("glass_bottle", (58, 58, 190), {"liquid": "vinegar"}),
    ("jar", (68, 68, 98), {"filling": "jam"}),
    ("jar", (80, 80, 125), {"filling": "sauce"}),
    ("jar", (75, 75, 105), {"filling": "honey"}),
    ("jar", (82, 82, 140), {"filling": "pickles"}),
    ("jar", (66, 66, 115), {"filling": "olives"}),
    ("jar", (72, 72, 95), {"filling": "spread"}),
    ("jar", (62, 62, 92), {"filling": "pesto"}),
    ("jar", (76, 76, 110), {"filling": "beans"}),
    ("jar", (56, 56, 70), {"filling": "baby_food"}),
    ("tub", (95, 95, 110), {}),
    ("tub", (155, 110, 100), {}),
    ("flat_tub", (140, 95, 65), {}),
    ("flat_tub", (100, 100, 55), {}),
    ("cup", (75, 75, 85), {}),
    ("cup", (95, 95, 72), {}),
    ("squeeze_bottle", (78, 50, 190), {}),
    ("squeeze_bottle", (70, 70, 165), {"filling": "honey"}),
    ("squeeze_bottle", (78, 46, 225), {"liquid": "detergent_green"}),
    ("jug", (190, 95, 270), {}),
    ("jug", (130, 80, 280), {}),
    ("aerosol", (50, 50, 150), {}),
    ("aerosol", (65, 65, 235), {}),
    ("tube", (56, 38, 155), {}),
    ("tube", (50, 36, 140), {}),
)


def product(index: int, **changes: object) -> Product:
    """Return the sample of this index, with fields changed."""
    kind, size, content = SAMPLES[index]
    fields = {"id": 2 + index, "sku": f"{kind.replace('_', '-')}-{index}", "name": "Sample", "brand": "sample",
              "department": "sample", "package": kind, "size_mm": size, "content": content}
    return Product(**(fields | changes))


NAMES = tuple(f"{kind}-{'x'.join(f'{v:g}' for v in size)}" for kind, size, _ in SAMPLES)
