"""How shelf datasets are read: gaps and rows drawn, tags with their texts, products by SKU and department."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from facings.export.ocr import OcrExporter
from facings.frames.kind_reading import Exporter, Finding, Instance, KindReading, LegendEntry, MapFinding, Pen, Record
from facings.scenes.shelf.checks import text_findings, text_map_findings
from facings.scenes.shelf.factors import SHELF_FACTORS
from facings.scenes.shelf.figures import shelf_figures
from facings.scenes.shelf.measures import LIMITS, MEASURES, view_directions
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

GAP_RED = (226, 40, 48)
ROW_BLUE = (60, 150, 235)
TEXT_CYAN = (20, 200, 205)
CODE_VIOLET = (190, 60, 230)

_PRICE_TAG = PRICE_TAG_CATEGORY["name"]


class ShelfReading(KindReading):
    """See `facings.frames.kind_reading.KindReading`."""

    factors = SHELF_FACTORS
    category_words = ("sku", "department")
    side_categories = frozenset({_PRICE_TAG})
    instance_flags = ("misplaced", "lying", "turned")
    measures = MEASURES
    limits = LIMITS

    def view_directions(self, record: Record) -> Sequence[tuple[float, float]]:
        """Return from where each product that is seen is."""
        return view_directions(record)

    def annotation_keys(self, instance: Instance) -> Mapping[str, Any]:
        """Return the SKU: a price tag's too, whose category is no SKU."""
        return {"sku": instance["sku"]}

    def record_findings(self, record: Record) -> Iterable[Finding]:
        """Yield what is wrong with the text of products and tags."""
        return text_findings(record)

    def map_findings(self, arrays: Mapping[str, np.ndarray], record: Record,
                     class_names: Mapping[int, str]) -> Iterable[MapFinding]:
        """Yield which text lies nowhere near the pixels of what it is written on."""
        return text_map_findings(arrays, record)

    def figures(self, record: Record, categories: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return shares by brand and department, availability, prices and where the shelf departs from its plan."""
        return shelf_figures(record, categories)

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
        for text in _seen_texts(record):
            pen.polygon(text["quad_px"], CODE_VIOLET if text["role"] == "barcode" else TEXT_CYAN, 1.4, dash_px=None, alpha=255)
        tags = [instance for instance in record["instances"] if instance["kind"] == _PRICE_TAG and instance["visible_px"]]
        for tag in sorted(tags, key=lambda instance: (-instance["visible_px"], instance["id"])):
            pen.plate(tag["bbox_visible_xywh_px"], (f"{tag['price']} {tag['currency']}", tag["text"]))

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return gaps and rows where there are any."""
        entries = [LegendEntry("empty facing", GAP_RED, dashed=True)] if _seen_gaps(record) else []
        entries += [LegendEntry("shelf row", ROW_BLUE)] if record.get("shelf_rows") else []
        if _seen_texts(record):
            entries += [LegendEntry("line of text", TEXT_CYAN), LegendEntry("bar code", CODE_VIOLET)]
        return entries

    @property
    def exporters(self) -> Sequence[Exporter]:
        """Text for detection and recognition."""
        return (OcrExporter(self),)


def _seen_gaps(record: Record) -> list[Mapping[str, Any]]:
    return [gap for gap in record.get("gaps", ()) if gap["polygon_px"]]


def _seen_texts(record: Record) -> list[Mapping[str, Any]]:
    return [text for instance in record["instances"] for text in instance.get("texts", ())]
