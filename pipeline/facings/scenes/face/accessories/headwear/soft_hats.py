"""Soft headwear that follows the skull: beanie, bobble hat, beret, flat cap, bandana, turban."""

import numpy as np

from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.crown import dome, edge_line, hair_room_m, wall
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import boss, ellipsoid, moved, rounded_rectangle, shell, sweep, tube
from facings.scenes.face.accessories.spec import HeadwearSpec
from facings.scenes.face.geometry import point_tree


def build_beanie(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a knitted hat with a folded cuff, drawn down to the ears; 'bobble_hat' has a pompom."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    skull = head.skull.smoothed(3.0)
    columns, ribs = 336, 56
    edge = edge_line(head, skull, head.brow_m + (28 - spec.low_mm) * unit, head.ear_top_m + 10 * unit,
                     head.ear_top_m - 20 * unit, columns=columns, tilt_rad=np.radians(spec.tilt_deg * 0.5))
    cuff = 0.36
    rows = np.concatenate([np.linspace(0, cuff, 12), np.linspace(cuff + 0.004, 1, 30)])
    points, ray = dome(skull, edge, rows)
    azimuth = edge.azimuth_rad
    above = np.clip((rows - cuff) / 0.06, 0, 1)
    lip = np.sin(np.clip(rows / cuff, 0, 1) * np.pi) ** 0.35 * (rows <= cuff)
    slouch = spec.size * np.clip((rows - 0.45) / 0.55, 0, 1) ** 2
    back = (0.5 - 0.5 * np.cos(azimuth))
    folds = sum(rng.normal(0, 0.7) * np.sin(k * azimuth + rng.uniform(0, 6.3)) for k in (2, 3, 5, 7))
    lift = 3.2 + 3.4 * lip[:, None] * (rows <= cuff)[:, None] + 3.0 * above[:, None]
    # Around the top all columns meet: there the lift is the same for all, and level.
    apart = np.clip((1 - rows) / 0.25, 0, 1)[:, None]
    lift = lift + slouch[:, None] * (9 + apart * (13 * back + 2.2 * folds))
    narrowing = np.clip((1 - rows) * 4, 0, 1)[:, None]
    rib = np.abs(np.sin(azimuth * ribs / 2))[None] ** 0.8 * narrowing * np.where(rows[:, None] <= cuff, 1.0, 0.75)
    thickness = 2.6 * unit
    outer_m = points + ray * ((lift + 1.1 * rib) * unit + thickness)[..., None]
    crown, outer, inner = wall(outer_m, skull, thickness, hair_room_m(rows[:, None], 1.2e-3, 4e-3))
    parts = [(crown, 0)]
    pompom = Finish("knit", spec.second_colour)
    if spec.style == "bobble_hat":
        parts.append((_pompom(outer[-1].mean(0), 30 * unit, rng), 1))
    return Hat(parts, (Finish("knit", spec.colour, spec.second_colour, spec.pattern, 40.0), pompom), inner)


def _pompom(foot_m: np.ndarray, radius_m: float, rng: np.random.Generator):
    ball = ellipsoid((1, 1, 1), 110)
    unit = ball.vertices_m / np.linalg.norm(ball.vertices_m, axis=1, keepdims=True)
    tufts = rng.normal(size=(420, 3))
    tufts /= np.linalg.norm(tufts, axis=1, keepdims=True)
    distance, _ = point_tree(tufts).query(unit, k=2)
    # Cells around tufts: high in their middle, deep between.
    height = np.clip((distance[:, 1] - distance[:, 0]) * 9, 0, 1) ** 0.5
    points = unit * (radius_m * (0.84 + 0.16 * height + 0.02 * rng.normal(size=len(unit))))[:, None]
    place = np.eye(4)
    place[:3, 3] = foot_m + (0, 0, 0.7 * radius_m)
    return moved(type(ball)(points.astype(np.float32), ball.corners, ball.starts, ball.uv), place)


def build_flat_cap(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a flat cap: its top reaches forwards onto a short stiff peak; or a beret, which leans to one side."""
    unit = 1e-3 * head.scale
    beret = spec.style == "beret"
    rng = np.random.default_rng(spec.seed)
    skull = head.skull.smoothed(3.0)
    columns = 144
    tilt = np.radians(9.0 if beret else np.clip(spec.tilt_deg, -4, 4)) * (1 if spec.tilt_deg >= 0 else -1)
    side = head.ear_top_m + (16 if beret else 8) * unit
    edge = edge_line(head, skull, head.brow_m + (42 if beret else 36 - spec.low_mm) * unit, side,
                     head.ear_top_m + (10 if beret else -4) * unit, columns=columns, tilt_rad=tilt)
    rows = np.linspace(0, 1, 44) ** 1.25
    points, ray = dome(skull, edge, rows)
    azimuth = edge.azimuth_rad
    folds = sum(rng.normal(0, 0.6) * np.sin(k * azimuth + rng.uniform(0, 6.3)) for k in (2, 3, 4, 6))
    ahead = np.clip(np.cos(azimuth), 0, 1) ** 1.5
    if beret:
        lean = np.sin(azimuth) * np.sign(tilt)
        reach = spec.size * (25 + 17 * lean - 7 * np.cos(azimuth) + 2.5 * folds)
        bulge = _bulge(rows, 0.32, 0.22, 0.33) ** 1.2
        lift = reach * bulge + 4 * np.sin(rows * np.pi / 2)[:, None]
    else:
        bulge = _bulge(rows, 0.30, 0.22, 0.36)
        lift = spec.size * bulge * (9 + 27 * ahead + 1.6 * folds) + 9 * np.sin(rows * np.pi / 2)[:, None]
    thickness = 2.2 * unit
    outer_m = points + ray * (lift * unit + thickness)[..., None]
    if not beret:
        # The front is drawn down onto the peak.
        outer_m[..., 2] -= (7 * unit * ahead * np.exp(-((rows[:, None] - 0.2) / 0.2) ** 2))
    crown, outer, inner = wall(outer_m, skull, thickness, hair_room_m(rows[:, None], 1.5e-3, 4.5e-3))
    parts = [(crown, 0)]
    if beret:
        nub = outer[-1].mean(0) + np.array([[0, 0, -0.001], [0, 0, 0.004], [0.001, 0, 0.009]]) * head.scale
        parts.append((tube(nub, 1.6 * unit, sides=8), 0))
        band = outer[0]
        parts.append((tube(band, 2.2 * unit, sides=8, closed=True), 1))
    else:
        parts.append((_peak(outer[0], azimuth, unit), 0))
        parts.append((boss(outer[-1].mean(0), (0, 0, 1), 6 * unit, 2.4 * unit), 0))
    finishes = (Finish("felt", spec.colour, spec.second_colour, spec.pattern, 30.0), Finish("leather", spec.second_colour))
    return Hat(parts, finishes, inner)


def _bulge(rows: np.ndarray, rise: float, full: float, fade: float) -> np.ndarray:
    """Return (R, 1): how the cloth swells above its band, from 0 over 1 at `rise` and fading from `full` on."""
    return (np.sin(np.clip(rows / rise, 0, 1) * np.pi / 2) * np.exp(-(np.clip(rows - full, 0, 1) / fade) ** 2))[:, None]


def _peak(band: np.ndarray, azimuth: np.ndarray, unit: float):
    own = (azimuth + np.pi) % (2 * np.pi) - np.pi
    inside = np.abs(own) < np.radians(54)
    order = np.flatnonzero(inside)[np.argsort(own[inside])]
    across = np.linspace(-1, 1, 41)
    line = np.stack([np.interp(across * np.radians(54), own[order], band[order, k]) for k in range(3)], 1)
    length = 50 * unit * (1 - np.abs(across) ** 2.2) ** 0.8
    share = np.linspace(0, 1, 12)
    points = line[None] + np.array([0, -1.0, 0]) * (share[:, None] * length)[..., None]
    points[..., 2] -= share[:, None] * length * 0.34 + 7 * unit * across**2 * share[:, None] - 1.5 * unit
    points[..., 1] += 1.5 * unit
    return shell(points, points - (0, 0, 3 * unit), ring=False)


def build_bandana(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a kerchief over the head, tied at the back with two tails."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    skull = head.skull.smoothed(2.0)
    columns = 160
    edge = edge_line(head, skull, head.brow_m + (36 - spec.low_mm) * unit, head.ear_top_m + 7 * unit,
                     head.ear_top_m - 40 * unit, columns=columns)
    rows = np.linspace(0, 1, 36)
    points, ray = dome(skull, edge, rows)
    azimuth = edge.azimuth_rad
    back = np.clip(-np.cos(azimuth), 0, 1) ** 2
    # Cloth gathers towards the knot: folds that fan out from the nape.
    fan = np.sin(rows[:, None] * 26 + 3 * np.cos(azimuth) + rng.uniform(0, 6.3)) * back * np.exp(-rows / 0.45)[:, None]
    crown = np.sin(rows * np.pi)[:, None]
    ripple = sum(rng.normal(0, 0.25) * np.sin(k * azimuth + rng.uniform(0, 6.3)) for k in (3, 5, 8)) * crown
    hem = 0.8 * np.exp(-(rows / 0.02) ** 2)[:, None]
    thickness = 1.0 * unit
    lift = 3.6 + 1.6 * fan + ripple + hem + 2.5 * crown
    outer_m = points + ray * (lift * unit + thickness)[..., None]
    crown, outer, inner = wall(outer_m, skull, thickness, hair_room_m(rows[:, None], 1.2e-3, 3.5e-3))
    parts = [(crown, 0)]
    knot = outer[2, columns // 2] + np.array([0, 6 * unit, 0])
    for k in range(3):
        place = np.eye(4)
        angle = k * 1.1 + rng.uniform(-0.2, 0.2)
        turn = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
        place[:3, :3], place[:3, 3] = turn, knot
        parts.append((moved(ellipsoid((13 * unit, 7 * unit, 6.5 * unit), 18), place), 0))
    for side in (-1, 1):
        length = 80 * unit
        share = np.linspace(0, 1, 20)
        path = knot + np.stack([side * (6 + 26 * share) * unit, (4 + 16 * share**0.6) * unit, -share * length], 1)
        along = np.gradient(path, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        out = np.array([0.25 * side, 1.0, 0.0]) / np.hypot(1, 0.25)
        across = np.cross(along, out)
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        width = (8 + 22 * share * (1 - 0.6 * share**4)) * unit
        sections = np.stack([rounded_rectangle(w, 1.2 * unit, 0.5 * unit) for w in width])
        curl = 2.5 * unit * np.sin(share * 7 + side)
        parts.append((sweep(path + out * curl[:, None], across, np.cross(across, along), sections), 0))
    return Hat(parts, (Finish("silk", spec.colour, spec.second_colour, spec.pattern, 14.0),), inner)


def build_turban(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a turban: layers of cloth that cross over the forehead."""
    unit = 1e-3 * head.scale
    rng = np.random.default_rng(spec.seed)
    skull = head.skull.smoothed(3.0)
    columns = 240
    edge = edge_line(head, skull, head.brow_m + (34 - spec.low_mm) * unit, head.ear_top_m + 5 * unit,
                     head.ear_top_m - 24 * unit, columns=columns)
    rows = np.linspace(0, 1, 110)
    points, ray = dome(skull, edge, rows)
    azimuth = (edge.azimuth_rad + np.pi) % (2 * np.pi) - np.pi
    slant = 0.42 * np.abs(azimuth) / np.pi
    layer = (rows[:, None] * 1.05 - slant + 0.45) * 8.0
    for k in (1, 2, 3):
        layer = layer + rng.uniform(0.1, 0.3) * np.sin(k * azimuth + 4 * rows[:, None] + rng.uniform(0, 6.3))
    inside = layer % 1
    # Each layer lies on the one before: it rises at its lower edge and thins out upwards.
    step = np.where(inside < 0.12, inside / 0.12, 1 - (inside - 0.12) / 0.88 * 0.8)
    full = np.sin(np.clip(rows * 1.02, 0, 1) * np.pi)[:, None] ** 0.65
    lift = spec.size * (9 + 22 * full * (0.9 + 0.15 * np.cos(azimuth))) * np.clip(rows * 9 + 0.35, 0, 1)[:, None]
    cap = np.clip((rows[:, None] - 0.82) / 0.18, 0, 1)
    lift = lift + 3.4 * step * (1 - cap) + 8 * cap
    crease = sum(rng.normal(0, 0.25) * np.sin(k * layer * 1.7 + 3 * azimuth + rng.uniform(0, 6.3)) for k in (2, 3))
    thickness = 3.0 * unit
    outer_m = points + ray * ((lift + crease * (1 - cap)) * unit + thickness)[..., None]
    crown, _, inner = wall(outer_m, skull, thickness, hair_room_m(rows[:, None], 1.5e-3, 6e-3))
    return Hat([(crown, 0)], (Finish("silk", spec.colour, spec.second_colour, spec.pattern, 26.0),), inner)
