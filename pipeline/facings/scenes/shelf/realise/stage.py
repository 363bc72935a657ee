"""One opened template with its fixture, items and tags: turns a ShelfSpec into the scene that is rendered."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import bpy

from facings.blender.camera import Exposure, realise_camera
from facings.blender.cycles_facts import rebuild_each_render
from facings.blender.label_objects import LabelledObjects, number_objects
from facings.blender.label_scene import LabelScene
from facings.blender.template import open_template
from facings.blender.template_contract import objects_of
from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.goods.catalogue import Catalogue
from facings.goods.realise.items import ItemPool
from facings.goods.realise.price_tags import PriceTags
from facings.labels.instances import LabelledObject
from facings.scenes.shelf.label import ShelfLabeller, flow_cameras
from facings.scenes.shelf.prepare import ShelfPrepared
from facings.scenes.shelf.realise.fixture import Fixture
from facings.scenes.shelf.realise.trays import Trays
from facings.scenes.shelf.semantics import EVERY_CLASS
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.template_info import SHELF_TEMPLATES


class ShelfStage:
    """Realises one spec after the other; reuses what the last one left and leaks nothing."""

    def __init__(self, template: Path, catalogue: Catalogue, files: Mapping[str, Path], *, amodal: bool = False,
                 most_boards: int = 0) -> None:
        """Open a template; `files` maps 'sha256:...' to the user's HDRIs, `amodal` is the labeller's; a bay may have up to
        `most_boards` where that is more than the template has.

        Raises InputError where it breaks the contract.
        """
        self.scene = open_template(template, SHELF_TEMPLATES)
        rebuild_each_render(self.scene)
        self._camera = objects_of(self.scene, "camera")[0]
        self._exposure = Exposure(self.scene)
        self._fixture = Fixture(self.scene, files, most_boards)
        collection = bpy.data.collections.new("facings")
        self.scene.collection.children.link(collection)
        self._items = ItemPool(collection)
        self._tags = PriceTags(collection)
        self._trays = Trays(collection)
        self._labelled = LabelledObjects()
        self._labeller = ShelfLabeller(catalogue, amodal=amodal)
        self.labels = LabelScene(self.scene)

    def realise(self, spec: ShelfSpec, prepared: ShelfPrepared) -> tuple[LabelledObject, ...]:
        """Build the scene of `spec` and return its instances: products in the spec's order, then price tags."""
        realise_camera(self.scene, self._camera, spec.camera, spec.picture.width_px, spec.picture.height_px)
        self._exposure.realise(self.scene, spec.camera)
        self._fixture.realise(spec, prepared.signs)
        objects = self._items.realise(spec.products, prepared.bodies) + self._tags.realise(spec.price_tags, prepared.cards)
        self._trays.realise(spec.trays or (), prepared.trays)
        number_objects(self.scene, objects, EVERY_CLASS)
        bpy.context.view_layer.update()
        labelled = self._labelled.read(objects)
        if prepared.texts is None:
            return labelled
        return tuple(replace(item, texts=texts) for item, texts in zip(labelled, prepared.texts, strict=True))

    def label_passes(self, spec: ShelfSpec, realised: tuple[LabelledObject, ...], scratch: Path) -> FramePasses:
        """Return the label render, and for flow those of the moments before and after; they look through glass doors."""
        hidden = self.hidden_for_labels()
        passes = self.labels.render(hidden, spec.picture.passes, scratch)
        others = {name: camera for name, camera in flow_cameras(spec).items() if camera is not None}
        if not others:
            return passes
        size = spec.picture.width_px, spec.picture.height_px
        elsewhere = {}
        for name, camera in others.items():
            realise_camera(self.scene, self._camera, camera, *size)
            elsewhere[name] = self.labels.render(hidden, (), scratch)
        realise_camera(self.scene, self._camera, spec.camera, *size)
        return replace(passes, elsewhere=elsewhere)

    def label(self, spec: ShelfSpec, passes: FramePasses, realised: tuple[LabelledObject, ...]) -> FrameLabels:
        """Return the labels of one frame."""
        return self._labeller.label(spec, passes, realised)

    def hidden_for_labels(self) -> list[bpy.types.Object]:
        """Glass that labels look through."""
        return self._fixture.label_hidden_objects()
