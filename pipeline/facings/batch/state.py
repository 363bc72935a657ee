"""How far a run is: what the live line, the JSON lines, the log and `facings status` tell."""

import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, Protocol

_RECENT = 200
"""Frames by which the pace is measured."""


@dataclass
class WorkerState:
    """What one worker is doing."""

    name: str
    doing: Literal["starting", "idle", "frame"]
    frame: int | None
    since: float
    """`time.monotonic` of its last sign of life."""


@dataclass
class BatchState:
    """Counts of one run; changed by the run alone. Times are monotonic: the wall clock may be set back meanwhile."""

    total: int
    """Frames that this run has to make; those that were there do not count."""
    already_there: int = 0
    done: int = 0
    failed: list[int] = field(default_factory=list)
    """Frames that were set aside."""
    workers: dict[str, WorkerState] = field(default_factory=dict)
    _finished: deque[float] = field(default_factory=lambda: deque([time.monotonic()], maxlen=_RECENT))

    @property
    def left(self) -> int:
        """Frames that are neither done nor set aside."""
        return self.total - self.done - len(self.failed)

    def frame_done(self) -> None:
        """Count a frame."""
        self.done += 1
        self._finished.append(time.monotonic())

    @property
    def frames_an_hour(self) -> float:
        """The pace of the last frames; 0 before the first."""
        elapsed = self._finished[-1] - self._finished[0]
        return 3600 * (len(self._finished) - 1) / elapsed if elapsed > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At that pace; None before the first frame."""
        pace = self.frames_an_hour
        return 3600 * self.left / pace if pace else None

    def plain(self) -> dict[str, Any]:
        """Return the state as plain data."""
        now = time.monotonic()
        seconds_left = self.seconds_left
        return {
            "total": self.total, "already_there": self.already_there, "done": self.done, "failed": list(self.failed),
            "left": self.left, "frames_an_hour": round(self.frames_an_hour, 1),
            "seconds_left": None if seconds_left is None else round(seconds_left),
            "workers": [{"worker": w.name, "doing": w.doing, "frame": w.frame, "seconds": round(now - w.since, 1)}
                        for w in self.workers.values()],
        }


class Listener(Protocol):
    """Follows a run."""

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        """Something happened: `start`, `prepare`, `worker`, `frame`, `attempt`, `failed`, `stop`, `done`.

        prepare: what, done, total. worker: worker, now ('ready', 'lost'), why. frame: frame, seconds, instances, visible,
        worker, timings (as `facings.process.timings.FrameTimings.plain` returns them). attempt: frame, attempt, of, why,
        worker. failed: frame, why, note. stop: signal, running. done: rendered, already_there, failed, folder, timings (as
        `facings.batch.run_timings.RunTimings.plain` returns them, where frames were rendered).
        """

    def tick(self, state: BatchState) -> None:
        """Some time went by."""


class Listeners:
    """Several at once, or none."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        for listener in self._listeners:
            listener.tell(event, state, **details)

    def tick(self, state: BatchState) -> None:
        for listener in self._listeners:
            listener.tick(state)


def duration(seconds: float) -> str:
    """Return hours, minutes and seconds for people."""
    return str(timedelta(seconds=round(seconds)))
