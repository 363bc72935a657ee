"""The brow as landmark annotators draw it."""

import numpy as np

from facings.scenes.face.facial_hair.brow_line import brow_line
from facings.scenes.face.facial_hair.skin_roots import skin_sheet
from facings.scenes.face.facial_hair.spec import BrowSpec, FacialHairSpec
from facings.scenes.face.heads.shape import HeadShape

_ABOVE = 0.45
"""Between the brow's middle (0) and its upper edge (1): iBUG's annotators follow the upper half of the hair."""

_EDGE = 0.9
"""How far from the brow's middle its edges are drawn, where stray hairs are left out."""


def brow_contour(shape: HeadShape, spec: FacialHairSpec | BrowSpec) -> np.ndarray:
    """Return (10, 3) points on the skin, unposed body frame, in the order of landmarks 17 to 26: the subject's right brow
    from its tail to its head, then the left one from its head to its tail, evenly spaced along the upper half of the hair."""
    t = np.linspace(0.97, 0.03, 5)
    s = np.full(5, _ABOVE)
    return np.concatenate([_on_brow(shape, spec, 0, t, s), _on_brow(shape, spec, 1, t[::-1], s)])


def brow_edges(shape: HeadShape, spec: FacialHairSpec | BrowSpec) -> np.ndarray:
    """Return (18, 3) points on the skin, unposed body frame, in the order of WFLW's landmarks 33 to 50: of the subject's right
    brow five along the upper edge from its tail to its head and four back along the lower one, of the left brow five along the
    upper edge from its head to its tail and four back."""
    t = np.array([0.97, 0.735, 0.5, 0.265, 0.03])
    upper, lower = np.full(5, _EDGE), np.full(4, -_EDGE)
    right = _on_brow(shape, spec, 0, np.append(t, t[:0:-1]), np.append(upper, lower))
    left = _on_brow(shape, spec, 1, np.append(t[::-1], t[1:]), np.append(upper, lower))
    return np.concatenate([right, left])


def _on_brow(shape: HeadShape, spec: FacialHairSpec | BrowSpec, side: int, t: np.ndarray, s: np.ndarray) -> np.ndarray:
    brow = spec.brows if isinstance(spec, FacialHairSpec) else spec
    line = brow_line(brow, shape.model, side)
    aim = line.points(t, s)
    outward = line.outward(aim)
    roots, _ = skin_sheet(shape.model).hit(aim + 0.03 * outward, -outward)
    return roots.of(shape.unposed_m)
