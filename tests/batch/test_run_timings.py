"""Medians of stages and the share of the cores that was busy."""

import pytest

from facings.batch import run_timings
from facings.batch.run_timings import RunTimings
from facings.process.timings import FrameTimings, StageTime


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(run_timings.time, "monotonic", lambda: now[0])
    return now


def frame(wall_s, cpu_s, prepare_s, beside="frame before"):
    return FrameTimings(wall_s, cpu_s, (StageTime("prepare", prepare_s, 2 * prepare_s, beside), StageTime("store", 0.1, None)))


def test_a_run_of_three_frames(clock):
    timings = RunTimings()
    assert timings.plain(2) == {}
    for end, of in ((103.0, frame(3.0, 4.0, 0.5, "")), (105.0, frame(2.0, 3.0, 0.3)), (108.0, frame(3.5, 5.0, 0.4))):
        timings.begin()
        clock[0] = end
        timings.add(of)
    clock[0] = 200.0
    assert timings.plain(2) == {
        "frames": 3, "wall_s": 8.0, "cpu_s": 12.0, "cores": 2, "cores_busy": 0.75,
        "median": {"wall_s": 3.0, "cpu_s": 4.0, "stages": [
            {"stage": "prepare", "wall_s": 0.4, "cpu_s": 0.8, "beside": "frame before"}, {"stage": "store", "wall_s": 0.1}]}}
    assert "cores_busy" not in timings.plain()
