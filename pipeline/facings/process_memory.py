"""What this process holds of the machine's memory, and how it gives back what it no longer needs."""

import ctypes
import os
import sys
from collections.abc import Callable
from functools import lru_cache


def give_back_freed() -> None:
    """Return freed memory to the system where the C library can (glibc's `malloc_trim`); does nothing elsewhere.

    Between frames the allocator would keep hundreds of megabytes of what a render held, in pieces: the process would
    seem to grow from frame to frame.
    """
    _trim()(0)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int]:
    if not sys.platform.startswith("linux"):
        return lambda pad: 0
    return getattr(ctypes.CDLL(None), "malloc_trim", lambda pad: 0)


def resident_bytes(pid: int | str = "self") -> int:
    """Return how much memory a process holds; 0 where it is gone or the system does not tell (no /proc)."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
