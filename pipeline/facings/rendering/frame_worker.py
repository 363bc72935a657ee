"""One worker: makes frames of a run in this process's Blender, whoever asks for them and wherever it runs."""

import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.frames.code_digest import trust_sources
from facings.frames.spec import to_json
from facings.process.progress import Progress
from facings.process.timings import Stopwatch
from facings.rendering.events import Event, FrameDone, FrameFailed, Preparing, Ready, Sampled, Unusable, Unwritable
from facings.rendering.frame_maker import FrameMaker
from facings.rendering.job import FrameJob, FrameRequest, dataset_header
from facings.rendering.preparation import Preparation

Tell = Callable[[Event], None]


class FrameWorker:
    """Samples, renders, labels and stores one frame after the other. Every method tells what happens; none raises."""

    def __init__(self, job: FrameJob, index: int = 0) -> None:
        """`index` counts the run's workers on one machine: where there are several GPUs, each takes another one."""
        self._job, self._index = job, index
        self._maker: FrameMaker | None = None
        self._preparation = Preparation(job.loaded, job.header.seed)
        self._writer: DatasetWriter | None = None

    def start(self, tell: Tell) -> bool:
        """Open the template in Blender; tells Ready, or Unusable and returns False."""
        began, job = time.monotonic(), self._job
        try:
            self._check_inputs(_telling(tell))
            if job.out is not None:
                self._writer = DatasetWriter(job.out, job.header)
            device = job.device if job.device == "cpu" else f"{job.device}:{self._index}"
            self._maker = FrameMaker(job.loaded, device)
        except Exception as error:
            tell(Unusable(_said(error), isinstance(error, InputError), _lines(error)))
            return False
        tell(Ready(self._maker.device, time.monotonic() - began))
        return True

    def make(self, request: FrameRequest, tell: Tell) -> bool:
        """Make one frame; tells FrameDone, or FrameFailed or Unwritable and returns False.

        `tell` is called from a second thread too, while something is being prepared.
        """
        maker = self._maker
        if maker is None:
            raise RuntimeError("make() needs a worker that has started")
        frame, spec = request.frame, request.spec
        watch = Stopwatch(self._preparation.thread, maker.thread)
        try:
            ahead = self._preparation.of(frame, spec, _telling(tell))
            with watch.stage("wait for prepare") if ahead.early else nullcontext():
                spec = ahead.spec.result()
                if request.tell_spec:
                    tell(Sampled(frame, to_json(spec)))
                ahead.prepared.result()
            watch.add(*ahead.stages)
            realised = maker.realise(spec, ahead.prepared.result(), watch)
            del ahead  # what was prepared is in Blender
            if request.next_frame is not None:
                self._preparation.begin(request.next_frame, _telling(tell))
            files, record = maker.finish(spec, realised, watch)
        except Exception as error:
            if spec is not None and not request.tell_spec and isinstance(error, InputError):
                tell(Sampled(frame, to_json(spec)))  # it is not tried again
            tell(FrameFailed(frame, _said(error), isinstance(error, InputError), _lines(error)))
            return False
        if self._writer is not None:
            try:
                with watch.stage("store"):
                    self._writer.write_frame(frame, files, record)
            except OSError as error:
                tell(Unwritable(unwritable(frame, self._writer.path, error)))
                return False
            except InputError as error:  # the folder is another run's
                tell(Unwritable(str(error)))
                return False
            except Exception as error:  # a record that JSON cannot hold
                tell(FrameFailed(frame, _said(error), False, _lines(error)))
                return False
        visible = sum(instance["visible_px"] > 0 for instance in record["instances"])
        stored = (files, record) if self._writer is None else None
        timings = watch.timings()
        tell(FrameDone(frame, timings.wall_s, len(record["instances"]), visible, stored, timings))
        return True

    def _check_inputs(self, progress: Progress) -> None:
        """A worker that starts late must not mix another template, catalogue or code into the run."""
        trust_sources(self._job.sources)
        # Remarks were made where the run began.
        here = dataset_header(self._job.loaded, self._job.header.seed,
                              lambda what, done, total: progress(what, done, total) if total else None)
        differing = self._job.header.differences(here) + self._job.header.made_by.differences(here.made_by)
        if differing:
            raise InputError("What the recipe names, or the code, has changed since the run began, or is not the same on this"
                             f" machine ('there' is the run): {'; '.join(differing[:5])}. Undo the change, or begin the run"
                             " anew.")


def _telling(tell: Tell) -> Progress:
    return lambda what, done, total: tell(Preparing(what, done, total))


def unwritable(frame: int, folder: Path, error: OSError) -> str:
    """Return the paragraph that says that a frame could not be stored."""
    return (f"Frame {frame} cannot be written to {folder} ({error.strerror or error}). The frames that are there are"
            " whole; make room or mend the folder and run the same command again.")


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"


def _lines(error: Exception) -> tuple[str, ...]:
    return tuple(line for part in traceback.format_exception(error) for line in part.rstrip("\n").split("\n"))
