"""The brow as landmark annotators draw it."""

import numpy as np

from facings.scenes.face.facial_hair.brow_line import brow_line
from facings.scenes.face.facial_hair.skin_roots import skin_sheet
from facings.scenes.face.facial_hair.spec import BrowSpec, FacialHairSpec
from facings.scenes.face.heads.shape import HeadShape

_ABOVE = 0.45
"""Between the brow's middle (0) and its upper edge (1): iBUG's annotators follow the upper half of the hair."""


def brow_contour(shape: HeadShape, spec: FacialHairSpec | BrowSpec) -> np.ndarray:
    """Return (10, 3) points on the skin, unposed body frame, in the order of landmarks 17 to 26: the subject's right brow
    from its tail to its head, then the left one from its head to its tail, evenly spaced along the upper half of the hair."""
    brow = spec.brows if isinstance(spec, FacialHairSpec) else spec
    sheet = skin_sheet(shape.model)
    sides = []
    for side, t in ((0, np.linspace(0.97, 0.03, 5)), (1, np.linspace(0.03, 0.97, 5))):
        line = brow_line(brow, shape.model, side)
        aim = line.points(t, np.full(5, _ABOVE))
        outward = line.outward(aim)
        roots, _ = sheet.hit(aim + 0.03 * outward, -outward)
        sides.append(roots.of(shape.unposed_m))
    return np.concatenate(sides)
