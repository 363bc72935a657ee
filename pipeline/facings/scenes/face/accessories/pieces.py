"""What an accessory is made of before Blender sees it: named surfaces, each with its finishes."""

from dataclasses import dataclass, replace

import numpy as np

from facings.scenes.face.accessories.catalogue import FinishKind
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.shape import HeadShape


@dataclass(frozen=True)
class Finish:
    """How one material looks; `kind` chooses the shader, the rest are its parameters."""

    kind: FinishKind
    colour: str
    """sRGB, '#rrggbb'."""
    second: str = "#000000"
    """sRGB: the other colour of a pattern, a seam or a tortoiseshell's flecks."""
    pattern: str = "plain"
    """One of `catalogue.PatternName`."""
    scale_mm: float = 10.0
    """The pattern's repeat."""
    clarity: float = 0.0
    """Lenses: how much light passes, 0 to 1; acetate: how translucent it is."""


@dataclass(frozen=True, eq=False)
class Piece:
    """One object of an accessory, in the unposed body frame."""

    name: str
    """Unique within a head."""
    mesh: Mesh
    finishes: tuple[Finish, ...]
    """By the surface's material slots."""
    semantic: str
    """Parsing class."""
    see_through: bool = False
    """Labels show what lies behind."""
    follow: np.ndarray | None = None
    """(V, 4): how much each vertex follows the neck's joints, as `HeadModel.skin_weights`; None: rigid with the head."""

    def bent(self, shape: HeadShape) -> "Piece":
        """Return the piece where the bent neck takes what follows its joints; one that is rigid with the head as it is."""
        if self.follow is None:
            return self
        posed = shape.pose(self.mesh.vertices_m, self.follow).astype(np.float32)
        return replace(self, mesh=replace(self.mesh, vertices_m=posed))
