"""Materials of packages, of which many SKUs have the same: made once a surface."""

from typing import Any

import bpy

from facings.blender.template_contract import image_nodes
from facings.goods.packages.package import Surface
from facings.goods.realise.materials import material


class SurfaceMaterials:
    """Shares the materials of surfaces that carry no print, and copies those that do: building their nodes takes longest."""

    def __init__(self) -> None:
        self._plain: dict[Surface, bpy.types.Material] = {}
        self._printed: dict[Surface, bpy.types.Material] = {}

    def plain(self, surface: Surface) -> bpy.types.Material:
        """Return the material of an unprinted surface."""
        if surface not in self._plain:
            self._plain[surface] = material(surface, None, surface.name)
        return self._plain[surface]

    def printed(self, surface: Surface, image: bpy.types.Image, name: str) -> bpy.types.Material:
        """Return a new material of a surface that `image` is printed on."""
        if surface not in self._printed:
            self._printed[surface] = material(surface, image, f"{surface.name} printed")
            self._show(self._printed[surface], None)
        own = self._printed[surface].copy()
        assert isinstance(own, bpy.types.Material), "a copy of a material is one"
        own.name = name
        self._show(own, image)
        return own

    def forget_unused(self) -> None:
        """Remove the shared materials that no mesh uses any more."""
        gone = [surface for surface, shared in self._plain.items() if shared.users == 0]
        bpy.data.batch_remove([self._plain.pop(surface) for surface in gone])

    @staticmethod
    def _show(printed: bpy.types.Material, image: bpy.types.Image | None) -> None:
        for node in image_nodes(printed):
            texture: Any = node
            texture.image = image
