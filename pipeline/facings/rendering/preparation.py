"""What frames need before Blender sees them: sampled and prepared in one thread, the next frame's beside the present one."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from facings.frames.scene_kind import LoadedRecipe
from facings.process.helper_thread import HelperThread
from facings.process.progress import Progress
from facings.process.timings import Beside, StageTime, own_stage


@dataclass(frozen=True, eq=False)
class FrameAhead:
    """One frame on its way; what its sampling and preparing raise is raised by the futures."""

    frame: int
    spec: Future[Any]
    prepared: Future[Any]
    """What the kind's `prepare` returns."""
    early: bool
    """Begun before it was asked for."""
    stages: list[StageTime] = field(default_factory=list)
    """As far as they are done."""


class Preparation:
    """Samples and prepares frames of one recipe and seed, one after the other.

    All in one thread: what a scene kind keeps from frame to frame is never used by two at once. One frame at most is prepared
    that nobody has asked for yet.
    """

    def __init__(self, loaded: LoadedRecipe, seed: int) -> None:
        self.thread = HelperThread("prepare")
        self._loaded, self._seed = loaded, seed
        self._ahead: FrameAhead | None = None

    def begin(self, frame: int, progress: Progress) -> None:
        """Begin with a frame that will be asked for next, perhaps; returns at once."""
        self._drop()
        self._ahead = self._begun(frame, None, progress, "frame before")

    def of(self, frame: int, spec: Any, progress: Progress) -> FrameAhead:
        """Return a frame on its way, begun before or now; `spec` is rendered instead of a sampled one, where it is not None."""
        ahead = self._ahead
        if ahead is not None and ahead.frame == frame and spec is None:
            self._ahead = None
            return ahead
        self._drop()
        return self._begun(frame, spec, progress, "")

    def _drop(self) -> None:
        if self._ahead is not None:
            self._ahead.prepared.cancel()
            self._ahead.spec.cancel()  # what runs already comes to its end before anything new
            self._ahead = None

    def _begun(self, frame: int, spec: Any, progress: Progress, beside: Beside) -> FrameAhead:
        loaded, stages = self._loaded, []

        def timed(stage: str, work: Callable[..., Any], *arguments: Any) -> Any:
            with own_stage(stages, stage, beside):
                return work(*arguments)

        sampled: Future[Any] = Future()
        if spec is None:
            sampled = self.thread.submit(timed, "sample", loaded.sample, self._seed, frame, progress)
        else:
            sampled.set_result(spec)

        def prepare() -> Any:
            return timed("prepare", loaded.kind.prepare, loaded, sampled.result(), progress)

        return FrameAhead(frame, sampled, self.thread.submit(prepare), bool(beside), stages)
