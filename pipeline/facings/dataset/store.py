"""Writes a dataset folder, frame by frame: valid whenever the writing stops, and several may write at once."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from facings.dataset.bound_folder import LOCK, BoundFolder
from facings.dataset.header import DatasetHeader
from facings.dataset.json_text import json_text
from facings.dataset.layout import FAILED, RESERVED, frame_numbers, record_path
from facings.dataset.record_text import record_text
from facings.errors import InputError
from facings.process import durable

_END_BYTES = 8192
"""Of a record: its 'bytes' and 'files' take about 140 bytes for each file."""
_DATA_FILE = re.compile(rf"(?!(?:{'|'.join(RESERVED)})/)[^./\\][^/\\]*/[^./\\][^/\\]*")
_BATCH = 64
_THREADS = 16
"""That wait for a network's disk together; a local one answers at once, and one thread has then all to do."""

Check = Literal["size", "checksum"]
"""How closely a frame's files are looked at: whether they are there with the sizes that the record says, or byte by byte."""


@dataclass(frozen=True)
class StoredFrame:
    """A sound frame as it lies on the disk."""

    record: bytes
    files: dict[str, bytes]
    """By path relative to the dataset's folder."""


class DatasetWriter:
    """A dataset folder open for writing. Any number of writers, in one process or many, may share one folder."""

    def __init__(self, path: str | os.PathLike, header: DatasetHeader, *, accept_changed_code: bool = False) -> None:
        """Begin a dataset in `path`, or continue the one that is there.

        Where other code made its newest frames it is continued only with `accept_changed_code`; `dataset.json` then says which
        frames are older. A dataset without a frame binds nobody: it becomes this one.

        Raises InputError where the folder cannot be made or written, holds something else, or holds a dataset made differently;
        the message then names the recipe's keys, the modules and the versions that differ.
        """
        self.path = Path(path)
        self.header = header
        self._run = durable.new_run()
        try:
            self._bound = BoundFolder(self.path, header, accept_changed_code)
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({error.strerror or error}). Give --out a folder on a "
                             "disk with room where you may write.") from error

    def write_frame(self, frame: int, files: dict[str, bytes], record: dict[str, Any]) -> None:
        """Store one frame: `files` by path relative to the folder ('images/000000.png'), and its record.

        The record's last keys become 'bytes' and 'files', the size and the SHA-256 of each file. An older frame of this
        number is replaced; it is gone as long as the replacing lasts. Raises ValueError where the record or a path is not this
        frame's, InputError where another run has begun another dataset here meanwhile, and OSError where the disk fails; then
        the frame does not exist (or still is the old one).
        """
        if record.get("frame") != frame:
            raise ValueError(f"frame {frame} is given the record of frame {record.get('frame')!r}")
        self.write_stored(frame, StoredFrame(record_text(record, files), files))
        self._bound.note_remade(frame)

    def write_stored(self, frame: int, stored: StoredFrame) -> None:
        """Store a frame that `read_stored` found in another dataset, byte for byte, as `write_frame` does."""
        files, text = stored.files, stored.record
        for relative in files:
            _check_path(relative)
        record_file = self.path / record_path(frame)
        targets = {relative: self.path / relative for relative in files}
        for folder in _folders(targets.values()):
            if not folder.is_dir():
                folder.mkdir(parents=not self._bound.holds_frames, exist_ok=True)
                durable.sync_folder(self.path)
        parts: dict[str, Path] = {}
        try:
            for relative, data in files.items():
                parts[relative] = durable.write_part(targets[relative], data, self._run)
            # Only the renames are locked: two writers of one frame must not mix their files under one record.
            with durable.exclusive(self.path / LOCK):
                self._bound.hold()
                self._remove(record_file, keep=files)
                for relative, part in parts.items():
                    durable.replace(part, targets[relative])
                for folder in _folders(targets.values()):
                    durable.sync_folder(folder)
                durable.write_durably(record_file, text, self._run)
                self._bound.holds_frames = True
                with contextlib.suppress(FileNotFoundError):
                    (self.path / FAILED / record_file.name).unlink()
        except BaseException:
            for part in parts.values():
                part.unlink(missing_ok=True)
            raise

    def set_aside(self, frame: int, reason: dict[str, Any]) -> None:
        """Note in `failed/` why a frame could not be made; `write_frame` removes the note. `reason` is plain data."""
        folder = self.path / FAILED
        folder.mkdir(parents=not self._bound.holds_frames, exist_ok=True)
        durable.write_durably(folder / Path(record_path(frame)).name, json_text(reason).encode(), self._run)

    def finished_frames(self, check: Check = "size", among: Container[int] | None = None) -> list[int]:
        """Return the numbers of the frames that are there, ascending: those whose record and files are all whole.

        Only those in `among` are looked at, where it is given.

        With `check` "size" only the end of each record is read, and each of its files must have the size that it says
        (be there at all, where an older record says none). With "checksum" everything is read, and the files'
        SHA-256 must be the record's. Raises ValueError for any other `check`.
        """
        if check not in get_args(Check):
            raise ValueError(f"check is {check!r}; one of {', '.join(get_args(Check))} is expected")
        is_whole = _sizes_agree if check == "size" else _checksums_agree
        folder = str(self.path)

        def whole(frames: list[int]) -> list[int]:
            return [frame for frame in frames if is_whole(folder, frame)]

        with ThreadPoolExecutor(_THREADS) as threads:
            numbers = [n for n in frame_numbers(self.path) if among is None or n in among]
            batches = threads.map(whole, [numbers[i : i + _BATCH] for i in range(0, len(numbers), _BATCH)])
            return [frame for frames in batches for frame in frames]

    def withdraw(self) -> None:
        """Undo what this writer has begun, where there is no frame: a run that was refused leaves nothing behind."""
        self._bound.withdraw()

    def sweep(self) -> int:
        """Remove what dead runs left half-written; return how many files. Live runs' parts stay."""
        folders = [self.path, *(p for p in sorted(self.path.iterdir()) if p.is_dir())]
        return sum(durable.sweep_parts(folder) for folder in folders)

    def _remove(self, record_file: Path, keep: Container[str]) -> None:
        """Remove a frame: its record first, then those of its files that are not about to be replaced."""
        if not record_file.exists():
            return
        claims = _claims_of(str(record_file))
        record_file.unlink()
        durable.sync_folder(record_file.parent)
        for relative in claims.checksums if claims else ():
            if relative not in keep:
                (self.path / relative).unlink(missing_ok=True)


def read_stored(folder: Path, frame: int) -> StoredFrame | None:
    """Return a frame's record and files, read whole; None where one is missing or is not what the record says."""
    try:
        text = (folder / record_path(frame)).read_bytes()
        record = json.loads(text)
        claims = _claims(record["files"], record.get("bytes"))
        if record["frame"] != frame or claims is None:
            return None
        files = {relative: (folder / relative).read_bytes() for relative in claims.checksums}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    for relative, data in files.items():
        if len(data) != claims.sizes.get(relative, len(data)) or hashlib.sha256(data).hexdigest() != claims.checksums[relative]:
            return None
    return StoredFrame(text, files)


@dataclass(frozen=True)
class _Claims:
    """What a record says of its files."""

    checksums: dict[str, str]
    sizes: dict[str, int]
    """Of all the files, or none of them."""


def _sizes_agree(folder: str, frame: int) -> bool:
    claims = _claims_of(f"{folder}/{record_path(frame)}")
    if claims is None:
        return False
    try:
        sizes = {relative: os.stat(f"{folder}/{relative}").st_size for relative in claims.checksums}
    except OSError:
        return False
    return not claims.sizes or sizes == claims.sizes


def _checksums_agree(folder: str, frame: int) -> bool:
    return read_stored(Path(folder), frame) is not None


def _claims_of(record_file: str) -> _Claims | None:
    """What a record's last lines say, where `write_frame` puts it; None where the record is damaged."""
    try:
        with open(record_file, "rb", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _END_BYTES))
            end = file.read()
        body, files, tail = end.rpartition(b'\n"files": ')
        _, newline, line = body.rpartition(b"\n")
        if files and newline and tail.endswith(b"\n}\n"):
            sizes = json.loads(line[len(b'"bytes": '):].rstrip(b",")) if line.startswith(b'"bytes": ') else None
            return _claims(json.loads(tail.removesuffix(b"}\n")), sizes)
        # Very many files, or somebody's tool wrote it anew in another layout.
        with open(record_file, "rb") as file:
            record = json.load(file)
        return _claims(record["files"], record.get("bytes"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _claims(checksums: Any, sizes: Any) -> _Claims | None:
    """None where that is not what a record says of its files."""
    sizes = {} if sizes is None else sizes
    if not isinstance(checksums, dict) or not isinstance(sizes, dict) or not all(map(_DATA_FILE.fullmatch, checksums)):
        return None
    return _Claims(checksums, sizes) if not sizes or sizes.keys() == checksums.keys() else None


def _folders(files: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(file.parent for file in files))


def _check_path(relative: str) -> None:
    if not _DATA_FILE.fullmatch(relative):
        raise ValueError(f"{relative!r} is no data file of a frame: FOLDER/NAME relative to the dataset is expected, "
                         f"FOLDER none of {', '.join(RESERVED)}")
