"""Teeth, gums, tongue and the mouth's lining: wet, translucent materials."""

import bpy

from facings.blender.shader_graph import Socket
from facings.scenes.face.geometry import CANONICAL
from facings.scenes.face.realise.region_material import RegionMaterial
from facings.scenes.face.skin.spec import MouthSpec

_LINING = (0.22, 0.045, 0.040)


class MouthMaterials:
    """Made once; `realise` changes their colours."""

    def __init__(self) -> None:
        self._teeth, self._gums, self._tongue, self._lining = _teeth(), _flesh("gums"), _tongue(), _flesh("mouth")
        self._lining.put("colour", _LINING)

    def realise(self, mouth: MouthSpec) -> list[bpy.types.Material]:
        """Return teeth, gums, tongue and lining in the order of `heads.model.PARTS`."""
        for tree, colour in ((self._teeth, mouth.teeth), (self._gums, mouth.gums), (self._tongue, mouth.tongue)):
            tree.put("colour", colour)
        return [tree.material for tree in (self._teeth, self._gums, self._tongue, self._lining)]


def _teeth() -> RegionMaterial:
    tree = RegionMaterial("facings teeth")
    place = tree.attribute(CANONICAL, vector=True)
    # Teeth differ a little from one another; lengthwise streaks of the enamel are finer.
    shade = tree.noise(place, 130.0, 1.0)
    streaks = tree.noise(tree.vector("MULTIPLY", place, (1.0, 1.0, 0.25)), 900.0, 2.0)
    amount = tree.math("ADD", tree.map_range(shade, 0.3, 0.7, 0.86, 1.04), tree.map_range(streaks, 0.3, 0.7, -0.03, 0.03))
    colour = tree.vector("SCALE", tree.colour("colour"), scale=amount)
    tree.surface(tree.principled(
        base_color=colour, roughness=0.22, ior=1.55, subsurface_weight=0.7, subsurface_radius=(1.0, 0.8, 0.55),
        subsurface_scale=0.0012, coat_weight=0.5, coat_roughness=0.06,
        normal=tree.relief(tree.math("MULTIPLY", streaks, 0.00006))))
    return tree


def _flesh(name: str) -> RegionMaterial:
    """Smooth mucous membrane, mottled by vessels beneath."""
    tree = RegionMaterial(f"facings {name}")
    place = tree.attribute(CANONICAL, vector=True)
    mottle = tree.noise(place, 420.0, 3.0, 0.6)
    colour = tree.mix(tree.map_range(mottle, 0.35, 0.7, 0.0, 0.35), tree.colour("colour"), (0.34, 0.05, 0.05))
    _wet(tree, colour, tree.math("MULTIPLY", mottle, 0.00018))
    return tree


def _tongue() -> RegionMaterial:
    tree = RegionMaterial("facings tongue")
    place = tree.attribute(CANONICAL, vector=True)
    papillae = tree.node("TexVoronoi", {"Vector": place, "Scale": 1100.0}).outputs["Distance"]
    broad = tree.noise(place, 160.0, 3.0)
    # A pale coat lies on the papillae's tips, the flesh between them is redder.
    tip = tree.math("MULTIPLY", tree.map_range(papillae, 0.55, 0.1), tree.map_range(broad, 0.4, 0.65, 0.15, 0.6))
    colour = tree.mix(tip, tree.colour("colour"), (0.62, 0.36, 0.33))
    height = tree.math("MULTIPLY_ADD", tree.map_range(papillae, 0.6, 0.0), 0.00022, tree.math("MULTIPLY", broad, 0.0009))
    _wet(tree, colour, height)
    return tree


def _wet(tree: RegionMaterial, colour: Socket, height_m: Socket) -> None:
    normal = tree.relief(height_m)
    tree.surface(tree.principled(
        base_color=colour, roughness=0.38, ior=1.4, subsurface_weight=1.0, subsurface_radius=(1.0, 0.3, 0.2),
        subsurface_scale=0.0016, normal=normal, coat_weight=0.75, coat_roughness=0.12,
        coat_normal=tree.relief(tree.math("MULTIPLY", height_m, 0.5))))
