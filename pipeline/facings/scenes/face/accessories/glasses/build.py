"""A pair of glasses: front, lenses, temples and small metal parts, made to measure."""

import numpy as np

from facings.scenes.face.accessories.glasses.front import fit_front
from facings.scenes.face.accessories.glasses.lenses import lens
from facings.scenes.face.accessories.glasses.rims import SIDES, bridges, nose_pads, rim
from facings.scenes.face.accessories.glasses.styles import GLASSES_STYLES, lens_outline
from facings.scenes.face.accessories.glasses.temples import temple
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.pieces import Finish, Piece
from facings.scenes.face.accessories.solids import basis, ellipsoid, join, lathe, moved, rounded_rectangle, sweep
from facings.scenes.face.accessories.spec import GlassesSpec
from facings.scenes.face.geometry import Surface

OPAQUE_TINT = 0.5
"""Lenses darker than this are labelled as glasses; others show the class behind."""
_FRAME, _METAL, _PADS, _TIPS = range(4)


def build_glasses(spec: GlassesSpec, head: HeadMeasures, mask_worn: bool) -> list[Piece]:
    """Return frame and lenses on the unposed head."""
    style = GLASSES_STYLES[spec.style]
    outline = lens_outline(style, spec.style)
    front = fit_front(style, outline, head, spec.width, spec.slide_mm, spec.crooked_deg, mask_worn)
    centre_x = (style.width_mm + style.bridge_mm) / 2
    parts: list[tuple[Surface, int]] = []
    for side in SIDES:
        if style.build in ("acetate", "wire"):
            parts.append((rim(style, outline, centre_x, front, side, "all"), _FRAME if style.build == "acetate" else _METAL))
        elif style.build == "browline":
            parts.append((rim(style, outline, centre_x, front, side, "wire"), _METAL))
            parts.append((rim(style, outline, centre_x, front, side, "brow"), _FRAME))
        elif style.build == "half":
            parts.append((rim(style, outline, centre_x, front, side, "brow"), _METAL))
        parts += _side(spec, outline, centre_x, front, head, side)
    parts += [(part, _FRAME if style.build == "acetate" else _METAL) for part in bridges(style, outline, centre_x, front)]
    pads, arms = nose_pads(style, outline, centre_x, front, head)
    parts += [(pad, _PADS if style.pads else _FRAME) for pad in pads]
    parts += [(arm, _METAL if style.pads else _FRAME) for arm in arms]
    frame = Finish("acetate", spec.colour, spec.second_colour, spec.pattern, 9.0)
    metal = Finish("metal", spec.metal)
    tips = Finish("acetate", spec.second_colour if spec.pattern == "plain" else spec.colour)
    pad = Finish("plastic", "#d8d2c8", clarity=0.7)
    lenses = join([(lens(style, outline, centre_x, front, side), 0) for side in SIDES])
    glass = Finish("mirror_lens" if spec.lens_mirror else "lens", spec.lens_colour, clarity=1 - spec.lens_tint)
    return [
        Piece("glasses frame", join(parts), (frame, metal, pad, tips), "glasses"),
        Piece("glasses lenses", lenses, (glass,), "glasses", see_through=spec.lens_tint <= OPAQUE_TINT and not spec.lens_mirror),
    ]


def _side(spec: GlassesSpec, outline_mm: np.ndarray, centre_x_mm: float, front, head: HeadMeasures,
          side: float) -> list[tuple[Surface, int]]:
    """Return end piece, hinge, temple and its tip on one side."""
    style = GLASSES_STYLES[spec.style]
    ear = head.ear_roots[0 if side < 0 else 1]
    unit = front.unit_m
    thick = style.build in ("acetate", "browline")
    level = outline_mm[:, 1].max() * (0.62 if style.build != "wire" or style.flat_top else 0.42)
    outer = outline_mm[outline_mm[:, 0] > 0]
    edge = outer[np.abs(outer[:, 1] - level).argmin()]
    height, thickness = style.temple_mm
    rim_width = 0.0 if style.build == "rimless" else (style.rim_mm[0] if thick else 1.4)
    start = np.array([side * (centre_x_mm + edge[0] + rim_width * (0.3 if thick else 0.5) - (3.0 if style.build == "rimless" else 0)),
                      level, 0.6 if style.build == "rimless" else 0.0])
    corner_x = abs(start[0]) + (3.0 if thick else 4.5) + (3.0 if style.build == "rimless" else 0)
    corner = np.array([side * corner_x, level, -1.2])
    hinge_m = front.place(np.array([side * (corner_x + 0.4), level, -4.6]))
    arm_path = np.stack([front.place(start), front.place((start + corner) / 2 + (0, 0, 0.3)), front.place(corner), hinge_m])
    bend = _smooth(arm_path, 18)
    tangent = np.gradient(bend, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    up = np.tile(front.place(np.array([0.0, 1, 0])) - front.place(np.zeros(3)), (len(bend), 1))
    up -= tangent * np.einsum("ij,ij->i", up, tangent)[:, None]
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    block = rounded_rectangle((style.depth_mm * 0.85 if thick else 1.3) * unit, (height if thick else 2.2) * unit,
                              (1.1 if thick else 0.5) * unit)
    body = _FRAME if thick else _METAL
    parts = [(sweep(bend, np.cross(tangent, up), up, block), body)]
    inward = np.array([-side, 0.0, 0.0])
    barrel = np.array([[0.01, -2.0], [0.8, -2.0], [0.95, -1.85], [0.95, -0.65], [0.85, -0.6], [0.95, -0.55], [0.95, 0.55],
                       [0.85, 0.6], [0.95, 0.65], [0.95, 1.85], [0.8, 2.0], [0.01, 2.0]]) * unit
    place = basis(hinge_m + inward * (thickness / 2 + 0.35) * unit, up[-1], inward)
    parts.append((moved(lathe(barrel, 14), place), _METAL))
    heights = np.full(40, height)
    if thick:
        heights = np.interp(np.linspace(0, 1, 40), [0, 0.1, 0.45, 0.68, 0.8, 0.95, 1.0],
                            np.array([1.0, 1.0, 0.8, 0.72, 0.85, 1.05, 0.85]) * height)
        heights = np.minimum(heights, np.interp(np.linspace(0, 1, 40), [0, 0.5, 0.7, 1], [height, height, 5.2, 5.6]))
        parts.append((temple(style, hinge_m, ear, unit, thickness, heights, 0.0, 1.0), _FRAME))
        if style.build == "acetate":
            for dy in (-1.1, 1.1):
                point = front.place(np.array([side * (centre_x_mm + edge[0] + 1.9), level + dy, style.depth_mm * 0.38]))
                parts.append((moved(ellipsoid(np.array([0.62, 0.62, 0.22]) * unit, 12), basis(point, (0, -1, 0), (1, 0, 0))), _METAL))
    else:
        parts.append((temple(style, hinge_m, ear, unit, thickness, heights, 0.0, 0.80), _METAL))
        sleeve = np.interp(np.linspace(0, 1, 40), [0, 0.68, 0.74, 0.93, 1.0], [2.4, 2.4, 3.0, 3.8, 3.0])
        parts.append((temple(style, hinge_m, ear, unit, 2.2, sleeve, 0.70, 1.0), _TIPS))
        if style.build == "rimless":
            for x in (abs(start[0]) - 0.2, centre_x_mm - outline_mm[:, 0].max() + 2.2):
                y = level if x > centre_x_mm else 0.16 * style.width_mm * style.aspect
                point = front.place(np.array([side * x, y, 2.2]))
                parts.append((moved(ellipsoid(np.array([1.1, 1.1, 0.5]) * unit, 14), basis(point, (0, -1, 0), (1, 0, 0))), _METAL))
    return parts


def _smooth(corners_m: np.ndarray, steps: int) -> np.ndarray:
    """Return (steps, 3): a curve by Chaikin's corner cutting that starts and ends where `corners_m` do."""
    points = corners_m
    for _ in range(3):
        cut = np.stack([0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], 1).reshape(-1, 3)
        points = np.concatenate([points[:1], cut, points[-1:]])
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    even = np.linspace(0, length[-1], steps)
    return np.stack([np.interp(even, length, points[:, k]) for k in range(3)], 1)
