"""What this machine lends to a run: how many workers, by its cores, memory and GPUs."""

import json
import subprocess
import sys
from pathlib import Path

from facings.process import child
from facings.process.allocation import usable_bytes, usable_cores

CORES_PER_WORKER = 2
"""On CPUs. A frame's own work (sampling, building, labelling) keeps one core busy beside Cycles, which takes all."""
BYTES_PER_WORKER = 4 * 2**30
"""What workers of the shipped recipes hold at most, 3 GB, and some room."""


def gpu_count(device: str) -> int:
    """Return how many GPUs of the kind `device` Cycles finds ('auto': of the first kind it finds); 0 for 'cpu'.

    Asks Blender in another process, and only where the system shows something like a GPU at all.
    """
    if device == "cpu" or not _may_have_gpu():
        return 0
    try:
        done = child.run("facings.blender.devices", timeout_s=180)
    except subprocess.TimeoutExpired:
        return 0
    answer = next((line for line in done.out.splitlines() if line.startswith('{"blender"')), '{"devices": []}')
    kinds = [found["kind"] for found in json.loads(answer)["devices"] if found["kind"] != "cpu"]
    return kinds.count(kinds[0] if device == "auto" and kinds else device)


def default_workers(device: str) -> int:
    """Return how many workers suit this machine: one a GPU, else by cores, and no more than its memory holds."""
    fitting = gpu_count(device) or usable_cores() // CORES_PER_WORKER
    return max(1, min(fitting, usable_bytes() // BYTES_PER_WORKER))


def default_memory_limit(workers: int) -> int:
    """Return how many bytes a worker may hold when `workers` share the machine."""
    return int(0.9 * usable_bytes() / workers)


def _may_have_gpu() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/kfd").exists() or any(Path("/dev").glob("dri/renderD*"))
