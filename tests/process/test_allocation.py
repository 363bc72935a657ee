"""What a process may use of a machine: affinity, a container's groups (v1 and v2), a batch job's allocation."""

import os

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facings.process import allocation
from facings.process.allocation import usable_bytes, usable_cores


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """Return what makes a tree of control groups in which this process is, out of {path: content}, on 64 cores."""
    monkeypatch.setattr(allocation, "_CGROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(allocation, "_OWN", tmp_path / "own")
    monkeypatch.setattr(allocation.os, "sched_getaffinity", lambda pid: set(range(64)), raising=False)

    def make(own: str, files: dict[str, str | bytes]) -> None:
        (tmp_path / "own").write_text(own)
        for name, content in files.items():
            path = tmp_path / "cgroup" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


TOTAL = psutil.virtual_memory().total
V2 = "0::/slurm/job\n"
V1 = "9:name=systemd:/\n4:memory:/docker/4f\n2:cpu,cpuacct:/docker/4f\n1:cpuset:/\n0::/\n"


@pytest.mark.parametrize("own, files, cores, size", [
    (V2, {}, 64, TOTAL),
    (V2, {"slurm/cpu.max": "max 100000\n", "slurm/memory.max": "max\n"}, 64, TOTAL),
    (V2, {"slurm/cpu.max": "1600000 100000\n", "slurm/job/memory.max": "900000"}, 16, 900000),
    (V2, {"slurm/cpu.max": "1600000 100000\n", "cpu.max": "50000 100000\n"}, 1, TOTAL),
    # A hybrid tree has v2 below v1's controllers.
    ("0::/user\n", {"unified/user/cpu.max": "300000 100000"}, 3, TOTAL),
    (V1, {"cpu,cpuacct/docker/4f/cpu.cfs_quota_us": "400000\n", "cpu,cpuacct/docker/4f/cpu.cfs_period_us": "100000\n"},
     4, TOTAL),
    (V1, {"cpu/docker/cpu.cfs_quota_us": "250000", "cpu/docker/cpu.cfs_period_us": "50000"}, 5, TOTAL),
    (V1, {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n",
          "memory/docker/4f/memory.limit_in_bytes": "9223372036854771712\n"}, 64, TOTAL),
    # In a container the tree begins with the container's own group, under whatever name the kernel has for it.
    (V1, {"cpu/cpu.cfs_quota_us": "200000", "cpu/cpu.cfs_period_us": "100000", "memory/memory.limit_in_bytes": "700000\n"},
     2, 700000),
    # Nothing that makes sense limits nothing.
    (V2, {"cpu.max": "", "slurm/cpu.max": "100000 0", "memory.max": "0", "slurm/memory.max": b"\xff\xfe"}, 64, TOTAL),
    ("", {"cpu.max": "100000 100000"}, 64, TOTAL),
])
def test_the_narrowest_group_counts_wherever_it_is(groups, own, files, cores, size):
    groups(own, files)
    assert (usable_cores({}), usable_bytes({})) == (cores, size)


@pytest.mark.parametrize("told, cores, size", [
    ({"SLURM_CPUS_PER_TASK": "8", "SLURM_CPUS_ON_NODE": "32"}, 8, TOTAL),
    ({"SLURM_CPUS_ON_NODE": "6"}, 6, TOTAL),
    ({"SLURM_CPUS_PER_TASK": "2", "SLURM_MEM_PER_CPU": "1"}, 2, 2 * 2**20),
    ({"SLURM_MEM_PER_NODE": "5"}, 64, 5 * 2**20),
    ({"SLURM_MEM_PER_NODE": "0", "SLURM_CPUS_PER_TASK": "", "SLURM_CPUS_ON_NODE": "72(x2)"}, 64, TOTAL),
    ({"SLURM_CPUS_PER_TASK": "100"}, 64, TOTAL),
])
def test_a_batch_jobs_allocation_counts_where_the_kernel_does_not_hold_it(groups, told, cores, size):
    groups("", {})
    assert (usable_cores(told), usable_bytes(told)) == (cores, size)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_affinity_counts():
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert usable_cores({}) == 1
    finally:
        os.sched_setaffinity(0, before)


@given(own=st.text(max_size=60), content=st.binary(max_size=30), slurm=st.text(max_size=8))
def test_whatever_the_system_says_there_is_a_core_and_some_memory(tmp_path_factory, own, content, slurm):
    folder = tmp_path_factory.mktemp("groups")
    (folder / "own").write_text(f"0::/a\n2:cpu:/a\n3:memory:/a\n{own}", "utf-8", "replace")
    for name in ("cpu.max", "memory.max", "cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us", "memory/memory.limit_in_bytes"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(allocation, "_CGROUPS", folder)
        patch.setattr(allocation, "_OWN", folder / "own")
        told = {"SLURM_CPUS_PER_TASK": slurm, "SLURM_MEM_PER_NODE": slurm}
        assert 1 <= usable_cores(told) <= (os.cpu_count() or 1) and 0 < usable_bytes(told) <= TOTAL
