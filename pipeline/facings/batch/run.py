"""A run: finds which frames a folder lacks, has workers make them, and writes what is made of all records together."""

import contextlib
import shlex
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from facings.batch.machine import default_memory_limit, default_workers
from facings.batch.options import Limits, RunOptions
from facings.batch.pool import Attempt, WorkerPool
from facings.batch.run_log import RunLog
from facings.batch.shard import Shard
from facings.batch.state import BatchState, Listener, Listeners
from facings.dataset.annotations import drop_annotations, write_annotations
from facings.dataset.layout import FAILED, record_path
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.export.formats import formats_of
from facings.frames.kind_reading import Exporter
from facings.frames.loading import check_run
from facings.frames.scene_kind import LoadedRecipe
from facings.frames.stored_spec import read_spec
from facings.process import durable
from facings.process.allocation import usable_cores
from facings.process.progress import Progress
from facings.process.scratch import run_scratch
from facings.rendering.events import FrameDone
from facings.rendering.frame_worker import unwritable
from facings.rendering.job import FrameJob, dataset_header
from facings.rendering.local_worker import LocalWorker
from facings.rendering.worker import Inbox, Worker


@dataclass(frozen=True)
class BatchReport:
    """What a run did."""

    rendered: tuple[int, ...]
    already_there: tuple[int, ...]
    failed: tuple[int, ...]
    """Set aside in `failed/`."""
    stopped_by: int | None = None
    """The exit code of the signal that ended the run early."""


def render_batch(loaded: LoadedRecipe, out: Path, *, frames: int, start: int = 0, seed: int = 0,
                 shard: Shard | None = None, options: RunOptions | None = None,
                 listener: Listener | None = None) -> BatchReport:
    """Render those of the frames `start` to `start + frames - 1` that fall to `shard` and that `out` lacks.

    Raises InputError for a bad run, a folder that cannot be continued or written, or a device that is not there, and
    CheckFailed where no worker comes up. Frames that fail for good are no error here: the report lists them. Where Ctrl-C or
    SIGTERM ended the run (`BatchReport.stopped_by`), both stay ignored afterwards; see `kept_signal_handlers`.
    """
    check_run(frames, start, seed)
    options = options or RunOptions()
    listener = listener or Listeners()
    writer = DatasetWriter(out, dataset_header(loaded, seed, _preparing(listener)),
                           accept_changed_code=options.accept_changed_code)
    writer.sweep()
    wanted = (shard or Shard()).of(range(start, start + frames))
    there = set(writer.finished_frames("checksum" if options.verify_existing else "size", among=set(wanted)))
    missing = [n for n in wanted if n not in there]
    return _Run(loaded, writer, options, listener).go(missing, tuple(n for n in wanted if n in there))


@contextlib.contextmanager
def kept_signal_handlers() -> Iterator[None]:
    """Set the handlers of Ctrl-C and SIGTERM back, which a run that they stopped leaves ignored."""
    here = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if here else {}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            if handler is not None:  # one that was not set from Python cannot be set back from there
                signal.signal(number, handler)


def render_spec(loaded: LoadedRecipe, spec_file: Path, out: Path, *, options: RunOptions | None = None,
                listener: Listener | None = None) -> BatchReport:
    """Render one stored spec (a spec's JSON, or a frame record that holds one) into `out`, again if it is there.

    Raises InputError where the file is no spec of the recipe's kind, and what `render_batch` raises.
    """
    spec = read_spec(loaded.kind, spec_file, f"--spec {spec_file}")
    listener = listener or Listeners()
    options = options or RunOptions()
    writer = DatasetWriter(out, dataset_header(loaded, spec.seed, _preparing(listener)),
                           accept_changed_code=options.accept_changed_code)
    writer.sweep()
    return _Run(loaded, writer, options, listener, spec).go([spec.frame], ())


def _preparing(listener: Listener) -> Progress:
    nothing_yet = BatchState(0, 0)
    return lambda what, done, total: listener.tell("prepare", nothing_yet, what=what, done=done, total=total)


@dataclass
class _Run:
    """What one run holds while it goes on."""

    loaded: LoadedRecipe
    writer: DatasetWriter
    options: RunOptions
    listener: Listener
    spec: Any = None

    def go(self, missing: list[int], there: tuple[int, ...]) -> BatchReport:
        out, options = self.writer.path, self.options
        state = BatchState(len(missing), len(there))
        log = RunLog(out)
        listener = Listeners(log, self.listener)
        pool = stop = None
        try:
            for lack in durable.lacking():
                listener.tell("prepare", state, what=lack, done=0, total=0)
            if missing:
                drop_annotations(out, self._formats)
                with self._hiring(len(missing)) as (hire, size, limits):
                    listener.tell("start", state, workers=size, frames=len(missing), already_there=len(there))
                    pool = WorkerPool(hire, size, limits, state, listener, self._set_aside, self._store, self.spec)
                    try:
                        stop = pool.work(missing)
                    finally:
                        with contextlib.suppress(OSError):
                            self.writer.sweep()  # what workers left that were ended
            stopped_by = stop.exit_code if stop is not None and stop.count else None
            if options.annotations and stopped_by is None:
                self._annotate(out, state)
            elif pool is not None and pool.rendered:
                drop_annotations(out, self._formats)  # another run may have written them meanwhile, without these frames
            rendered = tuple(sorted(pool.rendered)) if pool is not None else ()
            if stopped_by is None:
                # A cluster's cores are not counted here.
                timings = pool.timings.plain(usable_cores() if options.ray is None else None) if pool is not None else {}
                listener.tell("done", state, rendered=len(rendered), already_there=len(there), failed=sorted(state.failed),
                              folder=str(out), **({"timings": timings} if timings else {}))
        except BaseException as error:
            log.close(state, f"{type(error).__name__}: {error}")
            if isinstance(error, InputError) and not there and (pool is None or not pool.rendered):
                log.remove()
                self.writer.withdraw()
            raise
        log.close(state)
        return BatchReport(rendered, there, tuple(sorted(state.failed)), stopped_by)

    @property
    def _formats(self) -> tuple[Exporter, ...]:
        return formats_of(self.loaded.kind.name)

    def _annotate(self, out: Path, state: BatchState) -> None:
        try:
            write_annotations(out, self._formats)
        except InputError as error:
            failed = f" {len(state.failed)} were set aside, see {out / FAILED}." if state.failed else ""
            raise InputError(f"All frames of this run are stored, but annotations cannot be made of the folder's: {error}"
                             f"{failed} With --verify-existing the same command makes damaged frames again.") from error

    @contextlib.contextmanager
    def _hiring(self, frames: int) -> Iterator[tuple[Callable[[int, Inbox], Worker], int, Limits]]:
        """Yield how workers are started, how many, and their limits."""
        options = self.options
        job = FrameJob(self.loaded, self.writer.header, self.writer.path.absolute(), options.device)
        if options.ray is not None:
            from facings.batch.ray_workers import ray_hiring

            with ray_hiring(job, options, frames) as hiring:
                yield hiring
            return
        size = min(frames, options.workers or default_workers(options.device))
        memory = options.limits.memory_bytes or default_memory_limit(size)
        limits = replace(options.limits, memory_bytes=memory)
        with run_scratch() as scratch:
            def hire(index: int, inbox: Inbox) -> Worker:
                return LocalWorker(job, index, scratch, inbox)

            yield hire, size, limits

    def _store(self, done: FrameDone) -> None:
        if done.stored is None:  # the worker has stored it
            return
        files, record = done.stored
        try:
            self.writer.write_frame(done.frame, files, record)
        except OSError as error:
            raise InputError(unwritable(done.frame, self.writer.path, error)) from error

    def _set_aside(self, frame: int, attempts: list[Attempt], spec: dict[str, Any] | None) -> str:
        """Note a frame in `failed/`: why, the ends of the logs, its spec, and the command that makes it alone."""
        note = f"{FAILED}/{Path(record_path(frame)).name}"
        seed = self.writer.header.seed
        alone = ["--seed", str(seed), "--start", str(frame), "--frames", "1"]
        if spec is not None:
            alone = ["--spec", str(self.writer.path / note)]
        recipe = ["facings", "render", *(self.loaded.arguments or [str(self.loaded.path)]), "--device", self.options.device]
        reason = {
            "frame": frame, "seed": seed, "why": attempts[-1].why,
            "reproduce": shlex.join([*recipe, *alone, "--out", f"frame-{frame}", "--workers", "1", "--retries", "0"]),
            "attempts": [{"why": a.why, "worker": a.worker, "log": list(a.log)} for a in attempts], "spec": spec,
        }
        try:
            self.writer.set_aside(frame, reason)
        except OSError as error:
            raise InputError(unwritable(frame, self.writer.path, error)) from error
        return note
