"""Frames for Python: rendered in worker processes, handed out as arrays, without a folder."""

import contextlib
import os
import queue
import warnings
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from facings.dataset.header import DatasetHeader
from facings.dataset.reader import Frame
from facings.errors import FrameTimeout, InputError, RenderError, RenderInterrupted
from facings.frames.loading import check_run, load_recipe
from facings.frames.scene_kind import LoadedRecipe
from facings.frames.spec import from_json
from facings.process.progress import Progress, silent
from facings.process.scratch import run_scratch
from facings.rendering.events import Died, FrameDone, FrameFailed, Preparing, Sampled, Unusable, Unwritable
from facings.rendering.job import FrameJob, FrameRequest, dataset_header
from facings.rendering.local_worker import LocalWorker
from facings.rendering.worker import Inbox


class Renderer:
    """Renders frames of a recipe, one after the other, and gives them as `facings.dataset.reader.Frame`: arrays and records.

    A context manager. Blender runs in worker processes, the same as a batch's: this process never imports it, and a crash
    there is an exception here. Workers start when the first frame is asked for and live until `close`, or until nobody
    holds the renderer any more. A frame is the same, byte for byte, as that of `facings render` with the same recipe, seed and
    number on the same kind of device.

    Several renderers may work at once. One that is pickled, or copied into a child process by fork (a data loader's workers),
    starts workers of its own there. One renderer is not to be used by two threads at once.
    """

    def __init__(self, recipe: LoadedRecipe | str | os.PathLike, *, seed: int = 0, device: str = "auto", workers: int = 1,
                 retries: int = 1, frame_limit_s: float | None = None, progress: Progress = silent) -> None:
        """`recipe` is what `facings.load_recipe` returns, or what it takes.

        `device` is 'auto', 'cpu', 'cuda', 'optix', 'hip', 'metal' or 'oneapi'; with several GPUs each worker takes another.
        `workers` is how many frames are made at once by `frames`. A worker without a sign of life for `frame_limit_s` seconds
        is ended (None: it may take its time). A frame whose worker crashes, raises or is silent is tried again `retries` times.
        `progress` is called as (what, done, total) while assets are made that the cache lacks, and with total 0 for a remark;
        where there is none, remarks are warnings.

        Raises InputError for a bad recipe or seed; a bad device, template or installation is told with the first frame.
        """
        self.recipe: LoadedRecipe = recipe if isinstance(recipe, LoadedRecipe) else load_recipe(os.fspath(recipe))
        check_run(1, 0, seed)
        if workers < 1:
            raise InputError(f"Renderer(workers={workers}): at least 1 is needed.")
        self.seed = seed
        self.device = device
        self._workers, self._retries, self._frame_limit_s, self._progress = workers, retries, frame_limit_s, progress
        self._pool = _Pool()
        self._end = weakref.finalize(self, _Pool.dismiss, self._pool)

    @cached_property
    def header(self) -> DatasetHeader:
        """What `dataset.json` would say: categories, semantic classes, assets with their licences, versions."""
        return dataset_header(self.recipe, self.seed, self._progress)

    def frame(self, number: int) -> Frame:
        """Return one frame of the recipe.

        Raises InputError where the recipe, its template or the device cannot give it, RenderError where its worker fails again
        and again, FrameTimeout where it is silent for too long, RenderInterrupted on Ctrl-C; the last three hold the frame's
        spec. OSError where the system starts no further process. The next frame gets a new worker.
        """
        check_run(1, number, self.seed)
        return self._answer(self._ask(FrameRequest(number, tell_spec=True)))

    def render(self, spec: Any) -> Frame:
        """Return the frame of a spec (`recipe.sample`, an exception's `spec`), changed perhaps. Raises as `frame` does."""
        wanted = self.recipe.kind.spec_type
        if not isinstance(spec, wanted):
            raise InputError(f"Renderer.render takes a {wanted.__name__}, what recipe.sample returns; this is a"
                             f" {type(spec).__name__}.")
        return self._answer(self._ask(FrameRequest(spec.frame, tell_spec=True, spec=spec)))

    def frames(self, numbers: Iterable[int]) -> Iterator[Frame]:
        """Yield the frames of these numbers, in their order; while one is used, the next ones are being made.

        `numbers` is read ahead of what is yielded, by twice as many as there are workers: each prepares its next frame beside
        the render of the present one. Raises as `frame` does. When the iteration ends early, the frames under way are dropped.
        """
        requests = self._requests(numbers)
        under_way: deque[_Asked] = deque()
        try:
            under_way.extend(map(self._ask, islice(requests, self._workers)))
            while under_way:
                # Left in the queue meanwhile: what is raised here drops all that are under way.
                frame = self._answer(under_way[0])
                under_way.popleft()
                under_way.extend(map(self._ask, islice(requests, 1)))
                yield frame
        finally:
            for asked in under_way:
                self._pool.drop(asked.seat)

    def _requests(self, numbers: Iterable[int]) -> Iterator[FrameRequest]:
        """Yield a request a number; the worker that has one will get the one that comes as many places after as there are
        workers."""
        waiting: deque[int] = deque()
        # One that may not fail once has nothing beside it that could.
        places = self._workers if self._retries else 0
        for number in numbers:
            waiting.append(number)
            if len(waiting) > places:
                yield FrameRequest(waiting.popleft(), tell_spec=True, next_frame=waiting[-1] if waiting else None)
        for number in waiting:
            yield FrameRequest(number, tell_spec=True)

    def close(self) -> None:
        """End the workers. A frame that is asked for later starts new ones."""
        self._pool.dismiss()

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __reduce__(self) -> tuple:
        return _unpickled, (self.recipe, self.seed, self.device, self._workers, self._retries, self._frame_limit_s)

    def __repr__(self) -> str:
        return f"<Renderer of {self.recipe.path.name}, seed {self.seed}>"

    def _ask(self, request: FrameRequest) -> "_Asked":
        seat = self._pool.seat(FrameJob(self.recipe, self.header, None, self.device))
        seat.busy = True
        seat.worker.make(request)
        return _Asked(request, seat)

    def _answer(self, asked: "_Asked") -> Frame:
        spec = asked.request.spec
        for attempt in range(self._retries + 1):
            try:
                return self._wait(asked)
            except RenderError as error:
                spec = error.spec or spec
                if attempt == self._retries:
                    raise
                # The same seat in the eyes of whoever holds `asked`, with a new worker.
                asked.seat = self._ask(FrameRequest(asked.request.frame, tell_spec=True, spec=spec)).seat
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, asked: "_Asked") -> Frame:
        """Return what comes of a request; where nothing good does, its worker is gone."""
        frame, seat = asked.request.frame, asked.seat
        spec: Any = asked.request.spec
        try:
            while True:
                try:
                    news = seat.inbox.get(timeout=self._frame_limit_s)
                except queue.Empty:
                    raise FrameTimeout(f"frame {frame}: no sign of life for {self._frame_limit_s:g} s, its worker was ended",
                                       frame, self._typed(spec), tuple(seat.worker.last_lines())) from None
                match news and news[1]:
                    case Preparing(what, done, total):
                        if not total and self._progress is silent:
                            warnings.warn(what, stacklevel=2)
                        self._progress(what, done, total)
                    case Sampled(_, spec):
                        pass
                    case FrameDone(stored=(files, record)):
                        seat.busy = False
                        return Frame.from_files(record, files)
                    case FrameFailed(_, why, bad_input, log) | Unusable(why, bad_input, log):
                        raise InputError(why) if bad_input else self._failed(frame, why, spec, log)
                    case Died(why) | Unwritable(why):
                        raise self._failed(frame, why, spec, tuple(seat.worker.last_lines()))
        except KeyboardInterrupt:
            self._pool.drop(seat)
            raise RenderInterrupted(f"frame {frame} was interrupted", frame, self._typed(spec)) from None
        except BaseException:
            self._pool.drop(seat)
            raise

    def _failed(self, frame: int, why: str, spec: Any, log: tuple[str, ...]) -> RenderError:
        return RenderError(f"frame {frame}: {why}", frame, self._typed(spec), log)

    def _typed(self, spec: Any) -> Any:
        """Return a spec that came as JSON data in its own type."""
        return from_json(self.recipe.kind.spec_type, spec) if isinstance(spec, dict) else spec


def _unpickled(recipe: LoadedRecipe, seed: int, device: str, workers: int, retries: int,
               frame_limit_s: float | None) -> Renderer:
    return Renderer(recipe, seed=seed, device=device, workers=workers, retries=retries, frame_limit_s=frame_limit_s)


@dataclass(eq=False)
class _Seat:
    """A worker, what it tells, and whether it has a frame to make."""

    worker: LocalWorker
    inbox: Inbox
    index: int
    busy: bool = False


@dataclass
class _Asked:
    request: FrameRequest
    seat: _Seat


@dataclass(eq=False)
class _Pool:
    """The workers of one renderer in one process; a child that was forked has none of its parent's."""

    _pid: int = field(default_factory=os.getpid)
    _seats: list[_Seat] = field(default_factory=list)
    _folder: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _scratch: Path | None = None

    def seat(self, job: FrameJob) -> _Seat:
        """Return a worker that has nothing to do, started now where there is none."""
        if self._pid != os.getpid():
            # The parent's workers are its own affair: nothing of them is touched.
            self._pid, self._seats, self._folder, self._scratch = os.getpid(), [], contextlib.ExitStack(), None
        idle = next((seat for seat in self._seats if not seat.busy), None)
        if idle is not None:
            return idle
        if self._scratch is None:
            self._scratch = self._folder.enter_context(run_scratch())
        inbox: Inbox = queue.SimpleQueue()
        # Where there are several GPUs, the index says which one: the lowest that nobody has.
        index = min(set(range(len(self._seats) + 1)) - {seat.index for seat in self._seats})
        taken = _Seat(LocalWorker(job, index, self._scratch, inbox), inbox, index)
        self._seats.append(taken)
        return taken

    def drop(self, seat: _Seat) -> None:
        """End a worker at once, whatever it does."""
        if self._pid == os.getpid() and seat in self._seats:
            self._seats.remove(seat)
            seat.worker.kill()

    def dismiss(self) -> None:
        """End all workers."""
        if self._pid != os.getpid():
            return
        while self._seats:
            seat = self._seats.pop()
            (seat.worker.kill if seat.busy else seat.worker.end)()
        self._folder.close()
        self._scratch = None
