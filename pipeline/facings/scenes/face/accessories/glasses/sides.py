"""The sides of a frame: end pieces around the corner, hinges, temples with their tips, rivets and screws."""

import numpy as np

from facings.scenes.face.accessories.catalogue import GlassesStyle
from facings.scenes.face.accessories.glasses.front import Front
from facings.scenes.face.accessories.glasses.temples import temple
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.solids import basis, boss, lathe, moved, rounded_rectangle, sweep
from facings.scenes.face.geometry import Mesh

FRAME, METAL, PADS, TIPS = range(4)
"""Finishes of a frame."""
_FORWARDS = (0.0, -1.0, 0.0)
_SHARES = np.linspace(0, 1, 40)


def frame_side(style: GlassesStyle, outline_mm: np.ndarray, centre_x_mm: float, front: Front, head: HeadMeasures,
               side: float) -> list[tuple[Mesh, int]]:
    """Return what lies beside and behind one lens; `side` is -1 on the subject's right, 1 on the left."""
    thick = style.build in ("acetate", "browline")
    rimless = style.build == "rimless"
    level = outline_mm[:, 1].max() * (0.62 if style.build != "wire" or style.flat_top else 0.42)
    outer = outline_mm[outline_mm[:, 0] > 0]
    edge_x = centre_x_mm + outer[np.abs(outer[:, 1] - level).argmin(), 0]
    corner_x = edge_x + (style.rim_mm[0] * 0.3 + 3.0 if thick else 4.5 if rimless else 5.2)
    start_x = edge_x + (style.rim_mm[0] * 0.3 if thick else -3.0 if rimless else 0.7)
    ear = head.ear_roots[0 if side < 0 else 1]
    hinge_m = front.place(np.array([side * (corner_x + 0.4), level, -4.6]))
    corners = [(start_x, 0.6 if rimless else 0.0), ((start_x + corner_x) / 2, -0.3), (corner_x, -1.2)]
    path = [front.place(np.array([side * x, level, z])) for x, z in corners]
    end, up = _end_piece(style, np.stack([*path, hinge_m]), front, thick)
    parts = [(end, FRAME if thick else METAL), (_hinge(style, hinge_m, up, side, front.unit_m), METAL)]
    height, thickness = style.temple_mm
    if thick:
        waist = height * np.interp(_SHARES, [0, 0.1, 0.45, 0.68, 0.8, 0.95, 1.0], [1.0, 1.0, 0.8, 0.72, 0.85, 1.05, 0.85])
        heights = np.minimum(waist, np.interp(_SHARES, [0, 0.5, 0.7, 1], [height, height, 5.2, 5.6]))
        parts.append((temple(style, hinge_m, ear, front.unit_m, thickness, heights, 0.0, 1.0), FRAME))
    else:
        parts.append((temple(style, hinge_m, ear, front.unit_m, thickness, np.full(40, height), 0.0, 0.80), METAL))
        sleeve = np.interp(_SHARES, [0, 0.68, 0.74, 0.93, 1.0], [2.4, 2.4, 3.0, 3.8, 3.0])
        parts.append((temple(style, hinge_m, ear, front.unit_m, 2.2, sleeve, 0.70, 1.0), TIPS))
    return parts + _fasteners(style, centre_x_mm, edge_x, start_x, level, outline_mm, front, side)


def _end_piece(style: GlassesStyle, corners_m: np.ndarray, front: Front, thick: bool) -> tuple[Mesh, np.ndarray]:
    """Return the block from the rim around the corner to the hinge, and its upward direction there."""
    bend = _rounded(corners_m, 18)
    tangent = np.gradient(bend, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    up = np.tile(front.place(np.array([0.0, 1, 0])) - front.place(np.zeros(3)), (len(bend), 1))
    up -= tangent * np.einsum("ij,ij->i", up, tangent)[:, None]
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    size = (style.depth_mm * 0.85, style.temple_mm[0], 1.1) if thick else (1.3, 2.2, 0.5)
    width, height, radius = (value * front.unit_m for value in size)
    return sweep(bend, np.cross(tangent, up), up, rounded_rectangle(width, height, radius)), up[-1]


def _hinge(style: GlassesStyle, hinge_m: np.ndarray, up: np.ndarray, side: float, unit_m: float) -> Mesh:
    """Return the hinge's three knuckles on the temple's inner side."""
    inward = np.array([-side, 0.0, 0.0])
    knuckles = np.array([[0.01, -2.0], [0.8, -2.0], [0.95, -1.85], [0.95, -0.65], [0.85, -0.6], [0.95, -0.55], [0.95, 0.55],
                         [0.85, 0.6], [0.95, 0.65], [0.95, 1.85], [0.8, 2.0], [0.01, 2.0]]) * unit_m
    return moved(lathe(knuckles, 14), basis(hinge_m + inward * (style.temple_mm[1] / 2 + 0.35) * unit_m, up, inward))


def _fasteners(style: GlassesStyle, centre_x_mm: float, edge_x_mm: float, start_x_mm: float, level_mm: float,
               outline_mm: np.ndarray, front: Front, side: float) -> list[tuple[Mesh, int]]:
    """Return rivets on acetate, or the screws that hold rimless lenses."""
    if style.build == "acetate":
        places = [(edge_x_mm + 1.9, level_mm + dy, style.depth_mm * 0.38) for dy in (-1.1, 1.1)]
        radius, height = 0.62, 0.22
    elif style.build == "rimless":
        nasal_x = centre_x_mm - outline_mm[:, 0].max() + 2.2
        places = [(start_x_mm - 0.2, level_mm, 2.2), (nasal_x, 0.16 * style.width_mm * style.aspect, 2.2)]
        radius, height = 1.1, 0.5
    else:
        return []
    return [(boss(front.place(np.array([side * x, y, z])), _FORWARDS, radius * front.unit_m, height * front.unit_m), METAL)
            for x, y, z in places]


def _rounded(corners_m: np.ndarray, steps: int) -> np.ndarray:
    """Return (steps, 3): a curve by Chaikin's corner cutting that starts and ends where `corners_m` do."""
    points = corners_m
    for _ in range(3):
        cut = np.stack([0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], 1).reshape(-1, 3)
        points = np.concatenate([points[:1], cut, points[-1:]])
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    even = np.linspace(0, length[-1], steps)
    return np.stack([np.interp(even, length, points[:, k]) for k in range(3)], 1)
