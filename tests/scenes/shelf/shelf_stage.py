"""Small shelves for tests: few bays, few departments, few samples, and their label render beside the Embree oracle."""

from dataclasses import dataclass

import numpy as np

from facings.blender.render import enable_passes, render_labels
from facings.blender.session import scratch_folder
from facings.frames.loading import LoadedRecipe, load_recipe
from facings.frames.passes import FramePasses
from facings.labels.camera import Pinhole
from facings.scenes.shelf.realise import ShelfRealiser
from facings.scenes.shelf.spec import ShelfSpec

GONDOLA = ("shelf", "catalogue.departments=[tinned]", "bays.count=2", "stock.max_depth=2")
COOLER = ("shelf_cooler", "catalogue.departments=[dairy]", "bays.count=2", "stock.max_depth=2")


def small(recipe: str, *overrides: str, size=(160, 120), samples=1) -> LoadedRecipe:
    """A shipped recipe made small."""
    return load_recipe(recipe, ["picture.denoise=false", *overrides], resolution=size, samples=samples)


@dataclass
class Stage:
    """A recipe's realiser, kept for a module's tests."""

    loaded: LoadedRecipe
    realiser: ShelfRealiser

    @classmethod
    def of(cls, loaded: LoadedRecipe) -> "Stage":
        return cls(loaded, loaded.kind.realiser(loaded, "cpu"))

    def spec(self, seed: int, frame: int = 0, loaded: LoadedRecipe | None = None) -> ShelfSpec:
        loaded = loaded or self.loaded
        return loaded.kind.sample(loaded, seed, frame)

    def passes(self, spec: ShelfSpec) -> tuple[FramePasses, tuple, Pinhole]:
        """The label render of a spec, its labelled objects and its camera."""
        stage = self.realiser.stage
        enable_passes(stage.scene, spec.picture.passes)
        objects = stage.realise(spec)
        passes = render_labels(stage.scene, stage.hidden_for_labels(), spec.picture.passes, scratch_folder())
        return passes, objects, Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)

    def labels(self, spec: ShelfSpec):
        passes, objects, _ = self.passes(spec)
        return self.realiser._labeller.label(spec, passes, objects)


def depth_error(passes: FramePasses, centre, good: np.ndarray) -> float:
    """Largest relative depth error times the cosine of incidence over the `good` pixels."""
    a, b = passes.depth_m[good], centre.depth_m[good]
    return float((np.abs(a - b) / b * centre.cosine[good]).max())
