"""Freckles, moles, age spots, pimples, scars and fine vessels: single things on the skin's finest chart."""

from typing import Any

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.places import Blob, blobs, step
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.skin.splats import Scatter, Spots, random_stretch, splat


class MarkPainter:
    """Draws marks over one atlas; what depends on the head alone is kept."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        point = atlas.fine.canonical_m
        x, y, z = point.T
        lips = np.ones(len(point), np.float32)
        lips[atlas.fine_lips.points] = step(atlas.fine_lips.inside_m, 0.0005, -0.0015)
        face = step(y, 0.075, 0.02) * step(z, -0.135, -0.11) * lips
        cheek = blobs(point, Blob((38, -4, -30), (24, 40, 18), True), Blob((0, -38, -24), (16, 26, 18)))
        chest = step(z, -0.165, -0.20) * step(y, 0.09, 0.04)
        freckled = ((0.16 + cheek) * face + 0.12 * blobs(point, Blob((0, -10, 45), (50, 50, 28))) + 0.14 * chest)
        anywhere = (0.6 * face + 0.5 * step(z, -0.12, -0.15) + 0.02 * lips) * step(z, 0.11, 0.06)
        sun_worn = face * (0.3 + blobs(point, Blob((58, 10, 5), (22, 34, 40), True), Blob((0, -8, 58), (50, 40, 20))))
        greasy = face * blobs(point, Blob((42, 0, -52), (22, 34, 24), True, 0.8), Blob((0, -25, -96), (24, 24, 13)),
                              Blob((0, -12, 45), (42, 40, 20), weight=0.7), Blob((0, -42, -30), (13, 18, 15), weight=0.4))
        flushed = face * blobs(point, Blob((17, -26, -40), (8, 14, 9), True),
                               Blob((38, -4, -36), (18, 34, 14), True, 0.5))
        scarred = face * blobs(point, Blob((46, 2, -46), (17, 34, 20), True),
                               Blob((62, 22, -12), (12, 22, 18), True, 0.4))
        self._freckled, self._anywhere, self._sun_worn, self._greasy, self._flushed, self._scarred = (
            Scatter(atlas.fine, density) for density in (freckled, anywhere, sun_worn, greasy, flushed, scarred))

    def paint(self, spec: SkinSpec, melanin: np.ndarray, blood: np.ndarray, height_mm: np.ndarray,
              rng: np.random.Generator) -> None:
        """Add all marks to (N,) values over the fine chart, in place."""
        for draw, child in zip((self._freckles, self._moles, self._age_spots, self._pimples, self._scars, self._vessels),
                               rng.spawn(6), strict=True):
            draw(spec, melanin, blood, height_mm, child)

    def _put(self, values: np.ndarray, rows: np.ndarray, radius_mm: np.ndarray, amount: np.ndarray, **shape: Any) -> None:
        if len(rows):
            splat(values, Spots(rows, np.asarray(radius_mm) / 1000, np.asarray(amount), **shape), self._atlas.fine,
                  self._atlas.fine_rows)

    def _freckles(self, spec, melanin, blood, height_mm, rng) -> None:
        amount = spec.marks.freckles
        rows = self._freckled.rows(int(2400 * amount**1.3), rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.55, 0.42, count)).clip(0.25, 1.8)
        strength = rng.gamma(2.2, 0.19, count).clip(0, 1.1) * (0.5 + 0.5 * amount)
        self._put(melanin, rows, radius, strength, stretch=random_stretch(count, 1.8, rng))

    def _moles(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._anywhere.rows(spec.marks.moles, rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.35, 0.45, count)).clip(0.3, 2.2)
        self._put(melanin, rows, radius, rng.uniform(0.7, 2.2, count), sharpness=1.7, stretch=random_stretch(count, 1.5, rng))
        self._put(height_mm, rows, radius * 0.9, np.where(rng.random(count) < 0.35, rng.uniform(0.1, 0.5, count), 0.0) * radius)

    def _age_spots(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._sun_worn.rows(int(60 * spec.marks.age_spots), rng)
        count = len(rows)
        radius = np.exp(rng.normal(0.55, 0.5, count)).clip(0.6, 5.0)
        strength = rng.uniform(0.14, 0.5, count)
        # Several overlapping rounds make the ragged outline of a lentigo.
        for _ in range(3):
            moved = self._moved(rows, radius * 0.55, rng)
            self._put(melanin, moved, radius * rng.uniform(0.55, 0.9, count), strength * 0.5, sharpness=1.6,
                      stretch=random_stretch(count, 1.7, rng))

    def _pimples(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._greasy.rows(spec.marks.pimples, rng)
        count = len(rows)
        radius = rng.uniform(0.6, 1.5, count)
        fresh = rng.random(count) < 0.6
        self._put(blood, rows, radius * rng.uniform(1.6, 2.4, count), rng.uniform(0.15, 0.5, count))
        self._put(blood, rows, radius, rng.uniform(0.3, 0.8, count) * np.where(fresh, 1, 0.5))
        self._put(melanin, rows, radius * 1.2, np.where(fresh, 0.0, rng.uniform(0.1, 0.35, count)))
        self._put(height_mm, rows, radius, np.where(fresh, rng.uniform(0.15, 0.4, count), 0.03), sharpness=1.2)
        ripe = rows[fresh & (rng.random(count) < 0.25)]
        self._put(blood, ripe, np.full(len(ripe), 0.5), np.full(len(ripe), -0.8))

    def _scars(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._scarred.rows(int(160 * spec.marks.scars), rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.3, 0.4, count)).clip(0.35, 2.0)
        self._put(height_mm, rows, radius, -rng.uniform(0.05, 0.22, count) * radius, sharpness=1.3,
                  stretch=random_stretch(count, 1.8, rng))
        self._put(blood, rows, radius * 1.3, rng.uniform(0.0, 0.2, count))

    def _vessels(self, spec, melanin, blood, height_mm, rng) -> None:
        """Broken veins: short random walks along the surface."""
        start = self._flushed.rows(int(90 * spec.pigment.capillaries), rng)
        count, steps = len(start), 26
        size = self._atlas.fine.size_px
        turn = rng.normal(0, 0.5, (count, steps)).cumsum(1) + rng.uniform(0, 2 * np.pi, (count, 1))
        way = np.stack([np.sin(turn), np.cos(turn)], -1).cumsum(1) * 1.3
        texel = self._atlas.fine.texels[start]
        y = np.clip(np.rint((texel // size)[:, None] + way[..., 0]).astype(int), 0, size - 1)
        x = np.clip(np.rint((texel % size)[:, None] + way[..., 1]).astype(int), 0, size - 1)
        rows = self._atlas.fine_rows[y, x]
        length = rng.integers(8, steps + 1, (count, 1))
        shown = (rows >= 0) & (np.arange(steps) < length)
        strength = np.broadcast_to(rng.uniform(0.08, 0.26, (count, 1)), rows.shape)
        self._put(blood, rows[shown], np.full(shown.sum(), 0.16), strength[shown])

    def _moved(self, rows: np.ndarray, distance_mm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        fine = self._atlas.fine
        pixels = distance_mm / 1000 / np.maximum(fine.spacing_m[rows], 1e-5)
        step_yx = rng.normal(0, 1, (2, len(rows))) * pixels
        y = np.clip(fine.texels[rows] // fine.size_px + np.rint(step_yx[0]).astype(int), 0, fine.size_px - 1)
        x = np.clip(fine.texels[rows] % fine.size_px + np.rint(step_yx[1]).astype(int), 0, fine.size_px - 1)
        moved = self._atlas.fine_rows[y, x]
        return np.where(moved >= 0, moved, rows)
