"""What the hand-out of frames knows of a worker, wherever that runs."""

import queue
from typing import Protocol

from facings.rendering.events import Event
from facings.rendering.job import FrameRequest


class Worker(Protocol):
    """One worker that was started; what it tells arrives in the inbox it was started with."""

    name: str
    """For people: '2', or '2 on node7'."""

    def make(self, request: FrameRequest) -> None:
        """Ask for a frame; returns at once. A worker has one frame at a time."""
        ...

    def resident_bytes(self) -> int:
        """Memory that it holds; 0 where that is not known."""
        ...

    def last_lines(self) -> list[str]:
        """The end of what it printed."""
        ...

    def end(self) -> None:
        """Let it go: it has no frame, and gets none any more."""
        ...

    def kill(self) -> None:
        """End it at once, whatever it does; a Died may follow in the inbox."""
        ...


Inbox = queue.SimpleQueue[tuple[Worker, Event] | None]
"""Where events of all workers meet; None only wakes the reader."""
