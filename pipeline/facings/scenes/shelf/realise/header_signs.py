"""Pictures on the signs above the bays: a material and a picture for each, replaced when text or colour changes."""

import bpy

from facings.blender.cycles_facts import show_instead
from facings.blender.pictures import new_image
from facings.blender.template_contract import image_nodes
from facings.scenes.shelf.signs import Sign


class HeaderSigns:
    """Remembers what each sign shows."""

    def __init__(self) -> None:
        self._shown: dict[str, tuple] = {}
        self._replaced: list[bpy.types.Image] = []

    def show(self, sign: bpy.types.Object, wanted: Sign) -> None:
        """Put a picture on a sign (a copy of the template's, told apart by its name)."""
        if self._shown.get(sign.name) == wanted.shows:
            return
        node = self._picture_node(sign)
        before = show_instead(node, new_image(f"{sign.name} picture", wanted.picture))
        if before is not None:
            self._replaced.append(before)
        self._shown[sign.name] = wanted.shows

    def drop_replaced(self) -> None:
        """Remove pictures that no sign shows any more; to be called once all signs of a frame are set."""
        bpy.data.batch_remove([picture for picture in self._replaced if picture.users == 0])
        self._replaced.clear()

    def _picture_node(self, sign: bpy.types.Object) -> bpy.types.Node:
        for slot in sign.material_slots:
            if slot.material is None or not image_nodes(slot.material):
                continue
            if sign.name not in self._shown:
                own = slot.material.copy()
                slot.link = "OBJECT"  # the mesh, and with it its materials, is shared with the other bays' signs
                slot.material = own
            return image_nodes(slot.material)[0]
        raise AssertionError("the template was checked: a header has one image texture")
