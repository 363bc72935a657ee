"""Freckles, moles, age spots, pimples, scars and fine vessels: single things on the skin's finest chart."""

from typing import Any

import numpy as np

from facings.scenes.face.skin.atlas import Atlas
from facings.scenes.face.skin.mark_places import MarkPlaces
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.skin.splats import Spots, random_stretch, splat


class MarkPainter:
    """Draws marks over one atlas. Where they lie does not depend on its detail."""

    def __init__(self, atlas: Atlas, places: MarkPlaces) -> None:
        self._atlas, self._places = atlas, places

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

    def _rows(self, where: str, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return about `count` rows of the chart, drawn from one of `MarkPlaces`' densities."""
        coarser = self._places.size_px // self._atlas.fine.size_px
        texel = self._places.scatters[where].texels(count, rng)
        rows = self._atlas.fine_rows[texel // self._places.size_px // coarser, texel % self._places.size_px // coarser]
        return rows[rows >= 0]

    def _freckles(self, spec, melanin, blood, height_mm, rng) -> None:
        amount = spec.marks.freckles
        rows = self._rows("freckled", int(2400 * amount**1.3), rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.55, 0.42, count)).clip(0.25, 1.8)
        strength = rng.gamma(2.2, 0.19, count).clip(0, 1.1) * (0.5 + 0.5 * amount)
        self._put(melanin, rows, radius, strength, stretch=random_stretch(count, 1.8, rng))

    def _moles(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._rows("anywhere", spec.marks.moles, rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.35, 0.45, count)).clip(0.3, 2.2)
        self._put(melanin, rows, radius, rng.uniform(0.7, 2.2, count), sharpness=1.7, stretch=random_stretch(count, 1.5, rng))
        self._put(height_mm, rows, radius * 0.9, np.where(rng.random(count) < 0.35, rng.uniform(0.1, 0.5, count), 0.0) * radius)

    def _age_spots(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._rows("sun_worn", int(60 * spec.marks.age_spots), rng)
        count = len(rows)
        radius = np.exp(rng.normal(0.55, 0.5, count)).clip(0.6, 5.0)
        strength = rng.uniform(0.14, 0.5, count)
        # Several overlapping rounds make the ragged outline of a lentigo.
        for _ in range(3):
            moved = self._moved(rows, radius * 0.55, rng)
            self._put(melanin, moved, radius * rng.uniform(0.55, 0.9, count), strength * 0.5, sharpness=1.6,
                      stretch=random_stretch(count, 1.7, rng))

    def _pimples(self, spec, melanin, blood, height_mm, rng) -> None:
        rows = self._rows("greasy", spec.marks.pimples, rng)
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
        rows = self._rows("scarred", int(160 * spec.marks.scars), rng)
        count = len(rows)
        radius = np.exp(rng.normal(-0.3, 0.4, count)).clip(0.35, 2.0)
        self._put(height_mm, rows, radius, -rng.uniform(0.05, 0.22, count) * radius, sharpness=1.3,
                  stretch=random_stretch(count, 1.8, rng))
        self._put(blood, rows, radius * 1.3, rng.uniform(0.0, 0.2, count))

    def _vessels(self, spec, melanin, blood, height_mm, rng) -> None:
        """Broken veins: short random walks along the surface."""
        start = self._rows("flushed", int(90 * spec.pigment.capillaries), rng)
        count, steps = len(start), 26
        size = self._atlas.fine.size_px
        turn = rng.normal(0, 0.5, (count, steps)).cumsum(1) + rng.uniform(0, 2 * np.pi, (count, 1))
        way = np.stack([np.sin(turn), np.cos(turn)], -1).cumsum(1) * (1.3 * size / self._places.size_px)
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
