"""Flowers, cotton and a feather as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import ellipsoid, join, leaf_outline, mix, noise, rod, step
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def cotton(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def boll(x, y, z):
        d = np.full_like(x, 9)
        for k in range(5):
            a = k * 2 * np.pi / 5 + 0.3
            d = join(d, ellipsoid(x - 0.32 * np.sin(a), y - 0.16, z - 0.32 * np.cos(a), 0.36, 0.46, 0.36), 0.04)
        return d + 0.035 * noise(x, y, z, 7, seed, 3)

    def husk(x, y, z):
        d = rod(x, y, z, (0.06, -0.96, 0), (0, -0.3, 0), 0.045)
        for k in range(5):
            a = k * 2 * np.pi / 5 + 0.95
            sx, sz = np.sin(a), np.cos(a)
            d = np.minimum(d, rod(x, y, z, (0.05 * sx, -0.38, 0.05 * sz), (0.58 * sx, 0.0, 0.58 * sz), 0.13, 0.02))
        return d

    def paint(p: Points):
        wool = mix("#ffffff", "#e9e4da", 0.5 * step(noise(p.x, p.y, p.z, 7, seed), -0.2, 1.3))
        return np.where((husk(p.x, p.y, p.z) < boll(p.x, p.y, p.z))[:, None], mix("#6b4526", "#a97b48", p.nz), wool)

    return Solid(
        lambda x, y, z: np.minimum(boll(x, y, z), husk(x, y, z)),
        paint,
        shine=0.05,
        roughness=0.9,
        bound=0.75,
        glow=0.6,
        turn=turned(rng.uniform(-1, 1), 0.25, rng.uniform(-0.4, 0.4)),
    )


def feather(variant: int, rng: np.random.Generator) -> Solid:
    def place(x, y):
        bend = x - 0.22 * np.sin((y + 0.9) * 1.1) + 0.12
        return bend, y

    def vane(x, y, z):
        u, v = place(x, y)
        barb = 0.020 * np.sin((v * 1.0 - np.abs(u) * 1.3) * 55) + 0.05 * step(
            np.sin(v * 9 + np.sign(u) * 1.5), 0.90, 1.0
        )
        outline = leaf_outline(u, v - 0.16, 0.80, 0.27 + 0.04 * np.sign(u)) + barb
        lift = 0.30 * np.abs(u) - 0.012 * np.sin((v - np.abs(u) * 1.3) * 55)
        return np.maximum(outline, np.abs(z - lift) - 0.016) * 0.7

    def quill(x, y, z):
        u, v = place(x, y)
        return np.maximum(np.hypot(u, z - 0.01) - (0.030 - 0.016 * v), np.abs(v + 0.06) - 0.90)

    def paint(p: Points):
        u, v = place(p.x, p.y)
        down = mix(
            "#ffffff",
            "#c9d9ea",
            0.6 * step(np.sin((v - np.abs(u) * 1.3) * 55), 0.0, 1.0) + 0.3 * step(np.abs(u), 0.1, 0.3),
        )
        return np.where((quill(p.x, p.y, p.z) < 0.01)[:, None], mix("#e9e4d8", "#c9bfa8", 0.4 + 0 * u), down)

    return Solid(
        lambda x, y, z: np.minimum(vane(x, y, z), quill(x, y, z)),
        paint,
        shine=0.1,
        roughness=0.6,
        glow=0.6,
        bound=0.6,
        turn=turned(rng.uniform(-0.3, 0.3), -0.2, (-0.7, 0.7, -0.4, 0.5)[variant]),
    )


def flower(variant: int, rng: np.random.Generator) -> Solid:
    petals, low, high, heart = (
        (13, "#ffffff", "#e3e6f2", "#f4b81c"),
        (5, "#f29ab8", "#fbd0dd", "#f6d04a"),
        (8, "#f6c21c", "#fde06a", "#a8641c"),
        (5, "#b79be0", "#e2d2f6", "#f6d04a"),
    )[variant]

    def petal(x, y, z):
        a = np.arctan2(y, x)
        sector = 2 * np.pi / petals
        local = np.mod(a + sector / 2, sector) - sector / 2
        r = np.hypot(x, y)
        u, v = r * np.sin(local), r * np.cos(local)
        wide = 0.36 * min(1.0, 4.2 / petals) + 0.02
        return np.maximum(
            leaf_outline(u, v - 0.52, 0.44, wide), np.abs(z - 0.16 * r * r * 1.4 + 0.6 * u * u) - 0.025
        ) * 0.7, u

    def centre(x, y, z):
        return ellipsoid(x, y, z - 0.06, 0.23, 0.23, 0.14) + 0.012 * np.sin(x * 60) * np.sin(y * 60)

    def paint(p: Points):
        _, u = petal(p.x, p.y, p.z)
        leaf = mix(mix(low, high, step(np.hypot(p.x, p.y), 0.2, 0.9)), low, 0.5 * step(np.cos(u * 60), 0.6, 1))
        dots = mix(heart, "#8a5410", 0.5 * step(np.sin(p.x * 60) * np.sin(p.y * 60), 0.2, 0.8))
        return np.where((centre(p.x, p.y, p.z) < 0.012)[:, None], dots, leaf)

    return Solid(
        lambda x, y, z: np.minimum(petal(x, y, z)[0], centre(x, y, z)),
        paint,
        shine=0.12,
        roughness=0.5,
        glow=0.55,
        bound=0.7,
        turn=turned(rng.uniform(-0.4, 0.4), rng.uniform(-0.5, 0.1), rng.uniform(-3, 3)),
    )


def lavender(variant: int, rng: np.random.Generator) -> Solid:
    stems = (-0.34, 0.02, 0.36)
    buds = []
    for k, x in enumerate(stems):
        for row in range(7):
            for side in range(4):
                a = side * np.pi / 2 + row * 0.7
                y = 0.88 - 0.115 * row - 0.10 * abs(k - 1)
                r = 0.05 + 0.05 * np.sin(np.pi * (row + 1) / 8.5)
                buds.append((x * (0.45 + 0.55 * y) + r * np.cos(a), y, r * np.sin(a)))

    def blooms(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz in buds:
            d = np.minimum(d, (x - bx) ** 2 + ((y - by) * 0.72) ** 2 + (z - bz) ** 2)
        return np.sqrt(d) - 0.062

    def stalks(x, y, z):
        d = np.full_like(x, 9)
        for sx in stems:
            d = np.minimum(d, rod(x, y, z, (sx * 0.04, -0.95, 0), (sx * 0.94, 0.85, 0), 0.022))
        return d

    def paint(p: Points):
        bloom = mix("#5b3f96", "#a98adf", step(p.ny + 0.4 * np.sin(p.x * 40) * np.sin(p.y * 34), -0.8, 1.0))
        return np.where(
            (stalks(p.x, p.y, p.z) < blooms(p.x, p.y, p.z))[:, None], mix("#5f7f44", "#8fae68", p.nz), bloom
        )

    return Solid(
        lambda x, y, z: np.minimum(blooms(x, y, z), stalks(x, y, z)),
        paint,
        shine=0.1,
        roughness=0.6,
        glow=0.45,
        bound=0.75,
        turn=turned(rng.uniform(-0.4, 0.4), 0.1, rng.uniform(-0.25, 0.25)),
    )


GARDEN = {"cotton": cotton, "feather": feather, "flower": flower, "lavender": lavender}
