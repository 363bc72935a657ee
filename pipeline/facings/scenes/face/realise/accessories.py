"""Accessories in Blender: pieces become objects that ride with the head."""

import numpy as np

from facings.scenes.face.accessories.build import build_accessories
from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.realise.accessory_finishes import FinishMaterials
from facings.scenes.face.realise.figure import Figure


class Accessories:
    """Made once; shows what each person wears."""

    def __init__(self) -> None:
        self._materials = FinishMaterials()

    def realise(self, spec: AccessoriesSpec, shape: HeadShape, figure: Figure) -> None:
        """Put the pieces of a spec onto the figure."""
        for piece in build_accessories(spec, shape):
            materials = [self._materials.of(f"{piece.name} {slot}", finish) for slot, finish in enumerate(piece.finishes)]
            surface, matrix = piece.mesh, shape.posed_from_unposed
            if piece.follow is not None:
                posed = shape.pose(surface.vertices_m, piece.follow).astype(np.float32)
                surface = Mesh(posed, surface.corners, surface.starts, surface.uv, surface.slot)
                matrix = None
            figure.put_mesh(piece.name, surface, materials, piece.semantic, see_through=piece.see_through,
                            body_from_mesh=matrix)
