"""Price tags in Blender: each frame prints its own and drops those of the frame before."""

from collections.abc import Sequence

import bpy

from facings.blender.label_objects import SHAPE
from facings.blender.pictures import new_image
from facings.goods.placement import PriceTag
from facings.goods.price_tags import PAPER, STRIP, TagCard
from facings.goods.realise.materials import material, mesh


class PriceTags:
    """Places tags in a collection, reusing its objects from one frame to the next."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._of_frame: list[bpy.types.ID] = []

    def realise(self, placed: Sequence[PriceTag], cards: Sequence[TagCard]) -> list[bpy.types.Object]:
        """Return one object a tag, in the order of `placed`; `cards` are their bodies and prints."""
        for index in range(len(self._objects), len(placed)):
            self._objects.append(bpy.data.objects.new(f"price_tag.{index:05d}", bpy.data.meshes.new("price_tag")))
            self._objects[index].rotation_mode = "QUATERNION"
            self._collection.objects.link(self._objects[index])
        previous, self._of_frame = self._of_frame, []
        meshes = [o.data for o in self._objects if o.data is not None]
        previous += [body for body in meshes if body.users == 1 and body not in previous]
        for instance, tag, card in zip(self._objects, placed, cards, strict=False):
            image = new_image("price_tag", card.picture)
            slots = [material(PAPER, image, "price_tag"), material(STRIP, None, "price_tag_strip")]
            body = mesh(card.mesh, "price_tag")
            body[SHAPE] = card.shape
            for slot in slots:
                body.materials.append(slot)
            self._of_frame += [image, *slots, body]
            instance.data = body
            instance.location = tag.position_m
            instance.rotation_quaternion = tag.rotation_wxyz
            instance.hide_render = instance.hide_viewport = False
        for surplus in self._objects[len(placed):]:
            surplus.data = self._objects[0].data
            surplus.hide_render = surplus.hide_viewport = True
        bpy.data.batch_remove([gone for gone in previous if gone.users == 0 or not isinstance(gone, bpy.types.Mesh)])
        return self._objects[:len(placed)]
