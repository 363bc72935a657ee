"""What holds the lenses: rims, bridge, nose pads."""

import numpy as np
from scipy.interpolate import CubicSpline

from facings.scenes.face.accessories.catalogue import GlassesStyle
from facings.scenes.face.accessories.glasses.front import Front, bridge_height_mm
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.solids import basis, ellipsoid, grid, moved, outward, rounded_rectangle, sweep, tube
from facings.scenes.face.geometry import Mesh

SIDES = (-1.0, 1.0)
_ASIDE_M = 0.045
"""From here rays go inwards to the nose's flank."""


def outward_normals(outline_mm: np.ndarray) -> np.ndarray:
    """Return (n, 2) unit normals of a closed, anticlockwise outline."""
    along = np.roll(outline_mm, -1, 0) - np.roll(outline_mm, 1, 0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    return np.stack([along[:, 1], -along[:, 0]], 1)


def rim_widths_mm(style: GlassesStyle, outline_mm: np.ndarray) -> np.ndarray:
    """Return (n,): how wide the rim is at each point of the outline."""
    height = (outline_mm[:, 1] - outline_mm[:, 1].min()) / np.ptp(outline_mm[:, 1])
    top, bottom = style.rim_mm
    if style.build == "browline":
        share = np.clip((height - 0.60) / 0.16, 0, 1)
        share = share * share * (3 - 2 * share)
    elif style.build == "half":
        share = np.clip((height - 0.42) / 0.12, 0, 1)
    else:
        share = height * height * (3 - 2 * height)
    width = bottom + (top - bottom) * share
    if style.lift and style.build == "acetate":
        # Upper outer corners of wayfarers and cat's eyes are drawn out.
        corner = np.clip(outline_mm[:, 0] / outline_mm[:, 0].max(), 0, 1) ** 3 * share
        width = width * (1 + 0.5 * corner)
    return width


def rim(style: GlassesStyle, outline_mm: np.ndarray, centre_x_mm: float, front: Front, side: float,
        part: str) -> Mesh:
    """Return one rim around a lens; `part` is 'all', 'brow' (a browline's or half rim's thick bow) or 'wire'."""
    normal = outward_normals(outline_mm)
    width = rim_widths_mm(style, outline_mm)
    depth = np.full(len(outline_mm), style.depth_mm)
    keep = np.arange(len(outline_mm))
    if part == "brow":
        keep = np.flatnonzero(width > style.rim_mm[1] + 0.25 * (style.rim_mm[0] - style.rim_mm[1]))
        # The bow is one run of the closed outline: start it after the gap.
        gap = np.flatnonzero(np.diff(keep) > 1)
        keep = np.roll(keep, -gap[0] - 1) if len(gap) else keep
    elif part == "wire":
        width, depth = np.full(len(outline_mm), 1.5), np.full(len(outline_mm), 1.9)
    lens_edge = 0.35
    sections = []
    for k in keep:
        across = rounded_rectangle(width[k] + lens_edge, depth[k], min(0.42 * min(width[k], depth[k]), 1.0))
        sections.append(across + (width[k] / 2 - lens_edge / 2, -depth[k] * 0.12))
    section = np.stack(sections)
    flat = outline_mm[keep, None] + section[..., :1] * normal[keep, None]
    drawing = np.concatenate([flat * (side, 1) + (side * centre_x_mm, 0), section[..., 1:]], -1)
    points = front.place(drawing)
    if part == "brow":
        middle = points.mean(1, keepdims=True)
        ends = [middle[k] + (points[k] - middle[k]) * s for k in (0, -1) for s in (0.6, 0.05)]
        points = np.concatenate([ends[1][None], ends[0][None], points, ends[2][None], ends[3][None]])
        return outward(grid(points, ring=True))
    return outward(grid(points, turn=True, ring=True))


def bridges(style: GlassesStyle, outline_mm: np.ndarray, centre_x_mm: float, front: Front) -> list[Mesh]:
    """Return what spans the nose between the rims."""
    height = bridge_height_mm(style)
    nasal = outline_mm[outline_mm[:, 0] < 0]
    edge_x = centre_x_mm + nasal[np.abs(nasal[:, 1] - height).argmin(), 0]
    reach = edge_x + (0.6 if style.build == "rimless" else 0.0) - (0.0 if style.build == "rimless" else 0.2)
    parts = [_bow(style, front, reach, height, 2.2)]
    if style.double_bridge:
        top = outline_mm[:, 1].max() * 0.82
        nasal_top = nasal[np.abs(nasal[:, 1] - top).argmin(), 0]
        parts.append(_bow(style, front, centre_x_mm + nasal_top + 0.4, top, 0.9))
    return parts


def _bow(style: GlassesStyle, front: Front, reach_mm: float, height_mm: float, rise_mm: float) -> Mesh:
    share = np.linspace(-1, 1, 25)
    arch = 1 - share**2
    thick = style.build == "acetate"
    path = np.stack([share * (reach_mm + 1.0), height_mm + rise_mm * arch, 0.9 * arch - (0.3 if thick else 0.0)], 1)
    if thick:
        flare = 1 + 0.35 * share**4
        section = rounded_rectangle(min(style.rim_mm[0] + 1.2, 6.0), style.depth_mm * 0.8, 1.2)
        sections = section[None] * np.stack([flare, np.ones_like(flare)], 1)[:, None]
        along = np.gradient(path, axis=0)
        up = np.stack([-along[:, 1], along[:, 0]], 1)
        up /= np.linalg.norm(up, axis=1, keepdims=True)
        drawing = np.empty((len(path), section.shape[0], 3))
        drawing[..., :2] = path[:, None, :2] + sections[..., :1] * up[:, None]
        drawing[..., 2] = path[:, None, 2] + sections[..., 1]
        points = front.place(drawing)
        middle = points.mean(1, keepdims=True)
        caps = [middle[k] + (points[k] - middle[k]) * 0.05 for k in (0, -1)]
        return outward(grid(np.concatenate([caps[0][None], points, caps[1][None]]), ring=True))
    return tube(front.place(path), 0.95 * front.unit_m, sides=10)


def _flank_y(head: HeadMeasures, root_m: np.ndarray, side: float, behind_m: float, least_x_m: float) -> float:
    """Return how far back a pad lies: `behind_m` behind its rim, or deeper where the nose does not reach so far forwards."""
    steps = root_m[1] + behind_m + np.arange(0, 0.018, 0.001)
    probes = np.column_stack([np.full(len(steps), side * _ASIDE_M), steps, np.full(len(steps), root_m[2])])
    flank_x = _ASIDE_M - head.skin.distance_m(probes, np.array([-side, 0.0, 0.0]))
    found = np.flatnonzero(np.isfinite(flank_x) & (flank_x > least_x_m))
    return float(steps[found[0]] if len(found) else steps[-1])


def nose_pads(style: GlassesStyle, outline_mm: np.ndarray, centre_x_mm: float, front: Front,
              head: HeadMeasures) -> tuple[list[Mesh], list[Mesh]]:
    """Return the pads, which lie on the nose's flanks, and the wires or lugs that carry them."""
    pads, arms = [], []
    low_mm = -0.10 * style.width_mm * style.aspect
    nasal = outline_mm[outline_mm[:, 0] < 0]
    unit = front.unit_m
    # Arms grow out of metal: where there is no rim beside the nose, out of the bridge's foot.
    arm_mm = low_mm + 3.0 if style.build in ("wire", "browline") else bridge_height_mm(style) - 0.6
    arm_x = centre_x_mm + nasal[np.abs(nasal[:, 1] - arm_mm).argmin(), 0]
    for side in SIDES:
        rim_x = centre_x_mm + nasal[np.abs(nasal[:, 1] - low_mm).argmin(), 0]
        root = front.place(np.array([side * rim_x, low_mm, -1.2]))
        across = np.array([-side, 0.0, 0.0])
        behind = _flank_y(head, root, side, (4.2 if style.pads else 2.4) * unit, 3.0 * unit)
        probes = np.array([[side * _ASIDE_M, behind + dy, root[2] + dz] for dy, dz in ((0, 0), (0.002, 0), (0, 0.003))])
        away = head.skin.distance_m(probes, across)
        if not np.isfinite(away).all():
            continue
        hits = probes + away[:, None] * across
        normal = np.cross(hits[1] - hits[0], hits[2] - hits[0])
        normal *= np.sign(normal[0] * side) / np.linalg.norm(normal)
        radii = np.array([2.1, 5.2, 1.0] if style.pads else [2.3, 5.8, 1.5]) * unit
        centre = hits[0] + normal * (radii[2] + 0.00025)
        pads.append(moved(ellipsoid(radii, 22), basis(centre, normal, np.array([0.0, 1.0, 0.25]))))
        if style.pads:
            start = front.place(np.array([side * (arm_x + 0.3), arm_mm, -0.6]))
            behind = start + np.array([0.0, 3.4 * unit, -0.6 * unit])
            end = centre + normal * 0.9 * unit
            path = CubicSpline([0, 0.5, 1], np.stack([start, behind, end]))(np.linspace(0, 1, 14))
            arms.append(tube(path, 0.45 * unit, sides=8))
        else:
            path = np.linspace(root, centre, 6)
            span = np.linalg.norm(centre - root)
            if span > 1e-4:
                along = (centre - root) / span
                across_axis = np.cross(along, (0, 0, 1.0))
                across_axis /= np.linalg.norm(across_axis)
                up = np.cross(across_axis, along)
                lug = rounded_rectangle(2.2 * unit, 6.0 * unit, 1.0 * unit)
                arms.append(sweep(path, np.tile(across_axis, (6, 1)), np.tile(up, (6, 1)), lug))
    return pads, arms
