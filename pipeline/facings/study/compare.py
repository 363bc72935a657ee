"""How a set differs from a folder of the user's photographs, and which of the recipe's keys would bring it nearer."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError, nearest
from facings.process.progress import Progress, silent
from facings.study.appearance import appearance
from facings.study.box_statistics import arrangement, photo_boxes
from facings.study.distance import ALPHA, Difference, differences
from facings.study.moved import now
from facings.study.sensitivity import Change, effects_of, explained
from facings.study.vary import Design, read_design, recipe_sha256

_LEAST, _MOST = 8, 400
"""Pictures of each side: fewer tell nothing, and of more a part is taken, evenly."""
_LONGEST_PX = 1024
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}

Statistics = Mapping[str, float]


@dataclass(frozen=True)
class Comparison:
    """What `compare` found."""

    folder: Path
    photos: Path
    counts: tuple[int, int]
    """Pictures of the set and photographs that were measured."""
    longest_px: int
    """All were reduced to this longer side, so that noise and sharpness compare."""
    found: Sequence[Difference]
    changes: Sequence[Change]
    """Empty where no designed sets were given, or no key of theirs explains anything."""
    measured_keys: Sequence[str]
    of_set: Sequence[tuple[int, Statistics]]
    """Number of each frame that was measured, and its statistics."""
    of_photos: Sequence[tuple[Path, Statistics]]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON data."""
        found = [{"statistic": one.name, "set": one.of_set, "photographs": one.of_photos, "spread": one.spread,
                  "distance": one.distance, "interval": list(one.interval), "p": one.p, "differs": one.real}
                 for one in self.found]
        changes = [{"key": c.key, "value": c.value, "by": c.by, "explains": c.explains, "statistics": list(c.statistics)}
                   for c in self.changes]
        return {"schema": 1, "pictures": self.counts[0], "photographs": self.counts[1], "longest_px": self.longest_px,
                "false_alarm_rate": ALPHA, "differences": found, "measured_keys": list(self.measured_keys), "changes": changes}

    def lines(self) -> Iterator[str]:
        """Yield what a person reads on a terminal."""
        real = [one for one in self.found if one.real]
        yield (f"{self.counts[0]} pictures and {self.counts[1]} photographs, at {self.longest_px} px. Distances are in standard"
               " deviations, with intervals of 95 %.")
        if not real:
            yield (f"No difference in {len(self.found)} statistics. (Two samples of one source get this answer in"
                   f" {1 - ALPHA:.0%} of cases.)")
            return
        yield f"{'':<18} {'distance':<22} {'set':>9} {'photographs':>12}  key"
        for one in real:
            told = f"{one.distance:.2f} ({one.interval[0]:.2f} to {one.interval[1]:.2f})"
            keys = ", ".join(change.key for change in self.changes if one.name in change.statistics)
            yield f"{one.name:<18} {told:<22} {one.of_set:>9.3g} {one.of_photos:>12.3g}  {keys}".rstrip()
        alike = [one.name for one in self.found if not one.real]
        if alike:
            yield f"No difference: {', '.join(alike)}."
        if self.changes:
            yield "\nWhat would bring the set nearer, the most telling first:"
            for change in self.changes:
                move = f"to {change.value!r}" if change.value is not None else f"by {change.by:+.3g}"
                yield f"  {change.key} {move}: {change.explains:.0%} of all differences; {', '.join(change.statistics)}"
        elif self.measured_keys:
            yield f"\nNone of the keys that were measured explains them: {', '.join(self.measured_keys)}."
        else:
            yield ("\nWhich keys move these? facings vary RECIPE --key KEY --values LOW,HIGH --out FOLDER measures it; give the"
                   " folder as --sensitivities.")


def compare(folder: str | os.PathLike, photos: str | os.PathLike, *, labels: str | os.PathLike | None = None,
            categories: Sequence[str] = (), sensitivities: Sequence[str | os.PathLike] = (),
            progress: Progress = silent) -> Comparison:
    """Return how a dataset's pictures differ from a folder of photographs, and which keys explain it.

    `labels` are boxes of the photographs: a COCO file, or a folder of YOLO's text files; `categories` names those categories or
    supercategories of the set, and of COCO's file where it has them, that are boxed in the photographs (none: all).
    `sensitivities` are folders that `vary` wrote, of the set's own recipe. Raises InputError where there is too little to
    compare, a file is not what it should be, or a design is of another recipe.
    """
    dataset = Dataset(folder)
    files = _photographs(Path(photos))
    if min(len(dataset), len(files)) < _LEAST:
        raise InputError(f"{folder} has {len(dataset)} frames and {photos} {len(files)} photographs; at least {_LEAST} of each"
                         " are needed to tell a difference from chance.")
    known = sorted({name for entry in dataset.categories for name in (entry["name"], entry["supercategory"])})
    for name in categories:
        if name not in known:
            raise InputError(f"{folder} has no category {name!r}.{nearest(name, known)}")
    designs = [read_design(one) for one in sensitivities]
    for place, design in zip(sensitivities, designs, strict=True):
        if design.recipe_sha256 != recipe_sha256(dataset.header.recipe):
            raise InputError(f"{place} was measured on another recipe than that of {folder}. Run facings vary with the set's"
                             " own recipe and changes.")
    pictures = {file: _picture(file) for file in files}
    sides = ([max(size) for size in pictures.values()], [max(frame.width_px, frame.height_px) for frame in dataset[:50]])
    longest_px = int(min(*map(np.median, sides), _LONGEST_PX))
    boxes = photo_boxes(Path(labels), files, pictures, categories) if labels is not None else {}
    of_photos: list[Statistics] = []
    for number, file in enumerate(files):
        progress("photographs", number, len(files))
        of_boxes = arrangement(boxes[file], *pictures[file]) if file in boxes else {}
        of_photos.append(appearance(pixels(file), longest_px) | of_boxes)
    measure = _Measure(longest_px, categories, bool(boxes), progress)
    of_set = measure.of(dataset)
    found = differences(of_set, of_photos)
    changes: list[Change] = []
    effects = [effect for place, design in zip(sensitivities, designs, strict=True)
               for effect in effects_of(_runs(Path(place), design, measure))]
    if any(one.real for one in found):
        keys = {effect.key: now(dataset.header.recipe, effect.key) for effect in effects}
        changes = explained(found, effects, {key: mean for key, mean in keys.items() if mean is not None})
    return Comparison(Path(folder), Path(photos), (len(of_set), len(files)), longest_px, found, changes,
                      list(dict.fromkeys(effect.key for effect in effects)),
                      [(dataset.numbers[position], one) for position, one in zip(_spread(len(dataset)), of_set, strict=True)],
                      list(zip(files, of_photos, strict=True)))


@dataclass(frozen=True)
class _Measure:
    """Measures datasets all in one way."""

    longest_px: int
    categories: Sequence[str]
    with_boxes: bool
    progress: Progress

    def of(self, dataset: Dataset) -> list[Statistics]:
        """Return the statistics of a dataset's frames, of a part where there are many."""
        chosen = _spread(len(dataset))
        limits = dataset.header.recipe.get("labels", {})
        least = limits.get("min_visible_fraction", 0.0), limits.get("min_visible_px", 1)
        result = []
        for number, position in enumerate(chosen):
            self.progress(str(dataset.path.name), number, len(chosen))
            result.append(self._of_frame(dataset[position], least))
        return result

    def _of_frame(self, frame: Frame, least: tuple[float, int]) -> Statistics:
        statistics = appearance(frame.image(), self.longest_px)
        if not self.with_boxes:
            return statistics
        boxes = [i["bbox_visible_xywh_px"] for i in frame.instances
                 if i["bbox_visible_xywh_px"] and i["visible_fraction"] >= least[0] and i["visible_px"] >= least[1]
                 and (not self.categories or {i["category"], i["supercategory"]} & set(self.categories))]
        return statistics | arrangement(np.array(boxes, float).reshape(-1, 4), frame.width_px, frame.height_px)


def _runs(place: Path, design: Design, measure: _Measure) -> dict[str, tuple[Mapping[str, Any], list[Statistics]]]:
    measured = {}
    for run in design.runs:
        dataset = Dataset(place / run.name)
        if len(dataset) < design.frames:
            raise InputError(f"{place / run.name} has {len(dataset)} of {design.frames} frames; the same facings vary goes on.")
        measured[run.name] = run.changes, measure.of(dataset)
    return measured


def _photographs(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; a folder of photographs is expected.")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    return [files[position] for position in _spread(len(files))]


def _spread(count: int) -> list[int]:
    """Positions of all of `count`, or of as many as are measured at most, evenly."""
    return np.linspace(0, count - 1, min(count, _MOST)).round().astype(int).tolist()


def _picture(file: Path) -> tuple[int, int]:
    """Return (width, height) as the photograph is seen; raises InputError where it is none, or too small."""
    try:
        with Image.open(file) as picture:
            width, height = ImageOps.exif_transpose(picture).size
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise InputError(f"{file} is no picture that can be read ({error}).") from None
    if min(width, height) < 64:
        raise InputError(f"{file} is {width}x{height} px; at least 64 px a side are needed to measure it.")
    return width, height


def pixels(file: Path) -> np.ndarray:
    """Return a photograph as (H, W, 3) uint8, the right way up."""
    with Image.open(file) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
