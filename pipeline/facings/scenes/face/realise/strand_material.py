"""The material of strands: the Principled Hair BSDF, coloured by what makes hair coloured.

Eumelanin darkens hair, pheomelanin reddens it, grey hairs lack both, and a dye tints what is left. Where single hairs
differ (greys, sun-bleached strands), `Strands.colour` carries melanin and redness of each and the material reads those.
"""

import bpy

from facings.blender.shader_graph import MaterialGraph
from facings.scenes.face.geometry import StrandLook

RANDOM_COLOUR = 0.12
"""How far the melanin of one strand strays from its neighbours', relative: a value of the BSDF's own."""

RANDOM_ROUGHNESS = 0.1
"""The same of its roughness."""


class StrandMaterial:
    """One Blender material for one growth of hair (hair, brows, lashes, beard): made once, given each person's look."""

    def __init__(self, name: str) -> None:
        graph = self._graph = MaterialGraph(name)
        parts = {}
        for part, socket in (("melanin", "Melanin"), ("redness", "Melanin Redness")):
            # The look's own value, or the strand's; then less of it, where a dye bleaches.
            value = graph.mix(graph.number(f"{part} of strands"), graph.number(part), graph.attribute(part), "FLOAT")
            parts[socket] = graph.math("MULTIPLY", value, graph.number(f"{part} left"))
        hair = graph.node("BsdfHairPrincipled", parametrization="MELANIN")
        for socket, operand in {
            **parts, "Tint": graph.colour("tint"), "Roughness": graph.number("roughness"),
            "Radial Roughness": graph.number("radial roughness"), "Coat": graph.number("coat"),
            "Random Color": RANDOM_COLOUR, "Random Roughness": RANDOM_ROUGHNESS,
        }.items():
            graph.feed(hair.inputs[socket], operand)
        graph.surface(hair.outputs["BSDF"])

    @property
    def material(self) -> bpy.types.Material:
        """The material itself, with the look it was last given."""
        return self._graph.material

    def show(self, look: StrandLook, per_strand: bool) -> bpy.types.Material:
        """Give the material a look and return it.

        `per_strand`: melanin and redness come from `Strands.colour` instead of from the look (the dye bleaches both).
        """
        put = self._graph.put
        for part, value in (("melanin", look.melanin), ("redness", look.redness)):
            put(part, value)
            put(f"{part} of strands", float(per_strand))
            put(f"{part} left", 1.0 - look.dye_strength)
        red, green, blue = (1.0 + look.dye_strength * (channel - 1.0) for channel in look.dye)
        put("tint", (red, green, blue))
        put("roughness", look.roughness)
        put("radial roughness", min(look.roughness + 0.1, 1.0))
        put("coat", look.coat)
        return self.material
