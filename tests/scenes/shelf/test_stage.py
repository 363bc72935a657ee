"""The stage reuses what the last frame left, and leaks nothing."""

import resource
import subprocess
import sys

import bpy
import pytest
from shelf_stage import GONDOLA, Stage, small

from facings.goods.realise import items


@pytest.fixture(scope="module")
def stage():
    return Stage.of(small(*GONDOLA, size=(64, 48)))


def blocks() -> dict[str, int]:
    kinds = ("objects", "meshes", "materials", "images", "lights", "collections", "node_groups", "libraries", "worlds")
    return {kind: len(getattr(bpy.data, kind)) for kind in kinds}


def test_alternating_specs_leave_the_same_datablocks(stage):
    specs = [stage.spec(1, 0), stage.spec(1, 1, small("shelf", "catalogue.departments=[sauces]", "bays.count=3"))]
    counts = []
    for _ in range(3):
        for spec in specs:
            stage.realise(spec)
            counts.append(blocks())
    # From the second round on everything that either frame needs is loaded or pooled.
    assert counts[2] == counts[4] and counts[3] == counts[5]
    shown = [o for o in bpy.data.objects if o.name.startswith("product.") and not o.hide_render]
    assert len(shown) == len(specs[1].products)


@pytest.mark.slow
def test_many_changing_frames_in_one_process():
    """Eight frames of changing departments crash Cycles where persistent data meets the label render's pixel filter."""
    code = ("from facings.frames.loading import load_recipe; from facings.rendering.frame_maker import FrameMaker; import os\n"
            "loaded = load_recipe('shelf', ['picture.denoise=false'], resolution=(64, 48), samples=1)\n"
            "maker = FrameMaker(loaded)\n"
            "for n in range(8): maker.make(loaded.sample(21, n))\n"
            "os._exit(0)\n")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=1200, stdout=subprocess.DEVNULL)


def test_only_so_many_skus_stay_loaded(stage, monkeypatch):
    monkeypatch.setattr(items, "LOADED_SKUS", 4)
    first, second = stage.spec(2, 0), stage.spec(2, 1, small("shelf", "catalogue.departments=[sauces]", "bays.count=1"))
    stage.realise(first)
    stage.realise(second)
    loaded = stage.open._items._loaded
    assert set(loaded) <= {p.sku for p in second.products}
    gone = {p.sku for p in first.products} - set(loaded)
    assert gone and not gone & {m.name.rpartition(".")[0] for m in bpy.data.meshes}
    assert not gone & {i.name.split(".")[1] for i in bpy.data.images if i.name.startswith("print.")}


def test_a_later_frame_builds_nothing_that_is_there(stage):
    told = []
    spec, kind = stage.spec(1, 0), stage.loaded.kind
    kind.prepare(stage.loaded, spec)
    kind.prepare(stage.loaded, spec, lambda what, done, total: told.append((what, done, total)))
    assert told == []


@pytest.mark.slow
def test_memory_stays_flat_over_frames():
    """In 40 frames of changing departments, resident memory grows by less than a tenth after the first fifteen."""
    stage = Stage.of(small("shelf", "bays.count=2", size=(64, 48)))
    grown = []
    for frame in range(40):
        stage.maker.make(stage.spec(3, frame))
        grown.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # Peak memory only rises; by frame 15 all SKUs that stay loaded are.
    assert grown[-1] < 1.1 * grown[15]
