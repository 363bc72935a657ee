"""Brows, lashes and beard in Blender."""

from facings.scenes.face.facial_hair.beard import beard
from facings.scenes.face.facial_hair.brows import brows
from facings.scenes.face.facial_hair.lashes import lashes
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.hair.spec import HairColour
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.strand_material import StrandLook, StrandMaterial


class FacialHair:
    """Materials of the face's hair, kept from person to person."""

    def __init__(self) -> None:
        self._brows = StrandMaterial("facings brows")
        self._lashes = StrandMaterial("facings lashes")
        self._beard = StrandMaterial("facings beard")

    def realise(self, spec: FacialHairSpec, shape: HeadShape, figure: Figure) -> None:
        """Put brows, lashes and beard of a spec into the figure."""
        brow_look = self._brows.show(_look(spec.brows.colour, 0.34), per_strand=True)
        lash_look = self._lashes.show(_look(spec.lashes.colour, 0.38 - 0.1 * spec.lashes.mascara), per_strand=True)
        for index, side in enumerate(SIDES):
            figure.put_strands(f"brow.{side}", brows(spec.brows, shape, index), brow_look, f"{side}_brow",
                               body_from_strands=shape.posed_from_unposed)
            figure.put_strands(f"lashes.{side}", lashes(spec.lashes, shape, index), lash_look, f"{side}_eye",
                               body_from_strands=shape.posed_from_unposed)
        if spec.beard is None:
            return
        strands = beard(spec.beard, shape)
        if len(strands.points_m):
            figure.put_strands("beard", strands, self._beard.show(_look(spec.beard.colour, 0.36), per_strand=True), "beard")


def _look(colour: HairColour, roughness: float) -> StrandLook:
    dye = colour.dye or (1.0, 1.0, 1.0)
    return StrandLook(colour.melanin, colour.redness, dye, colour.dye_strength if colour.dye else 0.0, roughness)
