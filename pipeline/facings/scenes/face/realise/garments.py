"""Garments in Blender: one mesh of cloth and one of bare torso, and the materials of their fabrics."""

from concurrent.futures import Executor, Future

import bpy
import numpy as np

from facings.blender.shader_graph import Socket
from facings.scenes.face.garments.build import Dressed, Tailor
from facings.scenes.face.garments.panel import SLOTS
from facings.scenes.face.garments.patterns import PATTERN_PX, draw
from facings.scenes.face.garments.spec import FabricSpec, GarmentSpec
from facings.scenes.face.garments.weaves import TILE_PX, WEAVES, weave_tile
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.region_material import RegionMaterial

_METAL = (0.62, 0.58, 0.52)


class Garments:
    """Made once; dresses one person after the other, refilling meshes, images and material values."""

    def __init__(self) -> None:
        self._tailors: dict[str, Tailor] = {}
        self._fabrics = {slot: _FabricMaterial(f"garment {slot}") for slot in SLOTS[:-1]}
        self._hard = _hard_material()
        self._sewing: tuple[GarmentSpec, HeadShape, Future[Dressed]] | None = None

    def start(self, spec: GarmentSpec, shape: HeadShape, beside: Executor) -> None:
        """Begin to sew the garment of a frame in a thread of `beside`, while others are made."""
        self._sewing = spec, shape, beside.submit(self._dress, spec, shape)

    def realise(self, spec: GarmentSpec, shape: HeadShape, figure: Figure, skin_material: bpy.types.Material) -> Mesh:
        """Put the garment, and the torso's skin that its neckline shows, on a figure; return the cloth, posed.

        What `start` began is used where it was called for the same spec and shape.
        """
        begun, self._sewing = self._sewing, None
        same = begun is not None and begun[0] == spec and begun[1] is shape
        dressed = begun[2].result() if same else self._dress(spec, shape)
        self._hard.put("colour", _METAL if spec.metal else spec.button_colour)
        self._hard.put("metallic", float(spec.metal))
        for slot in SLOTS[:-1]:
            self._fabrics[slot].show(getattr(spec, slot))
        materials = [self._fabrics[slot].tree.material for slot in SLOTS[:-1]] + [self._hard.material]
        figure.put_mesh("garment", dressed.cloth, materials, "clothing")
        figure.put_mesh("torso", dressed.skin, [skin_material], "neck")
        return dressed.cloth

    def _dress(self, spec: GarmentSpec, shape: HeadShape) -> Dressed:
        model = shape.model
        if model.sha256 not in self._tailors:
            self._tailors[model.sha256] = Tailor(model)
        return self._tailors[model.sha256].dress(spec, shape)


class _FabricMaterial:
    """The material of one cloth: colours from a pattern's tile, relief from a weave's, seams and stitches from the mesh."""

    def __init__(self, name: str) -> None:
        self._pattern = _image(f"{name} pattern", PATTERN_PX)
        self._weave = _image(f"{name} weave", TILE_PX)
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

    def show(self, fabric: FabricSpec) -> None:
        """Refill images and values; an equal fabric leaves them as they are."""
        if fabric == self._shown:
            return
        pattern, weave, tree = draw(fabric), WEAVES[fabric.weave], self.tree
        if self._shown is None or self._shown.weave != fabric.weave:
            tile = weave_tile(fabric.weave)
            _fill(self._weave, np.concatenate([tile, np.zeros_like(tile[..., :1])], -1))
        _fill(self._pattern, pattern.image)
        colour = np.array(fabric.colour)
        thread = (0.62, 0.33, 0.09) if fabric.weave == "denim" else tuple(float(c) for c in np.clip(colour * 0.8 + 0.015, 0, 1))
        for name, value in (
            ("threads", 1.0 / weave.tile_m), ("repeats", 1.0 / pattern.tile_m), ("left", pattern.offset_m[0]),
            ("low", pattern.offset_m[1]), ("relief", weave.relief_m), ("roughness", weave.roughness), ("sheen", weave.sheen),
            ("specular", 0.5 if weave.roughness < 0.6 else 0.25), ("stitched", float(weave.stitched)),
            ("worn low", 0.72 if fabric.weave == "denim" else 0.95), ("worn high", 1.25 if fabric.weave == "denim" else 1.04),
            ("thread", thread), ("fuzz", tuple(float(c) for c in 0.4 + 0.6 * colour)),
        ):
            tree.put(name, value)
        self._shown = fabric


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


def _image(name: str, size_px: int) -> bpy.types.Image:
    image = bpy.data.images.new(name, size_px, size_px, alpha=False, float_buffer=True)
    image.colorspace_settings.name = "Non-Color"
    return image


def _fill(image: bpy.types.Image, rgb: np.ndarray) -> None:
    rgba = np.ones((*rgb.shape[:2], 4), np.float32)
    rgba[..., :3] = rgb
    image.pixels.foreach_set(rgba.ravel())
    image.update()
    image.update_tag()
