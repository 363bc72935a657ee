"""The semantic classes of a shelf picture; ids are permanent."""

SEMANTIC_CLASSES: dict[str, int] = {
    "background": 0,
    "product": 1,
    "price_tag": 2,
    "shelf": 3,
    "floor": 4,
    "ceiling": 5,
    "wall": 6,
    "sign": 7,
    "door": 8,
}
