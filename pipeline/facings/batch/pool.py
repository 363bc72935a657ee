"""Hands frames out to workers one by one, replaces workers that fail, and tries their frames again."""

import contextlib
import queue
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from facings.batch.options import Limits
from facings.batch.run_timings import RunTimings
from facings.batch.state import BatchState, Listener, WorkerState
from facings.batch.stop import Stop
from facings.errors import CheckFailed, InputError
from facings.rendering.events import (
    Died,
    Event,
    FrameDone,
    FrameFailed,
    Preparing,
    Ready,
    Sampled,
    Unusable,
    Unwritable,
)
from facings.rendering.job import FrameRequest
from facings.rendering.worker import Inbox, Worker

_TICK_S = 0.5
_FAILED_STARTS, _LATER_FAILED_STARTS = 3, 10
"""So many workers in a row that do not come up, and the run ends; the second once some have worked."""
_LONGEST_PAUSE_S = 60.0
"""Pauses between such starts double from one second on: the trouble of a node may pass."""
_FIRST_FRAME_S, _LEAST_S, _TIMES_SLOWEST = 3600.0, 600.0, 10.0
"""The limit of a frame that nobody set: an hour until one is done, then ten times the slowest so far, at least 10 minutes."""


@dataclass(frozen=True)
class Attempt:
    """One that failed."""

    why: str
    worker: str
    log: tuple[str, ...]
    """The traceback, or the end of what the worker printed."""


SetAside = Callable[[int, list[Attempt], dict[str, Any] | None], str]
"""Notes a frame that failed for good, with its spec where it was sampled; returns where the note lies."""


@dataclass
class _Member:
    worker: Worker
    index: int
    seen: WorkerState
    spec: dict[str, Any] | None = None
    next_frame: int | None = None
    """What it was told that it will be asked for next."""


@dataclass
class WorkerPool:
    """Workers of one run. `hire(index, inbox)` starts one."""

    hire: Callable[[int, Inbox], Worker]
    size: int
    limits: Limits
    state: BatchState
    listener: Listener
    set_aside: SetAside
    store: Callable[[FrameDone], None]
    """Told of each frame that is made; stores it where its worker handed it back instead of storing it."""
    spec: Any = None
    """The spec to render instead of sampling one: then there is one frame."""
    rendered: list[int] = field(default_factory=list)
    """Frames that were made, in the order in which they came in."""
    timings: RunTimings = field(default_factory=RunTimings)
    _members: list[_Member] = field(default_factory=list)
    _pending: deque[int] = field(default_factory=deque)
    _attempts: dict[int, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    _inbox: Inbox = field(default_factory=queue.SimpleQueue)
    _failed_starts: int = 0
    _not_before: float = 0.0
    _ever_ready: bool = False
    _slowest_s: float = 0.0
    _looked_after: float = 0.0
    _remarks: set[str] = field(default_factory=set)

    def work(self, frames: Iterable[int]) -> Stop:
        """Make all frames; returns when each is done or set aside, or after a signal, which the returned Stop tells.

        Raises InputError where frames cannot be stored, where the workers find the input bad, and where the first frame
        does; CheckFailed where no worker comes up.
        """
        self._pending, self._looked_after = deque(frames), time.monotonic()
        with Stop(lambda: self._inbox.put(None)) as stop:
            try:
                while (self._pending or self._busy()) and not stop.count:
                    self._staff()
                    self._listen()
                if stop.count:
                    self._drain(stop)
            finally:
                self._dismiss()
        return stop

    def _busy(self) -> list[_Member]:
        return [member for member in self._members if member.seen.doing == "frame"]

    def _staff(self) -> None:
        """Give idle workers a frame, and hire as many as there is work for."""
        for member in self._members:
            if member.seen.doing == "idle" and self._pending:
                self.timings.begin()
                frame = self._take_frame(member)
                member.seen.doing, member.seen.frame, member.seen.since = "frame", frame, time.monotonic()
                member.spec, member.next_frame = None, self._next_frame(member, frame)
                last_attempt = len(self._attempts.get(frame, ())) >= self.limits.retries
                member.worker.make(FrameRequest(frame, tell_spec=last_attempt, spec=self.spec, next_frame=member.next_frame))
        starting = sum(member.seen.doing == "starting" for member in self._members)
        while len(self._members) < self.size and starting < len(self._pending) and time.monotonic() >= self._not_before:
            index = min(set(range(self.size)) - {member.index for member in self._members})
            try:
                worker = self.hire(index, self._inbox)
            except OSError as error:
                self._not_started(f"no process can be started ({error.strerror or error})", ())
                break
            seen = WorkerState(worker.name, "starting", None, time.monotonic())
            self._members.append(_Member(worker, index, seen))
            self.state.workers[worker.name] = seen
            starting += 1

    def _take_frame(self, member: _Member) -> int:
        """Take the frame for a worker out of those that wait: what it may have prepared, else what no other one may have.

        Where others may have all of them it takes one nevertheless: better done twice than late.
        """
        if member.next_frame is not None and member.next_frame in self._pending:
            frame = member.next_frame
        else:
            others = self._announced(member)
            frame = next((f for f in self._pending if f not in others), self._pending[0])
        self._pending.remove(frame)
        return frame

    def _next_frame(self, member: _Member, frame: int) -> int | None:
        """Return what a worker may prepare beside `frame`.

        None where one of the two has failed before, or may not fail once: a crash as the next frame is prepared would be
        `frame`'s attempt.
        """
        if frame in self._attempts or not self.limits.retries:
            return None
        others = self._announced(member)
        return next((f for f in self._pending if f not in others and f not in self._attempts), None)

    def _announced(self, member: _Member) -> set[int | None]:
        return {other.next_frame for other in self._members if other is not member}

    def _listen(self) -> None:
        with contextlib.suppress(queue.Empty):
            news = self._inbox.get(timeout=_TICK_S)
            if news is not None:
                self._take(*news)
        now = time.monotonic()
        if now - self._looked_after >= _TICK_S:
            # Before anybody is judged by the clock: all that they have told. And whoever stood still (Ctrl-Z, a paused
            # container) was this process itself.
            self._take_all()
            if now - self._looked_after > 10 * _TICK_S:
                for member in self._members:
                    member.seen.since = now
            self._looked_after = now
            self._look_after(now)
            self.listener.tick(self.state)

    def _take_all(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                news = self._inbox.get_nowait()
                if news is not None:
                    self._take(*news)

    def _take(self, worker: Worker, event: Event) -> None:
        member = next((m for m in self._members if m.worker is worker), None)
        if member is None:  # the last words of one that was ended
            if isinstance(event, FrameDone) and event.frame in self._pending:
                self._pending.remove(event.frame)
                self._count(worker, event)
            return
        member.seen.since = time.monotonic()
        match event:
            case Ready():
                member.seen.doing, self._failed_starts, self._ever_ready = "idle", 0, True
                self._tell("worker", worker=worker.name, now="ready", device=event.device, seconds=round(event.seconds, 1))
            case Preparing(what=remark, total=0) if remark in self._remarks:
                pass  # each worker says it
            case Preparing():
                if not event.total:
                    self._remarks.add(event.what)
                self._tell("prepare", what=event.what, done=event.done, total=event.total)
            case Sampled():
                member.spec = event.spec
            case FrameDone():
                self._done(member, event)
            case FrameFailed():
                self._lose(member, event.why, (*worker.last_lines(), *event.log), event.bad_input)
            case Unwritable():
                raise InputError(event.why)
            case Unusable():
                if event.bad_input and not self._ever_ready:
                    raise InputError(event.why)
                self._lose(member, event.why, event.log)
            case Died():
                self._lose(member, event.why, tuple(worker.last_lines()))

    def _done(self, member: _Member, event: FrameDone) -> None:
        member.seen.doing, member.seen.frame = "idle", None
        self._count(member.worker, event)

    def _count(self, worker: Worker, event: FrameDone) -> None:
        self.store(event)
        self._attempts.pop(event.frame, None)
        self._slowest_s = max(self._slowest_s, event.seconds)
        self.rendered.append(event.frame)
        self.state.frame_done()
        timings = {}
        if event.timings is not None:
            self.timings.add(event.timings)
            timings = {"timings": event.timings.plain()}
        self._tell("frame", frame=event.frame, seconds=round(event.seconds, 3), instances=event.instances,
                   visible=event.visible, worker=worker.name, **timings)

    def _look_after(self, now: float) -> None:
        """End workers that hang or hold too much."""
        limit_s = self.limits.frame_s
        if limit_s is None:
            limit_s = max(_LEAST_S, _TIMES_SLOWEST * self._slowest_s) if self.rendered else _FIRST_FRAME_S
        for member in list(self._members):
            held = member.worker.resident_bytes() if self.limits.memory_bytes else 0
            if held > self.limits.memory_bytes:
                limit_gb = self.limits.memory_bytes / 1e9
                why = f"the worker held {held / 1e9:.2f} GB of memory, above its limit of {limit_gb:.2f} GB"
            elif member.seen.doing != "idle" and now - member.seen.since > limit_s:
                why = f"the worker gave no sign of life for {limit_s:.0f} s"
            else:
                continue
            member.worker.kill()
            self._lose(member, why, tuple(member.worker.last_lines()))

    def _lose(self, member: _Member, why: str, log: tuple[str, ...], bad_input: bool = False) -> None:
        """Let a worker go that failed, and note what that cost."""
        self._members.remove(member)
        self.state.workers.pop(member.worker.name, None)
        member.worker.kill()
        frame = member.seen.frame
        if frame is None:
            self._tell("worker", worker=member.worker.name, now="lost", why=why)
            if member.seen.doing == "starting":
                self._not_started(why, log)
            return
        if bad_input and not self.rendered and not self.state.already_there:
            # Not one frame works: this is no mishap of a frame.
            raise InputError(why)
        attempts = self._attempts[frame]
        attempts.append(Attempt(why, member.worker.name, log))
        self._tell("attempt", frame=frame, attempt=len(attempts), of=self.limits.retries + 1, why=why,
                   worker=member.worker.name)
        if bad_input or len(attempts) > self.limits.retries:
            self.state.failed.append(frame)
            self._tell("failed", frame=frame, why=why, note=self.set_aside(frame, attempts, member.spec))
            del self._attempts[frame]
        else:
            self._pending.append(frame)

    def _not_started(self, why: str, log: tuple[str, ...]) -> None:
        self._failed_starts += 1
        if self._failed_starts >= (_LATER_FAILED_STARTS if self._ever_ready else _FAILED_STARTS):
            last = f" Its last words: {' / '.join(log[-4:])}" if log else ""
            raise CheckFailed(f"{self._failed_starts} workers in a row did not come up, the last one because {why}. `facings"
                              f" doctor` says what this machine lacks; what is stored is whole.{last}")
        self._not_before = time.monotonic() + min(2.0 ** (self._failed_starts - 1), _LONGEST_PAUSE_S)

    def _drain(self, stop: Stop) -> None:
        """Hand out nothing more; let running frames finish, until time is up or a second signal comes."""
        self._pending.clear()
        running = [member.seen.frame for member in self._busy()]
        self._tell("stop", signal=stop.name, running=running, seconds=self.limits.grace_s)
        until = time.monotonic() + self.limits.grace_s
        # Failures now cost nothing: the frame is simply missing, for the next run.
        while self._busy() and stop.count < 2 and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                news = self._inbox.get(timeout=_TICK_S)
                if news is None:
                    continue
                worker, event = news
                member = next((m for m in self._members if m.worker is worker), None)
                if member is not None and isinstance(event, FrameDone):
                    self._done(member, event)
                elif member is not None and isinstance(event, Died | FrameFailed | Unwritable):
                    member.worker.kill()
                    self._members.remove(member)
            self.listener.tick(self.state)

    def _dismiss(self) -> None:
        for member in self._members:
            if member.seen.doing == "idle":
                member.worker.end()
            else:
                member.worker.kill()
        self._members.clear()
        self.state.workers.clear()

    def _tell(self, event: str, **details: Any) -> None:
        self.listener.tell(event, self.state, **details)
