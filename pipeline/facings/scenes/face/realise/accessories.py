"""Accessories in Blender: pieces become objects that ride with the head."""

from collections.abc import Iterable

import numpy as np

from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.realise.accessory_finishes import FinishMaterials
from facings.scenes.face.realise.figure import Figure


class Accessories:
    """Made once; shows what each person wears."""

    def __init__(self) -> None:
        self._materials = FinishMaterials()

    def realise(self, pieces: Iterable[Piece], body_from_unposed: np.ndarray, figure: Figure) -> None:
        """Put pieces onto the figure. The matrix (4, 4) moves those that are rigid with the head; the others are bent already
        (`Piece.bent`)."""
        for piece in pieces:
            materials = [self._materials.of(f"{piece.name} {slot}", finish) for slot, finish in enumerate(piece.finishes)]
            figure.put_mesh(piece.name, piece.mesh, materials, piece.semantic, see_through=piece.see_through,
                            body_from_mesh=body_from_unposed if piece.follow is None else None)
