"""Lenses: thin menisci that fill an outline."""

import numpy as np

from facings.scenes.face.accessories.catalogue import GlassesStyle
from facings.scenes.face.accessories.glasses.front import Front
from facings.scenes.face.accessories.solids import grid, outward, welded
from facings.scenes.face.geometry import Mesh

_RINGS = np.array([0.02, 0.25, 0.5, 0.75, 0.92, 1.0])
_THICKNESS_MM = 1.6
_BULGE_MM = 1.6
"""How far the middle of a lens stands before its edge, beyond the front's own bend (the lens's base curve)."""


def lens(style: GlassesStyle, outline_mm: np.ndarray, centre_x_mm: float, front: Front, side: float) -> Mesh:
    """Return one lens as a closed solid; its edge reaches a little into the rim's groove."""
    edge = outline_mm * (1.0 if style.build == "rimless" else 1.006)
    flat = _RINGS[:, None, None] * edge[None]
    bulge = _BULGE_MM * (1 - _RINGS**2)[:, None]
    def layer(z: np.ndarray) -> np.ndarray:
        height = np.broadcast_to(z, flat.shape[:2])[..., None]
        return np.concatenate([flat * (side, 1) + (side * centre_x_mm, 0), height], -1)
    drawing = np.concatenate([layer(bulge + _THICKNESS_MM / 2), layer(bulge - _THICKNESS_MM / 2)[::-1]])
    points = front.place(drawing)
    for row, neighbour in ((0, 1), (-1, -2)):
        points[row] = points[neighbour].mean(0)
    return outward(welded(grid(points, ring=True)))
