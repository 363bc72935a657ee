"""Three hundred changing frames in one Blender: no crash, memory that stays, and late frames that cost what early ones did."""

import statistics
import time
from collections.abc import Callable

import pytest

from facings.frames.loading import load_recipe
from facings.process.system import give_back_freed, resident_bytes
from facings.rendering.frame_maker import FrameMaker

pytestmark = [pytest.mark.slow, pytest.mark.blender]

FRAMES = 300
SIZE = (96, 72)
EARLY, LATE = range(18, 23), range(FRAMES - 5, FRAMES)
"""When one and the same spec is rendered among the others."""


def soak(recipe: str, frames: int = FRAMES, tell: Callable[[str], object] = print) -> tuple[list[float], list[int], list[dict]]:
    """Render; return CPU seconds and resident bytes by frame, and the files of the frames that one spec gave."""
    loaded = load_recipe(recipe, ["picture.denoise=false"], resolution=SIZE, samples=1)
    maker, fixed = FrameMaker(loaded, "cpu"), loaded.sample(1, 0)
    cpu_s, held, same = [], [], []
    for frame in range(frames):
        repeated = frame in EARLY or frame in LATE
        began = time.process_time()
        files, _ = maker.make(fixed if repeated else loaded.sample(2, frame))
        cpu_s.append(time.process_time() - began)
        give_back_freed()
        held.append(resident_bytes())
        if repeated:
            same.append(files)
        tell(f"{recipe} {frame} {cpu_s[-1]:.2f} s {held[-1] / 1e6:.0f} MB")
    return cpu_s, held, same


@pytest.mark.parametrize("recipe", ["shelf", "face"])
def test_the_three_hundredth_frame_costs_what_the_twentieth_did(recipe):
    cpu_s, held, same = soak(recipe)
    assert all(files == same[0] for files in same)
    # Scenes differ in size from frame to frame: medians over forty.
    assert statistics.median(held[-40:]) < 1.03 * statistics.median(held[20:60])
    early, late = (statistics.median(cpu_s[frame] for frame in when) for when in (EARLY, LATE))
    assert late < 1.05 * early, f"{early:.2f} s at first, {late:.2f} s at last"
