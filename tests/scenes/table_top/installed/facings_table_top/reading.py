"""How datasets of table tops are read: a check of the table's outline, its drawing, and a list of what lies there."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facings.dataset.reader import Dataset
from facings.frames.kind_reading import KindReading, LegendEntry
from facings.process.progress import silent

TABLE_GREEN = (20, 200, 90)


class TableTopReading(KindReading):
    """See `facings.frames.kind_reading.KindReading`."""

    category_words = ("sku", "department")
    instance_flags = ("lying",)

    def record_findings(self, record):
        """Yield where the table's outline is not the projection of its corners."""
        table = record["table"]
        projected = np.array(table["corners_in_camera_m"]) @ np.array(record["camera"]["K"]).T
        told = np.array(table["corners_px"])
        away = float(np.abs(projected[:, :2] / projected[:, 2:] - told).max())
        if not away < 1e-6:
            yield f"table.corners_px lie {away:.1f} px from the projected corners", "the projection of corners_in_camera_m"

    def caption(self, record):
        lying = sum(instance["lying"] for instance in record["instances"])
        return [f"{lying} lying"] if lying else []

    def draw(self, pen, record):
        pen.polygon(record["table"]["corners_px"], TABLE_GREEN, 2.5, dash_px=None, alpha=255)

    def legend(self, record):
        return [LegendEntry("table", TABLE_GREEN)]

    @property
    def exporters(self):
        return (StockList(),)


@dataclass(frozen=True)
class StockListOptions:
    """Which goods are counted."""

    min_visible_px: int = 1


class StockList:
    """The format `stock-list`: how many of each SKU are seen in each picture, as CSV."""

    name = "stock-list"
    summary = "CSV of how many of each SKU are seen"
    options = StockListOptions
    kept = None

    def defaults(self, recipe):
        return StockListOptions()

    def write(self, folder: Path, out: Path | None, options, progress=silent):
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(("frame", "sku", "seen"))
        frames = 0
        for frame in Dataset(folder):
            seen = Counter(i["category"] for i in frame.instances if i["visible_px"] >= options.min_visible_px)
            table.writerows((frame.number, sku, seen[sku]) for sku in sorted(seen))
            frames += 1
        target = out or folder / "stock.csv"
        target.write_text(text.getvalue())
        return f"{target}: {frames} frames"

    def findings(self, folder):
        return iter(())
