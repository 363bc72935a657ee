"""One opened template with its fixture, products and tags: turns a ShelfSpec into the scene that is rendered."""

from collections.abc import Mapping
from pathlib import Path

import bpy

from facings.blender.camera import Exposure, realise_camera
from facings.blender.label_objects import LabelledObjects, number_objects
from facings.blender.render import enable_passes, render_labels
from facings.blender.template import open_template
from facings.errors import InputError
from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import MAX_INSTANCES, FramePasses
from facings.goods.products import Products
from facings.labels.camera import Pinhole
from facings.labels.instances import LabelledObject
from facings.scenes.shelf.label import ShelfLabeller
from facings.scenes.shelf.realise.fixture import Fixture
from facings.scenes.shelf.realise.price_tags import PriceTags
from facings.scenes.shelf.realise.shelf_products import ShelfProducts
from facings.scenes.shelf.semantics import SEMANTIC_CLASSES
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES


class ShelfStage:
    """Realises one spec after the other; reuses what the last one left and leaks nothing."""

    def __init__(self, template: Path, products: Products, files: Mapping[str, Path]) -> None:
        open_template(template, SHELF_TEMPLATES)
        self.scene = bpy.context.scene
        # Cycles 5.2 keeps a freed filter table when persistent data meets a changed pixel filter, which the label render
        # needs: after a few frames the heap is corrupt. Building the scene anew costs a second or two a render.
        self.scene.render.use_persistent_data = False
        self._camera = self.scene.camera
        self._exposure = Exposure(self.scene)
        self._fixture = Fixture(self.scene, files)
        collection = bpy.data.collections.new("facings")
        self.scene.collection.children.link(collection)
        self._products = ShelfProducts(products, collection)
        self._tags = PriceTags(collection)
        self._labelled = LabelledObjects()
        self._labeller = ShelfLabeller(products.catalogue)

    def realise(self, spec: ShelfSpec, prepared: None = None) -> tuple[LabelledObject, ...]:
        """Build the scene of `spec` and return its instances: products in the spec's order, then price tags.

        Raises InputError where the frame holds more instances than a pass index can tell apart.
        """
        count = len(spec.products) + len(spec.price_tags)
        if count > MAX_INSTANCES:
            raise InputError(f"Frame {spec.frame} holds {count} products and price tags; at most {MAX_INSTANCES} can be told"
                             " apart in one picture. Ask for fewer bays, or for less depth, in the recipe.")
        realise_camera(self.scene, self._camera, spec.camera, spec.picture.width_px, spec.picture.height_px)
        self._exposure.realise(self.scene, spec.camera)
        self._fixture.realise(spec)
        pinhole = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        objects = self._products.realise(spec.products) + self._tags.realise(spec.price_tags, pinhole)
        number_objects(self.scene, objects, SEMANTIC_CLASSES)
        bpy.context.view_layer.update()
        return self._labelled.read(objects)

    def label_passes(self, spec: ShelfSpec, realised: tuple[LabelledObject, ...], scratch: Path) -> FramePasses:
        """Return the label render; it looks through glass doors."""
        enable_passes(self.scene, spec.picture.passes)
        return render_labels(self.scene, self.hidden_for_labels(), spec.picture.passes, scratch)

    def label(self, spec: ShelfSpec, passes: FramePasses, realised: tuple[LabelledObject, ...]) -> FrameLabels:
        """Return the labels of one frame."""
        return self._labeller.label(spec, passes, realised)

    def hidden_for_labels(self) -> list[bpy.types.Object]:
        """Glass that labels look through."""
        return self._fixture.label_hidden_objects()
