"""Price tags in Blender: one picture and one pair of materials for all, of which each tag shows its own part."""

from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np

from facings.blender.cycles_facts import show_instead
from facings.blender.label_objects import SHAPE
from facings.blender.pictures import new_image
from facings.blender.template_contract import image_nodes
from facings.blender.visibility import show
from facings.goods.packages.package import MeshData
from facings.goods.placement import PriceTag
from facings.goods.price_tags import PAPER, STRIP, TagCards
from facings.goods.realise.materials import CELL_CORNER, CELL_SIZE, material, mesh


class PriceTags:
    """Places tags in a collection, reusing its objects and their meshes from one frame to the next."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._slots: list[bpy.types.Material] = []

    def realise(self, placed: Sequence[PriceTag], cards: TagCards) -> list[bpy.types.Object]:
        """Return one object a tag, in the order of `placed`; `cards` are their bodies and prints."""
        if placed:
            self._print(cards.picture)
        replaced = []
        for index, (tag, shape, cell) in enumerate(zip(placed, cards.shapes, cards.cells.tolist(), strict=True)):
            if index == len(self._objects):
                self._objects.append(bpy.data.objects.new(f"price_tag.{index:05d}", self._mesh(cards.meshes[shape], shape)))
                self._objects[index].rotation_mode = "QUATERNION"
                self._collection.objects.link(self._objects[index])
            instance: Any = self._objects[index]
            if instance.data[SHAPE] != shape:
                replaced.append(instance.data)
                instance.data = self._mesh(cards.meshes[shape], shape)
            instance[CELL_CORNER], instance[CELL_SIZE] = (*cell[:2], 0.0), (*cell[2:], 0.0)
            instance.location = tag.position_m
            instance.rotation_quaternion = tag.rotation_wxyz
            instance.update_tag()  # a custom property alone does not tell Blender that the object changed
            show(instance, True)
        for surplus in self._objects[len(placed):]:
            show(surplus, False)
        bpy.data.batch_remove(replaced)
        return self._objects[:len(placed)]

    def _print(self, sheet: np.ndarray) -> None:
        """Let the materials show the frame's picture."""
        picture = new_image("price_tags", sheet)
        if self._slots:
            before = show_instead(image_nodes(self._slots[0])[0], picture)
            assert before is not None, "the material was made with a picture"
            bpy.data.images.remove(before)
        else:
            self._slots = [material(PAPER, picture, "price_tag", cells=True), material(STRIP, None, "price_tag_strip")]

    def _mesh(self, data: MeshData, shape: str) -> bpy.types.Mesh:
        """A new mesh: each tag has its own, for Cycles rounds the vertices of shared ones otherwise, and with them depth."""
        body: Any = mesh(data, "price_tag")
        body[SHAPE] = shape
        for slot in self._slots:
            body.materials.append(slot)
        return body
