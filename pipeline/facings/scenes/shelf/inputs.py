"""What a shelf recipe names, read once for all frames."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from facings.assets.folders import assets_dir
from facings.blender.template import template_assets, template_files, template_info
from facings.errors import InputError
from facings.frames.scene_kind import LoadedRecipe
from facings.goods import tables
from facings.goods.artwork.shaping import told, unprintable
from facings.goods.catalogue import Catalogue, load_catalogue
from facings.goods.model_files import ModelFiles
from facings.goods.printable import unprintable_texts
from facings.goods.products import Products
from facings.process.digest import file_sha256
from facings.process.progress import Progress, silent
from facings.recipes.distributions import named_by
from facings.recipes.files import WORLD_SUFFIXES, file_assets
from facings.scenes.shelf.recipe import ShelfRecipe
from facings.scenes.shelf.sample.stock import stocked_departments
from facings.scenes.shelf.template_info import SHELF_TEMPLATES, ShelfTemplateInfo


@dataclass(frozen=True)
class ShelfInputs:
    """Ready to sample from."""

    catalogue: Catalogue
    products: Products
    info: ShelfTemplateInfo
    _said: set[str] = field(default_factory=set)

    def remark(self, sentence: str, progress: Progress) -> None:
        """Tell `progress` what no frame before has told already."""
        if sentence not in self._said:
            self._said.add(sentence)
            progress(sentence, 0, 0)


def recipe_of(loaded: LoadedRecipe) -> ShelfRecipe:
    """Return the recipe of a shelf; raises TypeError where it is another kind's."""
    if not isinstance(loaded.recipe, ShelfRecipe):
        raise TypeError(f"{loaded.path} is no recipe of a shelf")
    return loaded.recipe


@lru_cache(maxsize=8)
def catalogue_of(loaded: LoadedRecipe) -> Catalogue:
    """Return the shipped catalogue with the recipe's own; raises InputError where one is wrong."""
    return load_catalogue(extra=[loaded.files[name] for name in recipe_of(loaded).catalogue.extra])


@lru_cache(maxsize=8)
def inputs_of(loaded: LoadedRecipe) -> ShelfInputs:
    """Return what a recipe names; raises InputError where its template or a catalogue is wrong, or lacks what it asks for."""
    catalogue = catalogue_of(loaded)
    info = template_info(loaded.template, SHELF_TEMPLATES)
    # Departments that the recipe names wrongly, and texts that nothing prints, are told before anything is written.
    departments = stocked_departments(recipe_of(loaded).catalogue.departments, info, catalogue)
    found = [*_currencies(loaded), *unprintable_texts(catalogue, {d.id for d in departments})]
    if found:
        raise InputError("\n".join(found))
    return ShelfInputs(catalogue, Products(catalogue), info)


def _currencies(loaded: LoadedRecipe) -> Iterator[str]:
    """A sentence for each currency of the recipe that cannot be printed."""
    for currency in sorted(named_by(recipe_of(loaded).price_tags.currency)):
        letters = unprintable(currency)
        if letters:
            yield f"{loaded.path}: price_tags.currency holds {currency!r}, but {told(letters)}."


def assets_of(loaded: LoadedRecipe, progress: Progress = silent) -> list[dict[str, Any]]:
    """Return all files that decide a frame, as `dataset.json` lists them; raises InputError like `inputs_of`."""
    inputs = inputs_of(loaded)
    read = stocked_models(loaded, progress)
    own = {"licence": "CC0-1.0", "attribution": "Facings"}
    fonts = file_sha256(assets_dir() / "fonts.yaml")
    result = [
        *template_assets(recipe_of(loaded).template, loaded.template, SHELF_TEMPLATES, progress),
        {"name": "catalogue", "version": inputs.catalogue.fingerprint()[:12], **own,
         "sha256": inputs.catalogue.fingerprint()},
        {"name": "goods tables", "version": tables.digest(tables.ALL)[:12], **own, "sha256": tables.digest(tables.ALL)},
        {"name": "fonts", "version": fonts[:12], "licence": "OFL-1.1 and others, see assets/fonts.yaml",
         "attribution": "see assets/fonts.yaml", "sha256": fonts},
    ]
    for product in inputs.catalogue.products:
        if product.model is not None:
            result.append({"name": f"model:{product.sku}", "version": "", "licence": "the user's", "attribution": "",
                           "sha256": read[product.sku].sha256 if product.sku in read else file_sha256(product.model)})
    return result + file_assets(loaded.files, WORLD_SUFFIXES)


def input_files_of(loaded: LoadedRecipe) -> dict[str, Path]:
    """Return the models of the user's catalogues, and of these and the template the files beside them that they read."""
    read = stocked_models(loaded)
    files = {f"model:{sku}:{name}": found.model.parent / name for sku, found in read.items() for name in found.digests}
    others = {f"model:{p.sku}": p.model for p in catalogue_of(loaded).products if p.model is not None and p.sku not in read}
    return files | others | template_files(recipe_of(loaded).template, loaded.template, SHELF_TEMPLATES)


def stocked_models(loaded: LoadedRecipe, progress: Progress = silent) -> Mapping[str, ModelFiles]:
    """Return the files of each model that may come into a picture, by SKU; such that were not read yet are.

    What lies in departments that are not stocked is not opened. Raises InputError where one cannot be read.
    """
    inputs = inputs_of(loaded)
    stocked = {d.id for d in stocked_departments(recipe_of(loaded).catalogue.departments, inputs.info, inputs.catalogue)}
    return inputs.products.model_files((p.sku for p in inputs.catalogue.products if p.department in stocked), progress)
