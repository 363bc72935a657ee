"""An open template with goods on its table."""

import bpy

from facings.blender.camera import Exposure, realise_camera
from facings.blender.cycles_facts import rebuild_each_render
from facings.blender.label_objects import LabelledObjects, number_objects
from facings.blender.label_scene import LabelScene
from facings.blender.lamps import Lamps
from facings.blender.template import open_template
from facings.blender.world_light import WorldLight
from facings.goods.realise.items import ItemPool
from facings_table_top.kind import SEMANTIC_CLASSES
from facings_table_top.label import TableTopLabeller
from facings_table_top.spec import TABLE_TOP_TEMPLATES


class TableTopStage:
    """See `facings.frames.scene_kind.Stage`."""

    def __init__(self, template, catalogue):
        self.scene = open_template(template, TABLE_TOP_TEMPLATES)
        rebuild_each_render(self.scene)
        self._camera, self._exposure = self.scene.camera, Exposure(self.scene)
        self._room = sorted(self.scene.objects, key=lambda o: o.name)
        self._lamps, self._world = Lamps(self.scene), WorldLight(self.scene, {})
        collection = bpy.data.collections.new("goods")
        self.scene.collection.children.link(collection)
        self._items, self._labelled = ItemPool(collection), LabelledObjects()
        self._labeller = TableTopLabeller(catalogue)
        self._labels = LabelScene(self.scene)

    def realise(self, spec, prepared):
        realise_camera(self.scene, self._camera, spec.camera, spec.picture.width_px, spec.picture.height_px)
        self._exposure.realise(self.scene, spec.camera)
        self._lamps.realise(spec.lights, self._room)
        self._world.realise(spec.world)
        objects = self._items.realise(spec.items, prepared)
        number_objects(self.scene, objects, SEMANTIC_CLASSES)
        bpy.context.view_layer.update()
        return self._labelled.read(objects)

    def label_passes(self, spec, realised, scratch):
        return self._labels.render([], spec.picture.passes, scratch)

    def label(self, spec, passes, realised):
        return self._labeller.label(spec, passes, realised)
