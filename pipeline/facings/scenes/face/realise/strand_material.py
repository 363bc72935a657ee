"""The material of strands: the Principled Hair BSDF, coloured by what makes hair coloured.

Eumelanin darkens hair, pheomelanin reddens it, grey hairs lack both, and a dye tints what is left. Where single hairs
differ (greys, sun-bleached strands), `Strands.colour` carries melanin and redness of each and the material reads those.
"""

from dataclasses import dataclass

import bpy

RANDOM_COLOUR = 0.12
"""How far the melanin of one strand strays from its neighbours', relative: a value of the BSDF's own."""


@dataclass(frozen=True)
class StrandLook:
    """What one growth of hair looks like."""

    melanin: float
    """0 white, 0.3 blond, 0.6 light brown, 0.8 brown, 0.95 black: the BSDF's own scale (Chiang et al. 2016)."""
    redness: float
    """Share of pheomelanin: 0 ashy, 0.35 ordinary, 0.9 red."""
    dye: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Linear RGB of a dye; it shows where the hair has little melanin, so dyed hair is bleached by `dye_strength` first."""
    dye_strength: float = 0.0
    """0 undyed to 1: no melanin left and the dye alone."""
    roughness: float = 0.3
    """0.2 sleek and oiled to 0.6 dull and frizzy."""
    coat: float = 0.0
    """0 to 1: sharper and stronger highlight, as of gel or mascara."""


class StrandMaterial:
    """One Blender material for one growth of hair (hair, brows, lashes, beard): made once, given each person's look."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        tree = self.material.node_tree
        tree.nodes.clear()
        output = tree.nodes.new("ShaderNodeOutputMaterial")
        self._bsdf = tree.nodes.new("ShaderNodeBsdfHairPrincipled")
        self._bsdf.parametrization = "MELANIN"
        self._bsdf.inputs["Random Color"].default_value = RANDOM_COLOUR
        self._bsdf.inputs["Random Roughness"].default_value = 0.1
        tree.links.new(self._bsdf.outputs["BSDF"], output.inputs["Surface"])
        # The look's own value, or the strand's; then less of it, where a dye bleaches.
        self._value, self._left = {}, {}
        for name_of, socket in (("melanin", "Melanin"), ("redness", "Melanin Redness")):
            strand = tree.nodes.new("ShaderNodeAttribute")
            strand.attribute_name = name_of
            value = tree.nodes.new("ShaderNodeMix")
            left = tree.nodes.new("ShaderNodeMath")
            left.operation = "MULTIPLY"
            tree.links.new(strand.outputs["Fac"], value.inputs["B"])
            tree.links.new(value.outputs["Result"], left.inputs[0])
            tree.links.new(left.outputs["Value"], self._bsdf.inputs[socket])
            self._value[name_of], self._left[name_of] = value, left

    def show(self, look: StrandLook, per_strand: bool) -> bpy.types.Material:
        """Give the material a look and return it.

        `per_strand`: melanin and redness come from `Strands.colour` instead of from the look (the dye bleaches both).
        """
        for name, value in (("melanin", look.melanin), ("redness", look.redness)):
            self._value[name].inputs["A"].default_value = value
            self._value[name].inputs["Factor"].default_value = float(per_strand)
            self._left[name].inputs[1].default_value = 1.0 - look.dye_strength
        tint = [1.0 + look.dye_strength * (channel - 1.0) for channel in look.dye]
        self._bsdf.inputs["Tint"].default_value = (*tint, 1.0)
        self._bsdf.inputs["Roughness"].default_value = look.roughness
        self._bsdf.inputs["Radial Roughness"].default_value = min(look.roughness + 0.1, 1.0)
        self._bsdf.inputs["Coat"].default_value = look.coat
        return self.material
