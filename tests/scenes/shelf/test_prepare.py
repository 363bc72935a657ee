"""Preparing a shelf frame needs no Blender, and what it gives is whole and can travel."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.blender  # for its type face and worlds

PREPARE = """
import pickle, sys
from facings.frames.loading import load_recipe
from facings.goods.body_files import PackageBody
loaded = load_recipe("shelf", ["catalogue.departments=[tinned]", "bays.count=2", "stock.max_depth=2"])
spec = loaded.sample(5, 0)
prepared = loaded.kind.prepare(loaded, spec)
assert set(prepared.bodies) == {item.sku for item in spec.products} and len(prepared.bodies) > 3
for sku, body in prepared.bodies.items():
    assert isinstance(body, PackageBody) and body.prints[sku].is_file() and len(body.package.variants[0].vertices_m)
cards = prepared.cards
assert len(cards.shapes) == len(cards.cells) == len(spec.price_tags) > 3 and set(cards.shapes) == set(cards.meshes)
assert cards.picture.dtype == "uint8" and cards.picture.ndim == 3 and min(cards.picture.shape[:2]) > 8
assert cards.picture.std() > 10, "tags are printed"
assert {bay for _, bay in prepared.signs} == {bay.index for bay in spec.bays}
assert all(sign.picture.shape[1] > sign.picture.shape[0] > 50 for sign in prepared.signs.values())
again = pickle.loads(pickle.dumps(prepared))
assert (again.cards.picture == cards.picture).all() and set(again.bodies) == set(prepared.bodies)
assert not {"bpy", "mathutils"} & set(sys.modules)
"""


def test_bodies_prints_tags_and_signs_are_prepared_without_blender() -> None:
    done = subprocess.run([sys.executable, "-c", PREPARE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
