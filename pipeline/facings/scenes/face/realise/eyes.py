"""Both eyes in Blender: balls with painted iris and white, the wet shell over them, tears and caruncles."""

import bpy
import numpy as np

from facings.scenes.face.eyes.globe import ball, shell
from facings.scenes.face.eyes.iris_image import COLUMNS, ROWS, iris_image, limbal_colour
from facings.scenes.face.eyes.lid_contact import LidContact
from facings.scenes.face.eyes.optics import eye_optics
from facings.scenes.face.eyes.sclera_image import SIZE, sclera_image
from facings.scenes.face.eyes.spec import EyesSpec
from facings.scenes.face.eyes.tears import caruncle, tear_rim
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.region_material import RegionMaterial

_CORNEA_IOR = 1.376
_BALL_GAP_M, _SHELL_GAP_M = 0.00030, 0.00018
"""How far under the skin ball and shell end where a lid lies on them."""
_RELIEF_M = 0.00022
"""Height of the iris' relief from its darkest hole to its brightest ridge."""


class Eyes:
    """Materials and images of one pair of eyes, kept from person to person."""

    def __init__(self) -> None:
        self._images = {}
        self._ball_materials = {}
        for side in SIDES:
            iris = bpy.data.images.new(f"facings iris {side}", COLUMNS, ROWS, alpha=True, float_buffer=True)
            white = bpy.data.images.new(f"facings sclera {side}", SIZE, SIZE, alpha=True, float_buffer=True)
            for image in (iris, white):
                image.colorspace_settings.name = "Linear Rec.709"
                image.alpha_mode = "CHANNEL_PACKED"
            self._images[side] = iris, white
            self._ball_materials[side] = [_sclera_material(white), _iris_material(iris), _pupil_material()]
        self._shell = RegionMaterial("facings cornea")
        self._shell_material = _wet_material(self._shell, bumpy=True)
        self._tears_material = _wet_material(RegionMaterial("facings tears"), bumpy=False)
        self._caruncle_material = _caruncle_material()

    def realise(self, spec: EyesSpec, shape: HeadShape, figure: Figure, pupil_radius_m: float) -> None:
        """Put both eyes of a spec into the figure; the pupils are as wide as the head says (`HeadSpec.pupil_radius_m`)."""
        self._shell.put("dryness", 1.0 - spec.wetness)
        for index, side in enumerate(SIDES):
            optics = eye_optics(shape, index, pupil_radius_m)
            lids = LidContact(shape, index)
            iris, white = self._images[side]
            _refill(iris, iris_image(spec.irises[index]))
            _refill(white, sclera_image(spec.sclera, optics.limbus_rad, limbal_colour(spec.irises[index]), index))
            parts = (
                ("ball", ball(optics), self._ball_materials[side], _BALL_GAP_M),
                ("cornea", shell(optics), [self._shell_material], _SHELL_GAP_M),
            )
            for name, surface, materials, gap in parts:
                turned = surface.vertices_m @ shape.eye_rotations[index].T + shape.eye_centres_m[index]
                figure.put_mesh(f"eye.{name}.{side}", _at(surface, lids.pressed(turned, gap)), materials,
                                f"{side}_eye", see_through=name == "cornea", body_from_mesh=shape.posed_from_unposed)
            figure.put_mesh(f"eye.tears.{side}", tear_rim(shape, index, spec.wetness), [self._tears_material],
                            f"{side}_eye", see_through=True, body_from_mesh=shape.posed_from_unposed)
            figure.put_mesh(f"eye.caruncle.{side}", caruncle(shape, index), [self._caruncle_material],
                            f"{side}_eye", body_from_mesh=shape.posed_from_unposed)


def _at(surface: Mesh, vertices_m: np.ndarray) -> Mesh:
    return Mesh(vertices_m.astype(np.float32), surface.corners, surface.starts, surface.uv, surface.slot,
                points=surface.points)


def _refill(image: bpy.types.Image, pixels: np.ndarray) -> None:
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    image.update_tag()


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
