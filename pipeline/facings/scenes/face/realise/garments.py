"""Garments in Blender: one mesh of cloth and one of bare torso, and the materials of their fabrics."""

import bpy

from facings.blender.pictures import fill_image, float_image
from facings.blender.shader_graph import Socket
from facings.scenes.face.garments.build import Dressed
from facings.scenes.face.garments.fabrics import Fabric
from facings.scenes.face.garments.panel import FABRIC_SLOTS
from facings.scenes.face.garments.patterns import PATTERN_PX
from facings.scenes.face.garments.spec import FabricSpec, GarmentSpec
from facings.scenes.face.garments.weaves import TILE_PX
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.region_material import RegionMaterial

_METAL = (0.62, 0.58, 0.52)


class Garments:
    """Made once; dresses one person after the other, refilling meshes, images and material values."""

    def __init__(self) -> None:
        self._fabrics = {slot: _FabricMaterial(f"garment {slot}") for slot in FABRIC_SLOTS}
        self._hard = _hard_material()

    def realise(self, spec: GarmentSpec, dressed: Dressed, figure: Figure, skin_material: bpy.types.Material) -> None:
        """Put the garment, and the torso's skin that its neckline shows, on a figure."""
        self._hard.put("colour", _METAL if spec.metal else spec.button_colour)
        self._hard.put("metallic", float(spec.metal))
        for slot in FABRIC_SLOTS:
            self._fabrics[slot].show(dressed.fabrics[slot])
        materials = [self._fabrics[slot].tree.material for slot in FABRIC_SLOTS] + [self._hard.material]
        figure.put_mesh("garment", dressed.cloth, materials, "clothing")
        figure.put_mesh("torso", dressed.skin, [skin_material], "neck")


class _FabricMaterial:
    """The material of one cloth: colours from a pattern's tile, relief from a weave's, seams and stitches from the mesh."""

    def __init__(self, name: str) -> None:
        self._pattern = float_image(f"{name} pattern", PATTERN_PX, PATTERN_PX, four_channels=False)
        self._weave = float_image(f"{name} weave", TILE_PX, TILE_PX, four_channels=False)
        self._shown: FabricSpec | None = None
        tree = self.tree = RegionMaterial(name)
        trunk, sleeve = tree.attribute("cloth", vector=True), tree.attribute("arm", vector=True)
        past_seam = tree.separate_rgb(sleeve)[2]
        on_sleeve = tree.math("GREATER_THAN", past_seam, 0.0)
        cloth = tree.mix(on_sleeve, trunk, sleeve, "VECTOR")
        weave = tree.image(self._weave, tree.vector("SCALE", cloth, scale=tree.number("threads", 30.0)), extension="REPEAT")
        height, shade, _ = tree.separate_rgb(weave.outputs["Color"])
        offset = tree.combine_xyz(tree.number("left"), tree.number("low"))
        drawn = tree.vector("SCALE", tree.vector("SUBTRACT", cloth, offset), scale=tree.number("repeats", 10.0))
        colour = tree.image(self._pattern, drawn, extension="REPEAT").outputs["Color"]
        seam = tree.smoothstep(tree.math("ABSOLUTE", past_seam), 0.0006, 0.0022, 1.0, 0.0)
        stitch, inside = _stitches(tree, cloth)
        worn = tree.noise(cloth, 14.0, 3.0)
        faded = tree.map_range(worn, 0.3, 0.7, tree.number("worn low", 0.94), tree.number("worn high", 1.04))
        shade = tree.math("MULTIPLY", shade, faded)
        shade = tree.math("MULTIPLY", shade, tree.map_range(seam, 0.0, 1.0, 1.0, 0.62))
        colour = tree.mix(1.0, colour, tree.combine_rgb(shade, shade, shade), blend="MULTIPLY")
        colour = tree.mix(tree.math("MULTIPLY", stitch, 0.9), colour, tree.colour("thread"))
        relief = tree.math("MULTIPLY", height, tree.number("relief", 0.0002))
        relief = tree.math("MULTIPLY_ADD", seam, -0.0010, relief)
        relief = tree.math("MULTIPLY_ADD", inside, -0.0004, relief)
        relief = tree.math("MULTIPLY_ADD", stitch, 0.0005, relief)
        shader = tree.principled(
            base_color=colour, roughness=tree.number("roughness", 0.8), normal=tree.relief(relief, 0.9),
            sheen_weight=tree.number("sheen", 0.1), sheen_roughness=0.5, sheen_tint=tree.colour("fuzz", (1.0, 1.0, 1.0)),
            specular_ior_level=tree.number("specular", 0.3))
        tree.surface(shader)

    def show(self, fabric: Fabric) -> None:
        """Refill images and values; an equal fabric leaves them as they are."""
        if fabric.spec == self._shown:
            return
        weave = fabric.weave
        if self._shown is None or self._shown.weave != fabric.spec.weave:
            fill_image(self._weave, fabric.threads)
        fill_image(self._pattern, fabric.pattern)
        left, low = fabric.pattern_corner_m
        for name, value in (
            ("threads", 1.0 / weave.tile_m), ("repeats", 1.0 / fabric.pattern_m), ("left", left), ("low", low),
            ("relief", weave.relief_m), ("roughness", weave.roughness), ("sheen", weave.sheen),
            ("specular", 0.5 if weave.roughness < 0.6 else 0.25), ("stitched", float(weave.stitched)),
            ("worn low", fabric.worn[0]), ("worn high", fabric.worn[1]), ("thread", fabric.thread_colour),
            ("fuzz", fabric.fuzz_colour),
        ):
            self.tree.put(name, value)
        self._shown = fabric.spec


def _stitches(tree: RegionMaterial, cloth: Socket) -> tuple[Socket, Socket]:
    """Return how much of a topstitch, and of the groove that it pulls into the cloth, is at a point: 5 mm from edges."""
    edge = tree.attribute("edge")
    away = tree.math("ABSOLUTE", tree.math("SUBTRACT", edge, 0.005))
    on = tree.number("stitched", 0.0)
    line = tree.math("MULTIPLY", tree.map_range(away, 0.00030, 0.00055, 1.0, 0.0), on)
    groove = tree.math("MULTIPLY", tree.smoothstep(away, 0.0003, 0.0020, 1.0, 0.0), on)
    u, v, _ = tree.separate_rgb(cloth)
    dash = tree.math("GREATER_THAN", tree.math("SINE", tree.math("MULTIPLY", tree.math("ADD", u, v), 2200.0)), -0.45)
    return tree.math("MULTIPLY", line, dash), groove


def _hard_material() -> RegionMaterial:
    tree = RegionMaterial("garment hard")
    tree.surface(tree.principled(base_color=tree.colour("colour", (0.8, 0.8, 0.8)), metallic=tree.number("metallic"),
                                roughness=0.32, coat_weight=0.2))
    return tree
