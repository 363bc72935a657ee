"""Baseball cap: six panels, eyelets, button, a stitched visor, and a strap over the opening at the back."""

import numpy as np

from facings.scenes.face.accessories.head_measures import HeadMeasures, RadiusMap
from facings.scenes.face.accessories.headwear.crown import EdgeLine, dome, edge_line, hair_room_m, wall
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import basis, boss, moved, shell, tube
from facings.scenes.face.accessories.spec import HeadwearSpec
from facings.scenes.face.geometry import Mesh

_COLUMNS = 180
_PANELS = 6
_VISOR_HALF_RAD = np.radians(58)


def build_cap(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a baseball cap, turned as the spec says."""
    unit = 1e-3 * head.scale
    skull = head.skull.smoothed(3.0)
    turn = np.radians(spec.turn_deg)
    azimuth = np.arange(_COLUMNS) / _COLUMNS * 2 * np.pi
    # In the cap's own frame the visor is at 0.
    own = (azimuth - turn + np.pi) % (2 * np.pi) - np.pi
    off_back = (np.abs(own) - np.pi) / 0.30
    notch = 33 * unit * np.sqrt(np.clip(1 - off_back**2, 0, 1))
    front = head.brow_m + (33 - spec.low_mm) * unit
    level, edge = (edge_line(head, skull, front, head.ear_top_m + 6 * unit, head.ear_top_m - 8 * unit, columns=_COLUMNS,
                             tilt_rad=np.radians(np.clip(spec.tilt_deg, -3, 3)), rise_m=rise) for rise in (None, notch))
    points, ray = dome(skull, edge, np.linspace(0, 1, 34))
    # Heights above the band, so that the opening is a hole in the crown and does not pull it down.
    elevation = np.arcsin(np.clip(ray[..., 2], -1, 1))
    rows = np.clip((elevation - level.elevation_rad) / (np.pi / 2 - level.elevation_rad), 0, 1)
    # Stiff front panels stand up; the top is rounder and higher than the head.
    stiff = np.exp(-(own / 0.75) ** 2) * np.sin(np.clip(rows * 1.15, 0, 1) * np.pi)
    lift = 7 + 15 * spec.size * np.sin(rows * np.pi / 2) ** 2 + 12 * stiff
    lift = lift * np.clip(0.22 + rows * 4, 0, 1)
    seam = np.abs((own / (2 * np.pi / _PANELS)) % 1)
    groove = np.exp(-(np.minimum(seam, 1 - seam) / 0.035) ** 2) * np.clip(rows * 6, 0, 1)
    thickness = 1.6 * unit
    outer_m = points + ray * ((lift - 0.8 * groove) * unit + thickness)[..., None]
    crown, outer, inner = wall(outer_m, skull, thickness, hair_room_m(rows, 1.5e-3, 5e-3))
    parts = [(crown, 0)]
    top = outer[-1].mean(0)
    for k in range(_PANELS):
        column = int(round(((k / _PANELS * 2 * np.pi) + turn) % (2 * np.pi) / (2 * np.pi) * _COLUMNS)) % _COLUMNS
        for aside in (-1, 1):
            # Two rows of stitches along each seam.
            line = 0.75 * outer[1:-2, column] + 0.25 * outer[1:-2, (column + aside) % _COLUMNS]
            _, out, _ = skull.clearance(line)
            parts.append((tube(line + out * 0.12 * unit, 0.32 * unit, sides=5), 2))
        middle = (column + _COLUMNS // (2 * _PANELS)) % _COLUMNS
        row = 22
        along = outer[row + 1, middle] - outer[row, middle]
        normal = np.cross(outer[row, (middle + 1) % _COLUMNS] - outer[row, middle], along)
        place = basis(outer[row, middle], normal / np.linalg.norm(normal), along)
        angle = np.arange(16) / 16 * 2 * np.pi
        ring = np.stack([3.0 * np.cos(angle), 3.0 * np.sin(angle), np.full(16, 0.2)], 1) * unit
        parts.append((moved(tube(ring, 0.9 * unit, sides=6, closed=True), place), 2))
    parts.append((boss(top + (0, 0, 0.5 * unit), (0, 0, 1), 6.5 * unit, 3.2 * unit, 18), 1))
    parts += _visor(spec, outer[0], own, unit)
    parts.append((_strap(level, skull, own, unit), 1))
    finishes = (Finish("twill", spec.colour, spec.second_colour, spec.pattern, 22.0), Finish("twill", spec.second_colour),
                Finish("silk", spec.second_colour))
    return Hat(parts, finishes, inner)


def _visor(spec: HeadwearSpec, band: np.ndarray, own: np.ndarray, unit: float) -> list:
    inside = np.abs(own) < _VISOR_HALF_RAD
    order = np.flatnonzero(inside)[np.argsort(own[inside])]
    band, angle = band[order], own[order]
    across = np.linspace(-1, 1, 49)
    line = np.stack([np.interp(across * _VISOR_HALF_RAD, angle, band[:, k]) for k in range(3)], 1)
    middle = line[24]
    forward = middle - (line[0] + line[-1]) / 2
    forward[2] = 0
    forward /= np.linalg.norm(forward)
    side = np.cross(forward, (0, 0, 1.0))
    length = 72 * spec.size**0.5 * unit * (1 - np.abs(across) ** 2.4) ** 0.75
    share = np.linspace(0, 1, 18)
    spread = ((line - middle) @ side)[None] * (1 + 0.10 * share[:, None])
    run = share[:, None] * length[None]
    curve = (spread / (80 * unit)) ** 2 * 15 * unit * np.clip(share * 1.6, 0, 1)[:, None]
    points = line[None] + forward * run[..., None] + side * (spread - spread[0])[..., None]
    points[..., 2] -= run * np.tan(np.radians(15)) + curve * (length[None] > 1e-9)
    # It begins inside the crown's lower edge, so that no gap shows.
    points -= forward * 1.2 * unit
    points[..., 2] += 1.0 * unit
    under = points.copy()
    under[..., 2] -= 3.0 * unit
    parts = [(shell(points, under, ring=False), 1)]
    for k in (4, 7, 10, 13, 16):
        row = points[k].copy()
        row[:, 2] += 0.05 * unit
        parts.append((tube(row[2:-2], 0.35 * unit, sides=5), 2))
    return parts


def _strap(level: EdgeLine, skull: RadiusMap, own: np.ndarray, unit: float) -> Mesh:
    """Return the band that closes the opening along the cap's lower edge."""
    order = np.flatnonzero(np.abs(np.abs(own) - np.pi) < 0.36)
    order = order[np.argsort(own[order] % (2 * np.pi))]
    points, ray = dome(skull, level, np.array([0.0, 0.03, 0.06, 0.085, 0.10]))
    outer = points[:, order] + ray[:, order] * 4.2 * unit
    return shell(outer, outer - ray[:, order] * 1.4 * unit, ring=False)
