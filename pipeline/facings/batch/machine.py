"""What this machine lends to a run: cores, memory and GPUs, less what a container withholds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

CORES_PER_WORKER = 2
"""On CPUs. A frame's own work (sampling, building, labelling) keeps one core busy beside Cycles, which takes all."""
BYTES_PER_WORKER = 4 * 2**30
"""What workers of the shipped recipes hold at most, 3 GB, and some room."""

_CGROUPS, _OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def usable_cores() -> int:
    """Return how many cores this process may use: affinity and a container's quota count."""
    quotas = (text.split() for text in _limits("cpu.max"))
    return max(1, min([os.process_cpu_count() or 1, *(round(int(quota) / int(period)) for quota, period in quotas)]))


def usable_bytes() -> int:
    """Return the memory that this process may use, taken or not: the machine's, or a container's limit."""
    return min([psutil.virtual_memory().total, *map(int, _limits("memory.max"))])


def gpu_count(device: str) -> int:
    """Return how many GPUs of the kind `device` Cycles finds ('auto': of the first kind it finds); 0 for 'cpu'.

    Asks Blender in another process, and only where the system shows something like a GPU at all.
    """
    if device == "cpu" or not _may_have_gpu():
        return 0
    try:
        done = subprocess.run([sys.executable, "-m", "facings.blender.devices"], capture_output=True, text=True, timeout=180,
                              check=False)
    except subprocess.TimeoutExpired:
        return 0
    answer = next((line for line in done.stdout.splitlines() if line.startswith('{"blender"')), '{"devices": []}')
    kinds = [found["kind"] for found in json.loads(answer)["devices"] if found["kind"] != "cpu"]
    return kinds.count(kinds[0] if device == "auto" and kinds else device)


def default_workers(device: str) -> int:
    """Return how many workers suit this machine: one a GPU, else by cores, and no more than its memory holds."""
    fitting = gpu_count(device) or usable_cores() // CORES_PER_WORKER
    return max(1, min(fitting, usable_bytes() // BYTES_PER_WORKER))


def default_memory_limit(workers: int) -> int:
    """Return how many bytes a worker may hold when `workers` share the machine."""
    return int(0.9 * usable_bytes() / workers)


def _limits(name: str) -> list[str]:
    """Return what the control groups (v2) that this process is in set, from its own up to the root; 'max' is no limit.

    In a container its own is the root; a batch system's job sees the whole tree (Linux, Documentation/admin-guide/cgroup-v2).
    """
    try:
        own = next(line for line in _OWN.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return []
    folder = _CGROUPS / own.removeprefix("0::").lstrip("/")
    found = []
    for group in (folder, *folder.parents):
        if not group.is_relative_to(_CGROUPS):
            break
        try:
            text = (group / name).read_text().strip()
        except OSError:
            continue
        found += [] if text.startswith("max") else [text]
    return found


def _may_have_gpu() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/kfd").exists() or any(Path("/dev").glob("dri/renderD*"))
