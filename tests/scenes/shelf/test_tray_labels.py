"""Trays hide what is behind their walls and are a class of their own, and cards below the rail are price tags, wherever a
pixel's centre meets them."""

import numpy as np
import pytest
from embree_oracle import SceneOracle
from shelf_stage import Stage, depth_error, small

from facings.frames.loading import load_recipe
from facings.frames.passes import SEMANTIC_BASE
from facings.frames.scene_kind import recipe_classes
from facings.scenes.shelf.semantics import TRAY, TRAY_CLASS

RECIPE = ("shelf", "catalogue.departments=[sauces]", "bays.count=1", "stock.max_depth=1", "camera.views={}",
          "camera.distance_m=1.0", "camera.along=0", "camera.focal_length_mm=26", "price_tags.promotion_rate=1",
          "price_tags.wobbler_rate=0", "price_tags.card_rate=1")


@pytest.fixture(scope="module")
def stage():
    return Stage.of(small(*RECIPE, "stock.tray_rate=1"))


def test_every_pixel_is_what_its_centre_ray_meets(stage):
    spec = stage.spec(2)
    assert spec.trays
    passes, _, camera = stage.passes(spec)
    oracle = SceneOracle(stage.open.scene, stage.open.hidden_for_labels())
    centre = oracle.cast(camera)
    different = passes.index != centre.index
    ties = oracle.ties(camera, passes.index, centre)
    assert (different & ~ties).sum() == 0 and ties.sum() <= 3
    assert (centre.index == SEMANTIC_BASE + TRAY_CLASS[TRAY]).sum() > 150
    cards = [len(spec.products) + k for k, tag in enumerate(spec.price_tags, 1) if tag.style == "card"]
    assert np.isin(centre.index, cards).sum() > 30
    good = ~different & np.isfinite(centre.depth_m) & ~oracle.depth_ties(camera, centre)
    assert depth_error(passes, centre, good) < 5e-6


def test_they_hide_products_and_are_gone_where_a_frame_has_none(stage):
    spec, bare = stage.spec(2), stage.spec(2, loaded=small(*RECIPE))
    assert bare.trays is None and bare.products == spec.products
    with_trays, without = stage.labels(spec), stage.labels(bare)
    assert (with_trays.semantic == TRAY_CLASS[TRAY]).any() and not (without.semantic == TRAY_CLASS[TRAY]).any()
    seen = [sum(i["visible_px"] for i in labels.instances if i["kind"] == "product") for labels in (with_trays, without)]
    assert seen[0] < 0.95 * seen[1]
    again = stage.labels(spec)
    assert (again.instance == with_trays.instance).all() and (again.depth_m == with_trays.depth_m).all()


def test_only_recipes_with_trays_list_the_class():
    def names(*changes):
        loaded = load_recipe("shelf", changes)
        return [entry["name"] for entry in recipe_classes(loaded.kind, loaded.recipe)]

    assert TRAY not in names() and TRAY not in names("stock.tray_rate=0")
    assert names("stock.tray_rate={uniform: [0, 0.2]}") == [*names(), TRAY]
