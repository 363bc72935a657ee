"""Lines and folds of the face as heights over its finest chart, where anatomy puts them.

Forehead lines lie across the frontal muscle's pull, frown lines across the corrugator's, crow's feet fan out across the
ring muscle of the eye, lip lines across that of the mouth; the nasolabial fold is where the cheek's fat ends.
Coordinates are millimetres on the reference head.
"""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.spec import ReliefSpec


@dataclass(frozen=True, eq=False)
class Patch:
    """A part of the fine chart with coordinates of its own."""

    rows: np.ndarray
    """(K,) rows of the chart."""
    across: np.ndarray
    """(K,) float32 mm: the coordinate along which lines run."""
    up: np.ndarray
    """(K,) float32 mm: the coordinate that crosses them."""
    fade: np.ndarray
    """(K,) float32: 1 where the patch counts, easing to 0 towards its ends."""


class WrinklePainter:
    """Draws the wrinkles of one person after the other over one atlas."""

    def __init__(self, atlas: Atlas) -> None:
        point = atlas.fine.canonical_m * np.float32(1000)
        x, y, z = point.T
        front = (y < 35) & (z > -125)
        self._forehead = _patch(front & (z > 26) & (z < 86) & (np.abs(x) < 66), x, z,
                                lambda x, z: step(np.abs(x), 64, 48) * step(z, 27, 33) * step(z, 84, 70))
        self._frown = _patch(front & (np.abs(x) < 20) & (z > 0) & (z < 44), z, x,
                             lambda z, x: step(z, 1, 9) * step(z, 42, 30))
        self._feet = tuple(self._foot(front | (y < 60), side * x, y, z) for side in (-1, 1))
        self._folds = tuple(
            _patch(front & (side * x > 12) & (side * x < 52) & (z > -108) & (z < -30), z, side * x,
                   lambda z, u: step(z, -31, -41) * step(z, -90, -78)) for side in (-1, 1))
        self._corners = tuple(
            _patch(front & (side * x > 14) & (side * x < 50) & (z > -112) & (z < -68), z, side * x,
                   lambda z, u: step(z, -71, -77) * step(z, -108, -96)) for side in (-1, 1))
        self._neck = _patch((z < -118) & (z > -205) & (y < 110), np.degrees(np.arctan2(x, 75 - y)), z - 0.28 * (y - 10),
                            lambda a, v: step(np.abs(a), 105, 70) * step(v, -112, -124) * step(v, -190, -165))
        self._mouth = self._around_mouth(atlas)
        self._bags = tuple(self._bag(atlas, side) for side in (0, 1))

    @staticmethod
    def _foot(near: np.ndarray, u: np.ndarray, y: np.ndarray, z: np.ndarray) -> Patch:
        """Polar about a point inside the eye's outer corner: lines run outwards and are counted by angle."""
        out, level = u - 38, z + 1
        # The temple turns away from the front: count the way along it, not its projection.
        out = np.sign(out) * np.hypot(out, np.clip(y + 2, 0, None) * 0.9)
        distance = np.hypot(out, level)
        angle = np.degrees(np.arctan2(level, out))
        chosen = near & (u > 38) & (distance < 46) & (np.abs(angle) < 66)
        return _patch(chosen, distance, angle, lambda d, a: step(d, 9.5, 15) * step(np.abs(a + 4), 62, 36))

    @staticmethod
    def _around_mouth(atlas: Atlas) -> Patch:
        lips = atlas.fine_lips
        outside = -lips.inside_m * 1000
        near = (outside > -0.6) & (outside < 13)
        point = atlas.fine.canonical_m[lips.points[near]] * np.float32(1000)
        # Lines fan out from above and below the lips' middle.
        level = point[:, 2] + 70
        along = point[:, 0] / (1 + 0.016 * np.abs(level))
        fade = step(outside[near], -0.5, 0.8) * step(outside[near], 12, 3) * step(np.abs(point[:, 0]), 27, 20)
        return Patch(lips.points[near], outside[near] * np.sign(level), along, fade.astype(np.float32))

    @staticmethod
    def _bag(atlas: Atlas, side: int) -> Patch:
        lids = atlas.fine_lids[side]
        near = (lids.above < 0.5) & (lids.lower_m < 0.024) & (lids.along > -0.35) & (lids.along < 1.25)
        along = lids.along[near]
        fade = step(along, -0.3, 0.1) * step(along, 1.15, 0.80) * (1 - lids.above[near])
        return Patch(lids.points[near], along * 28, lids.lower_m[near] * 1000, fade.astype(np.float32))

    def paint(self, relief: ReliefSpec, folds: Folds, height_mm: np.ndarray, rng: np.random.Generator) -> None:
        """Add the wrinkles to (N,) heights over the fine chart, in place."""
        children = rng.spawn(10)
        e = relief.expression
        raised = _by_side(self._forehead.across, folds.brow_raise) * e
        self._lines(height_mm, self._forehead, 0.60 * relief.forehead + 0.60 * raised, children[0], _forehead_lines)
        self._frown_lines(height_mm, 0.70 * relief.frown + 0.65 * folds.brow_knit * e, children[1])
        for side in (0, 1):
            squint = 0.5 * folds.squint[side] + 0.5 * folds.smile[side]
            self._crows_foot(height_mm, self._feet[side], 0.48 * relief.crows_feet + 0.50 * squint * e, children[2 + side])
            self._under_eye(height_mm, self._bags[side], relief.eye_bags, 0.5 * folds.squint[side] * e, children[4 + side])
            self._nasolabial(height_mm, self._folds[side], relief.nasolabial + 0.9 * folds.smile[side] * (0.35 + 0.65 * e),
                             children[6])
            self._marionette(height_mm, self._corners[side], relief.marionette, children[7])
        lips = self._mouth
        depth = 0.32 * relief.lip_lines + 0.30 * folds.pucker * e
        if depth > 0.004:
            wave = _ridges(lips.up, lips.across, 2.0, children[8])
            height_mm[lips.rows] -= depth * lips.fade * wave
        self._lines(height_mm, self._neck, 0.70 * relief.neck_rings, children[9], _neck_lines)

    @staticmethod
    def _lines(height_mm, patch: Patch, depth, rng, layout) -> None:
        """Several lines that run along `across`; `layout` says where and how wide."""
        if np.max(depth) < 0.004:
            return
        total = np.zeros(len(patch.rows), np.float32)
        for level, sway, width, share, start, end in layout(rng):
            at = level + sway(patch.across)
            ends = step(patch.across, start - 9, start + 6) * step(patch.across, end + 9, end - 6)
            # Lines fade and deepen along their way.
            strength = np.clip(0.72 + _sway(rng, start, end, 0.3, 30)(patch.across), 0.1, 1.1)
            total += share * ends * strength * _groove(patch.up - at, width)
        height_mm[patch.rows] += depth * patch.fade * total

    def _frown_lines(self, height_mm, depth: float, rng) -> None:
        patch, places = self._frown, rng.uniform(5, 9.5, 2) * (-1, 1)
        for place, lean, share in zip(places, rng.uniform(0.02, 0.16, 2), rng.uniform(0.5, 1.0, 2), strict=True):
            if depth > 0.004:
                sway = _sway(rng, 0, 44, 0.4, 22)
                at = place - np.sign(place) * lean * (patch.across - 20) + sway(patch.across)
                height_mm[patch.rows] += depth * share * patch.fade * _groove(patch.up - at, 1.3)

    @staticmethod
    def _crows_foot(height_mm, patch: Patch, depth: float, rng) -> None:
        if depth < 0.004:
            return
        count = int(rng.integers(3, 6))
        angles = np.linspace(-34, 26, count) + rng.normal(0, 4, count)
        total = np.zeros(len(patch.rows), np.float32)
        for angle in angles:
            length = rng.uniform(20, 40)
            bend = rng.normal(0, 0.25) - 0.012 * angle
            sway = _sway(rng, 0, 50, 1.2, 15)
            at = angle + bend * (patch.across - 12) + sway(patch.across)
            off_mm = (patch.up - at) * patch.across * (np.pi / 180)
            total += rng.uniform(0.45, 1) * step(patch.across, length, length * 0.55) * _groove(off_mm, rng.uniform(0.6, 0.95))
        height_mm[patch.rows] += depth * patch.fade * total

    @staticmethod
    def _under_eye(height_mm, patch: Patch, bags: float, squeeze: float, rng) -> None:
        total = np.zeros(len(patch.rows), np.float32)
        # The bag bulges between the lash line and the tear trough, which sinks from the inner corner outwards.
        trough = 10.5 + 0.12 * (patch.across - 14) + rng.normal(0, 0.8)
        total += bags * 1.25 * np.exp(-(((patch.up - 0.6 * trough) / (0.30 * trough)) ** 2))
        total += (0.15 + 0.75 * bags) * _groove(patch.up - trough, 1.9) * step(patch.across, 0, 10)
        for _ in range(int(rng.integers(3, 6))):
            level, slope = rng.uniform(2.2, 9.5), rng.normal(-0.06, 0.06)
            sway = _sway(rng, -12, 40, 0.7, 10)
            start, length = rng.uniform(-4, 14), rng.uniform(9, 20)
            ends = step(patch.across, start - 3, start + 4) * step(patch.across, start + length + 4, start + length - 3)
            line = _groove(patch.up - level - slope * (patch.across - 14) - sway(patch.across), 0.65)
            total += (0.08 + 0.34 * bags + 0.4 * squeeze) * rng.uniform(0.5, 1) * ends * line
        height_mm[patch.rows] += patch.fade * total

    @staticmethod
    def _nasolabial(height_mm, patch: Patch, amount: float, rng) -> None:
        if amount < 0.01:
            return
        line = np.interp(patch.across, [-95, -84, -72, -62, -52, -44, -38], [35.5, 34.5, 33, 30, 25.5, 21, 18])
        off = patch.up - line - _sway(rng, -110, -30, 0.6, 34)(patch.across)
        # A cheek that overhangs: the fold's outer side swells, its inner side runs out flat.
        swell = 0.55 * np.exp(-(((off - 5.5) / 5.0) ** 2))
        fade = patch.fade * step(patch.across, -62 - 34 * min(amount, 1.0), -60)
        height_mm[patch.rows] += 1.35 * amount * fade * (_groove(off, 2.1) + swell)

    @staticmethod
    def _marionette(height_mm, patch: Patch, amount: float, rng) -> None:
        if amount < 0.01:
            return
        line = np.interp(patch.across, [-110, -95, -84, -75, -70], [33, 31.5, 30, 27.5, 26])
        off = patch.up - line - _sway(rng, -115, -65, 0.5, 30)(patch.across)
        swell = 0.5 * np.exp(-(((off - 5) / 5.0) ** 2))
        height_mm[patch.rows] += 1.1 * amount * patch.fade * (_groove(off, 1.9) + swell)


def _patch(chosen: np.ndarray, across: np.ndarray, up: np.ndarray, fade) -> Patch:
    rows = np.flatnonzero(chosen).astype(np.int32)
    across, up = (np.ascontiguousarray(axis[rows], np.float32) for axis in (across, up))
    return Patch(rows, across, up, np.asarray(fade(across, up), np.float32))


def _by_side(across: np.ndarray, sides: tuple[float, float]) -> np.ndarray | float:
    """Return what holds at each place between the subject's right (negative) and left."""
    right, left = sides
    return right + (left - right) * step(across, -14, 14) if right != left else right


def _groove(off_mm: np.ndarray, width_mm: float) -> np.ndarray:
    """A furrow of depth 1 with raised shoulders."""
    squared = (off_mm / np.float32(width_mm)) ** 2
    return 0.38 * np.exp(-0.12 * squared) - 1.15 * np.exp(-squared)


def _sway(rng: np.random.Generator, start: float, end: float, amplitude: float, wavelength: float):
    """Return a smooth random function of mm with this standard deviation."""
    knots = np.linspace(start - 20, end + 20, 160)
    waves = wavelength * np.array([2.3, 1.3, 0.8, 0.45])
    phase = rng.uniform(0, 2 * np.pi, 4)
    share = rng.normal(0, 1, 4) * (1, 0.8, 0.5, 0.25)
    values = np.sin(2 * np.pi * knots[:, None] / waves + phase) @ (share / np.linalg.norm(share)) * amplitude * np.sqrt(2)
    return lambda at: np.interp(at, knots, values).astype(np.float32)


def _ridges(along: np.ndarray, depth: np.ndarray, spacing_mm: float, rng: np.random.Generator) -> np.ndarray:
    """Return (K,) 0..1: narrow furrows across `along` at uneven distances, each of a depth of its own."""
    knots = np.arange(-60, 60, 0.15)
    places = np.cumsum(rng.uniform(0.45, 1.6, int(130 / spacing_mm)) * spacing_mm) - 65
    width = rng.uniform(0.22, 0.45, len(places))
    values = (rng.uniform(0.2, 1, len(places)) * np.exp(-(((knots[:, None] - places) / width) ** 2))).sum(1)
    bend = _sway(rng, -20, 20, 0.35, 5)
    return np.interp(along + bend(depth), knots, values).astype(np.float32)


def _forehead_lines(rng: np.random.Generator):
    levels = 36 + np.cumsum(rng.uniform(5.0, 12.0, int(rng.integers(3, 6)))) - 3
    arch = rng.normal(2.5, 2.0)

    def course(wave):
        return lambda x: wave(x) - arch * np.cos(np.abs(x) / 27)

    for level in levels:
        reach = rng.uniform(22, 54, 2)
        yield (level, course(_sway(rng, -66, 66, 1.1, 30)), rng.uniform(0.9, 1.5), rng.uniform(0.4, 1.1), -reach[0], reach[1])
    # Short side lines branch off between them.
    for _ in range(int(rng.integers(3, 8))):
        start, length = rng.uniform(-50, 30), rng.uniform(10, 30)
        yield (rng.uniform(34, levels[-1] + 4), course(_sway(rng, -66, 66, 1.6, 26)), rng.uniform(0.5, 0.8),
               rng.uniform(0.12, 0.4), start, start + length)


def _neck_lines(rng: np.random.Generator):
    for level in (-130, -146, -162):
        wave = _sway(rng, -110, 110, 1.2, 45)
        yield (level + rng.normal(0, 4), wave, rng.uniform(1.0, 1.8), rng.uniform(0.3, 1.0), -rng.uniform(45, 95),
               rng.uniform(45, 95))
