"""What the materials of a head read from its vertices, besides textures."""

import numpy as np

from facings.scenes.face.heads.model import HeadModel

CANONICAL = "facings_canonical"
"""Point attribute: the vertex's place on the reference head; fine relief is laid over it, without any chart's seam."""


def skin_points(model: HeadModel) -> dict[str, np.ndarray]:
    """Return the point values that a head's `Mesh` must carry for `SkinMaterials`."""
    return {CANONICAL: np.ascontiguousarray(model.canonical_m, np.float32)}
