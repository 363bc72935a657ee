"""Where a frame's time goes: wall and CPU seconds of its stages."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from facings.process.helper_thread import HelperThread

STAGES = ("wait for prepare", "sample", "prepare", "realise", "label render", "picture", "label", "encode labels",
          "wait for labels", "encode picture", "store")
"""In the order in which they are told. The two waits are for what runs beside, where that is not done in time."""

Beside = Literal["", "picture", "frame before"]
"""What a stage ran beside: nothing, the render of its frame's picture, or that of the frame before it."""


@dataclass(frozen=True)
class StageTime:
    """One stage of a frame."""

    stage: str
    """One of `STAGES`."""
    wall_s: float
    cpu_s: float | None
    """Of all threads but those that did other stages; of the stage's own thread where it ran beside something. None where the
    system does not tell."""
    beside: Beside = ""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, in milliseconds' precision."""
        found: dict[str, Any] = {"stage": self.stage, "wall_s": round(self.wall_s, 3)}
        if self.cpu_s is not None:
            found["cpu_s"] = round(self.cpu_s, 3)
        return found | ({"beside": self.beside} if self.beside else {})


@dataclass(frozen=True)
class FrameTimings:
    """One frame, from the request to the stored files."""

    wall_s: float
    cpu_s: float
    """Of the process and of children of it that ended, what was done for the next frame included."""
    stages: tuple[StageTime, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"wall_s": round(self.wall_s, 3), "cpu_s": round(self.cpu_s, 3), "stages": [s.plain() for s in self.stages]}


class Stopwatch:
    """Measures one frame, from now on."""

    def __init__(self, *helpers: HelperThread) -> None:
        """`helpers` are the threads that do stages of frames beside the main one."""
        self._helpers = helpers
        self._began_s, self._cpu_s = time.perf_counter(), _process_cpu_s()
        self._stages: list[StageTime] = []

    def add(self, *stages: StageTime) -> None:
        """Take stages that were measured elsewhere."""
        self._stages += stages

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage that the main thread does, or waits for; one that fails is not told of."""
        wall_s, cpu_s = time.perf_counter(), self._main_cpu_s()
        yield
        after_s = self._main_cpu_s()
        # The helpers' clocks are read one after the other.
        spent_s = None if cpu_s is None or after_s is None else max(after_s - cpu_s, 0.0)
        self._stages.append(StageTime(name, time.perf_counter() - wall_s, spent_s))

    @contextmanager
    def beside(self, name: str, what: Beside) -> Iterator[None]:
        """Measure a stage that the calling helper thread does."""
        with own_stage(self._stages, name, what):
            yield

    def timings(self) -> FrameTimings:
        """Return what was measured until now."""
        stages = tuple(sorted(self._stages, key=lambda time: STAGES.index(time.stage)))
        return FrameTimings(time.perf_counter() - self._began_s, _process_cpu_s() - self._cpu_s, stages)

    def _main_cpu_s(self) -> float | None:
        spent = [helper.cpu_s for helper in self._helpers]
        known = [s for s in spent if s is not None]
        return None if len(known) < len(spent) else time.process_time() - sum(known)


@contextmanager
def own_stage(stages: list[StageTime], name: str, beside: Beside = "") -> Iterator[None]:
    """Measure what the calling thread does as a stage, and add it to `stages`; one that fails is not told of."""
    wall_s, cpu_s = time.perf_counter(), time.thread_time()
    yield
    stages.append(StageTime(name, time.perf_counter() - wall_s, time.thread_time() - cpu_s, beside))


def _process_cpu_s() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system
