"""A COCO file line by line, whatever its annotations say: written atomically, and compared with one that is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

from facings.dataset.json_text import one_line
from facings.dataset.layout import ANNOTATIONS, IMAGES, record_path
from facings.dataset.reader import Dataset, Frame
from facings.errors import InputError
from facings.frames.kind_reading import Finding
from facings.process.durable import write_lines_durably

IDS_PER_FRAME = 65536
"""An annotation's id is frame * 65536 + instance id: instance ids are 16-bit and never 0, so neither is the sum."""


class CocoLines:
    """A COCO file's lines, each with its newline: one annotation, image or category a line.

    Images come after annotations, so that each record is read once and only a short line a frame is kept.
    """

    def __init__(self, dataset: Dataset, options: Any, categories: list[dict[str, Any]],
                 annotations_of: Callable[[Frame], Iterable[dict[str, Any]]], *, plain: bool = False) -> None:
        """`options` is a dataclass that the file's `info` repeats: how it was made; `plain`: without the scene kind's keys."""
        self._dataset, self._options, self._plain = dataset, options, plain
        self._categories, self._annotations_of = categories, annotations_of
        self._images: list[str] = []
        self.annotation_count = 0
        """Of what has been iterated so far."""

    def __iter__(self) -> Iterator[str]:
        self._images, self.annotation_count = [], 0
        header = self._dataset.header
        info = {"description": f"Facings, scene {header.scene}, seed {header.seed}",
                "version": header.versions.get("facings", ""), "fingerprint": header.fingerprint,
                "options": asdict(self._options), **({"plain": True} if self._plain else {})}
        yield "{\n"
        yield f'"info": {one_line(info)},\n'
        yield '"licenses": [],\n'
        for name, lines in (("categories", map(one_line, self._categories)), ("annotations", self._annotations())):
            yield f'"{name}": [\n'
            yield from separated(lines)
            yield "],\n"
        yield '"images": [\n'
        yield from separated(self._images)
        yield "]\n"
        yield "}\n"

    def _annotations(self) -> Iterator[str]:
        for frame in frames_there(self._dataset):
            self._images.append(one_line(image_entry(frame)))
            for annotation in self._annotations_of(frame):
                self.annotation_count += 1
                yield one_line(annotation)


def frames_there(dataset: Dataset) -> Iterator[Frame]:
    """Yield the frames of which there still is a record.

    One that has gone since the dataset was opened is being made anew by another run, which then rebuilds these files too.
    Raises InputError for a damaged record.
    """
    for frame in dataset:
        try:
            frame.record  # noqa: B018  (reads it)
        except InputError:
            if (dataset.path / record_path(frame.number)).exists():
                raise
            continue
        yield frame


def image_entry(frame: Frame) -> dict[str, Any]:
    """Return a frame as an entry of COCO's `images`; its file name is relative to `images/`."""
    name = frame.file(IMAGES).partition("/")[2]
    return {"id": frame.number, "file_name": name, "width": frame.width_px, "height": frame.height_px}


def separated(items: Iterable[str]) -> Iterator[str]:
    """Yield the items with a comma after each but the last, and a newline after every one."""
    before = ""
    for item in items:
        if before:
            yield before + ",\n"
        before = item
    if before:
        yield before + "\n"


def write_coco_lines(path: Path, text: CocoLines) -> None:
    """Write a COCO file atomically; raises InputError where it cannot be written, or a frame is damaged."""
    try:
        write_lines_durably(path, text)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error}). Give a file in a folder with room "
                         "where you may write.") from error


def file_findings(folder: Path, pattern: str, options: type,
                  text: Callable[[Any, bool], CocoLines]) -> Iterator[tuple[Path, Finding]]:
    """Yield, of each file in `annotations/` that fits `pattern`, the first line that is not what an export writes.

    `text` gives the lines that an export with the file's own options, plain or not, writes.
    """
    for file in sorted((folder / ANNOTATIONS).glob(pattern)):
        finding = _first_difference(file, options, text)
        if finding is not None:
            yield file, finding


def _first_difference(file: Path, options: type, text: Callable[[Any, bool], CocoLines]) -> Finding | None:
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        try:
            info = _info(lines)
            made_with, plain = options(**info["options"]), bool(info.get("plain"))
        except (ValueError, TypeError, KeyError, AttributeError):
            return "its `info` does not say how it was made", "a file that facings export wrote"
        lines.seek(0)
        try:
            for number, (there, right) in enumerate(zip_longest(lines, text(made_with, plain)), 1):
                if there != right:
                    return f"line {number} is {_excerpt(there)}", f"{_excerpt(right)} (export it again)"
        except (InputError, KeyError, TypeError, ValueError) as error:
            return f"it cannot be compared with the records ({error})", "sound frames"
    return None


def _info(lines: TextIO) -> dict[str, Any]:
    """What the file's second line says of how it was made."""
    lines.readline()
    return json.loads(lines.readline().removeprefix('"info": ').rstrip().rstrip(","))


def _excerpt(line: str | None) -> str:
    if line is None:
        return "the end of the file"
    text = line.strip()
    return one_line(text if len(text) <= 160 else text[:157] + "...")
