"""The shadow that short or hidden hair lays on the skin: scalp under hair, and where a beard was shaven."""

from dataclasses import dataclass

import numpy as np

from facings.frames.spec import Vec3
from facings.scenes.face.hair.hairline import scalp_density
from facings.scenes.face.hair.spec import Hairline
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.atlas import chart_of

SCALP_PX = 256
"""The scalp's texture is coarse: hair grows denser over millimetres, and covers most of it."""


@dataclass(frozen=True)
class HairShade:
    """What hair does to the colour of the skin it grows from."""

    colour: Vec3 = (0.03, 0.02, 0.015)
    """Linear RGB of the hair seen as a mass."""
    beard: float = 0.0
    """0 no beard grows, 1 a heavy one freshly shaven; see `facial_hair`."""
    scalp: float = 0.0
    """How much of the scalp's skin its hair darkens, 0 to 1."""
    hairline: Hairline = Hairline()


class ScalpMap:
    """A square texture of where scalp hair grows on one head model."""

    def __init__(self, model: HeadModel) -> None:
        made = chart_of(model, SCALP_PX)
        point = made.canonical_m
        # Far in front of and below every hairline nothing grows: not asked for.
        maybe = (point[:, 2] > 0.02) | ((point[:, 2] > -0.10) & (point[:, 1] > 0.03))
        self._texels, self._point = made.texels[maybe], point[maybe]

    def density(self, hairline: Hairline) -> np.ndarray:
        """Return (SCALP_PX²,) float32: how densely hair of that line grows, 0 to 1."""
        texture = np.zeros(SCALP_PX * SCALP_PX, np.float32)
        texture[self._texels] = scalp_density(self._point, hairline)
        return texture
