"""What runs on a node of a Ray cluster: one worker process, and whoever asks for its news. Imports no Ray."""

import contextlib
import os
import pickle
import platform
import queue
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from facings.batch.portable_recipe import PortableFiles, relocated
from facings.errors import InputError
from facings.process import durable
from facings.process.scratch import run_scratch
from facings.rendering.events import Died, Event, Unusable
from facings.rendering.job import FrameJob, FrameRequest
from facings.rendering.local_worker import LocalWorker
from facings.rendering.worker import Inbox

_NEWS_S = 5.0


@dataclass(frozen=True)
class Token:
    """A file that the driver put into the dataset's folder: whoever reads it there shares the folder."""

    path: Path
    content: bytes

    def is_seen(self) -> bool:
        """Return whether this process reads the token under the same path, and may write beside it."""
        try:
            if self.path.read_bytes() != self.content:
                return False
            durable.write_part(self.path.with_name("answer"), b"", durable.new_run()).unlink()
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class NodeView:
    """What a worker's node looks like from within."""

    host: str
    pid: int
    """Of the actor's process."""
    has_files: bool
    """The user's files lie there under the paths that they have where the run began."""


class FrameActor:
    """Holds a `LocalWorker`, the same process that renders without Ray, and hands its events on.

    Blender is not in the actor's own process: when it crashes, hangs or prints its last words, somebody is there to tell, and
    Ray's libraries and signal handlers stay away from it. It reads its requests from a pipe of the actor's, so that it
    ends with the actor, whatever ends that. The methods are called from several threads.
    """

    def __init__(self) -> None:
        self._news: Inbox = queue.SimpleQueue()
        self._worker: LocalWorker | None = None
        self._unusable: Unusable | None = None
        """Why there is no worker; None in the inbox tells of it."""
        self._folder = contextlib.ExitStack()

    def look(self, files: PortableFiles) -> NodeView:
        """Return what the node lacks."""
        return NodeView(platform.node(), os.getpid(), files.are_here())

    def start(self, pickled: bytes, token: Token, brought: Mapping[str, bytes]) -> None:
        """Start the worker of a pickled FrameJob; what comes of it, and of a bad job, is news."""
        try:
            # A kind that is not installed here, another version of a class: then the pickle cannot be read.
            job: FrameJob = pickle.loads(pickled)
            scratch = self._folder.enter_context(run_scratch())
            loaded = relocated(job.loaded, brought, scratch / "brought")
            job = replace(job, loaded=loaded, out=job.out if token.is_seen() else None)
            # Ray shows it the GPUs that it may use and no others.
            self._worker = LocalWorker(job, 0, scratch, self._news)
        except Exception as error:
            why = str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
            self._unusable = Unusable(f"on {platform.node()}: {why}", isinstance(error, InputError), ())
            self._news.put(None)

    def make(self, request: FrameRequest) -> None:
        """Ask for a frame; returns at once."""
        if self._worker is not None:
            self._worker.make(request)

    def news(self) -> list[tuple[Event, list[str]]]:
        """Return what happened since the last call, after some seconds an empty list; beside a death, the last lines."""
        found: list[Event] = []
        with contextlib.suppress(queue.Empty):
            news = self._news.get(timeout=_NEWS_S)
            while True:
                if news is not None:
                    found.append(news[1])
                elif self._unusable is not None:
                    found.append(self._unusable)
                news = self._news.get_nowait()
        return [(event, self.last_lines() if isinstance(event, Died) else []) for event in found]

    def last_lines(self) -> list[str]:
        """Return the end of what the worker printed."""
        return self._worker.last_lines() if self._worker is not None else []

    def leave(self, kill: bool) -> list[str]:
        """End the worker, at once or when it has noticed, and remove what it leaves; return its last lines."""
        if self._worker is not None:
            (self._worker.kill if kill else self._worker.end)()
        lines = self.last_lines()
        self._folder.close()
        return lines
