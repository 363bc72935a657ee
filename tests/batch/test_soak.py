"""A long batch of real scenes: memory stays flat, and killed workers change nothing."""

import os
import random
import time

import numpy as np
import psutil
import pytest
from toy_runs import content, render

from facings.dataset.verify import verify

FRAMES = int(os.environ.get("FACINGS_TEST_SOAK", "300"))

pytestmark = pytest.mark.slow


def test_memory_is_flat_over_many_shelves(tmp_path, capsys):
    run = render("shelf", tmp_path / "d", "--workers", 1, "--resolution", "64x48", "--samples", 1, "--no-annotations",
                 frames=FRAMES)
    held: dict[int, list[int]] = {}
    while run.process.poll() is None:
        for worker in run.workers():
            try:
                held.setdefault(run.records(), []).append(worker.memory_info().rss)
            except psutil.Error:
                continue
        time.sleep(0.1)
    assert run.wait() == 0, run.error
    # What a worker holds goes up and down with every scene: the median of a frame, then of many frames, tells the trend.
    by_frame = np.array([np.median(held[frame]) for frame in sorted(held) if frame < FRAMES])
    early, late = by_frame[20:len(by_frame) // 2 + 10], by_frame[len(by_frame) // 2 + 10:]
    with capsys.disabled():
        print(f"\nGB a worker held, median: {np.median(early) / 1e9:.3f} early, {np.median(late) / 1e9:.3f} late")
    assert np.median(late) < 1.03 * np.median(early)


def test_killing_workers_changes_no_shelf(tmp_path):
    arguments = ("--resolution", "64x48", "--samples", 1)
    calm = render("shelf", tmp_path / "calm" / "d", "--workers", 1, *arguments, frames=12)
    assert calm.wait(900) == 0, calm.error
    rng = random.Random(3)
    run = render("shelf", tmp_path / "wild" / "d", "--workers", 2, "--retries", 20, *arguments, frames=12)
    killed = 0
    while run.process.poll() is None:
        time.sleep(rng.uniform(3, 12))
        workers = run.workers()
        if workers and run.records() >= killed:
            rng.choice(workers).kill()
            killed += 1
    assert run.wait() == 0 and killed > 2, run.error
    assert content(run.out) == content(calm.out) and verify(run.out) == []
