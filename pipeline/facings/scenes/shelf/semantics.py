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

TRAY = "tray"
TRAY_CLASS = {TRAY: 9}
"""Shelf-ready trays; only datasets whose recipe has some list the class."""

EVERY_CLASS = SEMANTIC_CLASSES | TRAY_CLASS

CLASS_COLOURS = {
    "background": (38, 40, 46), "product": (238, 170, 60), "price_tag": (226, 72, 92), "shelf": (104, 150, 196),
    "floor": (142, 128, 112), "ceiling": (196, 204, 212), "wall": (128, 172, 140), "sign": (170, 110, 190),
    "door": (92, 200, 206), TRAY: (178, 132, 84),
}
"""sRGB, for drawings of the semantic map."""

PRICE_TAG_CATEGORY = {"id": 1, "name": "price_tag", "supercategory": "fixture"}
"""The category of price tags beside the catalogue's SKUs, whose ids therefore begin at 2."""
