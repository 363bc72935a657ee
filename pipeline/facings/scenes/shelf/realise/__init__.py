"""ShelfSpec -> picture and labels in this process's Blender."""

import shutil

import numpy as np

from facings.blender.render import enable_passes, render_labels, render_picture
from facings.blender.session import apply_device, quiet, scratch_folder, select_device
from facings.frames.frame_labels import FrameLabels
from facings.frames.loading import LoadedRecipe
from facings.goods.products import Products
from facings.scenes.shelf.label import ShelfLabeller
from facings.scenes.shelf.realise.stage import ShelfStage
from facings.scenes.shelf.spec import ShelfSpec


class ShelfRealiser:
    """Renders one spec after the other; the template stays open, meshes and materials stay loaded."""

    def __init__(self, loaded: LoadedRecipe, products: Products, device: str) -> None:
        with quiet():
            self.stage = ShelfStage(loaded.template, products, loaded.files)
            self.device = select_device(device)
        self._labeller = ShelfLabeller(products.catalogue)

    def render(self, spec: ShelfSpec) -> tuple[np.ndarray, FrameLabels]:
        """Return the picture, (H, W, 3) uint8 sRGB, and the labels."""
        scene = self.stage.scene
        apply_device(scene, self.device)
        enable_passes(scene, spec.picture.passes)
        objects = self.stage.realise(spec)
        scratch = scratch_folder()
        try:
            passes = render_labels(scene, self.stage.hidden_for_labels(), spec.picture.passes, scratch)
            picture = render_picture(scene, spec.picture, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return picture, self._labeller.label(spec, passes, objects)
