"""How the core sees shelves: recipe model, sampling, categories, assets, and the way into Blender."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from facings.assets.folders import assets_dir
from facings.blender.template import template_info
from facings.frames.scene_kind import LoadedRecipe, Stage
from facings.goods import tables
from facings.goods.catalogue import Catalogue, load_catalogue
from facings.goods.model_files import model_files, model_sha256
from facings.goods.products import Products
from facings.goods.vocabulary import installed_modules
from facings.process.digest import file_sha256
from facings.process.progress import Progress, silent
from facings.recipes.files import WORLD_SUFFIXES, file_assets
from facings.scenes.shelf.prepare import ShelfPrepared, prepare_shelf
from facings.scenes.shelf.reading import ShelfReading
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.frame import sample_shelf
from facings.scenes.shelf.sample.stock import stocked_departments
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY, SEMANTIC_CLASSES
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES, ShelfTemplateInfo


@dataclass(frozen=True)
class ShelfInputs:
    """What a shelf recipe names, read and ready to sample from."""

    catalogue: Catalogue
    products: Products
    info: ShelfTemplateInfo


class ShelfKind:
    """The scene kind; see `facings.frames.scene_kind.SceneKind`."""

    name = "shelf"
    package = "facings"
    recipe_model = ShelfRecipe
    spec_type = ShelfSpec
    record_type = dict
    reading = ShelfReading()
    semantic_classes = tuple({"id": number, "name": name} for name, number in SEMANTIC_CLASSES.items())

    def categories(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return the price tag's category and one per SKU of the whole catalogue, its department as supercategory."""
        catalogue = _inputs(loaded).catalogue
        return [PRICE_TAG_CATEGORY, *({"id": p.id, "name": p.sku, "supercategory": catalogue.department(p.department).name}
                                      for p in sorted(catalogue.products, key=lambda p: p.id))]

    def assets(self, loaded: LoadedRecipe, progress: Progress = silent) -> list[dict[str, Any]]:
        """Return template, catalogue and tables, type faces, the user's models and HDRIs: all files that decide a frame."""
        inputs = _inputs(loaded)
        own = {"licence": "CC0-1.0", "attribution": "Facings"}
        result = [
            {"name": f"template:{inputs.info.name}", "version": inputs.info.sha256[:12], **own,
             "sha256": inputs.info.sha256},
            {"name": "catalogue", "version": inputs.catalogue.fingerprint()[:12], **own,
             "sha256": inputs.catalogue.fingerprint()},
            {"name": "goods tables", "version": tables.digest(tables.ALL)[:12], **own, "sha256": tables.digest(tables.ALL)},
            {"name": "fonts", "version": version("bpy"), "licence": "OFL-1.1 and others, see assets/fonts.yaml",
             "attribution": "see assets/fonts.yaml",
             "sha256": file_sha256(assets_dir() / "fonts.yaml")},
        ]
        for product in inputs.catalogue.products:
            if product.model is not None:
                result.append({"name": f"model:{product.sku}", "version": "", "licence": "the user's", "attribution": "",
                               "sha256": model_sha256(product.model)})
        return result + file_assets(loaded.files, WORLD_SUFFIXES)

    def input_files(self, loaded: LoadedRecipe) -> Mapping[str, Path]:
        """Return the models of the user's catalogues, with the files beside them that they name."""
        models = {p.sku: p.model for p in _catalogue(loaded).products if p.model is not None}
        return {f"model:{sku}:{os.path.relpath(path, model.parent)}": path for sku, model in models.items()
                for path in model_files(model)}

    def code(self) -> Mapping[str, Sequence[str]]:
        """Return where sampling, preparing, realising and labelling begin, goods of installed packages included."""
        here = "facings.scenes.shelf"
        return {"sample": (f"{here}.sample.frame",), "prepare": (f"{here}.prepare", *installed_modules()),
                "realise": (f"{here}.realise.stage",), "label": (f"{here}.label",)}

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int, progress: Progress = silent) -> ShelfSpec:
        """Return the spec of one frame; builds the bodies that the cache lacks, needs no Blender."""
        inputs = _inputs(loaded)
        shapes_of = partial(inputs.products.shapes, progress=progress)
        return sample_shelf(loaded.recipe, inputs.info, inputs.catalogue, shapes_of, seed, frame)

    def prepare(self, loaded: LoadedRecipe, spec: ShelfSpec, progress: Progress = silent) -> ShelfPrepared:
        """Return bodies, prints, tags and signs; builds and draws what the cache lacks, needs no Blender."""
        inputs = _inputs(loaded)
        return prepare_shelf(spec, inputs.products, inputs.info, progress)

    def stage(self, loaded: LoadedRecipe) -> Stage:
        """Open the template in this process's Blender (imports bpy)."""
        from facings.scenes.shelf.realise.stage import ShelfStage

        return ShelfStage(loaded.template, _inputs(loaded).catalogue, loaded.files)


@lru_cache(maxsize=8)
def _catalogue(loaded: LoadedRecipe) -> Catalogue:
    return load_catalogue(extra=[loaded.files[name] for name in loaded.recipe.catalogue.extra])


@lru_cache(maxsize=8)
def _inputs(loaded: LoadedRecipe) -> ShelfInputs:
    catalogue = _catalogue(loaded)
    info = template_info(loaded.template, SHELF_TEMPLATES)
    # Departments that the recipe names wrongly are told before anything is written.
    stocked_departments(loaded.recipe.catalogue.departments, info, catalogue)
    return ShelfInputs(catalogue, Products(catalogue), info)


KIND = ShelfKind()
