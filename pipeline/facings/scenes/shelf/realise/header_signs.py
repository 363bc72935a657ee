"""Pictures on the signs above the bays: a material and a picture for each, replaced when text or colour changes."""

import zlib

import bpy
import numpy as np

from facings.blender.template_contract import image_nodes
from facings.goods.artwork.signs import header_image
from facings.scenes.shelf.spec import BaySpec

_PX_PER_M = 1200


class HeaderSigns:
    """Remembers what each sign shows."""

    def __init__(self) -> None:
        self._shown: dict[str, tuple[str, str, tuple[float, ...]]] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._replaced: list[bpy.types.Image] = []

    def show(self, sign: bpy.types.Object, bay: BaySpec, color: tuple[float, float, float]) -> None:
        """Put the bay's header on a sign (a copy of the template's, told apart by its name)."""
        wanted = (bay.header, bay.department, tuple(color))
        if self._shown.get(sign.name) == wanted:
            return
        node = self._picture_node(sign)
        old = node.image
        width, height = self._sizes.setdefault(sign.name, _size_px(sign))
        number = str(1 + zlib.crc32(bay.department.encode()) % 24)  # a department keeps its aisle in every frame
        picture = header_image(bay.header, number, color, width, height).convert("RGBA")
        node.image = _blender_image(sign.name, np.asarray(picture, np.float32) / 255)
        if old is not None:
            self._replaced.append(old)
        self._shown[sign.name] = wanted

    def drop_replaced(self) -> None:
        """Remove pictures that no sign shows any more; to be called once all signs of a frame are set.

        Cycles tells pictures apart by their address: one that took a freed picture's place would not be noticed.
        """
        bpy.data.batch_remove([picture for picture in self._replaced if picture.users == 0])
        self._replaced.clear()

    def _picture_node(self, sign: bpy.types.Object) -> bpy.types.Node:
        for slot in sign.material_slots:
            if not image_nodes(slot.material):
                continue
            if sign.name not in self._shown:
                own = slot.material.copy()
                slot.link = "OBJECT"  # the mesh, and with it its materials, is shared with the other bays' signs
                slot.material = own
            return image_nodes(slot.material)[0]
        raise AssertionError("the template was checked: a header has one image texture")


def _size_px(sign: bpy.types.Object) -> tuple[int, int]:
    size = sorted(sign.dimensions)
    return round(size[2] * _PX_PER_M), round(size[1] * _PX_PER_M)


def _blender_image(name: str, rgba: np.ndarray) -> bpy.types.Image:
    """Return a packed image of (H, W, 4) float32 values, sRGB, top row first."""
    height, width = rgba.shape[:2]
    image = bpy.data.images.new(f"{name} picture", width, height, alpha=False)
    image.pixels.foreach_set(np.ascontiguousarray(rgba[::-1]).ravel())
    image.update()
    return image
