"""Scalp hair in Blender."""

from facings.scenes.face.geometry import Surface
from facings.scenes.face.hair.cover import HeadCover
from facings.scenes.face.hair.hairdo import build_hair
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.strand_material import StrandLook, StrandMaterial


class Hair:
    """The hair of whoever is pictured: made once, given each frame's person."""

    def __init__(self) -> None:
        self._material = StrandMaterial("facings hair")

    def realise(self, spec: HairSpec, shape: HeadShape, figure: Figure, cover: HeadCover | None = None,
                garment: Surface | None = None) -> None:
        """Put the hair on a figure, under what covers the head and into the posed garment; nothing where none is seen."""
        strands = build_hair(spec, shape, cover, garment)
        if strands is not None:
            material = self._material.show(hair_look(spec), per_strand=True)
            figure.put_strands("hair", strands, material, "hair")


def hair_look(spec: HairSpec) -> StrandLook:
    """Return how hair of this spec shades."""
    colour = spec.colour
    return StrandLook(
        melanin=colour.melanin, redness=colour.redness, dye=colour.dye or (1.0, 1.0, 1.0), dye_strength=colour.dye_strength,
        roughness=0.34 - 0.12 * spec.shine + 0.14 * spec.frizz, coat=0.15 * spec.shine)
