"""The semantic classes of a shelf picture and the one category that no catalogue holds; ids are permanent."""

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

PRICE_TAG_CATEGORY = {"id": 1, "name": "price_tag", "supercategory": "fixture"}
"""The category of price tags beside the catalogue's SKUs, whose ids therefore begin at 2."""
