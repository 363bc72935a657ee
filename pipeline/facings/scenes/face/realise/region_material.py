"""Materials of the pictured person: they also write the parsing class of each face, for the label render."""

import bpy

from facings.blender.shader_graph import MaterialGraph, Operand, Socket
from facings.scenes.face.semantics import REGION


class RegionMaterial(MaterialGraph):
    """A material of a mesh that may have regions (`semantics.REGION`)."""

    def surface(self, shader: Socket, volume: Socket | None = None) -> bpy.types.Material:
        """End the tree in its surface and in the parsing class; return the material."""
        material = super().surface(shader, volume)
        self.aov(REGION, self.attribute(REGION))
        return material

    def relief(self, height_m: Operand, strength: Operand = 1.0) -> Socket:
        """The normal of a relief whose height is given in metres."""
        # Over a whole pixel: narrower differences see single pores and sparkle.
        return self.bump(height_m, strength=strength, filter_width_px=1.0)
