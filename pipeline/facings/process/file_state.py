"""A file as the system tells of it without reading it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

SETTLED_S = 2.0
"""A file that changed so shortly ago could change once more without its times telling: no file system's clock is coarser."""


@dataclass(frozen=True)
class FileState:
    """Equal states: the same file of one machine, unchanged. No program can set the time of the last change of state back."""

    path: str
    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> "FileState":
        """Return the state of a file; raises OSError where there is none."""
        found = os.stat(path)
        return cls(str(path), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def is_settled(self) -> bool:
        """Return whether a change from now on must show in another state."""
        return time.time_ns() - max(self.modified_ns, self.changed_ns) > SETTLED_S * 1e9
