"""Both eyes in Blender: balls with painted iris and white, the wet shell over them, tears and caruncles."""

import bpy
import numpy as np

from facings.blender.pictures import fill_image, float_image
from facings.scenes.face.eyes.build import Eye
from facings.scenes.face.eyes.iris_image import COLUMNS, ROWS
from facings.scenes.face.eyes.sclera_image import SIZE
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.region_material import RegionMaterial

_CORNEA_IOR = 1.376
_RELIEF_M = 0.00022
"""Height of the iris' relief from its darkest hole to its brightest ridge."""


class Eyes:
    """Materials and images of one pair of eyes, kept from person to person."""

    def __init__(self) -> None:
        self._images = {}
        self._ball_materials = {}
        for side in SIDES:
            iris = float_image(f"facings iris {side}", COLUMNS, ROWS, "Linear Rec.709")
            white = float_image(f"facings sclera {side}", SIZE, SIZE, "Linear Rec.709")
            self._images[side] = iris, white
            self._ball_materials[side] = [_sclera_material(white), _iris_material(iris), _pupil_material()]
        self._shell = RegionMaterial("facings cornea")
        self._shell_material = _wet_material(self._shell, bumpy=True)
        self._tears_material = _wet_material(RegionMaterial("facings tears"), bumpy=False)
        self._caruncle_material = _caruncle_material()

    def realise(self, eyes: tuple[Eye, Eye], wetness: float, body_from_unposed: np.ndarray, figure: Figure) -> None:
        """Put both eyes into the figure. `wetness`: 0 dry to 1 full of tears; the matrix (4, 4) bends the neck."""
        self._shell.put("dryness", 1.0 - wetness)
        for side, eye in zip(SIDES, eyes, strict=True):
            for image, pixels in zip(self._images[side], (eye.iris, eye.white), strict=True):
                fill_image(image, pixels)
            for name, mesh, materials in (
                ("ball", eye.ball, self._ball_materials[side]), ("cornea", eye.cornea, [self._shell_material]),
                ("tears", eye.tears, [self._tears_material]), ("caruncle", eye.caruncle, [self._caruncle_material]),
            ):
                figure.put_mesh(f"eye.{name}.{side}", mesh, materials, f"{side}_eye", see_through=name in ("cornea", "tears"),
                                body_from_mesh=body_from_unposed)


def _sclera_material(image: bpy.types.Image) -> bpy.types.Material:
    tree = RegionMaterial("facings sclera")
    colour = tree.image(image).outputs["Color"]
    # All gloss is the shell's: two highlights on one eye would not agree. No subsurface scattering: it lights the
    # limbus' edge up from behind.
    return tree.surface(tree.principled(base_color=colour, roughness=0.6, specular_ior_level=0.0))


def _iris_material(image: bpy.types.Image) -> bpy.types.Material:
    tree = RegionMaterial("facings iris")
    texture = tree.image(image)
    relief = tree.math("MULTIPLY", texture.outputs["Alpha"], _RELIEF_M)
    return tree.surface(tree.principled(base_color=texture.outputs["Color"], roughness=0.45, specular_ior_level=0.12,
                                       normal=tree.relief(relief, 0.8)))


def _pupil_material() -> bpy.types.Material:
    tree = RegionMaterial("facings pupil")
    return tree.surface(tree.principled(base_color=(0.0015, 0.001, 0.001), roughness=1.0, specular_ior_level=0.0))


def _caruncle_material() -> bpy.types.Material:
    tree = RegionMaterial("facings caruncle")
    place = tree.point_in_object()
    lumps = tree.noise(place, 900.0, 3.0)
    colour = tree.mix(lumps, (0.36, 0.105, 0.085), (0.52, 0.21, 0.17))
    return tree.surface(tree.principled(base_color=colour, roughness=0.22, subsurface_weight=0.6,
                                       subsurface_radius=(1.0, 0.36, 0.25), subsurface_scale=0.0015,
                                       normal=tree.relief(tree.math("MULTIPLY", lumps, 0.0004))))


def _wet_material(tree: RegionMaterial, bumpy: bool) -> bpy.types.Material:
    """Clear, with a Fresnel mirror on the outside; light passes through it unbent and without noise."""
    dryness = tree.number("dryness", 0.5)
    normal = None
    if bumpy:
        # Tears lie unevenly on the white, over folds and vessels; the cornea is optically smooth.
        place = tree.point_in_object()
        white = tree.math("SUBTRACT", 1.0, tree.attribute("cornea"))
        height = tree.math("MULTIPLY", tree.noise(place, 700.0, 3.0), tree.math("MULTIPLY", white, 0.00012))
        normal = tree.relief(height, tree.math("MULTIPLY_ADD", dryness, 0.5, 0.35))
    roughness = tree.math("MULTIPLY_ADD", dryness, 0.05, 0.015)
    mirror = tree.node("BsdfAnisotropic", {"Roughness": roughness, "Normal": normal}).outputs[0]
    clear = tree.node("BsdfTransparent").outputs[0]
    fresnel = tree.node("Fresnel", {"IOR": _CORNEA_IOR, "Normal": normal}).outputs[0]
    # From inside, the node would give total reflection; there and for shadows the film is as if not there.
    outside = tree.math("SUBTRACT", 1.0, tree.node("NewGeometry").outputs["Backfacing"])
    seen = tree.math("SUBTRACT", 1.0, tree.node("LightPath").outputs["Is Shadow Ray"])
    share = tree.math("MULTIPLY", fresnel, tree.math("MULTIPLY", outside, seen))
    return tree.surface(tree.mix_shader(share, clear, mirror))
