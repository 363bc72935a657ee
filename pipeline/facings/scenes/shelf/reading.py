"""How shelf datasets are read: gaps and rows drawn, tags with their texts, products by SKU and department."""

from collections.abc import Mapping, Sequence
from typing import Any

from facings.frames.kind_reading import Instance, KindReading, LegendEntry, Pen, Record
from facings.scenes.shelf.factors import SHELF_FACTORS
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

GAP_RED = (226, 40, 48)
ROW_BLUE = (60, 150, 235)

_PRICE_TAG = PRICE_TAG_CATEGORY["name"]


class ShelfReading(KindReading):
    """See `facings.frames.kind_reading.KindReading`."""

    factors = SHELF_FACTORS
    category_words = ("sku", "department")
    side_categories = frozenset({_PRICE_TAG})
    instance_flags = ("misplaced", "lying", "turned")

    def annotation_keys(self, instance: Instance) -> Mapping[str, Any]:
        """Return the SKU: a price tag's too, whose category is no SKU."""
        return {"sku": instance["sku"]}

    def caption(self, record: Record) -> Sequence[str]:
        """Return how many empty facings are seen."""
        count = len(_seen_gaps(record))
        return [f"{count} gap{'s' if count != 1 else ''}"] if count else []

    def shows_box(self, instance: Instance) -> bool:
        """Return whether it is no tag, whose box is flat."""
        return instance["kind"] != _PRICE_TAG

    def draw(self, pen: Pen, record: Record) -> None:
        """Draw the outline of each row and gap, and what the tags say, the largest first."""
        for row in record.get("shelf_rows", ()):
            pen.polygon(row["polygon_px"], ROW_BLUE, 2.2, dash_px=None, alpha=230)
        for gap in _seen_gaps(record):
            pen.polygon(gap["polygon_px"], GAP_RED, 2.6, dash_px=9, alpha=255, fill_alpha=36)
        tags = [instance for instance in record["instances"] if instance["kind"] == _PRICE_TAG and instance["visible_px"]]
        for tag in sorted(tags, key=lambda instance: (-instance["visible_px"], instance["id"])):
            pen.plate(tag["bbox_visible_xywh_px"], (f"{tag['price']} {tag['currency']}", tag["text"]))

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return gaps and rows where there are any."""
        entries = [LegendEntry("empty facing", GAP_RED, dashed=True)] if _seen_gaps(record) else []
        return entries + ([LegendEntry("shelf row", ROW_BLUE)] if record.get("shelf_rows") else [])


def _seen_gaps(record: Record) -> list[Mapping[str, Any]]:
    return [gap for gap in record.get("gaps", ()) if gap["polygon_px"]]
