"""Nut and bean heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import ellipsoid, join, mix, noise, step, turned_profile
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def loose(rng: np.random.Generator, pitch: float = 0.5) -> np.ndarray:
    """A piece lying any way round."""
    return turned(rng.uniform(-0.7, 0.7), rng.uniform(-pitch, pitch), rng.uniform(-3.1, 3.1))


def almond(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        wide = 0.46 * np.sqrt(np.clip(1 - np.clip(y / 0.92, -1, 1) ** 2, 1e-3, 1)) * (1 - 0.28 * y)
        return np.maximum((np.hypot(x, z * 1.45) - wide) * 0.7, np.abs(y) - 0.91) + 0.012 * np.sin(
            np.arctan2(x, z) * 14 + 3 * noise(x, y, z, 2, seed, 1)
        )

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 22 + 4 * noise(p.x, p.y, p.z, 2, seed, 2))
        return mix(
            mix("#8f5424", "#bf7c3c", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.8)),
            "#6d3a14",
            0.45 * step(streak, 0.3, 1),
        )

    return Solid(body, paint, shine=0.18, roughness=0.55, bound=0.7, turn=loose(rng, 0.4))


def coffee_bean(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    face = variant != 1

    def groove(x, y):
        return np.exp(-(((x - 0.09 * np.sin(y * 3.2)) / 0.05) ** 2)) * step(-np.abs(y), -0.80, -0.6)

    def body(x, y, z):
        d = ellipsoid(x, y, z, 0.60, 0.84, 0.50)
        if not face:
            return d
        return np.maximum(d, z - 0.24 - 0.05 * noise(x, y, z, 2, seed, 1)) + 0.12 * groove(x, y)

    def paint(p: Points):
        skin = mix("#3f2110", "#6e4020", step(noise(p.x, p.y, p.z, 2.5, seed), -0.7, 1.0))
        return mix(
            skin,
            mix("#241006", "#8a5a30", step(noise(p.x, p.y, p.z, 14, seed), 0.2, 1) * 0.6),
            groove(p.x, p.y) * face * (p.z > 0),
        )

    return Solid(
        body,
        paint,
        shine=0.55,
        roughness=0.28,
        bound=0.65,
        glow=0.15,
        turn=turned(rng.uniform(-0.6, 0.6), rng.uniform(-0.6, 0.6), rng.uniform(-3, 3)),
    )


def hazelnut(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return turned_profile(x, y, z, [0.86, 0.76, 0.72, 0.72, 0.71, 0.68, 0.62, 0.58, 0.56])

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 26 + 2 * noise(p.x, p.y, p.z, 2, seed))
        shell = mix("#9a5a26", "#c68646", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.9))
        shell = mix(shell, "#7a4218", 0.4 * step(streak, 0.4, 1))
        return mix(shell, mix("#dcc09a", "#b99468", noise(p.x, p.y, p.z, 18, seed)), step(-p.y, 0.36, 0.42))

    return Solid(
        body,
        paint,
        shine=0.4,
        roughness=0.3,
        turn=turned(rng.uniform(-1, 1), rng.uniform(-0.4, 0.5), rng.uniform(-2.2, 2.2)),
    )


def peanut(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def net(x, y, z):
        around = np.arctan2(x, z)
        return np.maximum(np.abs(np.sin(around * 5)) ** 6, np.abs(np.sin(y * 9 + 0.4 * np.sin(around * 3))) ** 6)

    def body(x, y, z):
        d = join(ellipsoid(x, y - 0.44, z, 0.38, 0.48, 0.38), ellipsoid(x + 0.04, y + 0.42, z, 0.42, 0.52, 0.41), 0.16)
        return d - 0.025 * net(x, y, z) + 0.015 * noise(x, y, z, 5, seed, 1)

    def paint(p: Points):
        return mix(
            mix("#b98748", "#dcb273", net(p.x, p.y, p.z)),
            "#8f6230",
            0.4 * step(noise(p.x, p.y, p.z, 7, seed), 0.3, 1.2),
        )

    return Solid(body, paint, shine=0.12, roughness=0.7, bound=0.7, turn=loose(rng))


NUTS = {"almond": almond, "coffee_bean": coffee_bean, "hazelnut": hazelnut, "peanut": peanut}
