"""How the core sees shelves: recipe model, sampling, categories, assets, and the way into Blender.

What only rendering needs is imported by the methods that render, so that datasets are read without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facings.frames.scene_kind import LoadedRecipe, Stage
from facings.process.progress import Progress, silent
from facings.scenes.shelf.reading import ShelfReading
from facings.scenes.shelf.records import ShelfRecord
from facings.scenes.shelf.semantics import CLASS_COLOURS, EVERY_CLASS, PRICE_TAG_CATEGORY, TRAY

if TYPE_CHECKING:
    from facings.blender.template import TemplateReading
    from facings.scenes.shelf.prepare import ShelfPrepared
    from facings.scenes.shelf.recipe import ShelfRecipe
    from facings.scenes.shelf.spec import ShelfSpec


class ShelfKind:
    """The scene kind; see `facings.frames.scene_kind.SceneKind`."""

    name = "shelf"
    package = "facings"
    record_type = ShelfRecord
    reading = ShelfReading()
    semantic_classes = tuple({"id": number, "name": name, "color": CLASS_COLOURS[name]}
                             for name, number in EVERY_CLASS.items())

    @property
    def templates(self) -> "TemplateReading":
        """How its templates are checked and measured."""
        from facings.scenes.shelf.template_info import SHELF_TEMPLATES

        return SHELF_TEMPLATES

    @property
    def recipe_model(self) -> "type[ShelfRecipe]":
        """What its recipes look like."""
        from facings.scenes.shelf.recipe import ShelfRecipe

        return ShelfRecipe

    @property
    def spec_type(self) -> "type[ShelfSpec]":
        """What `sample` returns."""
        from facings.scenes.shelf.spec import ShelfSpec

        return ShelfSpec

    def recipe_problems(self, recipe: "ShelfRecipe") -> Iterable[tuple[tuple[str, ...], str]]:
        """Yield where a lens does not see the whole picture, and what cannot be asked for together."""
        from facings.scenes.shelf.sample.camera import lens_problems

        yield from lens_problems(recipe)
        if recipe.sequence is not None and recipe.pairs is not None:
            yield ("pairs",), "cannot be asked for beside sequence: leave one of them out"
        if recipe.sequence is None and any(name.startswith("flow") for name in recipe.picture.passes):
            yield ("picture", "passes"), ("asks for flow, which goes from one frame of a sequence to the next: ask for sequence"
                                          " too, as in sequence: {moments: 12, fps: 10}")

    def recipe_classes(self, recipe: "ShelfRecipe") -> Iterable[Mapping[str, Any]]:
        """Return the classes that a recipe's datasets list: trays where it has some."""
        from facings.recipes.distributions import extremes

        trays = max(extremes(recipe.stock.tray_rate)) > 0
        return [entry for entry in self.semantic_classes if trays or entry["name"] != TRAY]

    def categories(self, loaded: LoadedRecipe) -> list[dict[str, Any]]:
        """Return the price tag's category and one per SKU of the whole catalogue, its department as supercategory."""
        from facings.scenes.shelf.inputs import catalogue_of

        catalogue = catalogue_of(loaded)
        return [PRICE_TAG_CATEGORY, *({"id": p.id, "name": p.sku, "supercategory": catalogue.department(p.department).name,
                                       **({"brand": catalogue.brand(p.brand).name} if p.brand else {})}
                                      for p in sorted(catalogue.products, key=lambda p: p.id))]

    def assets(self, loaded: LoadedRecipe, progress: Progress = silent) -> list[dict[str, Any]]:
        """Return template, catalogue and tables, type faces, the user's models and HDRIs: all files that decide a frame."""
        from facings.scenes.shelf.inputs import assets_of

        return assets_of(loaded, progress)

    def input_files(self, loaded: LoadedRecipe) -> Mapping[str, Path]:
        """Return the models of the user's catalogues, and of these and the template the files beside them that they name."""
        from facings.scenes.shelf.inputs import input_files_of

        return input_files_of(loaded)

    def code(self) -> Mapping[str, Sequence[str]]:
        """Return where sampling, preparing, realising and labelling begin, goods of installed packages included."""
        from facings.goods.vocabulary import installed_modules

        here = "facings.scenes.shelf"
        return {"sample": (f"{here}.sample.frame", f"{here}.inputs"), "prepare": (f"{here}.prepare", *installed_modules()),
                "realise": (f"{here}.realise.stage",), "label": (f"{here}.label",)}

    def sample(self, loaded: LoadedRecipe, seed: int, frame: int, progress: Progress = silent) -> "ShelfSpec":
        """Return the spec of one frame; builds the bodies that the cache lacks, needs no Blender."""
        from facings.scenes.shelf.inputs import inputs_of, recipe_of
        from facings.scenes.shelf.sample.frame import sample_shelf

        inputs = inputs_of(loaded)
        shapes_of = partial(inputs.products.shapes, progress=progress)
        return sample_shelf(recipe_of(loaded), inputs.info, inputs.catalogue, shapes_of, seed, frame,
                            lambda sentence: inputs.remark(sentence, progress))

    def prepare(self, loaded: LoadedRecipe, spec: "ShelfSpec", progress: Progress = silent) -> "ShelfPrepared":
        """Return bodies, prints, tags and signs; builds and draws what the cache lacks, needs no Blender."""
        from facings.scenes.shelf.inputs import inputs_of, recipe_of
        from facings.scenes.shelf.prepare import prepare_shelf

        inputs = inputs_of(loaded)
        return prepare_shelf(spec, inputs.products, inputs.info, progress, texts=recipe_of(loaded).labels.texts)

    def stage(self, loaded: LoadedRecipe) -> Stage:
        """Open the template in this process's Blender (imports bpy)."""
        from facings.recipes.distributions import extremes
        from facings.scenes.shelf.inputs import catalogue_of, recipe_of
        from facings.scenes.shelf.realise.stage import ShelfStage

        recipe = recipe_of(loaded)
        most_boards = max((boards[1] for boards in extremes(recipe.bays.boards) if boards is not None), default=0)
        return ShelfStage(loaded.template, catalogue_of(loaded), loaded.files, amodal=recipe.labels.amodal,
                          most_boards=most_boards)


KIND = ShelfKind()
