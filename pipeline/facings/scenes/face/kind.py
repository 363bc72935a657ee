"""How the core sees faces: recipe model, sampling, categories, assets, and the way into Blender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from facings.assets.packs.manifest import pack
from facings.assets.shipped import shipped_tables
from facings.blender.template import template_info
from facings.frames.scene_kind import LoadedRecipe, Stage
from facings.process.progress import Progress, silent
from facings.recipes.files import file_assets
from facings.scenes.face.heads.available import available_heads
from facings.scenes.face.heads.library import HEADS, head_model
from facings.scenes.face.label.person import PERSON_CATEGORY
from facings.scenes.face.reading import FaceReading
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.face.sample.frame import sample_face
from facings.scenes.face.sample.person import check_ages
from facings.scenes.face.semantics import SEMANTIC_CLASSES
from facings.scenes.face.spec import FaceSpec
from facings.scenes.face.surroundings.sample import check_surroundings
from facings.scenes.face.template_info import FACE_TEMPLATES, FaceTemplateInfo

if TYPE_CHECKING:
    from facings.scenes.face.prepare import FacePrepared


@dataclass(frozen=True)
class FaceInputs:
    """What a face recipe needs, there and ready to sample from."""

    info: FaceTemplateInfo
    models: tuple[str, ...]
    """Names of the head models that are there and that the recipe's licences let in."""


class FaceKind:
    """The scene kind; see `facings.frames.scene_kind.SceneKind`."""

    name = "face"
    package = "facings"
    recipe_model = FaceRecipe
    spec_type = FaceSpec
    record_type = dict
    reading = FaceReading()
    semantic_classes = tuple({"id": number, "name": name} for name, number in SEMANTIC_CLASSES.items())

    def categories(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return the one category there is."""
        return [PERSON_CATEGORY]

    def assets(self, loaded: LoadedRecipe, progress: Progress = silent) -> list[dict[str, Any]]:
        """Return template, asset packs, tables, the user's HDRIs and pictures: all that decides a frame's bytes."""
        inputs = _inputs(loaded, progress)
        result = [{"name": f"template:{inputs.info.name}", "version": inputs.info.sha256[:12], "licence": "CC0-1.0",
                   "attribution": "Facings", "sha256": inputs.info.sha256}]
        result += [pack(HEADS[model]).described for model in inputs.models]
        return result + shipped_tables("faces/*") + file_assets(loaded.files)

    def input_files(self, loaded: LoadedRecipe) -> Mapping[str, Path]:
        """Return nothing: a face recipe names all its files itself."""
        return {}

    def code(self) -> Mapping[str, Sequence[str]]:
        """Return where sampling, preparing, realising and labelling begin."""
        here = "facings.scenes.face"
        return {"sample": (f"{here}.sample.frame",), "prepare": (f"{here}.prepare",),
                "realise": (f"{here}.realise.stage",), "label": (f"{here}.label.face",)}

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int, progress: Progress = silent) -> FaceSpec:
        """Return the spec of one frame; needs no Blender."""
        inputs = _inputs(loaded, progress)
        return sample_face(loaded.recipe, inputs.info, loaded.files, inputs.models, head_model, seed, frame)

    def prepare(self, loaded: LoadedRecipe, spec: FaceSpec, progress: Progress = silent) -> "FacePrepared":
        """Return the person of a spec: meshes, hairs and pictures. Raises InputError where its head model cannot be had."""
        from facings.scenes.face.heads.library import head_model
        from facings.scenes.face.prepare import prepare_face

        return prepare_face(spec, head_model(spec.head.model))

    def stage(self, loaded: LoadedRecipe) -> Stage:
        """Open the template in this process's Blender (imports bpy)."""
        from facings.scenes.face.realise.stage import FaceStage

        return FaceStage(loaded.template, loaded.files)


_INPUTS: WeakKeyDictionary[LoadedRecipe, FaceInputs] = WeakKeyDictionary()


def _inputs(loaded: LoadedRecipe, progress: Progress = silent) -> FaceInputs:
    if loaded not in _INPUTS:
        info = template_info(loaded.template, FACE_TEMPLATES)
        check_surroundings(loaded.recipe.surroundings, info)
        models = available_heads(loaded.recipe.person.head_model, loaded.recipe.assets.licences, progress)
        check_ages(loaded.recipe.person, models)
        _INPUTS[loaded] = FaceInputs(info, models)
    return _INPUTS[loaded]


KIND = FaceKind()
