"""Light and background of one frame: a rig by weight, its lamps turned with the camera, a backdrop behind the head."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from facings.errors import InputError, nearest
from facings.frames.colour import linear_from_hex
from facings.frames.lights import sample_lights, sample_world
from facings.recipes.distributions import named_by, sample
from facings.recipes.draws import spawn_by_name
from facings.recipes.files import pictures_of
from facings.recipes.recipe import LightSettings, WorldSettings
from facings.recipes.variants import choose, merged, overlaid
from facings.scenes.face.surroundings.recipe import PICTURE, WORLD, RigRecipe, SurroundingsRecipe
from facings.scenes.face.surroundings.spec import SurroundingsSpec
from facings.scenes.face.template_info import FaceTemplateInfo


def sample_surroundings(recipe: SurroundingsRecipe, world: WorldSettings, lights: dict[str, LightSettings],
                        info: FaceTemplateInfo, files: Mapping[str, Path], camera_azimuth_rad: float,
                        rng: np.random.Generator) -> SurroundingsSpec:
    """Return what is around the person; `world` and `lights` are the recipe's own, used where the rig names nothing.

    `camera_azimuth_rad` says how far the camera has gone around the head's anchor from where the template has it, towards
    the subject's left. Raises InputError where a background or a light group is unknown, or a picture is asked for and
    none given.
    """
    choose_rng, world_rng, lights_rng, yaw_rng, back_rng, color_rng, picture_rng = spawn_by_name(
        rng, "rig", "world", "lights", "lights_yaw", "background", "color", "picture")
    name = choose(recipe.rigs, choose_rng)
    rig = RigRecipe() if name is None else recipe.rigs[name]
    recipe = overlaid(recipe, rig)
    background = sample(recipe.background, back_rng)
    _check_background(background, recipe, info)
    picture = None
    if background == PICTURE and recipe.pictures is not None:
        names = pictures_of(recipe.pictures, files)
        picture = names[int(picture_rng.integers(len(names)))]
    return SurroundingsSpec(
        rig=name or "", background=background, world=sample_world(overlaid(world, rig.world), world_rng),
        lights=sample_lights(merged(lights, rig.lights), info.lights, info.name, lights_rng),
        lights_yaw_rad=camera_azimuth_rad + sample(recipe.lights_yaw_rad, yaw_rng),
        backdrop_yaw_rad=camera_azimuth_rad + float(back_rng.normal(0.0, np.radians(6.0))),
        backdrop_color=linear_from_hex(sample(recipe.color, color_rng)), picture=picture,
    )

def check_surroundings(recipe: SurroundingsRecipe, info: FaceTemplateInfo) -> None:
    """Raise InputError where any background or light group that a frame might draw is not there."""
    for background in (recipe.background, *(rig.background for rig in recipe.rigs.values())):
        for name in sorted(named_by(background) - {None}):
            _check_background(name, recipe, info)
    for rig in recipe.rigs.values():
        sample_lights(rig.lights, info.lights, info.name, np.random.default_rng(0))


def _check_background(name: str, recipe: SurroundingsRecipe, info: FaceTemplateInfo) -> None:
    known = (WORLD, *info.backdrops)
    if name not in known:
        raise InputError(f"surroundings.background: {name!r} is no background of the template {info.name}."
                         f"{nearest(name, list(known))} It has: {', '.join(known)}.")
    if name == PICTURE and recipe.pictures is None:
        raise InputError("surroundings.background may be 'picture', but surroundings.pictures names no folder. Give the path"
                         " of a folder with .jpg, .png or .webp files.")
