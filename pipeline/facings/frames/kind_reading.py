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

from facings.frames.measures import Measure
from facings.process.progress import Progress, silent

Record = Mapping[str, Any]
"""A frame's record as JSON data; see `facings.dataset.records`."""

Instance = Mapping[str, Any]
"""One of a record's `instances`."""

Finding = tuple[str, str]
"""What was found, and what is expected."""

MapFinding = tuple[str, str, str]
"""Kind of the file ('depth', ...), what was found, what is expected."""

Rgb = tuple[int, int, int]


class Pen(Protocol):
    """Draws on a frame's picture; coordinates are picture pixels, (0, 0) its top-left corner.

    Widths, radii and dashes are pixels of the sheet, which is larger or smaller than the picture; `alpha` is 0 to 255.
    """

    def polyline(self, points: Sequence[Sequence[float]], colour: Rgb, width_px: float, alpha: int,
                 dash_px: float | None = None) -> None:
        """Join the points."""
        ...

    def polygon(self, points: Sequence[Sequence[float]] | None, colour: Rgb, width_px: float, dash_px: float | None,
                alpha: int, fill_alpha: int = 0) -> None:
        """Close the points to a ring and fill it with `fill_alpha`; None, as records have it for nothing, is nothing."""
        ...

    def dot(self, point: Sequence[float], colour: Rgb, radius_px: float) -> None:
        """Mark a point with a disc that has a dark border."""
        ...

    def plate(self, box_xywh_px: Sequence[float], lines: Sequence[str]) -> None:
        """Write lines, the first one bold, on a small plate under a box, where it hides no plate that was before it."""
        ...


@dataclass(frozen=True)
class LegendEntry:
    """One line of an overlay's legend."""

    text: str
    colour: Rgb
    dashed: bool = False


class Exporter(Protocol):
    """One format, written from a dataset's folder alone."""

    @property
    def name(self) -> str:
        """As `facings export --format` names it: 'coco-keypoints'."""
        ...

    @property
    def summary(self) -> str:
        """What it is, for the command's help: one line."""
        ...

    @property
    def options(self) -> type:
        """Frozen dataclass of the format's own options, each with a default.

        The command offers field `min_visible_px` as `--min-visible-px`, or under the name that its metadata has as 'flag'.
        """
        ...

    @property
    def kept(self) -> str | None:
        """The file that runs keep up to date, relative to the dataset ('annotations/instances.json'); None where it is written
        on demand only."""
        ...

    def defaults(self, recipe: Mapping[str, Any]) -> Any:
        """Return the options that hold where nothing is asked: what the dataset's resolved recipe says of its labels."""
        ...

    def write(self, folder: Path, out: Path | None, options: Any, progress: Progress = silent) -> str:
        """Write the format; `out` None means its usual place in `folder`. Return what was written, for a person.

        Raises InputError where the dataset has nothing for this format, or `out` cannot be written.
        """
        ...

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield what is wrong with the files of this format in the dataset's own folder or `annotations/`, and with which."""
        ...


@dataclass(frozen=True)
class Factor:
    """Something that records say of a frame or an instance, and that may make a task easier or harder."""

    name: str
    """For people: 'head yaw'."""
    path: str
    """Where records hold it: 'spec.camera.exposure_ev', or 'instances.*.head_pose.yaw_deg' of each instance."""
    unit: str = ""
    """Of the record, for people: 'deg', 'm'."""
    key: str | None = None
    """The recipe's key that decides it, None where no single one does."""
    per_unit: float = 1.0
    """What one of the record's units is in the key's unit."""
    magnitude: bool = False
    """Left and right, or up and down, are equally hard: the sign does not count."""


class KindReading:
    """The reading side of a scene kind; a kind overrides what it has of its own."""

    paints_classes: bool = False
    """Overlays tint the picture by semantic class, not by instance."""
    category_words: tuple[str, str] = ("category", "supercategory")
    """What the options of formats call the two levels of categories, the finer first."""
    side_categories: frozenset[str] = frozenset()
    """Categories of what accompanies the subject: apart where categories are grouped, left out where they are made one."""
    factors: tuple[Factor, ...] = ()
    """What of the kind's records may make a task easier or harder, beside size, visibility and place."""
    instance_flags: tuple[str, ...] = ()
    """Boolean keys of an instance that annotations list where true, before 'truncated' and 'amodal_clipped'."""

    measures: Sequence[Measure] = ()
    """Quantities that a report shows, beside those that every kind has."""
    limits: Sequence[str] = ()
    """What its datasets are no good for: sentences for a report's datasheet."""

    def view_directions(self, record: Record) -> Sequence[tuple[float, float]]:
        """Return from where the camera sees each subject: azimuth and elevation in degrees, (0, 0) straight ahead of it."""
        return ()

    def groups(self, record: Record) -> Sequence[tuple[tuple[str, str], ...]]:
        """Return the groups that fairness goes by of each person in a frame: (('gender', 'feminine'), ('age', '18 to 29'))."""
        return ()

    def annotation_keys(self, instance: Instance) -> Mapping[str, Any]:
        """Return what an instance's annotation says beside the common keys."""
        return {}

    def group(self, record: Record) -> str:
        """Return the name of the largest group whose frames must not be parted by a split (one person's, one sequence's).

        It says which group of the frame's own dataset, so the frame's number where each frame is by itself.
        """
        return str(record["frame"])

    def record_findings(self, record: Record) -> Iterable[Finding]:
        """Yield what is wrong with the kind's keys of a record whose common keys are sound."""
        return ()

    def map_findings(self, arrays: Mapping[str, np.ndarray], record: Record,
                     class_names: Mapping[int, str]) -> Iterable[MapFinding]:
        """Yield where the kind's keys disagree with the maps in `arrays` (by folder name; damaged ones are absent)."""
        return ()

    def figures(self, record: Record, categories: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what the kind counts in a frame beside its labels; `categories` are the dataset's."""
        return {}

    def caption(self, record: Record) -> Sequence[str]:
        """Return what a preview's caption says of a frame beside its instances."""
        return ()

    def shows_box(self, instance: Instance) -> bool:
        """Return whether an overlay may draw the instance's 3D box."""
        return True

    def draw(self, pen: Pen, record: Record) -> None:
        """Draw the kind's labels over a frame's picture, masks and boxes."""

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return what `draw` drew."""
        return ()

    def preview_pages(self, records: Iterable[Record]) -> Mapping[str, Image.Image]:
        """Return further pages of a preview by file name ('statistics.jpg'), made from all records."""
        return {}

    @property
    def exporters(self) -> Sequence[Exporter]:
        """Formats of this kind, beside those that every dataset can be exported to."""
        return ()
