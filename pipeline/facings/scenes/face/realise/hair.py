"""Scalp hair in Blender."""

from concurrent.futures import Executor, Future

from facings.scenes.face.geometry import Mesh
from facings.scenes.face.hair.hairdo import CanonicalHair, build_hair, canonical_hair
from facings.scenes.face.hair.press import HeadCover
from facings.scenes.face.hair.scalp import scalp_of
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.strand_material import StrandLook, StrandMaterial


class Hair:
    """The hair of whoever is pictured: made once, given each frame's person."""

    def __init__(self) -> None:
        self._material = StrandMaterial("facings hair")
        self._growing: tuple[HairSpec, Future[CanonicalHair]] | None = None

    def start(self, spec: HairSpec, model: HeadModel, beside: Executor) -> None:
        """Begin to grow the hair of a frame in a thread of `beside`, while others are made: it takes longest."""
        if spec.strands:
            self._growing = spec, beside.submit(canonical_hair, spec, scalp_of(model))

    def realise(self, spec: HairSpec, shape: HeadShape, figure: Figure, cover: HeadCover | None = None,
                garment: Mesh | None = None) -> None:
        """Put the hair on a figure, under what covers the head and into the posed garment; nothing where none is seen.

        What `start` began is used where it was called for the same spec (and the same head model).
        """
        begun, self._growing = self._growing, None
        grown = begun[1].result() if begun is not None and begun[0] == spec else None
        strands = build_hair(spec, shape, cover, garment, grown)
        if strands is not None:
            material = self._material.show(hair_look(spec), per_strand=True)
            figure.put_strands("hair", strands, material, "hair")


def hair_look(spec: HairSpec) -> StrandLook:
    """Return how hair of this spec shades."""
    colour = spec.colour
    return StrandLook(
        melanin=colour.melanin, redness=colour.redness, dye=colour.dye or (1.0, 1.0, 1.0), dye_strength=colour.dye_strength,
        roughness=0.34 - 0.12 * spec.shine + 0.14 * spec.frizz, coat=0.15 * spec.shine)
