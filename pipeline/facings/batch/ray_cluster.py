"""The connection to a Ray cluster, and what of its resources a worker takes."""

import contextlib
import logging
import os
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from facings.batch.machine import CORES_PER_WORKER
from facings.errors import InputError
from facings.process.allocation import usable_cores

_PATIENCE_S = 5.0
_SHOWN_BY_RAY = ("cuda", "optix", "hip", "oneapi")
"""Devices that Ray counts as its resource GPU; Apple's it does not know."""
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_IGNORE_UNHANDLED_ERRORS": "1", "RAY_DEDUP_LOGS_SKIP_REGEX": "."}
"""Read when Ray is imported. It would send statistics of its use, print errors of calls whose answers nobody needed, and
print the logs of a node that dies to standard output, among a run's JSON lines."""


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """Yield the module `ray`, connected to a cluster; a connection that this process has already is taken and left as it is.

    `address` is 'auto' (RAY_ADDRESS, else the cluster that runs on this machine), 'local' (starts one that ends with the run),
    'HOST:PORT', or 'ray://HOST:PORT' of Ray's client server. Raises InputError where Ray is missing or there is no cluster.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError:
        raise InputError("--ray: the package ray is not installed in this Python. Install Facings with its extra `ray`,"
                         " or render without --ray.") from None
    if ray.is_initialized():
        yield ray
        return
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    try:
        _connect(ray, address)
    finally:
        if in_main_thread:  # Ray takes SIGTERM for itself and does not give it back
            signal.signal(signal.SIGTERM, before)
    try:
        yield ray
    finally:
        ray.shutdown()


def _connect(ray: Any, address: str) -> None:
    wanted = os.environ.get("RAY_ADDRESS") or "auto" if address == "auto" else address
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if wanted == "local":
        options |= {"num_cpus": usable_cores(), "include_dashboard": False}
    elif wanted != "auto":
        _check_reachable(wanted, _given(address))
    try:
        with warnings.catch_warnings(action="ignore"):
            ray.init(address=wanted, **options)
    # SystemExit is how Ray gives up a cluster that does not answer.
    except (Exception, SystemExit) as error:
        if isinstance(error, SystemExit) and error.code == signal.SIGTERM:
            raise SystemExit(128 + signal.SIGTERM) from None
        lines = str(error).strip().splitlines() or [type(error).__name__]
        token = " A cluster that asks for a token wants its RAY_AUTH_MODE and RAY_AUTH_TOKEN in this environment too."
        raise InputError(_no_cluster(_given(address), lines[0].partition(". ")[0].rstrip(".")) + token) from None


def _given(address: str) -> str:
    """The option, for people."""
    from_environment = address == "auto" and os.environ.get("RAY_ADDRESS")
    return f"--ray {address} (RAY_ADDRESS={from_environment})" if from_environment else f"--ray {address}"


def _check_reachable(address: str, given: str) -> None:
    """Ray itself would try for minutes, and then end the process."""
    host, colon, port = address.removeprefix("ray://").partition("?")[0].rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise InputError(f"{given}: this is no address of a Ray cluster. auto, local, HOST:PORT (of a head node, mostly"
                         " port 6379) or ray://HOST:PORT (of its client server, mostly port 10001) is expected.")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE_S).close()
    except OSError as error:
        raise InputError(_no_cluster(given, f"{error.strerror or error}")) from None


def _no_cluster(given: str, why: str) -> str:
    return (f"{given}: no Ray cluster can be reached ({why}). Start one with `ray start --head` on one machine and"
            " `ray start --address=HOST:6379` on the others, this one too, or give --ray local to work on this machine alone.")


@dataclass(frozen=True)
class Demand:
    """What Ray is to set aside for one worker."""

    cpus: int
    gpus: int
    memory_bytes: int = 0
    """Ray counts it, and places no worker where too little is left; it does not measure it."""

    def options(self) -> dict[str, Any]:
        """Return it as options of a Ray actor."""
        return {"num_cpus": self.cpus, "num_gpus": self.gpus, **({"memory": self.memory_bytes} if self.memory_bytes else {})}

    def fitting(self, resources: dict[str, float]) -> int:
        """Return how many workers a node with these resources holds."""
        wanted = {"CPU": self.cpus, "GPU": self.gpus, "memory": self.memory_bytes}
        return min((int(resources.get(name, 0) // much) for name, much in wanted.items() if much), default=0)

    def __str__(self) -> str:
        parts = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in ((self.cpus, "CPU"), (self.gpus, "GPU")) if n]
        return " and ".join(parts + ([f"{self.memory_bytes / 1e9:.1f} GB of memory"] if self.memory_bytes else []))


def demand(nodes: list[dict[str, float]], device: str, memory_bytes: int = 0) -> Demand:
    """Return what a worker takes on a cluster whose living nodes have these resources.

    One GPU a worker where the cluster has any and the device may be one; otherwise CPUs as on a single machine, fewer where
    the smallest node has fewer. Raises InputError where the device cannot be had.
    """
    gpu_nodes = [n for n in nodes if n.get("GPU", 0) >= 1]
    if device in _SHOWN_BY_RAY and not gpu_nodes:
        raise InputError(f"--device {device}: no node of the Ray cluster has a GPU. Ray counts those that it finds when a node"
                         " is started, or `ray start --num-gpus=N` says it; --device cpu renders without.")
    if gpu_nodes and device not in ("cpu", "metal"):
        spare = min(int(n.get("CPU", 0) // n["GPU"]) for n in gpu_nodes)
        return Demand(min(CORES_PER_WORKER, spare), 1, memory_bytes)
    cpus = [int(n["CPU"]) for n in nodes if n.get("CPU", 0) >= 1]
    return Demand(min([CORES_PER_WORKER, *cpus]), 0, memory_bytes)
