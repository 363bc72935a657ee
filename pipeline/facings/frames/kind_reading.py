"""What reading a dataset takes from its scene kind: checks, drawings and formats, beside those that every dataset has.

Everything here works on records (plain data) and arrays, without Blender and without what rendering needs. A kind with
nothing of its own uses `KindReading` as it is; so does the core where a dataset's kind is not installed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

Record = Mapping[str, Any]
"""A frame's record as JSON data; see `facings.dataset.records`."""

Finding = tuple[str, str]
"""What was found, and what is expected."""

MapFinding = tuple[str, str, str]
"""Kind of the file ('depth', ...), what was found, what is expected."""

Rgb = tuple[int, int, int]


class Pen(Protocol):
    """Draws on a frame's picture; coordinates are picture pixels, (0, 0) its top-left corner."""

    def polyline(self, points: Sequence[Sequence[float]], colour: Rgb, width_px: float, alpha: int,
                 dash_px: float | None = None) -> None: ...

    def polygon(self, points: Sequence[Sequence[float]] | None, colour: Rgb, width_px: float, dash_px: float | None,
                alpha: int, fill_alpha: int = 0) -> None: ...

    def dot(self, point: Sequence[float], colour: Rgb, radius_px: float) -> None: ...

    def plate(self, box_xywh_px: Sequence[float], lines: Sequence[str]) -> None:
        """Text on a small plate under a box, where it hides no other plate."""


@dataclass(frozen=True)
class LegendEntry:
    """One line of an overlay's legend."""

    text: str
    colour: Rgb
    dashed: bool = False


class Exporter(Protocol):
    """One format, written from a dataset's folder alone."""

    name: str
    """As `facings export --format` names it: 'coco-keypoints'."""
    summary: str
    """What it is, for the command's help: one line."""
    options: type
    """Frozen dataclass whose fields, all with defaults, are the format's own options."""
    kept: str | None
    """The file in `annotations/` that runs keep up to date ('face_keypoints.json'), None where it is written on demand only."""

    def write(self, folder: Path, out: Path | None, options: Any) -> str:
        """Write the format; `out` None means its usual place in `folder`. Return what was written, for a person.

        Raises InputError where the dataset has nothing for this format, or `out` cannot be written.
        """
        ...

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield what is wrong with files of this format in the dataset's `annotations/`."""
        ...


class KindReading:
    """The reading side of a scene kind; a kind overrides what it has of its own."""

    paints_classes: bool = False
    """Overlays tint the picture by semantic class, not by instance."""

    def record_findings(self, record: Record) -> Iterable[Finding]:
        """Yield what is wrong with the kind's keys of a record whose common keys are sound."""
        return ()

    def map_findings(self, arrays: Mapping[str, np.ndarray], record: Record,
                     class_names: Mapping[int, str]) -> Iterable[MapFinding]:
        """Yield where the kind's keys disagree with the maps in `arrays` (by folder name; damaged ones are absent)."""
        return ()

    def caption(self, record: Record) -> Sequence[str]:
        """Return what a preview's caption says of a frame beside its instances ('3 gaps')."""
        return ()

    def draw(self, pen: Pen, record: Record) -> None:
        """Draw the kind's labels over a frame's picture, masks and boxes."""

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return what `draw` drew."""
        return ()

    def preview_pages(self, records: Iterable[Record]) -> Mapping[str, Image.Image]:
        """Return further pages of a preview by file name ('head_poses.jpg'), made from all records."""
        return {}

    @property
    def exporters(self) -> Sequence[Exporter]:
        """Formats of this kind, beside those that every dataset can be exported to."""
        return ()
