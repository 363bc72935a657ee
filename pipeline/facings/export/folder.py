"""A format that is a folder: its files are written unit by unit from the reader alone, in bounded memory, and resumed.

A unit is a frame, or a block of frames with consecutive numbers for formats that pack many into one file. Files that belong to
no unit (lists, class names) come last and are written anew each time.
"""

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from facings.dataset.layout import EXPORT, IMAGES, frame_name, frame_numbers, record_path
from facings.dataset.reader import Dataset, FolderSource, Frame
from facings.errors import InputError
from facings.export.categories import CategoryTable, InstanceOptions
from facings.export.coco_lines import frames_there
from facings.export.journal import LOCK, NAME, Journal
from facings.export.splits import Splits, parse_split
from facings.frames.kind_reading import Finding, Instance, KindReading
from facings.process.durable import exclusive, write_lines_durably
from facings.process.progress import Progress, silent


@dataclass(frozen=True)
class SplitOptions:
    """What every format that is a folder may be asked."""

    split: str = ""
    """'train=0.8,val=0.1,test=0.1'; empty: one part 'train'."""


@dataclass(frozen=True)
class FolderOptions(SplitOptions):
    """Beside that, what formats may be asked that have pictures as files."""

    pictures: Literal["copy", "link"] = "copy"
    """'link': a picture is a symbolic link to the dataset's, which must then stay where it is."""


@dataclass(frozen=True)
class InstanceFolderOptions(FolderOptions, InstanceOptions):
    """And those that choose among instances and name their categories."""


@dataclass(frozen=True)
class InstanceSplitOptions(SplitOptions, InstanceOptions):
    """Those of a format that chooses among instances and has its pictures inside larger files."""


@dataclass(frozen=True)
class Picture:
    """In place of a file's bytes: one of the dataset's files as it is."""

    frame: Frame
    relative: str


Content = bytes | Iterable[bytes] | Picture
"""What becomes of a file: its bytes, at once or in pieces, or one of the dataset's."""


@dataclass(frozen=True)
class Job:
    """One export: what is asked for, and what follows from it."""

    dataset: Dataset
    options: SplitOptions
    wanted: InstanceOptions
    """The options where they choose instances, else all that are seen."""
    table: CategoryTable
    splits: Splits

    def part(self, frame: Frame) -> str:
        """Return the part of the split that a frame belongs to."""
        return self.splits.of(frame.record)

    def frames(self, part: str) -> Iterator[Frame]:
        """Yield the frames of a part."""
        return (frame for frame in frames_there(self.dataset) if self.part(frame) == part)

    def names(self, part: str) -> Iterator[str]:
        """Yield the names of a part's frames ('000012'), a line each."""
        return (f"{frame_name(frame.number)}\n" for frame in self.frames(part))

    def chosen(self, frame: Frame) -> list[tuple[Instance, int]]:
        """Return the frame's instances that the options ask for, each with its class's number, from 0."""
        return [(instance, self.table.index_of_id[category_id])
                for instance, category_id in self.table.chosen(frame, self.wanted)]

    def file(self, frame: Frame, folder: str, target: str) -> tuple[str, Content]:
        """Return one of the frame's files, that of the dataset's `folder`, as it is, in the export's folder `target`."""
        relative = frame.file(folder)
        linked = isinstance(self.options, FolderOptions) and self.options.pictures == "link"
        return f"{target}/{file_name(frame, folder)}", Picture(frame, relative) if linked else frame.read(relative)

    @property
    def class_names(self) -> list[str]:
        """The classes' names; a class's number is its place."""
        return [str(category["name"]) for category in self.table.categories]


def file_name(frame: Frame, folder: str = IMAGES) -> str:
    """Return the name of the frame's picture, or of its map in another folder: '000012.png'."""
    return f"{frame_name(frame.number)}{PurePosixPath(frame.file(folder)).suffix}"


class Unit:
    """Frames whose files are written together."""

    def __init__(self, number: int, members: Sequence[tuple[str, int]], dataset: Dataset) -> None:
        """`members` are parts of the split and frame numbers."""
        self.number, self.members, self._dataset = number, members, dataset

    def __iter__(self) -> Iterator[tuple[str, Frame]]:
        """Yield each frame with its part; a frame's record is gone once the next one is asked for."""
        return ((part, self._dataset.frame(number)) for part, number in self.members)

    @cached_property
    def only(self) -> Frame:
        """The frame, of formats that have one in a unit."""
        ((_, number),) = self.members
        return self._dataset.frame(number)


class FolderExporter(ABC):
    """See `facings.frames.kind_reading.Exporter`; a format says what files a unit has, and which all units share."""

    name: str
    summary: str
    options: type[SplitOptions] = InstanceFolderOptions
    kept = None
    unheld: Sequence[str] = ()
    """What the records have and this format cannot hold."""
    frames_a_unit = 1

    def __init__(self, reading: KindReading | None) -> None:
        """`reading` is that of the dataset's scene kind, None where it is not installed."""
        self._reading = reading or KindReading()

    def defaults(self, recipe: Mapping[str, Any]) -> SplitOptions:
        """Return no split, and where instances are chosen, the recipe's limits of visibility and the finest categories."""
        kind = self.options
        if issubclass(kind, InstanceOptions):
            return kind.of_recipe(recipe, self._reading)
        return kind()

    @abstractmethod
    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the files of a unit, by path relative to the folder, whose names no other unit has."""

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield text files that belong to no unit, line by line, each line with its newline."""
        return iter(())

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield nothing: such folders are not of the dataset."""
        return iter(())

    def write(self, folder: Path, out: Path | None, options: SplitOptions, progress: Progress = silent) -> str:
        """Write the folder, by default DIR/export/FORMAT, or go on with what a killed export left there."""
        dataset = Dataset(folder)
        wanted = options if isinstance(options, InstanceOptions) else InstanceOptions()
        job = Job(dataset, options, wanted, CategoryTable(dataset.header, wanted.categories, self._reading),
                  parse_split(options.split, self._reading))
        target = out or folder / EXPORT / self.name
        self.check(job)
        try:
            target.mkdir(parents=True, exist_ok=True)
            with exclusive(target / LOCK):
                parts = self._write(target, job, progress)
        except OSError as error:
            raise InputError(f"{target} cannot be written ({error.strerror or error}). Give --out a folder with room where you"
                             " may write.") from error
        told = ", ".join(f"{count} in {name}" for name, count in parts.items())
        left_out = f"\nNot in this format: {'; '.join(self.unheld)}." if self.unheld else ""
        return f"{target}: {sum(parts.values())} frames ({told}).{left_out}"

    def check(self, job: Job) -> None:
        """Raise InputError where the dataset has nothing for this format, before anything is written."""
        return

    def _write(self, target: Path, job: Job, progress: Progress) -> dict[str, int]:
        journal = Journal(target, self._made_by(job))
        parts, there = dict.fromkeys(job.splits.names, 0), set()
        done = 0
        for number, frames in groupby(frames_there(job.dataset), lambda frame: frame.number // self.frames_a_unit):
            members, digest = [], hashlib.sha256()
            for frame in frames:
                # The record's bytes name the checksums of all its files.
                digest.update(hashlib.sha256(frame.read(record_path(frame.number))).digest())
                members.append((job.part(frame), frame.number))
                parts[members[-1][0]] += 1
            records = digest.hexdigest()[:32]
            there.add(number)
            if not journal.is_done(number, records):
                journal.drop(number)
                journal.add(number, records, _written(target, self.unit_files(job, Unit(number, members, job.dataset))))
            done += len(members)
            progress(self.name, done, len(job.dataset))
        for unit in set(journal.units()) - there:
            journal.drop(unit)
        for relative, lines in self.shared_files(job):
            write_lines_durably(target / relative, lines)
        journal.close()
        return parts

    def _made_by(self, job: Job) -> dict[str, Any]:
        header = job.dataset.header
        return {"format": self.name, "options": asdict(job.options), "fingerprint": header.fingerprint,
                "categories": job.class_names}


def _written(target: Path, files: Iterable[tuple[str, Content]]) -> list[str]:
    """Write files and return their names; no care is taken of a kill, for only whole units are noted."""
    names = []
    for relative, content in files:
        path = target / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # it may be a link
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif not isinstance(content, Picture):
            with path.open("wb") as file:
                file.writelines(content)
        else:
            assert isinstance(content.frame.source, FolderSource)
            original = content.frame.source.folder / content.relative
            path.symlink_to(os.path.relpath(original, path.parent))
        names.append(relative)
    return names


def outdated(folder: Path) -> list[str]:
    """Return a sentence for each export in the dataset's `export/` that lacks frames, or is older than a record."""
    if not (folder / EXPORT).is_dir():
        return []
    told = []
    records = [(folder / record_path(number)).stat().st_mtime_ns for number in frame_numbers(folder)]
    for journal in sorted((folder / EXPORT).glob(f"*/{NAME}")):
        made = journal.stat().st_mtime_ns
        newer = sum(stamp > made for stamp in records)
        if newer:
            told.append(f"{journal.parent} is older than {newer} of {len(records)} frames: facings export"
                        f" --format {journal.parent.name} brings it up to date.")
    return told
