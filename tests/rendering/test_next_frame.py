"""Real frames of both kinds are the same, byte for byte, whatever a worker was told of the next one."""

import queue

import pytest

import facings
from facings.frames.scene_kind import LoadedRecipe
from facings.process.scratch import run_scratch
from facings.rendering.events import FrameDone, FrameFailed, Unusable
from facings.rendering.job import FrameJob, FrameRequest, dataset_header
from facings.rendering.local_worker import LocalWorker

SEED = 11
SMALL = ["picture.denoise=false", "picture.passes=[normal]"]
RECIPES = {"shelf": [*SMALL, "catalogue.departments=[tinned]", "bays.count=2", "stock.max_depth=2"], "face": SMALL}


def made(loaded: LoadedRecipe, requests: list[FrameRequest]) -> list[tuple[int, dict[str, bytes], dict]]:
    """Return the frames that one worker makes of requests, one after the other."""
    found = []
    with run_scratch() as scratch:
        inbox = queue.SimpleQueue()
        worker = LocalWorker(FrameJob(loaded, dataset_header(loaded, SEED), None, "cpu"), 0, scratch, inbox)
        try:
            for request in requests:
                worker.make(request)
                while True:
                    _, event = inbox.get(timeout=300)
                    assert not isinstance(event, FrameFailed | Unusable), event
                    if isinstance(event, FrameDone):
                        found.append((event.frame, *event.stored))
                        break
        finally:
            worker.kill()
    return found


@pytest.mark.parametrize("recipe", ["shelf", pytest.param("face", marks=pytest.mark.slow)])
def test_frames_do_not_depend_on_what_comes_next(recipe):
    loaded = facings.load_recipe(recipe, RECIPES[recipe], resolution=(64, 64), samples=1)
    first, second = made(loaded, [FrameRequest(0), FrameRequest(1)])
    assert made(loaded, [FrameRequest(0, next_frame=1), FrameRequest(1, next_frame=2)]) == [first, second]
    assert made(loaded, [FrameRequest(1, next_frame=5), FrameRequest(0, next_frame=0)]) == [second, first]
