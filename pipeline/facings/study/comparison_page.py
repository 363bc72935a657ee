"""A comparison as one HTML page that works offline: how each statistic is spread, and the pictures at its ends."""

import json
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.process.durable import write_lines_durably
from facings.study import appearance, box_statistics
from facings.study.compare import Comparison, pixels
from facings.study.distance import ALPHA, Difference
from facings.study.page import figure, page

_SHOWN = 3
_HEIGHT_PX = 120
_PLOT_PX, _BINS = 640, 24
_MEANINGS = {**appearance.STATISTICS, **box_statistics.STATISTICS}


def write_comparison(comparison: Comparison, out: Path) -> Path:
    """Write `comparison.json` and `comparison.html` into folder `out`; return the page. Raises InputError where that fails."""
    try:
        write_lines_durably(out / "comparison.json", [json.dumps(comparison.plain(), indent=2) + "\n"])
        write_lines_durably(out / "comparison.html", [_page(comparison)])
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    return out / "comparison.html"


def _page(comparison: Comparison) -> str:
    real = [one for one in comparison.found if one.real]
    alike = ", ".join(escape(one.name) for one in comparison.found if not one.real) or "none"
    told = (f"<p>{comparison.counts[0]} pictures of the set and {comparison.counts[1]} photographs, at"
            f" {comparison.longest_px} px. {len(real)} of {len(comparison.found)} statistics differ;"
            f" between two samples of one source any would in {ALPHA:.0%} of cases or fewer."
            " Distances are in standard deviations, with intervals of 95 %.</p>")
    parts = "".join(_difference(one, comparison) for one in real)
    title = f"{comparison.folder.name} and {comparison.photos.name}"
    return page(title, "How the set differs from the photographs", f"{told}{_changes(comparison)}{parts}<p class=note>No"
                f" difference: {alike}.</p>")


def _changes(comparison: Comparison) -> str:
    if not comparison.changes:
        return ""
    rows = "".join(f"<tr><td><code>{escape(change.key)}</code></td><td>{_move(change.value, change.by)}</td>"
                   f"<td class=number>{change.explains:.0%}</td><td>{escape(', '.join(change.statistics))}</td></tr>"
                   for change in comparison.changes)
    head = "<tr><th>key</th><th>move</th><th>explains</th><th>moves most</th></tr>"
    return f"<h2>What would bring it nearer</h2><table>{head}{rows}</table>"


def _move(value: object, by: float) -> str:
    return f"to {escape(json.dumps(value))}" if value is not None else f"by {by:+.3g}"


def _difference(one: Difference, comparison: Comparison) -> str:
    of_set = [(statistics[one.name], number) for number, statistics in comparison.of_set if one.name in statistics]
    of_photos = [(statistics[one.name], file) for file, statistics in comparison.of_photos if one.name in statistics]
    # The pictures that lie farthest on the other sample's far side.
    far = -1 if one.of_set > one.of_photos else 1
    frames = sorted(of_set, key=lambda pair: far * pair[0])[:_SHOWN]
    files = sorted(of_photos, key=lambda pair: -far * pair[0])[:_SHOWN]
    dataset = Dataset(comparison.folder)
    pictures = [figure(_small(dataset.frame(number).image()), _HEIGHT_PX, f"{value:.3g}: set, frame {number}")
                for value, number in frames]
    pictures += [figure(_small(pixels(file)), _HEIGHT_PX, f"{value:.3g}: {file.name}") for value, file in files]
    return (f"<h2>{escape(one.name)}: {one.distance:.2f} ({one.interval[0]:.2f} to {one.interval[1]:.2f})</h2>"
            f"<p class=note>{escape(_MEANINGS.get(one.name, ''))}. Mean of the set {one.of_set:.3g}, of the photographs"
            f" {one.of_photos:.3g}.</p>{_histograms([v for v, _ in of_set], [v for v, _ in of_photos])}"
            f"<div class=examples>{''.join(pictures)}</div>")


def _histograms(of_set: list[float], of_photos: list[float]) -> str:
    """Two histograms back to back: the set's upwards, the photographs' downwards."""
    low, high = min(of_set + of_photos), max(of_set + of_photos)
    bins = np.linspace(low, high if high > low else low + 1, _BINS + 1)
    width, half = _PLOT_PX / _BINS, 40
    bars = []
    for values, kind, up in ((of_set, "set", True), (of_photos, "photos", False)):
        shares = np.histogram(values, bins)[0] / len(values)
        for k, share in enumerate(shares / max(float(shares.max()), 1e-9)):
            height = half * float(share)
            bars.append(f"<rect class={kind} x={k * width:.1f} y={half - height if up else half:.1f} width={width - 1:.1f}"
                        f" height={height:.1f} />")
    ends = (f"<text x=0 y={2 * half + 14}>{low:.3g}</text>"
            f"<text x={_PLOT_PX} y={2 * half + 14} text-anchor=end>{high:.3g}</text>"
            f"<text x={_PLOT_PX + 8} y={half - 12}>set</text><text x={_PLOT_PX + 8} y={half + 22}>photographs</text>")
    return f"<svg width={_PLOT_PX + 90} height={2 * half + 20} role=img>{''.join(bars)}{ends}</svg>"


def _small(picture: np.ndarray) -> Image.Image:
    image = Image.fromarray(picture)
    image.thumbnail((4 * _HEIGHT_PX, _HEIGHT_PX), Image.Resampling.LANCZOS)
    return image
