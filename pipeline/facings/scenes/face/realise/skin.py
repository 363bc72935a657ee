"""SkinSpec -> the five materials of a head in Blender."""

import math
from typing import Any

import bpy
import numpy as np

from facings.blender.pictures import fill_image, float_image
from facings.blender.shader_graph import Socket
from facings.scenes.face.geometry import CANONICAL
from facings.scenes.face.realise.mouth_materials import MouthMaterials
from facings.scenes.face.realise.region_material import RegionMaterial
from facings.scenes.face.skin.broad_colour import darkness
from facings.scenes.face.skin.detail import HALF
from facings.scenes.face.skin.maps import SkinTextures
from facings.scenes.face.skin.relief_tile import TILE_M, TILE_PX
from facings.scenes.face.skin.shade import SCALP_PX, HairShade
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.skin.tone import HAEMOGLOBIN, MELANIN

_SCATTER_RATIO = (1.0, 0.36, 0.20)
"""How far green and blue wander compared with red (Jensen et al. 2001, "A practical model for subsurface light transport":
diffuse mean free paths of skin, 3.67, 1.37 and 0.68 mm)."""


class SkinMaterials:
    """The materials of skin, teeth, gums, tongue and mouth; made once, then refilled for each person.

    The head's mesh must carry the point attribute `CANONICAL`.
    """

    def __init__(self) -> None:
        self._images = {name: float_image(f"facings skin {name}", size, size) for name, size in (
            ("character", HALF.broad_px), ("broad", HALF.broad_px), ("fine", HALF.fine_px), ("make-up", HALF.broad_px),
            ("scalp", SCALP_PX), ("relief", TILE_PX))}
        self._shown: dict[str, np.ndarray] = {}
        """Textures that everybody shares, as last poured in."""
        self._skin = _skin_tree(self._images)
        self._mouth = MouthMaterials()

    def realise(self, spec: SkinSpec, textures: SkinTextures, shade: HairShade) -> list[bpy.types.Material]:
        """Return the materials in the order of `heads.model.PARTS`, filled for this person and expression."""
        for name, texture in (("character", textures.character), ("relief", textures.relief)):
            if self._shown.get(name) is not texture:
                _fill(self._images[name], texture)
                self._shown[name] = texture
        for name, texture in (("broad", textures.broad), ("fine", textures.fine), ("make-up", textures.make_up),
                              ("scalp", textures.scalp)):
            if texture is not None:
                _fill(self._images[name], texture)
        put, dark = self._skin.put, darkness(spec)
        put("albedo", spec.albedo)
        put("translucency", spec.translucency_m)
        put("oil", spec.oil * (1 - 0.45 * spec.make_up.foundation))
        put("fuzz", spec.fuzz)
        put("pores", spec.relief.pores * (1 - 0.3 * spec.make_up.foundation))
        put("plates", (0.55 + 0.9 * spec.relief.crepe) * (1 - 0.3 * spec.make_up.foundation))
        put("crepe", spec.relief.crepe)
        put("specular", 0.42 + 0.16 * dark)
        put("lip gloss", max(0.25 * (1 - spec.lips.dryness), spec.make_up.lipstick_gloss * spec.make_up.lipstick.amount))
        put("hair colour", shade.colour)
        put("beard", shade.beard)
        put("scalp", shade.scalp)
        return [self._skin.material, *self._mouth.realise(spec.mouth)]


def _fill(image: Any, texture: np.ndarray) -> None:
    """Overwrite an image, which takes the size of the texture, a square of (pixels, 4) or (H, W, 4)."""
    side = math.isqrt(texture.size // 4)
    if tuple(image.size) != (side, side):
        image.scale(side, side)
    fill_image(image, texture)


def _skin_tree(images: dict[str, bpy.types.Image]) -> RegionMaterial:
    tree = RegionMaterial("facings skin")
    place = tree.attribute(CANONICAL, vector=True)
    character, broad, fine, make_up, scalp = (
        tree.image(images[name], interpolation="Cubic" if name == "fine" else "Linear")
        for name in ("character", "broad", "fine", "make-up", "scalp"))
    pores, oily, ear = tree.separate_rgb(character.outputs["Color"])
    beard = character.outputs["Alpha"]
    lips = fine.outputs["Alpha"]
    fine_melanin, fine_blood, height_mm = tree.separate_rgb(fine.outputs["Color"])
    broad_melanin, broad_blood, _ = tree.separate_rgb(broad.outputs["Color"])
    close = tree.image(images["relief"], tree.vector("SCALE", place, scale=1 / TILE_M), extension="REPEAT", projection="BOX",
                       blend=0.25)
    plates_mm, pores_mm, roots = tree.separate_rgb(close.outputs["Color"])
    grain = close.outputs["Alpha"]
    off_lips = tree.math("SUBTRACT", 1.0, lips)

    melanin = tree.math("ADD", broad_melanin, fine_melanin)
    melanin = tree.math("MULTIPLY_ADD", grain, tree.math("MULTIPLY", off_lips, 0.022), melanin)
    melanin = tree.math("MULTIPLY_ADD", tree.math("MULTIPLY", pores_mm, pores), -3.0, melanin)
    blood = tree.math("MULTIPLY_ADD", grain, 0.03, tree.math("ADD", broad_blood, fine_blood))
    density = tree.vector("MULTIPLY_ADD", _triple(tree, melanin), tuple(MELANIN),
                          tree.vector("MULTIPLY", _triple(tree, blood), tuple(HAEMOGLOBIN)))
    albedo = tree.vector("MULTIPLY", tree.colour("albedo"), _exponential(tree, tree.vector("SCALE", density, scale=-1.0)))
    albedo = _hair_shade(tree, albedo, beard, scalp.outputs["Color"], roots)
    # The layer's colour is already multiplied with its cover.
    cover = make_up.outputs["Alpha"]
    bare = tree.vector("SCALE", albedo, scale=tree.math("SUBTRACT", 1.0, cover))
    albedo = tree.vector("MINIMUM", tree.vector("ADD", bare, make_up.outputs["Color"]), (0.9, 0.9, 0.9))

    oil = tree.math("MULTIPLY", tree.number("oil"), tree.math("MULTIPLY_ADD", oily, 0.8, 0.2))
    gloss = tree.math("MULTIPLY", tree.number("lip gloss"), lips)
    uneven = tree.math("MULTIPLY", grain, 0.03)
    roughness = tree.math("ADD", tree.math("MULTIPLY_ADD", oil, -0.16, 0.52), uneven)
    roughness = tree.mix(lips, roughness, 0.42, kind="FLOAT")
    coat = tree.math("MAXIMUM", tree.math("MULTIPLY", oil, 0.30), tree.math("MULTIPLY", gloss, 0.9))
    coat_roughness = tree.math("MULTIPLY_ADD", gloss, -0.18, 0.34)

    plates = tree.math("MULTIPLY", plates_mm, tree.math("MULTIPLY", tree.number("plates"), off_lips))
    deep = tree.math("MULTIPLY", tree.number("pores"), tree.math("MULTIPLY_ADD", pores, 1.5, 0.12))
    pits = tree.math("MULTIPLY", tree.math("MULTIPLY", pores_mm, deep), off_lips)
    folds_mm = tree.math("ADD", _crepe(tree, images["relief"], place), height_mm)
    relief_mm = tree.math("ADD", tree.math("ADD", plates, pits), folds_mm)
    normal = tree.relief(tree.math("MULTIPLY", relief_mm, 0.001))

    # Ears would glow through where they are thin: their cartilage stops the light.
    scale = tree.math("MULTIPLY", tree.number("translucency", 0.0018), tree.math("MULTIPLY_ADD", ear, -0.55, 1.0))
    shader = tree.principled(
        base_color=albedo, roughness=roughness, ior=1.4, specular_ior_level=tree.number("specular", 0.5), normal=normal,
        subsurface_weight=1.0, subsurface_radius=_SCATTER_RATIO, subsurface_scale=scale,
        coat_weight=coat, coat_roughness=coat_roughness, coat_normal=normal,
        sheen_weight=tree.math("MULTIPLY", tree.number("fuzz"), 0.09), sheen_roughness=0.45)
    tree.surface(shader)
    return tree


def _triple(tree: RegionMaterial, number: Socket) -> Socket:
    return tree.combine_xyz(number, number, number)


def _exponential(tree: RegionMaterial, vector: Socket) -> Socket:
    x, y, z = (tree.math("EXPONENT", part) for part in tree.separate_xyz(vector))
    return tree.combine_xyz(x, y, z)


def _hair_shade(tree: RegionMaterial, albedo: Socket, beard: Socket, scalp: Socket, roots: Socket) -> Socket:
    """Roots beneath the skin grey it; where they reach the surface they are dots."""
    colour = tree.colour("hair colour")
    beard_amount = tree.math("MULTIPLY", beard, tree.number("beard"))
    beneath = tree.math("MULTIPLY_ADD", roots, 0.45, 0.42)
    shaded = tree.mix(tree.math("MULTIPLY", beard_amount, beneath), albedo, colour)
    density = tree.math("MULTIPLY", tree.separate_rgb(scalp)[0], tree.number("scalp"))
    covered = tree.math("MULTIPLY", density, tree.math("MULTIPLY_ADD", roots, 0.2, 0.72))
    return tree.mix(covered, shaded, colour)


def _crepe(tree: RegionMaterial, image: bpy.types.Image, place: Socket) -> Socket:
    """The furrows of old skin: the same net, larger and deeper, in mm."""
    wide = tree.image(image, tree.vector("SCALE", place, scale=1 / (2.7 * TILE_M)), extension="REPEAT", projection="BOX",
                      blend=0.3)
    return tree.math("MULTIPLY", tree.separate_rgb(wide.outputs["Color"])[0], tree.math("MULTIPLY", tree.number("crepe"), 4.5))
