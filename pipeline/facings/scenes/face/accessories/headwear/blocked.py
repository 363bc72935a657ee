"""Hats shaped over a block: an upright crown on the band's oval, with a brim: fedora, bucket, straw hat."""

import numpy as np

from facings.scenes.face.accessories.catalogue import HEADWEAR_STYLES, Block
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.crown import EdgeLine, dome, edge_line, wall
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import ellipsoid, moved, shell, tube
from facings.scenes.face.accessories.spec import HeadwearSpec


def build_blocked(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return a hat with an upright crown and a brim all around. Raises ValueError for a style that has no block."""
    block, unit = HEADWEAR_STYLES[spec.style].block, 1e-3 * head.scale
    if block is None:
        raise ValueError(f"{spec.style} is not built over a block.")
    rng = np.random.default_rng(spec.seed)
    skull = head.skull.smoothed(2.5)
    ear_top, brow = head.ear_top_m, head.brow_m
    front = brow + (34 - spec.low_mm) * unit
    edge = edge_line(head, skull, front, max(ear_top + 7 * unit, ear_top), ear_top + (4 - 0.6 * spec.low_mm) * unit,
                     columns=160, tilt_rad=np.radians(min(spec.tilt_deg, 4.0)))
    band, ray = dome(skull, edge, np.array([0.0]))
    thickness = block.thickness_mm * unit
    band = band[0] + ray[0] * (thickness + 2.5e-3)
    crown, inner = _crown(block, spec, head, skull, edge, band, unit)
    parts = [(crown[0], 0)]
    outer = crown[1]
    if block.ribbon_mm:
        parts += _ribbon(block, outer, unit)
    if block.stitching and block.height_mm < 100:
        top_seam = outer[int(len(outer) * 0.52)]
        parts.append((tube(top_seam, 0.7 * unit, sides=6, closed=True), 0))
    parts += _brim(block, spec, head, outer[0], inner[0], unit, rng)
    finish = Finish(block.material, spec.colour, spec.second_colour, spec.pattern, 26.0)
    trim = Finish("silk", spec.second_colour)
    return Hat(parts, (finish, trim), inner)


def _crown(block: Block, spec: HeadwearSpec, head: HeadMeasures, skull, edge: EdgeLine, band: np.ndarray, unit: float):
    columns = len(band)
    middle = band.mean(0)
    level = np.linspace(0, 1, 15) ** 0.9
    # Up the wall, then over the rounded corner to the middle of the top.
    turn = np.linspace(0, np.pi / 2, 14)[1:]
    height = np.concatenate([level * block.corner, block.corner + (1 - block.corner) * np.sin(turn)])
    inward = np.concatenate([np.zeros(15), (1 - block.corner) * 0.9 * (1 - np.cos(turn))])
    inward = np.concatenate([inward, np.linspace(inward[-1], 0.995, 9)[1:]])
    height = np.concatenate([height, np.ones(8)])
    radius = (1 - block.taper * np.minimum(height, 1)) * (1 - inward)
    top = head.top_m + 12 * unit
    tall = max(block.height_mm * spec.size ** 0.3 * unit, top - middle[2])
    offset = band - middle
    points = np.empty((len(height), columns, 3))
    points[..., :2] = middle[:2] + offset[None, :, :2] * radius[:, None, None]
    # The band's own slant fades towards a level top.
    slant = (1 - 0.75 * height) * (1 - inward)
    points[..., 2] = middle[2] + offset[None, :, 2] * slant[:, None] + tall * height[:, None]
    x, y = points[..., 0] / (75 * unit), (points[..., 1] - middle[1]) / (95 * unit)
    if block.dent_mm:
        crease = np.exp(-(x / 0.34) ** 2) * np.clip(1.15 - 0.25 * y**2 - 0.35 * y, 0, 1.2)
        points[..., 2] -= block.dent_mm * unit * crease * np.clip((height - 0.75) / 0.25, 0, 1)[:, None]
    if block.pinch_mm:
        for side in (-1, 1):
            pinch = np.exp(-((x - side * 0.52) / 0.26) ** 2 - ((y + 0.72) / 0.34) ** 2)
            points[..., 0] -= side * block.pinch_mm * unit * pinch * np.clip((height - 0.25) / 0.5, 0, 1)[:, None]
            points[..., 1] += 0.5 * block.pinch_mm * unit * pinch * np.clip((height - 0.25) / 0.5, 0, 1)[:, None]
    gap = np.minimum(2.5e-3 + height * 0.02, 5.5e-3)[:, None]
    surface, outer, inner = wall(points, skull, block.thickness_mm * unit, gap)
    return (surface, outer), inner


def _ribbon(block: Block, outer: np.ndarray, unit: float) -> list:
    height = outer[:, :, 2].mean(1) - outer[0, :, 2].mean()
    rows = outer[: max(int(np.searchsorted(height, block.ribbon_mm * unit)), 4)]
    away = rows - rows.mean(1, keepdims=True)
    away[..., 2] = 0
    away /= np.linalg.norm(away, axis=-1, keepdims=True)
    parts = [(shell(rows + away * 1.2 * unit, rows + away * 0.1 * unit), 1)]
    # The bow on the left: two flat loops and a keeper.
    column = rows.shape[1] // 4
    place, out = rows[len(rows) // 2, column], away[len(rows) // 2, column]
    along = np.cross((0, 0, 1.0), out)
    for side in (-1, 1):
        frame = np.eye(4)
        frame[:3, :3] = np.stack([along, (0, 0, 1.0), out], 1)
        frame[:3, 3] = place + out * 2.2 * unit + along * side * 12 * unit
        parts.append((moved(ellipsoid((13 * unit, 0.42 * block.ribbon_mm * unit, 2.4 * unit), 20), frame), 1))
    frame = frame.copy()
    frame[:3, 3] = place + out * 3.4 * unit
    parts.append((moved(ellipsoid((4 * unit, 0.44 * block.ribbon_mm * unit, 2.8 * unit), 16), frame), 1))
    return parts


def _brim(block: Block, spec: HeadwearSpec, head: HeadMeasures, band: np.ndarray, inner_band: np.ndarray, unit: float,
          rng: np.random.Generator) -> list:
    columns = len(band)
    azimuth = np.arange(columns) / columns * 2 * np.pi
    away = band - band.mean(0)
    away[:, 2] = 0
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    share = np.linspace(0, 1, 16)
    width = block.brim_mm * spec.size * unit
    slope = np.radians(block.slope_deg)
    run = share * width
    wave = sum(rng.normal(0, 0.5) * np.sin(k * azimuth + rng.uniform(0, 6.3)) for k in (2, 3, 4, 5)) * block.wave_mm * unit
    front, back = np.clip(np.cos(azimuth), 0, 1), np.clip(-np.cos(azimuth), 0, 1)
    curl = block.curl_mm * unit * (0.9 * np.abs(np.sin(azimuth)) ** 2 + 1.2 * back - 0.7 * front)
    drop = np.sin(slope) * run[:, None] - (curl + wave)[None] * (share**2)[:, None]
    start = inner_band + away * 0.3 * unit
    top = start[None] + away[None] * (np.cos(slope) * run)[:, None, None]
    top[..., 2] -= drop
    # A fillet where the brim leaves the crown.
    top[..., 2] += (2.2 * unit * np.exp(-run / (3 * unit)))[:, None]
    # Steep brims lie on the ears instead of cutting them.
    top[2:] = head.over_ears.pushed_out(top[2:], 1.2e-3 + block.thickness_mm * unit)
    under = top.copy()
    under[..., 2] -= block.thickness_mm * unit
    parts = [(shell(top, under), 0)]
    if block.stitching:
        for k in range(1, block.stitching + 1):
            row = top[min(int(round(k / (block.stitching + 0.4) * 15)), 15)].copy()
            row[:, 2] += 0.1 * unit
            parts.append((tube(row, 0.45 * unit, sides=5, closed=True), 0))
    return parts


