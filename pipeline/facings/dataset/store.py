"""Writes a dataset folder, frame by frame: valid whenever the writing stops, and several may write at once."""

import contextlib
import hashlib
import json
import os
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from facings.dataset import durable
from facings.dataset.header import DatasetHeader, parse_header
from facings.dataset.json_text import json_text
from facings.dataset.layout import FAILED, FRAMES, HEADER, LOGS, RESERVED, frame_numbers, record_path
from facings.errors import InputError

_LOCK = ".lock"
"""Held while a frame's files are renamed; it stays in the folder and is no state."""
_END_BYTES = 8192
"""Of a record: its 'files' take about 100 bytes each."""
_TOLERATED = {LOGS, FAILED, _LOCK, ".DS_Store", "Thumbs.db"}
"""May lie in a folder in which a dataset begins."""


class DatasetWriter:
    """A dataset folder open for writing. Any number of writers, in one process or many, may share one folder."""

    def __init__(self, path: str | os.PathLike, header: DatasetHeader) -> None:
        """Begin a dataset in `path`, or continue the one that is there.

        Raises InputError where the folder cannot be made or written, holds something else, or holds a dataset whose
        fingerprint differs; the message then names the recipe's keys that differ.
        """
        self.path = Path(path)
        self.header = header
        self._run = durable.new_run()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._adopt()
            (self.path / FRAMES).mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({error.strerror or error}). Give --out a folder on a "
                             "disk with room where you may write.") from error

    def write_frame(self, frame: int, files: dict[str, bytes], record: dict[str, Any]) -> None:
        """Store one frame: `files` by path relative to the folder ('images/000000.png'), and its record.

        The record's last key becomes 'files', the SHA-256 of each file. An older frame of this number is replaced; it
        is gone as long as the replacing lasts. Raises ValueError where the record or a path is not this frame's, and
        OSError where the disk fails; then the frame does not exist (or still is the old one).
        """
        if record.get("frame") != frame:
            raise ValueError(f"frame {frame} is given the record of frame {record.get('frame')!r}")
        for relative in files:
            _check_path(relative)
        checksums = {relative: hashlib.sha256(data).hexdigest() for relative, data in files.items()}
        body = {key: value for key, value in record.items() if key != "files"}
        text = json_text({**body, "files": checksums}).encode()
        record_file = self.path / record_path(frame)
        targets = {relative: self.path / relative for relative in files}
        for folder in _folders(targets.values()):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                durable.sync_folder(self.path)
        parts: dict[str, Path] = {}
        try:
            for relative, data in files.items():
                parts[relative] = durable.write_part(targets[relative], data, self._run)
            # Only the renames are locked: two writers of one frame must not mix their files under one record.
            with durable.exclusive(self.path / _LOCK):
                self._remove(record_file, keep=checksums)
                for relative, part in parts.items():
                    os.replace(part, targets[relative])
                for folder in _folders(targets.values()):
                    durable.sync_folder(folder)
                durable.write_durably(record_file, text, self._run)
                with contextlib.suppress(FileNotFoundError):
                    (self.path / FAILED / record_file.name).unlink()
        except BaseException:
            for part in parts.values():
                part.unlink(missing_ok=True)
            raise

    def set_aside(self, frame: int, reason: dict[str, Any]) -> None:
        """Note in `failed/` why a frame could not be made; `write_frame` removes the note. `reason` is plain data."""
        folder = self.path / FAILED
        folder.mkdir(exist_ok=True)
        durable.write_durably(folder / Path(record_path(frame)).name, json_text(reason).encode(), self._run)

    def finished_frames(self) -> list[int]:
        """Return the numbers of the frames that are there, ascending: those whose record and files all exist.

        Reads only the end of each record; checksums are `verify`'s business.
        """
        present: dict[str, frozenset[str]] = {}
        return [frame for frame in frame_numbers(self.path) if self._whole(frame, present)]

    def sweep(self) -> int:
        """Remove what dead runs left half-written; return how many files. Live runs' parts stay."""
        folders = [self.path, *(p for p in sorted(self.path.iterdir()) if p.is_dir())]
        return sum(durable.sweep_parts(folder) for folder in folders)

    def _adopt(self) -> None:
        header_file = self.path / HEADER
        if not header_file.exists():
            foreign = sorted(name for name in os.listdir(self.path)
                             if name not in _TOLERATED and not name.endswith(".part") and name != HEADER)
            # Looked at once more: another writer may have begun between the two looks, the header first.
            if foreign and not header_file.exists():
                some = ", ".join(foreign[:3]) + (", ..." if len(foreign) > 3 else "")
                raise InputError(f"{self.path} is not empty and no dataset: it holds {some} but no {HEADER}. Give "
                                 "--out a new or empty folder, or that of a dataset to continue.")
        # Of several writers that start together the first to hold the lock writes the header.
        with durable.exclusive(self.path / _LOCK):
            if not header_file.exists():
                durable.write_durably(header_file, self.header.to_text().encode(), self._run)
                return
        there = parse_header(header_file.read_text("utf-8"), str(header_file))
        differing = there.differences(self.header)
        if differing:
            more = f"; and {len(differing) - 5} more" if len(differing) > 5 else ""
            raise InputError(f"{self.path} holds a dataset made differently, which this run may not continue: "
                             f"{'; '.join(differing[:5])}{more}. Render into another folder, or with the same recipe, "
                             "seed and versions.")

    def _remove(self, record_file: Path, keep: Container[str]) -> None:
        """Remove a frame: its record first, then those of its files that are not about to be replaced."""
        if not record_file.exists():
            return
        old = _files_of(record_file) or {}
        record_file.unlink()
        durable.sync_folder(record_file.parent)
        for relative in old:
            if relative not in keep and _is_data_file(relative):
                (self.path / relative).unlink(missing_ok=True)

    def _whole(self, frame: int, present: dict[str, frozenset[str]]) -> bool:
        files = _files_of(self.path / record_path(frame))
        if files is None:
            return False
        for relative in files:
            folder, _, name = relative.rpartition("/")
            if folder not in present:
                path = self.path / folder
                present[folder] = frozenset(os.listdir(path)) if path.is_dir() else frozenset()
            if name not in present[folder]:
                return False
        return True


def _files_of(record_file: Path) -> dict[str, str] | None:
    """The 'files' of a record, from its last lines, where `write_frame` puts them; None where the record is damaged."""
    try:
        with record_file.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _END_BYTES))
            end = file.read().decode("utf-8", "replace")
        _, key, tail = end.rpartition('\n"files": ')
        if key and tail.endswith("\n}\n"):
            return json.loads(tail.removesuffix("}\n"))
        # Somebody's tool wrote it anew in another layout.
        files = json.loads(record_file.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _folders(files: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(file.parent for file in files))


def _check_path(relative: str) -> None:
    if not _is_data_file(relative):
        raise ValueError(f"{relative!r} is no data file of a frame: FOLDER/NAME relative to the dataset is expected, "
                         f"FOLDER none of {', '.join(RESERVED)}")


def _is_data_file(relative: str) -> bool:
    parts = relative.split("/")
    plain = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    return plain and len(parts) == 2 and parts[0] not in RESERVED
