"""A report's plots as SVG that takes its colours from the page: ink is the text's, so that they suit dark and light.

Each has a name that no other on the page has.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from facings.errors import InputError

_INK, _FIRST, _SECOND = "#010203", "#040506", "#070809"
"""Stand for the page's own colours until the SVG is written."""
_OF_PAGE = {_INK: "var(--ink)", _FIRST: "var(--first)", _SECOND: "var(--second)"}
_BINS = 32
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "facings", "font.family": "sans-serif", "font.size": 9, "text.color": _INK,
    "axes.edgecolor": _INK, "axes.labelcolor": _INK, "xtick.color": _INK, "ytick.color": _INK, "axes.linewidth": 0.6,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "savefig.transparent": True,
    "axes.titlesize": 9,
}


def histogram(name: str, values: Sequence[float], asked: np.ndarray, unit: str) -> str:
    """Return a histogram of numbers; what a recipe `asked` for, (N,) draws or none, is a line over it."""
    numbers = np.asarray(values, float)
    both = np.concatenate([numbers, asked])
    low, high = float(both.min()), float(both.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    whole = bool((both == np.round(both)).all()) and high - low <= 60
    edges = np.arange(np.floor(low) - 0.5, np.ceil(high) + 1) if whole else np.linspace(low, high, _BINS + 1)

    def draw(axes: Any) -> None:
        axes.hist(numbers, edges, weights=np.full(len(numbers), 100 / len(numbers)), color=_FIRST)
        if len(asked):
            heights = np.histogram(asked, edges)[0] * 100 / len(asked)
            axes.stairs(heights, edges, color=_SECOND, linewidth=1.6, label="asked for by the recipe")
            axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), fontsize=8)
        axes.set_xlabel(unit)
        axes.set_ylabel("%")

    return _svg(name, draw)


def bars(name: str, counts: Sequence[tuple[str, int]]) -> str:
    """Return a bar for each word, the first at the top."""
    names, numbers = [name for name, _ in counts], [number for _, number in counts]

    def draw(axes: Any) -> None:
        axes.barh(range(len(names)), numbers, color=_FIRST, height=0.75)
        axes.set_yticks(range(len(names)), [name if len(name) <= 34 else name[:33] + "…" for name in names])
        axes.invert_yaxis()
        axes.margins(y=0.01)
        axes.xaxis.get_major_locator().set_params(integer=True)

    return _svg(name, draw, height=0.5 + 0.19 * len(names))


def heat(name: str, cells: np.ndarray) -> str:
    """Return a map of counts, (rows, columns), over the picture."""
    def draw(axes: Any) -> None:
        # One shape a cell, whose opacity tells: a picture would have colours of its own.
        rows, columns = cells.shape
        for row, column in zip(*np.nonzero(cells), strict=True):
            axes.add_patch(_rectangle(column, row, alpha=float(cells[row, column] / cells.max())))
        axes.set_xlim(0, columns)
        axes.set_ylim(rows, 0)
        axes.set_aspect("equal")
        axes.set_xticks([0, columns / 2, columns], ["left", "middle", "right"])
        axes.set_yticks([0, rows / 2, rows], ["top", "middle", "bottom"])

    return _svg(name, draw, height=3.4)


def sphere(name: str, directions: Sequence[tuple[float, float]]) -> str:
    """Return where cameras stand around a subject, azimuth and elevation in degrees, on a sphere seen whole (Mollweide)."""
    shown = np.radians(np.array(directions, float))

    def draw(axes: Any) -> None:
        azimuth = (shown[:, 0] + np.pi) % (2 * np.pi) - np.pi
        axes.scatter(azimuth, shown[:, 1], s=5, color=_FIRST, alpha=0.55, linewidths=0)
        axes.set_xticks(np.radians([-90, 0, 90]), ["-90°", "0°", "90°"])
        axes.set_yticks(np.radians([-60, -30, 0, 30, 60]), ["-60°", "-30°", "0°", "30°", "60°"])
        axes.grid(color=_INK, alpha=0.25, linewidth=0.5)

    return _svg(name, draw, height=2.6, projection="mollweide")


def _rectangle(column: int, row: int, alpha: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column, row), 1, 1, facecolor=_FIRST, alpha=alpha, linewidth=0)


def _svg(name: str, draw: Callable[[Any], None], *, width: float = 4.6, height: float = 2.3,
         projection: str | None = None) -> str:
    """Return what `draw` draws on axes of that size in inches; the same each time, and without anything of the machine."""
    try:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("A report needs matplotlib, which is not installed here: install Facings with its extra `report`, from"
                         " the wheel or the checkout that this came from.") from None
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot(projection=projection))
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = file.getvalue()
    text = text[text.index("<svg"):]
    for stand_in, colour in _OF_PAGE.items():
        text = text.replace(stand_in, colour)
    # Ids are a document's, and the page has many plots.
    own = re.sub(r"\W+", "-", name.lower())
    text = re.sub(r'\bid="([^"]+)"', rf'id="{own}-\1"', text)
    text = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{own}-", text)
    return re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
