"""A thread that works beside the main one."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")


class HelperThread:
    """One thread that does one task after the other, in the order in which they are given."""

    def __init__(self, name: str) -> None:
        """`name` is the thread's, for debuggers."""
        self._executor = ThreadPoolExecutor(1, name)
        self._clock: int | None = self._executor.submit(_own_clock).result()

    def submit(self, task: Callable[..., _T], *arguments: Any) -> Future[_T]:
        """Have a task done when those before it are; what it raises is raised by the future."""
        return self._executor.submit(task, *arguments)

    @property
    def cpu_s(self) -> float | None:
        """CPU seconds that it has taken so far, threads that its tasks start left out; None where the system does not tell."""
        return None if self._clock is None else time.clock_gettime(self._clock)


def _own_clock() -> int | None:
    # Neither macOS nor Windows has it.
    clock_of = getattr(time, "pthread_getcpuclockid", None)
    return None if clock_of is None else clock_of(threading.get_ident())
