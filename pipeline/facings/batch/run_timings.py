"""Where a run's time went: the medians of its frames' stages, and how busy the cores were."""

import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from facings.process.timings import STAGES, Beside, FrameTimings, StageTime


@dataclass
class RunTimings:
    """What the workers of one run told of their frames."""

    _frames: list[FrameTimings] = field(default_factory=list)
    _began_s: float | None = None
    _ended_s: float = 0.0

    def begin(self) -> None:
        """A frame is handed out; the first one begins the run's time."""
        if self._began_s is None:
            self._began_s = time.monotonic()

    def add(self, timings: FrameTimings) -> None:
        """A frame is done."""
        self._frames.append(timings)
        self._ended_s = time.monotonic()

    def plain(self, cores: int | None = None) -> dict[str, Any]:
        """Return {'frames', 'wall_s' from the first request to the last frame, 'cpu_s' of all frames, 'cores', 'cores_busy',
        'median': {'wall_s', 'cpu_s', 'stages': [...]}}, nothing where no frame told.

        `cores_busy` is the share of `cores` cores that the frames used: CPU seconds / (wall seconds x cores); None: unknown.
        """
        if not self._frames or self._began_s is None:
            return {}
        wall_s, cpu_s = self._ended_s - self._began_s, sum(frame.cpu_s for frame in self._frames)
        stages: dict[str, list[StageTime]] = {stage: [] for stage in STAGES}
        for frame in self._frames:
            for time_of in frame.stages:
                stages[time_of.stage].append(time_of)
        median = FrameTimings(statistics.median(frame.wall_s for frame in self._frames),
                              statistics.median(frame.cpu_s for frame in self._frames),
                              tuple(_median(times) for times in stages.values() if times))
        busy = {} if cores is None or not wall_s else {"cores": cores, "cores_busy": round(cpu_s / (wall_s * cores), 3)}
        return {"frames": len(self._frames), "wall_s": round(wall_s, 3), "cpu_s": round(cpu_s, 3), **busy,
                "median": median.plain()}


def _median(times: list[StageTime]) -> StageTime:
    cpu_s = [time.cpu_s for time in times if time.cpu_s is not None]
    beside: list[Beside] = [time.beside for time in times]
    return StageTime(times[0].stage, statistics.median(time.wall_s for time in times),
                     statistics.median(cpu_s) if cpu_s else None, max(beside, key=beside.count))
