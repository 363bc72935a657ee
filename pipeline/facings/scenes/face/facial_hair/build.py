"""Brows, lashes and beard of one person."""

from facings.scenes.face.facial_hair.beard import beard
from facings.scenes.face.facial_hair.brows import brows
from facings.scenes.face.facial_hair.lashes import lashes
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.geometry import HairPart, StrandLook
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape


def build_facial_hair(spec: FacialHairSpec, shape: HeadShape) -> list[HairPart]:
    """Return all hair of a face; a beard that leaves no strand is none."""
    matrix = shape.posed_from_unposed
    brow_look = _look(spec.brows.colour, 0.34)
    lash_look = _look(spec.lashes.colour, 0.38 - 0.1 * spec.lashes.mascara)
    parts = []
    for index, side in enumerate(SIDES):
        parts += [
            HairPart(f"brow.{side}", "brows", f"{side}_brow", brows(spec.brows, shape, index), brow_look, matrix),
            HairPart(f"lashes.{side}", "lashes", f"{side}_eye", lashes(spec.lashes, shape, index), lash_look, matrix),
        ]
    if spec.beard is not None:
        strands = beard(spec.beard, shape)
        if len(strands.points_m):
            parts.append(HairPart("beard", "beard", "beard", strands, _look(spec.beard.colour, 0.36)))
    return parts


def _look(colour: HairColour, roughness: float) -> StrandLook:
    dye = colour.dye or (1.0, 1.0, 1.0)
    return StrandLook(colour.melanin, colour.redness, dye, colour.dye_strength if colour.dye else 0.0, roughness)
