"""Shelf-ready trays in Blender: one picture and two materials for all, a mesh for each."""

from collections.abc import Sequence

import bpy

from facings.blender.cycles_facts import show_instead
from facings.blender.pictures import new_image
from facings.blender.template_contract import image_nodes
from facings.blender.visibility import show
from facings.goods.realise.materials import material, mesh
from facings.scenes.shelf.semantics import TRAY
from facings.scenes.shelf.spec import PlacedTray
from facings.scenes.shelf.trays import BOARD, PRINT, TrayCards


class Trays:
    """Places trays in a collection, reusing its objects from one frame to the next."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._slots: list[bpy.types.Material] = []

    def realise(self, placed: Sequence[PlacedTray], cards: TrayCards) -> None:
        """Show the trays `placed`; `cards` are their bodies and prints."""
        if placed:
            self._print(cards)
        replaced = []
        for index, (tray, body) in enumerate(zip(placed, cards.meshes, strict=True)):
            made = mesh(body, "tray")
            for slot in self._slots:
                made.materials.append(slot)
            if index == len(self._objects):
                self._objects.append(bpy.data.objects.new(f"tray.{index:05d}", made))
                self._objects[index]["facings_semantic"] = TRAY
                self._collection.objects.link(self._objects[index])
            else:
                replaced.append(self._objects[index].data)
                self._objects[index].data = made
            self._objects[index].location = tray.box_min_m
            show(self._objects[index], True)
        for surplus in self._objects[len(placed):]:
            show(surplus, False)
        bpy.data.batch_remove(replaced)

    def _print(self, cards: TrayCards) -> None:
        """Let the first material show the frame's picture."""
        picture = new_image("trays", cards.picture)
        if self._slots:
            before = show_instead(image_nodes(self._slots[0])[0], picture)
            assert before is not None, "the material was made with a picture"
            bpy.data.images.remove(before)
        else:
            self._slots = [material(PRINT, picture, "tray_print"), material(BOARD, None, "tray_board")]
