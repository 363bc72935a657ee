"""All hair of a person in Blender: scalp hair, brows, lashes, beard."""

from collections.abc import Iterable

from facings.scenes.face.geometry import HairPart
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.strand_material import StrandMaterial


class Hair:
    """One material a growth, kept from person to person."""

    def __init__(self) -> None:
        self._materials = {growth: StrandMaterial(f"facings {growth}") for growth in ("brows", "lashes", "beard", "hair")}

    def realise(self, parts: Iterable[HairPart], figure: Figure) -> None:
        """Put hair on the figure."""
        for part in parts:
            material = self._materials[part.growth].show(part.look, per_strand=True)
            figure.put_strands(part.name, part.strands, material, part.strand_class, body_from_strands=part.body_from_strands)
