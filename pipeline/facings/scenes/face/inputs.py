"""What a face recipe needs before it can be sampled: its template's description, and the head models that are there."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from facings.blender.template import template_info
from facings.frames.scene_kind import LoadedRecipe
from facings.process.progress import Progress, silent
from facings.scenes.face.heads.available import available_heads
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.face.sample.person import check_ages
from facings.scenes.face.surroundings.sample import check_surroundings
from facings.scenes.face.template_info import FACE_TEMPLATES, FaceTemplateInfo


@dataclass(frozen=True)
class FaceInputs:
    """What a face recipe needs, there and ready to sample from."""

    info: FaceTemplateInfo
    models: tuple[str, ...]
    """Names of the head models that are there and that the recipe's licences let in."""


_INPUTS: WeakKeyDictionary[LoadedRecipe, FaceInputs] = WeakKeyDictionary()


def inputs_of(loaded: LoadedRecipe, progress: Progress = silent) -> FaceInputs:
    """Return what a recipe needs, found once; packs that the cache lacks are fetched.

    Raises InputError where the template lacks what the recipe names, or no head model is left that can show its people.
    """
    recipe = loaded.recipe
    if not isinstance(recipe, FaceRecipe):
        raise TypeError(f"{loaded.path} is no recipe of faces")
    if loaded not in _INPUTS:
        info = template_info(loaded.template, FACE_TEMPLATES)
        check_surroundings(recipe.surroundings, info)
        models = available_heads(recipe.person.head_model, recipe.assets.licences, progress)
        check_ages(recipe.person, models)
        _INPUTS[loaded] = FaceInputs(info, models)
    return _INPUTS[loaded]
