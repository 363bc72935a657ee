"""What an export has written so far, in its own folder: a killed one goes on there, and a later one adds what is new.

The file is `.facings_export.jsonl`. Its first line says how the export is made; then comes a line for each unit of work (a
frame, or a block of them) once its files are whole: {"unit", "records", "files"}, with the digest of the records that it was
made from and the files' sizes. A line that a kill tore is dropped. When all is done the lines are sorted, so that the folder
of a killed and resumed export is that of an undisturbed one, byte for byte.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from facings.dataset.json_text import one_line
from facings.errors import InputError
from facings.process.durable import write_lines_durably

NAME = ".facings_export.jsonl"
LOCK = ".facings_export.lock"
"""Held by whoever writes the folder."""


class Journal:
    """The journal of one export folder, open for adding."""

    def __init__(self, folder: Path, made_by: Mapping[str, Any]) -> None:
        """Begin the journal, or go on with the one that is there.

        Raises InputError where the folder holds something else, or an export that was made otherwise than `made_by` says.
        """
        self._folder, self._file = folder, folder / NAME
        self._head = one_line(made_by) + "\n"
        self._lines: dict[int, str] = {}
        folder.mkdir(parents=True, exist_ok=True)
        if not self._file.is_file():
            if any(path.name != LOCK for path in folder.iterdir()):
                raise InputError(f"{folder} holds files that no export of facings wrote. Give --out a new or an empty folder.")
            write_lines_durably(self._file, [self._head])
        self._read(made_by)

    def _read(self, made_by: Mapping[str, Any]) -> None:
        whole = 0
        with self._file.open("rb") as stream:
            for number, line in enumerate(stream):
                text = _whole(line)
                if text is None:
                    break
                if number == 0:
                    _compare(self._folder, json.loads(text), json.loads(self._head), made_by)
                else:
                    self._lines[json.loads(text)["unit"]] = text
                whole += len(line)
        if whole < self._file.stat().st_size:
            with self._file.open("r+b") as stream:
                stream.truncate(whole)

    def units(self) -> Iterable[int]:
        """Return the numbers of the units that were written."""
        return list(self._lines)

    def is_done(self, unit: int, records: str) -> bool:
        """Return whether the unit was written from records of this digest, and all its files are there in their sizes."""
        if unit not in self._lines:
            return False
        entry = json.loads(self._lines[unit])
        return entry["records"] == records and all(_size(self._folder / name) == size for name, size in entry["files"].items())

    def drop(self, unit: int) -> None:
        """Remove a unit's files, which are about to be written anew or whose frames are gone."""
        for name in json.loads(self._lines.pop(unit, '{"files": {}}'))["files"]:
            with contextlib.suppress(FileNotFoundError):
                (self._folder / name).unlink()

    def add(self, unit: int, records: str, files: Iterable[str]) -> None:
        """Note a unit whose files are whole."""
        sizes = {name: _size(self._folder / name) for name in files}
        self._lines[unit] = one_line({"unit": unit, "records": records, "files": sizes}) + "\n"
        with self._file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(self._lines[unit])

    def close(self) -> None:
        """Sort the lines and leave out those of units that were dropped or written twice."""
        write_lines_durably(self._file, self._sorted())

    def _sorted(self) -> Iterator[str]:
        yield self._head
        yield from (self._lines[unit] for unit in sorted(self._lines))


def _whole(line: bytes) -> str | None:
    """Return the text of a line that was written to its end, else None."""
    try:
        text = line.decode()
        json.loads(text)
    except ValueError:
        return None
    return text if text.endswith("\n") else None


def _compare(folder: Path, there: Mapping[str, Any], wanted: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    if there == wanted:
        return
    differing = [key for key in told if there.get(key) != wanted[key]]
    raise InputError(f"{folder} holds an export that was made otherwise: its {', '.join(differing) or 'keys'} differ"
                     f"{'s' if len(differing) == 1 else ''}. Give --out another folder, or remove this one.")


def _size(path: Path) -> int | None:
    """Return the file's size, a link's own; None where it is not there."""
    try:
        return path.lstat().st_size
    except OSError:
        return None
