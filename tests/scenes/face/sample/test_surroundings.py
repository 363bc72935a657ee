"""Rigs replace what they name; unknown backgrounds and lights are told before anything is rendered."""

import numpy as np
import pytest
from PIL import Image

from facings.assets.folders import blender_scenes_dir
from facings.blender.template import template_info
from facings.errors import InputError
from facings.frames.loading import load_recipe
from facings.recipes.files import RecipeFiles, find_pictures, pictures_of
from facings.recipes.leaf import LeafError
from facings.recipes.recipe import LightSettings, WorldSettings
from facings.scenes.face.surroundings.recipe import RigRecipe, SurroundingsRecipe
from facings.scenes.face.surroundings.sample import sample_surroundings
from facings.scenes.face.template_info import FACE_TEMPLATES


@pytest.fixture(scope="module")
def info():
    return template_info(blender_scenes_dir() / "face_studio.blend", FACE_TEMPLATES)


def _sampled(info, recipe: SurroundingsRecipe, frame: int = 0, files=None, world=None, azimuth: float = 0.0):
    return sample_surroundings(recipe, world or WorldSettings(), {}, info, files or {}, azimuth, np.random.default_rng(frame))


def test_the_shipped_template_has_what_recipes_name(info) -> None:
    assert {"key", "fill", "rim", "top", "sun", "flash", "gel_left", "gel_right"} == {light.group for light in info.lights}
    assert info.backdrops == ("picture", "sweep", "wall")


def test_a_rig_replaces_only_what_it_names(info) -> None:
    rigs = {"dark": RigRecipe(world=WorldSettings(strength=0.25), lights={"key": LightSettings(energy=0.5)})}
    world = WorldSettings(hdri="bpy:city.exr", strength=2)
    spec = _sampled(info, SurroundingsRecipe(rigs=rigs, background="wall"), world=world)
    assert (spec.rig, spec.background, spec.world.hdri, spec.world.strength) == ("dark", "wall", "bpy:city.exr", 0.25)
    energies = {light.group: light.energy_scale for light in spec.lights}
    assert energies["key"] == 0.5 and energies["flash"] == 0.0  # the flash fires only where a recipe asks for it


def test_rigs_come_by_weight(info) -> None:
    rigs = {"a": RigRecipe(weight=3), "b": RigRecipe(weight=1), "never": RigRecipe(weight=0)}
    names = [_sampled(info, SurroundingsRecipe(rigs=rigs), frame).rig for frame in range(400)]
    assert names.count("never") == 0 and names.count("a") == pytest.approx(300, abs=35)  # four standard deviations


def test_lamps_and_backdrop_go_around_with_the_camera(info) -> None:
    recipe = SurroundingsRecipe(lights_yaw_deg=0)
    here, there = (_sampled(info, recipe, 3, azimuth=azimuth) for azimuth in (0.0, 1.0))
    assert there.lights_yaw_rad - here.lights_yaw_rad == pytest.approx(1.0)
    assert there.backdrop_yaw_rad - here.backdrop_yaw_rad == pytest.approx(1.0)


@pytest.mark.parametrize("recipe, said", [
    (SurroundingsRecipe(background="wal"), "Did you mean 'wall'"),
    (SurroundingsRecipe(background="picture"), "names no folder"),
    (SurroundingsRecipe(rigs={"a": RigRecipe(lights={"flush": LightSettings()})}), "Did you mean 'flash'"),
])
def test_what_the_template_lacks_is_told(info, recipe, said) -> None:
    with pytest.raises(InputError, match=said):
        _sampled(info, recipe)


def test_own_pictures_are_known_by_their_content(info, tmp_path) -> None:
    for name, grey in (("b.png", 40), ("a.png", 200)):
        Image.new("L", (8, 8), grey).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    files = RecipeFiles((tmp_path,))
    name = find_pictures(str(tmp_path), {"files": files})
    assert len(pictures_of(name, files.found)) == 2
    recipe = SurroundingsRecipe(background="picture", pictures=name)
    shown = {_sampled(info, recipe, frame, files.found).picture for frame in range(20)}
    assert shown == set(pictures_of(name, files.found))
    with pytest.raises(LeafError, match="holds no"):
        (tmp_path / "empty").mkdir()
        find_pictures(str(tmp_path / "empty"), {"files": files})


def test_what_the_command_line_sets_is_meant_for_all_rigs() -> None:
    loaded = load_recipe("face", ["surroundings.background=sweep", "world.strength=0.5", "lights.key.energy=1.5"])
    rigs = loaded.recipe.surroundings.rigs
    assert all("background" not in rig.model_fields_set for rig in rigs.values())
    assert all("strength" not in rig.world.model_fields_set for rig in rigs.values())
    assert all("energy" not in rig.lights["key"].model_fields_set for rig in rigs.values() if "key" in rig.lights)
    assert all(rig.world.hdri is not None for rig in rigs.values())
    one = load_recipe("face", ["surroundings.rigs.flash.background=wall"]).recipe.surroundings.rigs
    assert one["flash"].background == "wall" and one["studio"].background != "wall"
