"""How the core sees faces: recipe model, sampling, categories, assets, and the way into Blender."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from facings.assets.packs.manifest import pack
from facings.blender.template import template_info
from facings.frames.loading import LoadedRecipe
from facings.recipes.files import file_assets
from facings.scenes.face.heads.available import available_heads
from facings.scenes.face.heads.library import HEADS, head_model
from facings.scenes.face.label.person import PERSON_CATEGORY
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.face.sample.frame import sample_face
from facings.scenes.face.sample.person import check_ages
from facings.scenes.face.semantics import SEMANTIC_CLASSES
from facings.scenes.face.spec import FaceSpec
from facings.scenes.face.surroundings.sample import check_surroundings
from facings.scenes.face.template_info import FACE_TEMPLATES, FaceTemplateInfo


@dataclass(frozen=True)
class FaceInputs:
    """What a face recipe needs, there and ready to sample from."""

    info: FaceTemplateInfo
    models: tuple[str, ...]
    """Names of the head models that are there and that the recipe's licences let in."""


class FaceKind:
    """The scene kind; see `facings.frames.scene_kind.SceneKind`."""

    name = "face"
    recipe_model = FaceRecipe
    spec_type = FaceSpec
    semantic_classes = tuple({"id": number, "name": name} for name, number in SEMANTIC_CLASSES.items())

    def __init__(self) -> None:
        self.progress: Callable[[str, int, int], None] = lambda what, done, total: None
        """Called while packs are fetched and converted that the cache lacks."""

    def categories(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return the one category there is."""
        return [PERSON_CATEGORY]

    def assets(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return template, asset packs, the user's HDRIs and pictures: all that decides a frame's bytes."""
        inputs = _inputs(loaded)
        result = [{"name": f"template:{inputs.info.name}", "version": inputs.info.sha256[:12], "licence": "CC0-1.0",
                   "attribution": "Facings", "sha256": inputs.info.sha256}]
        result += [pack(HEADS[model]).described for model in inputs.models]
        return result + file_assets(loaded.files)

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int) -> FaceSpec:
        """Return the spec of one frame; needs no Blender."""
        inputs = _inputs(loaded)
        return sample_face(loaded.recipe, inputs.info, loaded.files, inputs.models, head_model, seed, frame)

    def realiser(self, loaded: LoadedRecipe, device: str) -> Any:
        """Return the renderer of this process (imports bpy)."""
        from facings.scenes.face.realise.realiser import FaceRealiser

        return FaceRealiser(loaded, device)


@lru_cache(maxsize=8)
def _inputs(loaded: LoadedRecipe) -> FaceInputs:
    info = template_info(loaded.template, FACE_TEMPLATES)
    check_surroundings(loaded.recipe.surroundings, info)
    models = available_heads(loaded.recipe.person.head_model, loaded.recipe.assets.licences, KIND.progress)
    check_ages(loaded.recipe.person, models)
    return FaceInputs(info, models)


KIND = FaceKind()
