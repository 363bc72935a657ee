"""Materials of packages, of which many SKUs have the same: made once a surface."""

from typing import Any

import bpy

from facings.blender.cycles_facts import show_instead
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

    def printed(self, surface: Surface, name: str) -> bpy.types.Material:
        """Return a new material of a surface, for `show_print` to print on."""
        if surface not in self._printed:
            blank = bpy.data.images.new("blank", 1, 1)
            self._printed[surface] = material(surface, blank, f"{surface.name} printed")
            bpy.data.images.remove(blank)
        own = self._printed[surface].copy()
        assert isinstance(own, bpy.types.Material), "a copy of a material is one"
        own.name = name
        return own

    def forget_unused(self) -> None:
        """Remove the shared materials that no mesh uses any more."""
        gone = [surface for surface, shared in self._plain.items() if shared.users == 0]
        bpy.data.batch_remove([self._plain.pop(surface) for surface in gone])


def show_print(printed: bpy.types.Material, image: bpy.types.Image, reduced: bool) -> None:
    """Let a printed material show an image, smoothed beyond its own pixels unless it is reduced to what is seen."""
    for node in image_nodes(printed):
        show_instead(node, image)
        texture: Any = node
        texture.interpolation = "Linear" if reduced else "Cubic"
