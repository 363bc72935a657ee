"""Small shelves for tests: few bays, few departments, few samples, and their label render beside the Embree oracle."""

from dataclasses import dataclass

import numpy as np

from facings.blender.session import scratch_folder
from facings.frames.loading import load_recipe
from facings.frames.passes import FramePasses
from facings.frames.scene_kind import LoadedRecipe
from facings.labels.camera import Pinhole
from facings.rendering.frame_maker import FrameMaker
from facings.scenes.shelf.realise.stage import ShelfStage
from facings.scenes.shelf.spec import ShelfSpec

GONDOLA = ("shelf", "catalogue.departments=[tinned]", "bays.count=2", "stock.max_depth=2")
COOLER = ("shelf_cooler", "catalogue.departments=[dairy]", "bays.count=2", "stock.max_depth=2")


def small(recipe: str, *overrides: str, size=(160, 120), samples=1) -> LoadedRecipe:
    """A shipped recipe made small."""
    return load_recipe(recipe, ["picture.denoise=false", *overrides], resolution=size, samples=samples)


@dataclass
class Stage:
    """A recipe's frame maker, kept for a module's tests."""

    loaded: LoadedRecipe
    maker: FrameMaker

    @classmethod
    def of(cls, loaded: LoadedRecipe) -> "Stage":
        return cls(loaded, FrameMaker(loaded))

    def spec(self, seed: int, frame: int = 0, loaded: LoadedRecipe | None = None) -> ShelfSpec:
        loaded = loaded or self.loaded
        return loaded.sample(seed, frame)

    @property
    def open(self) -> ShelfStage:
        """The shelf that is open in Blender."""
        return self.maker.stage

    def realise(self, spec: ShelfSpec) -> tuple:
        """The labelled objects of a spec, realised."""
        return self.open.realise(spec, self.loaded.kind.prepare(self.loaded, spec))

    def render(self, spec: ShelfSpec) -> tuple:
        """Picture and labels of a spec."""
        return self.maker.render(spec, self.loaded.kind.prepare(self.loaded, spec))

    def passes(self, spec: ShelfSpec) -> tuple[FramePasses, tuple, Pinhole]:
        """The label render of a spec, its labelled objects and its camera."""
        objects = self.realise(spec)
        passes = self.open.label_passes(spec, objects, scratch_folder())
        return passes, objects, Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)

    def labels(self, spec: ShelfSpec):
        passes, objects, _ = self.passes(spec)
        return self.open.label(spec, passes, objects)


def depth_error(passes: FramePasses, centre, good: np.ndarray) -> float:
    """Largest relative depth error times the cosine of incidence over the `good` pixels."""
    a, b = passes.depth_m[good], centre.depth_m[good]
    return float((np.abs(a - b) / b * centre.cosine[good]).max())
