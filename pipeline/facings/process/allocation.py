"""What of this machine a process may use: its cores and memory, less what a container or a batch system withholds."""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

_CGROUPS, _OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
_PER_MIB = 2**20


def usable_cores(environment: Mapping[str, str] = os.environ) -> int:
    """Return how many cores this process may use.

    Affinity, the quotas of control groups (v1 and v2) and Slurm's allocation (srun(1), "Output environment variables") count.
    """
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = (_number(environment.get(name, "")) for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"))
    return max(1, min([affinity, *(round(quota) for quota in _cpu_quotas()), *(cores for cores in told if cores)]))


def usable_bytes(environment: Mapping[str, str] = os.environ) -> int:
    """Return the memory that this process may use, taken or not: the machine's, a container's or a batch job's limit."""
    limits = [psutil.virtual_memory().total, *_memory_limits()]
    a_node, a_core = (_number(environment.get(f"SLURM_MEM_PER_{what}", "")) for what in ("NODE", "CPU"))
    limits += [a_node * _PER_MIB] if a_node else []  # 0 is all that the node has
    limits += [a_core * _PER_MIB * usable_cores(environment)] if a_core else []
    return min(limits)


def _cpu_quotas() -> Iterator[float]:
    """Cores that the groups of this process may take, of those that have a quota."""
    for text in _set_by_groups("", "cpu.max"):
        quota, _, period = text.partition(" ")
        with contextlib.suppress(ValueError, ZeroDivisionError):
            yield int(quota) / int(period or 100_000)
    for group in _groups("cpu"):
        with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
            quota = int((group / "cpu.cfs_quota_us").read_text())
            if quota > 0:  # -1 is none
                yield quota / int((group / "cpu.cfs_period_us").read_text())


def _memory_limits() -> Iterator[int]:
    """Bytes; what no machine has stands for no limit in v1."""
    for text in (*_set_by_groups("", "memory.max"), *_set_by_groups("memory", "memory.limit_in_bytes")):
        limit = _number(text)
        if limit:
            yield limit


def _set_by_groups(controller: str, name: str) -> Iterator[str]:
    """The contents of a file in those groups of this process that have it; 'max' of v2 is no limit and no number either."""
    for group in _groups(controller):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            yield (group / name).read_text().strip()


def _groups(controller: str) -> Iterator[Path]:
    """The folders of the groups that this process is in, from its own up to the root: of v2 ('') or of a controller of v1.

    In a container its own is the root, whatever the kernel calls it; a batch system's job sees the whole tree (Linux,
    Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/cgroups.rst).
    """
    try:
        lines = _OWN.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, own = rest.partition(":")
        if controller not in controllers.split(","):
            continue
        mounted = (controllers, controller) if controller else ("", "unified")
        for root in dict.fromkeys(_CGROUPS / name for name in mounted):
            folder = root / own.lstrip("/")
            for group in (folder, *folder.parents):
                if not group.is_relative_to(root):
                    break
                yield group


def _number(text: str) -> int:
    """A whole number; 0 where it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,30}", text.strip()) else 0
