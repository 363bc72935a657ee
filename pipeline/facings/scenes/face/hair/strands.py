"""From guides to hair: every hair follows the guides about its root, joins a lock, waves, frizzes and thins out."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from facings.scenes.face.geometry import lengths, point_tree
from facings.scenes.face.hair.combing import smooth, smooth_noise
from facings.scenes.face.hair.distance_field import DistanceField
from facings.scenes.face.hair.growth import unit

_APART_M = 10.0
"""Sections are searched as if they lay so far apart."""


@dataclass(frozen=True, eq=False)
class Guides:
    """Grown guide hairs and what the hairs around them take over; canonical coordinates."""

    points_m: np.ndarray
    """(G, S, 3); the first point of each at its root."""
    section: np.ndarray
    """(G,) int: hairs follow guides of their own section only (a side of the parting, a tail, a lock)."""


@dataclass(frozen=True, eq=False)
class Grooming:
    """How hairs depart from their guides."""

    points: int
    """A hair's points."""
    clump: float
    """How far hairs have joined their lock at the tip: 0 to 1."""
    clump_from: float
    """Share of the hair after which that begins."""
    locks: int
    """How many of the guides are locks' middles."""
    wave_radius_m: float
    wave_length_m: float
    wave_from_m: float
    """Waves are full from here on."""
    frizz_m: float
    """How far single hairs stray at the tip of a 10 cm hair."""
    shortest: float
    """Hairs have this to all of their guide's length."""
    flyaways: float
    """Share of hairs that stray much farther."""
    gathered_by: float = 0.0
    """Share of the hair after which it has left its neighbours and lies exactly where its guide does; 0: it never does, and
    lies between three guides."""


class Following:
    """Makes hairs that follow given guides; what hairs of one lock share is drawn once."""

    def __init__(self, guides: Guides, grooming: Grooming, field: DistanceField, rng: np.random.Generator) -> None:
        self._guides, self._grooming, self._field = guides, grooming, field
        self._curve = guides.points_m.astype(np.float32)
        total = len(self._curve)
        self._tree: Any = point_tree(np.c_[guides.points_m[:, 0], _APART_M * guides.section])
        self._middles = np.sort(rng.permutation(total)[:max(1, min(grooming.locks, total))])
        self._middle_tree = point_tree(np.c_[guides.points_m[self._middles, 0], _APART_M * guides.section[self._middles]])
        # Broad waves lie side by side in the plane of the hair, like a ripple through it; tight curls go each its own way.
        broad = self._broad = float(np.clip((grooming.wave_length_m - 0.03) / 0.02, 0, 1))
        self._phase = 2 * np.pi * (1 - 0.85 * broad) * rng.random(total)
        self._phase += broad * 1.6 * smooth_noise(guides.points_m[:, 0], 0.03, rng)[:, 0]
        self._pitch = grooming.wave_length_m * np.exp((0.14 - 0.06 * broad) * rng.normal(0, 1, total))
        self._radius = grooming.wave_radius_m * np.exp(rng.normal(0, 0.2, total))
        self._turn = np.where(rng.random(total) < 0.5 * (1 - broad), -1.0, 1.0)

    def hairs(self, roots_m: np.ndarray, section: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return the points (N, K, 3) of the hairs that root at `roots_m` (N, 3), and (N, K) metres along each."""
        grooming, curve = self._grooming, self._curve
        count, steps = len(roots_m), curve.shape[1]
        part = (1 - (1 - grooming.shortest) * rng.random(count) ** 1.5).astype(np.float32)
        t = places(grooming.points)
        place = np.minimum(part[:, None] * t * (steps - 1), np.float32(steps - 1.001))
        low = place.astype(np.int64)
        share = (place - low).astype(np.float32)[..., None]
        points = self._between_guides(roots_m, section, low, share, t)
        travelled = np.zeros((count, len(t)), np.float32)
        np.cumsum(lengths(np.diff(points, axis=1)), axis=1, out=travelled[:, 1:])
        lock, found = self._locks(roots_m, section, rng)
        stray = rng.random(count) < grooming.flyaways
        if grooming.clump > 0:
            ease = np.clip((t - grooming.clump_from) / max(1 - grooming.clump_from, 1e-3), 0, 1)
            # Hairs of a lock meet soon and then stay a little apart: a lock has a body.
            profile = grooming.clump * (1 - (1 - ease) ** 2)
            hold = np.where(stray, 0.3, rng.uniform(0.75, 1.0, count)) * found
            # Hair of a few millimetres cannot reach its neighbours.
            hold *= np.clip((travelled[:, -1] - 0.008) / 0.03, 0, 1)
            middle = _along(curve, lock[:, None], low, share)
            points += (middle - points) * (hold[:, None] * profile)[..., None].astype(np.float32)
        if grooming.wave_radius_m > 0:
            points += self._waves(points, travelled, lock, rng)
        points += _frizz(travelled, t, stray, grooming, rng)
        keep_out(points, travelled, self._field)
        return points, travelled

    def _between_guides(self, roots_m: np.ndarray, section: np.ndarray, low: np.ndarray, share: np.ndarray,
                        t: np.ndarray) -> np.ndarray:
        """Return (N, K, 3) float32: hairs shaped as the guides of their own section about their root."""
        near, weight = self._neighbours(roots_m, section)
        curve = self._curve
        root = roots_m[:, None].astype(np.float32)
        if self._grooming.gathered_by:
            whose = near[:, :1]
            # Late: until close to the tie, hairs lie side by side and cover the scalp.
            apart = (1 - smooth(t / self._grooming.gathered_by) ** 3).astype(np.float32)[:, None]
            return _along(curve, whose, low, share) + (root - curve[near[:, 0], 0][:, None]) * apart
        offset = curve - curve[:, :1]
        points = np.zeros((*low.shape, 3), np.float32)
        for k in range(near.shape[1]):
            whose = near[:, k:k + 1]
            points += weight[:, k, None, None] * _along(offset, whose, low, share)
        return points + root

    def _neighbours(self, roots_m: np.ndarray, section: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (N, n) nearest guides of the same section and float32 weights that fall smoothly with distance."""
        count = 1 if self._grooming.gathered_by else 3
        distance, near = self._tree.query(np.c_[roots_m, _APART_M * section], k=[*range(1, count + 1)])
        weight = 1 / (distance + 0.002) ** 2
        weight[distance > _APART_M / 2] = 0
        return near, (weight / np.maximum(weight.sum(1, keepdims=True), 1e-12)).astype(np.float32)

    def _locks(self, roots_m: np.ndarray, section: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (N,) the guide in the middle of each hair's lock, and whether there is one in its section."""
        blurred = roots_m + rng.normal(0, 0.0012, roots_m.shape)
        distance, nearest = self._middle_tree.query(np.c_[blurred, _APART_M * section])
        return self._middles[nearest], distance < _APART_M / 2

    def _waves(self, points: np.ndarray, travelled: np.ndarray, lock: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return (N, K, 3) float32 offsets: a helix about each hair, flattened where waves are broad."""
        count = len(points)
        phase = self._phase[lock] + rng.normal(0, 0.3, count)
        pitch = self._pitch[lock] * np.exp(0.04 * rng.normal(0, 1, count))
        radius = self._radius[lock] * np.exp(rng.normal(0, 0.1, count))
        angle = (phase[:, None] + (self._turn[lock] * 2 * np.pi / pitch)[:, None] * travelled).astype(np.float32)
        tangent = unit(np.gradient(points, axis=1))
        # Any two directions across the hair do that change slowly along it: the way out of the skull gives one.
        radial = points - np.array([0.0, 0.075, 0.01], np.float32)
        first = unit(radial - (radial * tangent).sum(-1, keepdims=True) * tangent)
        second = np.cross(tangent, first)
        grown = np.clip(travelled / max(self._grooming.wave_from_m, 1e-4), 0, 1)
        size = (radius[:, None] * grown).astype(np.float32)
        flat = np.float32(1 - 0.6 * self._broad)
        return (flat * size * np.cos(angle))[..., None] * first + (size * np.sin(angle))[..., None] * second


def _along(curves: np.ndarray, which: np.ndarray, low: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return (N, K, 3) points of the curves `which` (N, 1), by `share` (N, K, 1) on from their points `low` (N, K)."""
    flat, first = curves.reshape(-1, 3), which * curves.shape[1] + low
    result = flat.take(first, axis=0)
    result *= 1 - share
    beyond = flat.take(first + 1, axis=0)
    beyond *= share
    result += beyond
    return result


def places(points: int) -> np.ndarray:
    """Return where along a hair its points lie, float32 shares from root to tip: evenly, and more closely at the root.

    Between two points a hair is nearly straight, and the first centimetres of one that is combed flat would cut through the
    skull's curve.
    """
    even = np.linspace(0, 1, points, dtype=np.float32)
    return np.concatenate([even[:1], even[1] * np.array([0.22, 0.55], np.float32), even[1:]])


def _frizz(travelled: np.ndarray, t: np.ndarray, stray: np.ndarray, grooming: Grooming,
           rng: np.random.Generator) -> np.ndarray:
    """Return smooth random offsets that grow along each hair."""
    count = len(travelled)
    size = grooming.frizz_m * np.where(stray, rng.uniform(1.5, 3.2, count), 1.0)
    total = np.zeros((count, len(t), 3), np.float32)
    for waves, share in ((0.55, 1.0), (1.3, 0.5), (2.6, 0.28)):
        wave = np.sin(2 * np.pi * waves * t + rng.uniform(0, 2 * np.pi, (count, 1))).astype(np.float32)
        wave -= wave[:, :1].copy()
        way = (share * rng.normal(0, 1, (count, 1, 3))).astype(np.float32)
        for axis in range(3):
            total[..., axis] += wave * way[..., axis]
    grown = (size[:, None] * np.sqrt(travelled / 0.1) * np.sqrt(t)).astype(np.float32)
    for axis in range(3):
        total[..., axis] *= grown
    return total


def keep_out(points: np.ndarray, travelled: np.ndarray, field: DistanceField) -> None:
    """Push what has come under the skin out again, in place; roots stay."""
    least = 0.0009 * np.clip(travelled / 0.004, 0, 1)
    height, _ = field(points)
    under = height < least
    for _ in range(3):
        height, out = field(points[under])
        points[under] += (np.maximum(least[under] - height, 0)[..., None] * out).astype(np.float32)
