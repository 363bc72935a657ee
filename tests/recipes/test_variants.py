"""Which of three places a value comes from: the command line, the chosen variant, the recipe's own key."""

import pytest

from facings.recipes.recipe import LightSettings, WorldSettings
from facings.recipes.variants import Overlay, merged, overlaid, uncover
from facings.scenes.face.surroundings.recipe import RigRecipe, SurroundingsRecipe

OVERLAY = Overlay(("camera", "views"), {("camera",): (), ("world",): ("world",)})


def _data() -> dict:
    return {"camera": {"height_m": 1.0, "views": {
        "near": {"height_m": 0.5, "focus": 1.0, "world": {"hdri": "a", "strength": 2.0}}, "far": {"weight": 2.0}}}}


@pytest.mark.parametrize("changed, left", [
    ([("camera", "height_m")], {"focus": 1.0, "world": {"hdri": "a", "strength": 2.0}}),
    ([("world",), ("world", "strength")], {"height_m": 0.5, "focus": 1.0, "world": {"hdri": "a"}}),
    ([("world",)], {"height_m": 0.5, "focus": 1.0}),
    ([("camera", "views", "near", "focus")], _data()["camera"]["views"]["near"]),
    ([("camera",)], _data()["camera"]["views"]["near"]),
    ([("picture", "height_m")], _data()["camera"]["views"]["near"]),
])
def test_what_the_command_line_sets_is_taken_out_of_the_variants(changed, left):
    data = _data()
    uncover((OVERLAY,), data, changed)
    assert data["camera"]["views"] == {"near": left, "far": {"weight": 2.0}}


@pytest.mark.parametrize("data", [{}, {"camera": None}, {"camera": {"views": 3}}, {"camera": {"views": {"near": 3}}}])
def test_data_of_another_form_are_left_to_the_model(data):
    uncover((OVERLAY,), data, [("camera", "height_m")])
    assert data in ({}, {"camera": None}, {"camera": {"views": 3}}, {"camera": {"views": {"near": 3}}})


@pytest.mark.blender
def test_a_variant_replaces_what_it_names_and_merges_mappings():
    own = {"key": LightSettings(energy=2.0), "top": LightSettings(energy=0.5)}
    rig = RigRecipe(lights={"key": LightSettings(temperature_k=3000.0)}, world=WorldSettings(strength=3.0))
    lights = merged(own, rig.lights)
    assert (lights["key"].energy, lights["key"].temperature_k, lights["top"].energy) == (2.0, 3000.0, 0.5)
    world = overlaid(WorldSettings(hdri="bpy:city.exr"), rig.world)
    assert (world.hdri, world.strength) == ("bpy:city.exr", 3.0)


@pytest.mark.blender
def test_a_null_replaces_only_what_can_be_null():
    around = overlaid(SurroundingsRecipe(background="wall"), RigRecipe(background=None))
    assert around.background == "wall"
    assert overlaid(WorldSettings(hdri="bpy:city.exr"), WorldSettings(hdri=None)).hdri is None
