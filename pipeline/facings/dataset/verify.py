"""Proves a dataset folder: every file, every checksum, every rule that ties one label to another, and pictures to labels.

The checks compute from the files alone and share no code with the labelling, so that one's mistake shows in the other.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facings.dataset.geometry_checks import camera_findings, pose_findings
from facings.dataset.header import DatasetHeader
from facings.dataset.images import decode_array, decode_exr, decode_picture, decode_png
from facings.dataset.layout import ANNOTATIONS, BEFORE_SENSOR, DEPTH, HEADER, IMAGES, INSTANCE, SEMANTIC, record_path
from facings.dataset.map_checks import map_findings
from facings.dataset.metadata_checks import metadata_findings
from facings.dataset.plausibility import plausibility
from facings.dataset.reader import Dataset, Frame
from facings.dataset.record_checks import header_findings, record_findings
from facings.errors import InputError
from facings.frames.kind_reading import Exporter, Finding, KindReading, Record
from facings.frames.scene_kind import reading_of

REQUIRED = (IMAGES, INSTANCE, SEMANTIC, DEPTH)
_DECODERS = {IMAGES: decode_picture, BEFORE_SENSOR: decode_picture, INSTANCE: decode_png, SEMANTIC: decode_png}
"""By folder; every other one holds EXR, or arrays that are no pictures."""
ARRAY_SUFFIX = ".npy"
_TYPES = {IMAGES: np.uint8, BEFORE_SENSOR: np.uint8, INSTANCE: np.uint16, SEMANTIC: np.uint8}


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it must be."""

    frame: int | None
    """None where it is the whole dataset's."""
    file: str
    """Relative to the dataset's folder."""
    what: str
    expected: str

    def __str__(self) -> str:
        where = self.file if self.frame is None else f"frame {self.frame}, {self.file}"
        return f"{where}: {self.what}; {self.expected} is expected"


def verify(path: str | os.PathLike, formats: Sequence[Exporter] = (), on_frame: Callable[[int], None] | None = None, *,
           plausible: bool = True, on_unjudged: Callable[[int, str], None] | None = None) -> list[Problem]:
    """Return everything that is wrong with the dataset in `path`, by frame; an empty list means it is sound.

    Of `formats` the files in `annotations/` are compared with the records. What a scene kind adds is checked where the kind is
    installed (`unchecked` tells). `on_frame(number)` is called after each frame. If `plausible`, pictures must look like their
    labels; `on_unjudged(number, why)` is called for one of which that cannot be said. Raises InputError where `path` is no
    dataset folder at all, or its kind's package cannot be imported.
    """
    dataset = Dataset(path)
    reading = reading_of(dataset.header.scene) or KindReading()
    problems = header_problems(dataset)
    for frame in dataset:
        problems += frame_problems(dataset, frame, reading, plausible=plausible, on_unjudged=on_unjudged)
        if on_frame is not None:
            on_frame(frame.number)
    for format in formats:
        problems += [Problem(None, file.relative_to(dataset.path).as_posix(), what, expected)
                     for file, (what, expected) in format.findings(dataset.path)]
    return problems


def unchecked(path: str | os.PathLike) -> list[str]:
    """Return what `verify` cannot check of a dataset on this machine, a sentence each; usually nothing."""
    scene = Dataset(path).header.scene
    if reading_of(scene) is not None:
        return []
    return [f"The scene kind {scene!r} is not installed, so the checks of what it adds to the records and maps were not run,"
            f" and the files in {ANNOTATIONS}/ were not compared with the records."]


def header_problems(dataset: Dataset) -> list[Problem]:
    """Return what is wrong with `dataset.json` as a whole."""
    data = json.loads((dataset.path / HEADER).read_text("utf-8"))
    return [Problem(None, HEADER, what, expected) for what, expected in header_findings(data, dataset.header)]


def frame_problems(dataset: Dataset, frame: Frame, reading: KindReading, *, plausible: bool = True,
                   on_unjudged: Callable[[int, str], None] | None = None) -> list[Problem]:
    """Return what is wrong with one frame; `reading` has the checks of its scene kind, and `verify` the rest."""
    record_file = record_path(frame.number)
    try:
        record = frame.record
    except InputError as error:
        return [Problem(frame.number, record_file, str(error), "a whole record of the dataset's schema")]
    problems: list[Problem] = []
    try:
        found = list(record_findings(record, frame.number, dataset.header))
        problems += [Problem(frame.number, record_file, what, expected) for what, expected in found]
        if found:
            return problems  # what follows relies on the record's shape
        found = list(camera_findings(record["camera"]))
        found += () if found else pose_findings(record["instances"], record["camera"])
        found += () if found else reading.record_findings(record)
        problems += [Problem(frame.number, record_file, what, expected) for what, expected in found]
        arrays = {}
        for kind, relative, array, finding in _files(dataset.path, record):
            if finding is not None:
                problems.append(Problem(frame.number, relative, *finding))
            if array is not None:
                arrays[kind] = array
        names = {c["id"]: c["name"] for c in dataset.semantic_classes}
        for kind, what, expected in (*map_findings(arrays, record, names), *reading.map_findings(arrays, record, names)):
            relative = frame.file(kind) if kind in arrays else record_file
            problems.append(Problem(frame.number, relative, what, expected))
        if plausible and not problems:
            judged = plausibility(*(arrays[kind] for kind in REQUIRED), whitened=_whitened(dataset.header))
            if judged.finding is not None:
                problems.append(Problem(frame.number, frame.file(IMAGES), *judged.finding))
            elif judged.unjudged is not None and on_unjudged is not None:
                on_unjudged(frame.number, judged.unjudged)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        what = f"the record has not the shape its schema prescribes ({type(error).__name__}: {error})"
        problems.append(Problem(frame.number, record_file, what, "a record as facings render writes it"))
    return problems


def _whitened(header: DatasetHeader) -> bool:
    """Whether the template's view, as it is recorded, is AgX."""
    return any("AgX" in asset.get("grading", {}).values() for asset in header.assets)


def _files(folder: Path, record: Record) -> Iterator[tuple[str, str, np.ndarray | None, Finding | None]]:
    """Kind, path, array and finding of each file that the record names or lacks."""
    camera = record["camera"]
    size = (camera["height_px"], camera["width_px"])
    named = {relative.partition("/")[0] for relative in record["files"]}
    for kind in REQUIRED:
        if kind not in named:
            yield kind, record_path(record["frame"]), None, (f"it names no file in {kind}/", "one there")
    for relative, checksum in record["files"].items():
        kind = relative.partition("/")[0]
        try:
            data = (folder / relative).read_bytes()
        except OSError as error:
            yield kind, relative, None, (f"it cannot be read ({error.strerror})", "the file that the record names")
            continue
        actual, length = hashlib.sha256(data).hexdigest(), record.get("bytes", {}).get(relative, len(data))
        if actual != checksum:
            yield kind, relative, None, (f"its SHA-256 is {actual[:12]}...", f"the record's {str(checksum)[:12]}...")
        elif len(data) != length:
            yield kind, relative, None, (f"it has {len(data)} bytes", f"the record's {length}")
        if kind in (IMAGES, BEFORE_SENSOR):
            for finding in metadata_findings(data, record):
                yield kind, relative, None, finding
        try:
            array = _decoder(relative)(data)
        except ValueError as error:
            yield kind, relative, None, (str(error), "a whole file")
            continue
        wanted = _TYPES.get(kind, np.float32)
        if array.shape[:2] != size and not relative.endswith(ARRAY_SUFFIX):
            found = f"it is {array.shape[1]}x{array.shape[0]} pixels"
            yield kind, relative, None, (found, f"the camera's {size[1]}x{size[0]}")
        elif array.dtype != wanted:
            yield kind, relative, None, (f"its values are {array.dtype}", np.dtype(wanted).name)
        else:
            yield kind, relative, array, None


def _decoder(relative: str) -> Callable[[bytes], np.ndarray]:
    if relative.endswith(ARRAY_SUFFIX):
        return decode_array
    return _DECODERS.get(relative.partition("/")[0], decode_exr)

