"""Halves of a pair differ in their labels where the edit's instances are seen, and nowhere else."""

import numpy as np
import pytest
from shelf_stage import Stage, small

RECIPE = ("shelf", "catalogue.departments=[sauces]", "bays.count=1", "stock.max_depth=2", "camera.views={}",
          "camera.distance_m=1.0", "camera.along=0")


@pytest.mark.parametrize("edit", ["item_taken", "gap_filled", "items_swapped", "tag_changed"])
def test_only_what_the_edit_touches_changes(edit):
    loaded = small(*RECIPE, f"pairs.edit={edit}")
    stage = Stage.of(loaded)
    before, after = stage.spec(4, 6), stage.spec(4, 7)
    one, other = stage.labels(before), stage.labels(after)
    pair = other.further["pair"]
    assert pair["edit"] == edit and one.further["pair"] == pair | {"moment": "before"}
    rest = [np.setdiff1d(np.arange(1, len(labels.instances) + 1), pair[f"{moment}_ids"])
            for labels, moment in ((one, "before"), (other, "after"))]
    assert len(rest[0]) == len(rest[1])
    for a, b in zip(*rest, strict=True):  # in the same order
        was, now = one.instances[a - 1], other.instances[b - 1]
        assert (was["kind"], was["sku"], was["camera_from_object"]) == (now["kind"], now["sku"], now["camera_from_object"])
        assert was["amodal_px"] == now["amodal_px"]
    as_before = np.zeros(len(other.instances) + 1, int)
    as_before[rest[1]] = rest[0]
    touched = np.isin(one.instance, pair["before_ids"]) | np.isin(other.instance, pair["after_ids"])
    assert touched.any()
    # A centre's ray that meets nothing of the edit meets the same in both scenes.
    assert (one.instance == as_before[other.instance])[~touched].all()
    assert (one.semantic == other.semantic)[~touched].all() and (one.depth_m == other.depth_m)[~touched].all()
    if edit in ("item_taken", "gap_filled", "items_swapped"):
        assert (one.depth_m != other.depth_m)[touched].any()
