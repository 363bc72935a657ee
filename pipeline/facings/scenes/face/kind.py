"""How the core sees faces: recipe model, sampling, categories, assets, and the way into Blender.

What only rendering needs is imported by the methods that render, so that datasets are read without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facings.frames.scene_kind import LoadedRecipe, Stage
from facings.process.progress import Progress, silent
from facings.scenes.face.reading import FaceReading
from facings.scenes.face.records import FaceRecord
from facings.scenes.face.semantics import CLASS_COLOURS, PERSON_CATEGORY, SEMANTIC_CLASSES

if TYPE_CHECKING:
    from facings.blender.template import TemplateReading
    from facings.scenes.face.prepare import FacePrepared
    from facings.scenes.face.recipe import FaceRecipe
    from facings.scenes.face.spec import FaceSpec


class FaceKind:
    """The scene kind; see `facings.frames.scene_kind.SceneKind`."""

    name = "face"
    package = "facings"
    record_type = FaceRecord
    reading = FaceReading()
    semantic_classes = tuple({"id": number, "name": name, "color": CLASS_COLOURS[name]}
                             for name, number in SEMANTIC_CLASSES.items())

    @property
    def templates(self) -> "TemplateReading":
        """How its templates are checked and measured."""
        from facings.scenes.face.template_info import FACE_TEMPLATES

        return FACE_TEMPLATES

    @property
    def recipe_model(self) -> "type[FaceRecipe]":
        """What its recipes look like."""
        from facings.scenes.face.recipe import FaceRecipe

        return FaceRecipe

    @property
    def spec_type(self) -> "type[FaceSpec]":
        """What `sample` returns."""
        from facings.scenes.face.spec import FaceSpec

        return FaceSpec

    def recipe_problems(self, recipe: "FaceRecipe") -> Iterable[tuple[tuple[str, ...], str]]:
        """Yield where a lens does not see the whole picture."""
        from facings.scenes.face.sample.camera import lens_problems

        return lens_problems(recipe)

    def categories(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return the one category there is."""
        return [PERSON_CATEGORY]

    def assets(self, loaded: LoadedRecipe, progress: Progress = silent) -> list[dict[str, Any]]:
        """Return template, asset packs, tables, the user's HDRIs and pictures: all that decides a frame's bytes."""
        from facings.assets.packs.manifest import pack
        from facings.assets.shipped import shipped_tables
        from facings.blender.template import template_assets
        from facings.recipes.files import file_assets
        from facings.scenes.face.heads.library import HEADS
        from facings.scenes.face.inputs import inputs_of
        from facings.scenes.face.template_info import FACE_TEMPLATES

        inputs = inputs_of(loaded, progress)
        result = template_assets(loaded.recipe.template, loaded.template, FACE_TEMPLATES, progress)
        result += [pack(HEADS[model]).described for model in inputs.models]
        meshes = shipped_tables("faces/meshes/*") if loaded.resolved["labels"].get("face_mesh") else []
        return result + shipped_tables("faces/*.*") + meshes + file_assets(loaded.files)

    def input_files(self, loaded: LoadedRecipe) -> Mapping[str, Path]:
        """Return the files beside the template that it reads; a face recipe names all others itself."""
        from facings.blender.template import template_files
        from facings.scenes.face.template_info import FACE_TEMPLATES

        return template_files(loaded.recipe.template, loaded.template, FACE_TEMPLATES)

    def code(self) -> Mapping[str, Sequence[str]]:
        """Return where sampling, preparing, realising and labelling begin."""
        here = "facings.scenes.face"
        return {"sample": (f"{here}.sample.frame", f"{here}.inputs"), "prepare": (f"{here}.prepare", f"{here}.heads.library"),
                "realise": (f"{here}.realise.stage",), "label": (f"{here}.label.face",)}

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int, progress: Progress = silent) -> "FaceSpec":
        """Return the spec of one frame; needs no Blender."""
        from facings.scenes.face.heads.library import head_model
        from facings.scenes.face.inputs import inputs_of
        from facings.scenes.face.recipe import FaceRecipe
        from facings.scenes.face.sample.frame import sample_face

        inputs, recipe = inputs_of(loaded, progress), loaded.recipe
        if not isinstance(recipe, FaceRecipe):
            raise TypeError(f"{loaded.path} is no recipe of faces")
        return sample_face(recipe, inputs.info, loaded.files, inputs.models, head_model, seed, frame)

    def prepare(self, loaded: LoadedRecipe, spec: "FaceSpec", progress: Progress = silent) -> "FacePrepared":
        """Return the person of a spec: meshes, hairs and pictures. Raises InputError where its head model cannot be had."""
        import numpy as np

        from facings.blender.template import template_info
        from facings.scenes.face.heads.library import head_model
        from facings.scenes.face.prepare import prepare_face
        from facings.scenes.face.template_info import FACE_TEMPLATES

        world_from_body = np.array(template_info(loaded.template, FACE_TEMPLATES).world_from_body)
        return prepare_face(spec, head_model(spec.head.model), world_from_body)

    def stage(self, loaded: LoadedRecipe) -> Stage:
        """Open the template in this process's Blender (imports bpy)."""
        from facings.scenes.face.realise.stage import FaceStage

        return FaceStage(loaded.template, loaded.files)


KIND = FaceKind()
