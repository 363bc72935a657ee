"""What a run may take of a machine: a container's and a batch job's limits count."""

import psutil
import pytest

from facings.batch import machine

pytestmark = pytest.mark.blender


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """A tree of control groups in which this process is in /slurm/job."""
    (tmp_path / "slurm" / "job").mkdir(parents=True)
    (tmp_path / "own").write_text("12:cpu:/old\n0::/slurm/job\n")
    monkeypatch.setattr(machine, "_CGROUPS", tmp_path)
    monkeypatch.setattr(machine, "_OWN", tmp_path / "own")
    monkeypatch.setattr(machine.os, "process_cpu_count", lambda: 64)
    return tmp_path


def test_without_limits_the_whole_machine(groups):
    assert machine.usable_cores() == 64 and machine.usable_bytes() == psutil.virtual_memory().total
    (groups / "slurm" / "cpu.max").write_text("max 100000\n")
    (groups / "slurm" / "memory.max").write_text("max\n")
    assert machine.usable_cores() == 64 and machine.usable_bytes() == psutil.virtual_memory().total


def test_the_narrowest_group_counts_wherever_it_is(groups):
    (groups / "slurm" / "cpu.max").write_text("1600000 100000\n")
    (groups / "slurm" / "job" / "memory.max").write_text(str(9 * 2**30))
    assert machine.usable_cores() == 16 and machine.usable_bytes() == 9 * 2**30
    assert machine.default_workers("cpu") == 2  # by memory; by cores it would be 8
    (groups / "cpu.max").write_text("50000 100000\n")
    assert machine.usable_cores() == 1 and machine.default_workers("cpu") == 1


def test_one_worker_a_gpu(groups, monkeypatch):
    monkeypatch.setattr(machine, "gpu_count", lambda device: 3)
    monkeypatch.setattr(machine, "usable_bytes", lambda: 100 * 2**30)
    assert machine.default_workers("auto") == 3


def test_workers_share_the_memory(groups):
    (groups / "slurm" / "job" / "memory.max").write_text(str(10**10))
    assert machine.default_memory_limit(4) == pytest.approx(0.9 * 10**10 / 4, rel=1e-9)
