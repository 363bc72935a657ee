"""How many workers a machine gets; what of it may be used at all, `tests/process/test_allocation.py` says."""

import pytest

from facings.batch import machine

pytestmark = pytest.mark.blender


@pytest.fixture
def lent(monkeypatch):
    """Return what says how much of the machine may be used."""
    def lend(cores: int, size: int) -> None:
        monkeypatch.setattr(machine, "usable_cores", lambda: cores)
        monkeypatch.setattr(machine, "usable_bytes", lambda: size)
        monkeypatch.setattr(machine, "gpu_count", lambda device: 0)

    return lend


def test_as_many_workers_as_cores_and_memory_hold(lent):
    lent(16, 9 * 2**30)
    assert machine.default_workers("cpu") == 2  # by memory; by cores it would be 8
    lent(16, 900 * 2**30)
    assert machine.default_workers("cpu") == 8
    lent(1, 2**30)
    assert machine.default_workers("cpu") == 1


def test_one_worker_a_gpu(lent, monkeypatch):
    lent(1, 100 * 2**30)
    monkeypatch.setattr(machine, "gpu_count", lambda device: 3)
    assert machine.default_workers("auto") == 3


def test_workers_share_the_memory(lent):
    lent(8, 10**10)
    assert machine.default_memory_limit(4) == pytest.approx(0.9 * 10**10 / 4, rel=1e-9)
