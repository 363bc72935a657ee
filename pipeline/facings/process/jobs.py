"""Runs independent jobs in Python processes of their own, several at once.

`multiprocessing` would import the caller's main module again in each of them, and hand on the `sys.path` that Blender has
changed; these processes know neither. A job is any picklable object with a method `run()`.
"""

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import IO, Any, Protocol, cast

from facings.errors import MachineError
from facings.process import child
from facings.process.allocation import usable_cores
from facings.process.surroundings import python_command


class Job(Protocol):
    """What a process can do."""

    def run(self) -> None:
        """Do the work; what it raises is raised in the caller."""


def run_jobs(jobs: Sequence[Job], on_done: Callable[[int], None], processes: int | None = None) -> None:
    """Run `jobs` in at most `processes` processes (default: one a core that it may use); `on_done` is told how many are done.

    The first exception of a job is raised here, and the other jobs are ended: a job must make its result appear at once.
    Raises MachineError where a process dies.
    """
    count = min(len(jobs), processes or usable_cores())
    idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
    started = [_Process() for _ in range(count)]
    for process in started:
        idle.put(process)

    def run(job: Job) -> None:
        process = idle.get()
        try:
            process.run(job)
        finally:
            idle.put(process)

    try:
        with ThreadPoolExecutor(max(count, 1)) as threads:
            under_way = [threads.submit(run, job) for job in jobs]
            try:
                for done, job in enumerate(as_completed(under_way), 1):
                    job.result()
                    on_done(done)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                for process in started:
                    process.end()
                raise
    finally:
        for process in started:
            process.end()


class _Process:
    """One Python process that runs one job after the other; requests and replies are pickles on its pipes."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C is the parent's affair, which then ends its processes.
        self._popen = subprocess.Popen(python_command("facings.process.jobs"), stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=child.environment(), start_new_session=True)
        self._jobs, self._replies = cast(tuple[IO[bytes], IO[bytes]], (self._popen.stdin, self._popen.stdout))

    def run(self, job: Job) -> None:
        try:
            pickle.dump(job, self._jobs)
            self._jobs.flush()
            error = pickle.load(self._replies)
        except (EOFError, OSError, pickle.UnpicklingError) as broken:
            how = child.ending(self._popen.wait())
            raise MachineError(f"A process that makes what the cache lacks did not come to its end: {how}. Where the"
                               " system ended it, memory was short, mostly; the same command goes on from there.") from broken
        if error is not None:
            raise error

    def end(self) -> None:
        """End the process, at once."""
        self._popen.kill()
        self._popen.wait()


def _serve() -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a job prints must not stand among the replies
    while True:
        try:
            job: Any = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            job.run()
            error = None
        except BaseException as raised:
            error = raised
        try:
            reply = pickle.dumps(error)
        except Exception:
            reply = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
        replies.write(reply)
        replies.flush()


if __name__ == "__main__":
    _serve()
