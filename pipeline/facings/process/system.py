"""What the system tells of processes: which live, and how much memory they hold; and giving memory back."""

import ctypes
import sys
from collections.abc import Callable
from functools import lru_cache

import psutil


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


def resident_bytes(pid: int | None = None) -> int:
    """Return how much memory a process (default: this one) holds; 0 where it is gone or may not be asked."""
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def is_alive(pid: int) -> bool:
    """Return whether a process of this number runs here; one that is dead but that nobody has asked for yet does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, OverflowError, ValueError):
        return False
    except psutil.Error:
        return True
