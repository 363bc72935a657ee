"""Workers on the nodes of a Ray cluster.

Ray's part: it finds a node with the CPUs and GPUs that a worker takes and shows it these GPUs only, watches nodes and
processes by heartbeats and connections, ends processes of nodes that run out of memory, moves recipe files and frames between
machines, and ends all actors when the driver is gone. The pool's part: it counts attempts. An actor has one life
(`max_restarts=0`, `max_task_retries=0`): when Ray reports it dead, the pool notes a failed attempt for its frame, hires
another one, which Ray places on a node that lives, and hands the frame out again, or sets it aside after the last attempt.
Restarts by Ray would repeat a poisonous frame uncounted, and would run a frame twice where only its answer was lost.

Each frame counts once: the pool has a frame with one worker at a time and takes no news of a worker that it let go. What the
process of such a worker still stores, unaware of its node's death, is the same frame, byte for byte, renamed into its
place under the dataset's lock.
"""

import contextlib
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from facings.batch.options import Limits, RunOptions
from facings.batch.portable_recipe import PortableFiles, portable_files
from facings.batch.ray_actor import FrameActor, NodeView, Token
from facings.batch.ray_cluster import Demand, connected, demand
from facings.errors import InputError
from facings.process import durable
from facings.rendering.events import Died, Preparing, Ready, Unusable
from facings.rendering.job import FrameJob, FrameRequest
from facings.rendering.worker import Inbox, Worker

_PLACED_SOON_S, _REMARK_S = 15.0, 60.0
"""A worker without a place tells of it after the first, then at least as often as the second."""
_ANSWER_S, _LEAVE_S = 2.0, 8.0
"""How long an actor may take to hand its worker's last words over, and to let an idle worker go."""

_DETAILS = ("class_name:", "actor_id:", "pid:", "name:", "namespace:", "ip:")
"""How lines of a Ray error begin that name the actor once more."""

Hire = Callable[[int, Inbox], Worker]


@contextlib.contextmanager
def ray_hiring(job: FrameJob, options: RunOptions, frames: int) -> "Iterator[tuple[Hire, int, Limits]]":
    """Connect to a cluster; yield how a worker is started there, how many suit `frames` frames, and the workers' limits.

    The limits hold no memory: Ray watches that of its nodes. Raises InputError where Ray, the cluster or the device is missing.
    """
    files = portable_files(job.loaded)
    with connected(options.ray or "auto") as ray, _token(job) as token:
        nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
        wanted = demand(nodes, options.device, options.limits.memory_bytes)
        room = sum(map(wanted.fitting, nodes))
        if not room and options.workers is None:
            raise InputError(f"--ray {options.ray}: none of the cluster's {len(nodes)} nodes has {wanted} for a worker. Start"
                             " more nodes, or give --workers N to wait for them.")
        size = min(frames, options.workers or room)
        limits = replace(options.limits, memory_bytes=0)
        remark_s = _REMARK_S if limits.frame_s is None else min(_REMARK_S, limits.frame_s / 3)
        cluster = _Cluster(ray, ray.remote(FrameActor), wanted, ray.put(pickle.dumps(job)), token, files, remark_s)
        hired: list[RayWorker] = []

        def hire(index: int, inbox: Inbox) -> Worker:
            hired.append(RayWorker(cluster, index, inbox))
            return hired[-1]

        try:
            yield hire, size, limits
        finally:
            for worker in hired:
                worker.kill()
            for worker in hired:  # nobody may wait for an answer when the connection is closed
                worker.listening.join(_LEAVE_S)


@contextlib.contextmanager
def _token(job: FrameJob) -> Iterator[Token]:
    """Put a file into the dataset's folder by which nodes know that they share it; swept like any part if this run dies."""
    run = durable.new_run()
    if job.out is None:
        raise ValueError("a run on a cluster has a folder here")
    try:
        path = durable.write_part(job.out / "shared", run.encode(), run)
    except OSError as error:
        raise InputError(f"{job.out} cannot be written ({error.strerror or error}). Give --out a folder on a disk with room"
                         " where you may write.") from error
    try:
        yield Token(path, run.encode())
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


@dataclass
class _Cluster:
    """What the workers of one run have in common."""

    ray: Any
    actor_class: Any
    demand: Demand
    job: Any
    """Reference to the pickled job."""
    token: Token
    files: PortableFiles
    remark_s: float
    _contents: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def actor(self) -> Any:
        """Ask Ray for an actor, wherever there is room for it; returns its handle at once."""
        return self.actor_class.options(max_restarts=0, max_task_retries=0, max_concurrency=4, scheduling_strategy="SPREAD",
                                        **self.demand.options()).remote()

    def contents(self) -> Any:
        """Return the reference to the user's files; they are put into Ray's store when the first node lacks them."""
        with self._lock:
            if self._contents is None:
                self._contents = self.ray.put(self.files.contents())
            return self._contents


class RayWorker:
    """An actor with a worker process of its own; see `worker.Worker`."""

    def __init__(self, cluster: _Cluster, index: int, inbox: Inbox) -> None:
        """Start it; it will tell Ready."""
        self.name = str(index + 1)
        self._cluster, self._ray, self._inbox = cluster, cluster.ray, inbox
        self._where = ""
        self._answers = False
        self._lines: list[str] = []
        self._gone = threading.Event()
        self._actor = cluster.actor()
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()

    def make(self, request: FrameRequest) -> None:
        # Where the connection is gone, the listening thread says so, in its turn.
        with contextlib.suppress(Exception):
            self._actor.make.remote(request)

    def resident_bytes(self) -> int:
        return 0

    def last_lines(self) -> list[str]:
        return self._lines

    def end(self) -> None:
        self._let_go(kill=False, patience_s=_LEAVE_S)

    def kill(self) -> None:
        self._let_go(kill=True, patience_s=_ANSWER_S)

    def _let_go(self, kill: bool, patience_s: float) -> None:
        if self._gone.is_set():
            return
        self._gone.set()
        if self._answers:  # and was placed, and is not known to be lost
            with contextlib.suppress(Exception):  # dead, silent, or out of reach
                lines = self._ray.get(self._actor.leave.remote(kill), timeout=patience_s)
                self._lines = self._lines or lines
        with contextlib.suppress(Exception):
            self._ray.kill(self._actor)

    def _listen(self) -> None:
        """Hand on what the actor tells until it is let go or dies."""
        began = time.monotonic()
        try:
            view = self._placed()
            if view is None:
                return
            brought = {} if view.has_files else self._cluster.contents()
            self._actor.start.remote(self._cluster.job, self._cluster.token, brought)
            while not self._gone.is_set():
                for event, lines in self._ray.get(self._actor.news.remote()):
                    self._lines = lines or self._lines
                    if isinstance(event, Ready):
                        event = Ready(f"{event.device} on {view.host}", time.monotonic() - began)
                    self._inbox.put((self, event))
        except InputError as error:
            self._inbox.put((self, Unusable(str(error), True, ())))
        except Exception as error:  # RayError, and what its client raises when the connection is gone
            self._inbox.put((self, self._lost(error)))

    def _placed(self) -> NodeView | None:
        """Wait until Ray has found a place and the actor answers, telling of it when that takes long; None: let go of."""
        answer = self._actor.look.remote(self._cluster.files)
        wait_s = min(_PLACED_SOON_S, self._cluster.remark_s)
        waited_s = 0.0
        next_remark_s = wait_s
        while not self._ray.wait([answer], timeout=1.0)[0]:
            if self._gone.is_set():
                return None
            waited_s += 1.0
            if waited_s >= next_remark_s:
                next_remark_s = waited_s + self._cluster.remark_s
                self._inbox.put((self, Preparing(f"worker {self.name} waits for a node of the Ray cluster with"
                                                 f" {self._cluster.demand} free ({waited_s:.0f} s)", 0, 0)))
        view: NodeView = self._ray.get(answer)
        self._where = f"process {view.pid} on {view.host}"
        self._answers = True
        return view

    def _lost(self, error: Exception) -> Died | Unusable:
        self._answers = False
        text = str(error)
        if not self._where and "ModuleNotFoundError" in text:
            return Unusable(_not_installed(text), True, tuple(text.splitlines()))
        self._lines = self._lines or text.splitlines()
        return Died(f"its Ray actor{self._where and f', {self._where},'} is gone: {_said(text) or type(error).__name__}")


def _not_installed(text: str) -> str:
    module = next((line for line in reversed(text.splitlines()) if "ModuleNotFoundError" in line), "").strip()
    return (f"--ray: a node of the Ray cluster cannot import what a worker needs ({module}). Install the same version of"
            " Facings on all nodes, with its extra `ray`, in the Python from which `ray start` runs there.")


def _said(text: str) -> str:
    """The sentence of a Ray error that says most: its first line is often only that an actor died, ids follow."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(_DETAILS)]
    return " ".join(telling[:2])[:300]
