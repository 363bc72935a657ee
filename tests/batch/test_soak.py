"""A long batch of real scenes: memory stays flat, and killed workers change nothing."""

import os
import random
import subprocess
import sys
import time

import pytest
from toy_runs import content, render

from facings.dataset.verify import verify
from facings.export.formats import formats_of

FRAMES = int(os.environ.get("FACINGS_TEST_SOAK", "300"))

pytestmark = pytest.mark.slow


MEMORY = """
import os, sys
from facings.rendering.frame_maker import FrameMaker
from facings.frames.loading import load_recipe
from facings.process.system import resident_bytes
loaded = load_recipe("shelf", (), resolution=(64, 48), samples=1)
maker = FrameMaker(loaded)
same = loaded.sample(0, 0)
count = int(sys.argv[1])
for number in range(1, count + 1):
    maker.make(loaded.sample(0, number))
    if number in (count // 5, count):
        for _ in range(2):
            maker.make(same)
        print("held", resident_bytes())
sys.stdout.flush()
os._exit(0)
"""


def test_memory_is_flat_over_many_shelves(capsys):
    """What a worker holds goes up and down with every scene, by a tenth; so one and the same is looked at, early and late.

    Early is when most products have been seen: their meshes stay loaded.
    """
    done = subprocess.run([sys.executable, "-c", MEMORY, str(FRAMES)], capture_output=True, text=True, check=False)
    held = [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("held ")]
    assert len(held) == 2, done.stderr
    with capsys.disabled():
        print(f"\nGB held with one scene after {FRAMES // 5} and {FRAMES} others: {held[0] / 1e9:.3f}, {held[1] / 1e9:.3f}")
    assert held[1] < 1.03 * held[0]


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
    assert content(run.out) == content(calm.out) and verify(run.out, formats_of("shelf")) == []
