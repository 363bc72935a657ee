"""A worker in a process of this machine."""

import contextlib
import os
import pickle
import queue
import shutil
import subprocess
import tempfile
import threading
import weakref
from collections import deque
from pathlib import Path
from typing import IO, cast

from facings.process import child
from facings.process.surroundings import python_command
from facings.process.system import resident_bytes
from facings.rendering.events import Died
from facings.rendering.job import FrameJob, FrameRequest
from facings.rendering.worker import Inbox

_STARTED: "weakref.WeakSet[LocalWorker]" = weakref.WeakSet()
_KEPT_LINES = 60
_PATIENCE_S = 5.0

_SPARING = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": str(4 << 20)}
"""What the environment of a worker says where it says nothing of its own.

The products of a frame are small: OpenBLAS's threads wait for one another and take the cores from the renderer. Arrays of some
megabytes go back to the system when they are freed, and not into the gaps of a heap.
"""


class LocalWorker:
    """A long-lived Blender in a process of its own, outside this terminal's reach; see `worker.Worker`."""

    def __init__(self, job: FrameJob, index: int, scratch: Path, inbox: Inbox) -> None:
        """Start it; it will tell Ready. In `scratch` it gets a folder for what it leaves when it is killed.

        Raises OSError where the system starts no further process.
        """
        self.name = str(index + 1)
        self._scratch = tempfile.mkdtemp(prefix="worker-", dir=scratch)
        self._printed: deque[str] = deque(maxlen=_KEPT_LINES)
        # TMPDIR: Blender too makes a folder there that a killed process leaves behind.
        environment = _SPARING | child.environment(self._scratch) | {"FACINGS_SCRATCH": self._scratch,
                                                                     "FACINGS_CHATTER": "keep"}
        # A session of its own: Ctrl-C in the terminal is the parent's affair.
        self._popen = subprocess.Popen(
            python_command("facings.rendering.worker_process"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment, start_new_session=True)
        self._requests, self._events, self._prints = cast(
            tuple[IO[bytes], IO[bytes], IO[bytes]], (self._popen.stdin, self._popen.stdout, self._popen.stderr))
        _STARTED.add(self)
        self._listening = threading.Thread(target=self._listen, args=(inbox,), daemon=True)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._listening.start()
        self._reading.start()
        # A process that hangs as it starts would not read, and a pipe holds little: one thread writes, in order.
        self._to_send: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._to_send.put(pickle.dumps((job, index)))
        threading.Thread(target=self._write, daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._popen.pid

    def make(self, request: FrameRequest) -> None:
        self._to_send.put(pickle.dumps(request))

    def resident_bytes(self) -> int:
        return resident_bytes(self.pid)

    def last_lines(self) -> list[str]:
        return list(self._printed)

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(_PATIENCE_S)
        self.kill()

    def kill(self) -> None:
        self._popen.kill()
        self._to_send.put(None)
        # One that waits for a dead network disk or a driver cannot be ended; nobody is to wait with it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(_PATIENCE_S)
        self._listening.join(_PATIENCE_S)
        with contextlib.suppress(OSError):
            self._requests.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _write(self) -> None:
        # A dead worker's pipe is broken: Died says so, in its turn.
        with contextlib.suppress(OSError, ValueError):
            while (message := self._to_send.get()) is not None:
                self._requests.write(message)
                self._requests.flush()

    def _listen(self, inbox: Inbox) -> None:
        while True:
            try:
                inbox.put((self, pickle.load(self._events)))
            except Exception:  # the pipe ended, in the middle of an event perhaps
                break
        self._popen.kill()  # or it ended already
        code = self._popen.wait()
        self._reading.join(_PATIENCE_S)  # its last words
        inbox.put((self, Died(child.ending(code).replace("it ", "the worker ", 1))))

    def _read(self) -> None:
        for line in self._prints:
            self._printed.append(line.decode("utf-8", "replace").rstrip())


def _leave_to_parent() -> None:
    """In a child process that was forked: let go of the pipes, or a worker would outlive the parent that started it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for worker in _STARTED:
        for pipe in (worker._requests, worker._events, worker._prints):
            # Not closed: that could wait for a lock that a thread of the parent held. The number stays taken.
            if not pipe.closed:
                os.dup2(nowhere, pipe.fileno())
    os.close(nowhere)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)

