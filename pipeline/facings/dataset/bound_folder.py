"""Which dataset a folder holds: its `dataset.json`, begun, continued or left to those whose frames are there.

Several runs may begin at once. A dataset without a frame binds nobody; whoever stores the first frame binds the folder.
"""

import contextlib
import os
from pathlib import Path

from facings.dataset.header import DatasetHeader, parse_header
from facings.dataset.layout import FAILED, FRAMES, HEADER, LOGS, frame_number, frame_numbers
from facings.dataset.migrations import HEADER_SCHEMA
from facings.errors import InputError
from facings.process import durable

LOCK = ".lock"
"""Held while a frame's files are renamed; it stays in the folder and is no state."""
ANNOTATIONS_LOCK = ".annotations.lock"
"""Held while the files in `annotations/` are made anew or removed; no state either."""
_TOLERATED = {LOGS, FAILED, LOCK, ANNOTATIONS_LOCK, ".DS_Store", "Thumbs.db"}
"""May lie in a folder in which a dataset begins."""


class BoundFolder:
    """A folder that a writer has begun a dataset in, or continues."""

    def __init__(self, path: Path, header: DatasetHeader, accept_changed_code: bool = False) -> None:
        """See `store.DatasetWriter`. Raises InputError, and OSError where the folder cannot be made or written."""
        self.path = path
        self._header, self._accept_changed_code = header, accept_changed_code
        self._run = durable.new_run()
        self._is_new = False
        self._last_seen = b""
        """What `dataset.json` held when it was last looked at."""
        self._made_folder = not path.exists()
        path.mkdir(parents=True, exist_ok=True)
        self._there = self._adopted()
        (path / FRAMES).mkdir(exist_ok=True)
        self.holds_frames = self._has_frame()
        """Whether there were frames when it was last looked at: what then goes away was taken away, and is not begun anew."""

    def hold(self) -> None:
        """See to it that the folder is still this dataset's, before a frame appears in it; its lock is held.

        Raises InputError where another dataset's frames have appeared meanwhile, OSError where the dataset is gone.
        """
        (self.path / FRAMES).mkdir(exist_ok=True)
        file = self.path / HEADER
        found = file.read_bytes() if self.holds_frames or file.exists() else None
        if found is not None and found == self._last_seen:
            return
        differing = [] if found is None else self._read().differences(self._header)
        if differing and self._has_frame():
            raise InputError(f"Another run has begun another dataset in {self.path} meanwhile: {'; '.join(differing[:5])}."
                             " Render into another folder.")
        if found is None or differing:
            self._there = self._begin()
        else:
            self._last_seen = found

    def note_remade(self, frame: int) -> None:
        """Note that a frame which older code had made was made again."""
        if self._there.code_of(frame) == len(self._there.changed_code):
            return
        with durable.exclusive(self.path / LOCK):
            there = self._read()
            self._there = there.remade(frame)
            if self._there != there:
                self._write(self._there)

    def withdraw(self) -> None:
        """Remove what was begun here, where there is no frame; what others have put there stays."""
        if not self._is_new or self._has_frame():
            return
        with contextlib.suppress(OSError):
            with durable.exclusive(self.path / LOCK):
                file = self.path / HEADER
                if file.exists() and file.read_bytes() == self._last_seen and not self._has_frame():
                    file.unlink()
            for name in (FRAMES, FAILED, LOGS):
                with contextlib.suppress(OSError):  # it is not there, or others use it
                    (self.path / name).rmdir()
            left = os.listdir(self.path)
            if self._made_folder and set(left) <= {LOCK, ANNOTATIONS_LOCK}:
                for name in left:
                    (self.path / name).unlink()
                self.path.rmdir()

    def _adopted(self) -> DatasetHeader:
        """Write or check the folder's header, and return it."""
        file = self.path / HEADER
        if not file.exists():
            foreign = sorted(name for name in os.listdir(self.path)
                             if name not in _TOLERATED and not name.endswith(".part") and name != HEADER)
            # Looked at once more: another writer may have begun between the two looks, the header first.
            if set(foreign) - {FRAMES} and not file.exists():
                some = ", ".join(foreign[:3]) + (", ..." if len(foreign) > 3 else "")
                raise InputError(f"{self.path} is not empty and no dataset: it holds {some} but no {HEADER}. Give "
                                 "--out a new or empty folder, or that of a dataset to continue.")
        # Of several writers that start together the first to hold the lock writes the header, or notes that the code changed.
        with durable.exclusive(self.path / LOCK):
            there = self._read() if file.exists() else None
            if there is None or not self._has_frame() and there.to_text() != self._header.to_text():
                return self._begin()
            header = self._continued(there)
            if header is not there:
                self._write(header)
        return header

    def _begin(self) -> DatasetHeader:
        for note in (self.path / FAILED).glob("*.json"):  # of frames of another dataset
            note.unlink()
        self._write(self._header)
        self._is_new = True
        return self._header

    def _has_frame(self) -> bool:
        try:
            with os.scandir(self.path / FRAMES) as entries:
                return any(frame_number(entry.name) is not None for entry in entries)
        except FileNotFoundError:
            return False

    def _read(self) -> DatasetHeader:
        file = self.path / HEADER
        return parse_header(file.read_text("utf-8", "replace"), str(file))

    def _write(self, header: DatasetHeader) -> None:
        self._last_seen = header.to_text().encode()
        durable.write_durably(self.path / HEADER, self._last_seen, self._run)

    def _continued(self, there: DatasetHeader) -> DatasetHeader:
        """Return the header of the dataset that is there, continued by this run; raises InputError where it may not be."""
        if there.schema != self._header.schema:
            raise InputError(f"{self.path} holds a dataset of schema {there.schema}, which this version of Facings reads but"
                             f" does not continue, for it writes schema {HEADER_SCHEMA}: render into another folder, or go on"
                             f" with the version that wrote it, {there.versions.get('facings')}.")
        differing = there.differences(self._header)
        if differing:
            more = f"; and {len(differing) - 5} more" if len(differing) > 5 else ""
            raise InputError(f"{self.path} holds a dataset made differently, which this run may not continue: "
                             f"{'; '.join(differing[:5])}{more}. Render into another folder, or with the same recipe, "
                             "seed and versions.")
        changed = there.codes[-1].differences(self._header.codes[-1])
        if not changed:
            return there
        if not self._accept_changed_code:
            raise InputError(f"{self.path} holds frames made by other code, and new ones may differ from them: "
                             f"{'; '.join(changed)}. Render into another folder, or with the code that made them; or go on "
                             f"with --accept-changed-code, and {HEADER} will say which frames are older.")
        return there.continued(self._header.made_by, frame_numbers(self.path))


def replace_header(folder: Path, header: DatasetHeader) -> None:
    """Put another `dataset.json` in a dataset's folder, durably; raises OSError where the disk fails."""
    with durable.exclusive(folder / LOCK):
        durable.write_durably(folder / HEADER, header.to_text().encode(), durable.new_run())
