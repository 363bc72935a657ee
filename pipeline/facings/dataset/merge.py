"""Joins datasets that were made of one run in several folders, as shards on machines without a common disk are.

Frames are taken whole, their records byte for byte, each checked against its checksums on the way. What stopped half-way is
continued by the same call. Previews and logs stay where they are.
"""

import contextlib
import heapq
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from facings.dataset.annotations import drop_annotations, write_annotations
from facings.dataset.bound_folder import replace_header
from facings.dataset.header import DatasetHeader, joined_header
from facings.dataset.layout import FAILED, HEADER, frame_name, frame_number, record_path
from facings.dataset.reader import Dataset
from facings.dataset.store import Check, DatasetWriter, StoredFrame, read_stored
from facings.errors import InputError
from facings.frames.kind_reading import Exporter
from facings.frames.tables import expanded

_AT_ONCE = 8
"""Frames held in memory; while one waits for the disk to be synced, others are read."""

FrameMerged = Callable[[int, int, int], None]
"""Called with a frame's number, how many of the frames that `out` lacked are done, and how many those are."""

FormatsOf = Callable[[str], Sequence[Exporter]]
"""The formats for datasets of a scene kind, as `facings.export.formats.formats_of` tells them."""


@dataclass(frozen=True)
class MergeReport:
    """What a merge did."""

    merged: tuple[int, ...]
    """Frames that were copied."""
    already_there: tuple[int, ...]
    passed_over: tuple[str, ...]
    """Damaged records ('shard2/frames/000007.json': it or one of its files) of frames that another input holds sound."""
    failed: tuple[int, ...]
    """Frames that no input has, of which a note in `failed/` says why."""

    def __str__(self) -> str:
        parts = [f"{len(self.merged)} frames joined, {len(self.already_there)} were there already"]
        if self.passed_over:
            parts.append(f"{len(self.passed_over)} damaged copies passed over: {_some(self.passed_over)}")
        if self.failed:
            parts.append(f"{len(self.failed)} frames are missing because they failed: {_some(self.failed)}")
        return "; ".join(parts)


def merge(inputs: Sequence[Path], out: Path, formats: FormatsOf, on_frame: FrameMerged = lambda frame, done, total: None,
          check: Check = "size") -> MergeReport:
    """Join the datasets `inputs` in `out`, which is new, empty or a dataset of the same fingerprint, and write its annotations.

    Of a frame that several inputs hold the first sound copy is taken. What `out` already holds is kept where it is whole;
    `check` says how closely that is looked at, and copies are always checked by checksum. Nothing is copied where InputError
    is raised for an input that is no dataset, is `out`, or is made differently, or for a frame of different specs. Where a
    frame's copies are all damaged everything else is joined before InputError lists such frames.
    """
    datasets = _opened(inputs, out)
    kept_formats = formats(datasets[0].header.scene)
    writer = DatasetWriter(out, _joined_header(datasets, out))
    _check_specs([Dataset(out), *datasets])
    writer.sweep()
    there = set(writer.finished_frames(check))
    wanted = [number for number, _ in _holders(datasets) if number not in there]
    if wanted:
        drop_annotations(out, kept_formats)
    passed_over: list[str] = []
    unsound: list[int] = []
    missing = (held for held in _holders(datasets) if held[0] not in there)
    for done, copy in enumerate(_copies(writer, missing), 1):
        if copy.sound:
            passed_over += copy.damaged
        else:
            unsound.append(copy.number)
        on_frame(copy.number, done, len(wanted))
    failed = _carry_notes(datasets, writer)
    # A damaged frame that lies in `out` too would keep annotations from being written; what follows says so better.
    with contextlib.suppress(InputError) if unsound else contextlib.nullcontext():
        write_annotations(out, kept_formats)
    if unsound:
        raise InputError(f"{len(unsound)} of {len(wanted)} frames could not be joined, because every copy of them is damaged:"
                         f" {_some(unsound)}. All others are in {out}. Render these again, in a folder that is given here or"
                         f" in {out}, and run the same command again.")
    kept = tuple(number for number, _ in _holders(datasets) if number in there)
    return MergeReport(tuple(wanted), kept, tuple(passed_over), failed)


def _opened(inputs: Sequence[Path], out: Path) -> list[Dataset]:
    """The inputs as datasets; InputError where they are not of one kind, with each other and with `out`."""
    if not inputs:
        raise InputError("There is nothing to join: give the folders of at least one dataset.")
    datasets = [Dataset(path) for path in inputs]
    for dataset in datasets:
        if _same_folder(dataset.path, out):
            raise InputError(f"{dataset.path} is both to be joined and to take what is joined. Leave it out of the folders"
                             " to join: what it holds is kept.")
    headers = [(dataset.path, dataset.header) for dataset in datasets]
    if (out / HEADER).is_file():
        headers.append((out, Dataset(out).header))
    for path, header in headers[1:]:
        _check_header(*headers[0], path, header)
    return datasets


def _joined_header(datasets: Sequence[Dataset], out: Path) -> DatasetHeader:
    """The header of `out`, which says of every frame what code made it; where `out` is a dataset it is given that header."""
    target = [Dataset(out)] if (out / HEADER).is_file() else []
    header = joined_header([(dataset.header, dataset.numbers) for dataset in [*target, *datasets]])
    if target and header != target[0].header:
        replace_header(out, header)
    return header


def _check_header(first_path: Path, first: DatasetHeader, path: Path, header: DatasetHeader) -> None:
    if first.schema != header.schema:
        raise InputError(f"{first_path} is a dataset of schema {first.schema} and {path} one of schema {header.schema}, which"
                         " are not joined: give folders of one schema.")
    differing = first.differences(header) + first.made_by.differences(header.made_by)
    if differing:
        more = f"; and {len(differing) - 5} more" if len(differing) > 5 else ""
        raise InputError(f"{first_path} and {path} were made differently, so they cannot be joined ('there' is {first_path},"
                         f" 'here' {path}): {'; '.join(differing[:5])}{more}. Give folders of one recipe, seed and version.")


def _check_specs(datasets: Sequence[Dataset]) -> None:
    """Raise InputError for the first frame whose copies do not have one spec. Unreadable copies have no say."""
    for number, folders in _holders(datasets):
        if len(folders) == 1:
            continue
        first = folders[0]
        for folder in folders[1:]:
            one, other = _record_bytes(first, number), _record_bytes(folder, number)
            if one == other:
                continue
            one, other = _spec(one), _spec(other)
            if one is None:
                first = folder
            elif other is not None and (key := _first_difference(one, other, "spec")) is not None:
                raise InputError(f"Frame {number} in {first} is not the one in {folder}: they differ in {key}. Nothing was"
                                 f" joined. Remove {record_path(number)} from the folder whose frame is not wanted.")


def _record_bytes(folder: Path, number: int) -> bytes:
    try:
        return (folder / record_path(number)).read_bytes()
    except OSError:
        return b""


def _spec(record: bytes) -> Any:
    """A record's spec; None where that is no record."""
    try:
        return expanded(json.loads(record)["spec"])
    except (ValueError, TypeError, KeyError):
        return None


def _first_difference(one: Any, other: Any, path: str) -> str | None:
    """The path of the first value, in `one`'s order, that is not the same in both."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        parts = ((f"{path}.{key}", key in one and key in other, one.get(key), other.get(key)) for key in keys)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        parts = ((f"{path}[{i}]", True, a, b) for i, (a, b) in enumerate(zip(one, other, strict=True)))
    else:
        return None if one == other and type(one) is type(other) else path
    found = (_first_difference(a, b, inner) if both else inner for inner, both, a, b in parts)
    return next((inner for inner in found if inner is not None), None)


def _holders(datasets: Iterable[Dataset]) -> Iterator[tuple[int, list[Path]]]:
    """Each frame's number, ascending, and the folders that hold it, in the order of `datasets`."""
    def numbered(dataset: Dataset) -> Iterator[tuple[int, Path]]:
        return ((number, dataset.path) for number in dataset.numbers)

    # By number only: of equal ones `heapq.merge` yields those of the earlier dataset first.
    together = heapq.merge(*map(numbered, datasets), key=itemgetter(0))
    return ((number, [path for _, path in group]) for number, group in groupby(together, itemgetter(0)))


@dataclass(frozen=True)
class _Copy:
    number: int
    sound: bool
    damaged: tuple[str, ...]
    """The records before the first sound copy."""


def _copies(writer: DatasetWriter, held: Iterable[tuple[int, list[Path]]]) -> Iterator[_Copy]:
    """Store the first sound copy of each frame, some at once; what became of them, in their order."""
    def copy(one: tuple[int, list[Path]]) -> _Copy:
        number, damaged = one[0], []
        for folder in one[1]:
            stored = read_stored(folder, number)
            if stored is not None:
                _store(writer, number, stored)
                return _Copy(number, True, tuple(damaged))
            damaged.append(str(folder / record_path(number)))
        return _Copy(number, False, tuple(damaged))

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waiting = iter(held)
        while some := list(islice(waiting, _AT_ONCE)):
            yield from threads.map(copy, some)


def _store(writer: DatasetWriter, number: int, stored: StoredFrame) -> None:
    try:
        writer.write_stored(number, stored)
    except OSError as error:
        raise InputError(f"Frame {number} cannot be written to {writer.path} ({error.strerror or error}). The frames that are"
                         " there are whole; make room or mend the folder and run the same command again.") from error


def _carry_notes(datasets: Sequence[Dataset], writer: DatasetWriter) -> tuple[int, ...]:
    """Copy the first note of each frame that is nowhere; return the frames of all notes that are then in `out`."""
    there = {number for number, _ in _holders([Dataset(writer.path), *datasets])}
    held = there | _noted(writer.path)
    for dataset in datasets:
        for number in sorted(_noted(dataset.path) - held):
            try:
                note = json.loads((dataset.path / FAILED / f"{frame_name(number)}.json").read_bytes())
            except (OSError, ValueError):  # half a note says nothing
                continue
            try:
                writer.set_aside(number, note)
            except OSError as error:
                raise InputError(f"{writer.path / FAILED} cannot be written ({error.strerror or error}). The frames are"
                                 " joined; make room and run the same command again.") from error
            held.add(number)
    return tuple(sorted(_noted(writer.path) - there))


def _noted(folder: Path) -> set[int]:
    """The frames of which `failed/` has a note."""
    notes = folder / FAILED
    return {n for n in map(frame_number, os.listdir(notes)) if n is not None} if notes.is_dir() else set()


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (other.exists() and one.samefile(other))


def _some(items: Sequence[Any]) -> str:
    return ", ".join(map(str, items[:20])) + (", ..." if len(items) > 20 else "")
