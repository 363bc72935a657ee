"""What every headwear builder returns."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.geometry import Mesh


@dataclass(frozen=True, eq=False)
class Hat:
    """Headwear on the unposed head."""

    parts: list[tuple[Mesh, int]]
    """Surfaces with their finish's number."""
    finishes: tuple[Finish, ...]
    inner_m: np.ndarray
    """(R, n, 3): the inner wall, a grid that closes around; rows from the edge up."""
    hides_all: bool = False
    """No hair is seen."""
    drapes: bool = False
    """Bends with the neck."""
    ring: bool = True
    """Whether `inner_m` closes around."""
