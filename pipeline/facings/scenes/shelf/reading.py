"""How shelf datasets are read: gaps and rows drawn, tags with their texts, products by SKU and department."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from facings.export.ocr import OcrExporter
from facings.frames.kind_reading import Exporter, Finding, Instance, KindReading, LegendEntry, MapFinding, Pen, Record
from facings.scenes.shelf.checks import flow_findings, pair_findings, sequence_findings, text_findings, text_map_findings
from facings.scenes.shelf.factors import SHELF_FACTORS
from facings.scenes.shelf.figures import shelf_figures
from facings.scenes.shelf.measures import LIMITS, MEASURES, view_directions
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

GAP_RED = (226, 40, 48)
ROW_BLUE = (60, 150, 235)
TEXT_CYAN = (20, 200, 205)
CODE_VIOLET = (190, 60, 230)
EDIT_GREEN = (60, 220, 40)

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

    def group(self, record: Record) -> str:
        """Return the pair or the sequence that the frame belongs to, where the recipe makes some."""
        if "sequence" in record:
            return f"sequence {record['sequence']['sequence_id']}"
        pair = record.get("pair")
        return super().group(record) if pair is None else f"pair {pair['pair_id']}"

    def record_findings(self, record: Record) -> Iterable[Finding]:
        """Yield what is wrong with the text of products and tags, and with what the frame says of its pair or sequence."""
        return chain(text_findings(record), pair_findings(record), sequence_findings(record))

    def map_findings(self, arrays: Mapping[str, np.ndarray], record: Record,
                     class_names: Mapping[int, str]) -> Iterable[MapFinding]:
        """Yield which text lies nowhere near the pixels of what it is written on, and what flow cannot be."""
        return chain(text_map_findings(arrays, record), flow_findings(arrays, record))

    def figures(self, record: Record, categories: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return shares by brand and department, availability, prices and where the shelf departs from its plan."""
        return shelf_figures(record, categories)

    def caption(self, record: Record) -> Sequence[str]:
        """Return how many empty facings are seen, and which half of a pair it is."""
        count, pair = len(_seen_gaps(record)), record.get("pair")
        words = [f"{count} gap{'s' if count != 1 else ''}"] if count else []
        return [*words, f"{pair['moment']}: {pair['edit'].replace('_', ' ')}"] if pair else words

    def shows_box(self, instance: Instance) -> bool:
        """Return whether it is no tag, whose box is flat."""
        return instance["kind"] != _PRICE_TAG

    def draw(self, pen: Pen, record: Record) -> None:
        """Draw the outline of each row and gap, and what the tags say, the largest first."""
        for row in record.get("shelf_rows", ()):
            pen.polygon(row["polygon_px"], ROW_BLUE, 2.2, dash_px=None, alpha=230)
        for gap in _seen_gaps(record):
            pen.polygon(gap["polygon_px"], GAP_RED, 2.6, dash_px=9, alpha=255, fill_alpha=36)
        for x, y, width, height in _touched(record):
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            pen.polygon(corners, EDIT_GREEN, 3.0, dash_px=None, alpha=255)
        for text in _seen_texts(record):
            pen.polygon(text["quad_px"], CODE_VIOLET if text["role"] == "barcode" else TEXT_CYAN, 1.4, dash_px=None, alpha=255)
        tags = [instance for instance in record["instances"] if instance["kind"] == _PRICE_TAG and instance["visible_px"]]
        for tag in sorted(tags, key=lambda instance: (-instance["visible_px"], instance["id"])):
            pen.plate(tag["bbox_visible_xywh_px"], (f"{tag['price']} {tag['currency']}", tag["text"]))

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return gaps and rows where there are any."""
        entries = [LegendEntry("empty facing", GAP_RED, dashed=True)] if _seen_gaps(record) else []
        entries += [LegendEntry("shelf row", ROW_BLUE)] if record.get("shelf_rows") else []
        entries += [LegendEntry("what the edit touches", EDIT_GREEN)] if _touched(record) else []
        if _seen_texts(record):
            entries += [LegendEntry("line of text", TEXT_CYAN), LegendEntry("bar code", CODE_VIOLET)]
        return entries

    @property
    def exporters(self) -> Sequence[Exporter]:
        """Text for detection and recognition."""
        return (OcrExporter(self),)


def _seen_gaps(record: Record) -> list[Mapping[str, Any]]:
    return [gap for gap in record.get("gaps", ()) if gap["polygon_px"]]


def _touched(record: Record) -> list[Sequence[float]]:
    """Boxes of what an edit touches in this half of a pair, as far as it is seen."""
    pair = record.get("pair")
    ids = pair[f"{pair['moment']}_ids"] if pair else ()
    boxes = [record["instances"][number - 1]["bbox_visible_xywh_px"] for number in ids]
    return [box for box in boxes if box]


def _seen_texts(record: Record) -> list[Mapping[str, Any]]:
    return [text for instance in record["instances"] for text in instance.get("texts", ())]
