"""Tree and tropical fruit as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.leaves import LEAF_GREEN, leaf_blade
from facings.goods.artwork.heroes.shapes import (
    arc,
    carve,
    ellipsoid,
    mix,
    noise,
    rod,
    sphere,
    step,
    turn_xy,
    turned_profile,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def apple(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.50, 0.66, 0.79, 0.82, 0.80, 0.76, 0.71, 0.64, 0.55]
    base, blush = (("#d8b93a", "#b3121d"), ("#c9c440", "#a80f1c"), ("#9fbe3a", "#86b52c"), ("#d8b93a", "#c01b22"))[
        variant
    ]

    def flesh(x, y, z):
        around = np.arctan2(x, z)
        return turned_profile(x, y + 0.08, z, radii) + 0.012 * np.cos(5 * around) * step(-y, 0.0, 0.8)

    def stem(x, y, z):
        stalk = rod(x, y, z, (0, 0.3, 0), (0.09, 0.86, 0.04), 0.03, 0.042)
        return np.minimum(stalk, leaf_blade(x - 0.03, y - 0.6, z, 1.0))

    def paint(p: Points):
        streak = noise(p.x * 6 / (0.3 + abs(p.y)), p.y, p.z * 6 / (0.3 + abs(p.y)), 2.0, seed)
        share = step(
            0.55 * noise(p.x, p.y, p.z, 1.5, seed + 1, 2) + 0.35 * streak + 0.75 - 0.8 * p.y * (p.y > 0.3), -0.2, 0.9
        )
        skin = mix(base, blush, share)
        skin = mix(skin, "#efe3a0", 0.5 * (noise(p.x, p.y, p.z, 42, seed, 1) > 1.15))
        green = mix(*LEAF_GREEN, np.clip(p.y - 0.5, 0, 1) * 2)
        stalk = stem(p.x, p.y, p.z) < 0.012
        wood = (np.hypot(p.x - 0.05, p.z) < 0.09)[:, None]
        return np.where(stalk[:, None], np.where(wood, mix("#5a3a1e", "#7a5226", p.y), green), skin)

    return Solid(
        lambda x, y, z: np.minimum(flesh(x, y, z), stem(x, y, z)),
        paint,
        shine=0.5,
        roughness=0.25,
        bound=0.8,
        turn=turned(rng.uniform(-0.5, 0.5), rng.uniform(0.25, 0.5), rng.uniform(-0.25, 0.25)),
    )


def banana(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    count = 2 + variant % 2

    def one(x, y, z, lean):
        u, v = turn_xy(x, y, lean)
        away, t = arc(u, v - 0.66, z, 0.98, 0.86)
        radius = 0.215 * np.sqrt(np.clip(1.06 - np.abs(t) ** 3.2, 0.03, 1)) + 0.012 * np.cos(
            5 * np.arctan2(v - 0.66, z)
        )
        return away - radius, t

    def all_of(x, y, z):
        d, t = np.full_like(x, 9), np.zeros_like(x)
        for k in range(count):
            one_d, one_t = one(x - 0.02 * k, y + 0.17 * k - 0.1, z - 0.16 * k, -0.10 + 0.10 * k)
            t = np.where(one_d < d, one_t, t)
            d = np.minimum(d, one_d)
        return d, t

    def paint(p: Points):
        _, t = all_of(p.x, p.y, p.z)
        skin = mix("#f7d231", "#e8b51a", step(noise(p.x, p.y, p.z, 2, seed), 0, 1.2))
        skin = mix(skin, "#b9c03a", 0.7 * step(np.abs(t), 0.72, 0.95))
        skin = mix(skin, "#4c3618", step(np.abs(t), 0.955, 0.99))
        return mix(skin, "#7d5518", 0.7 * (noise(p.x, p.y, p.z, 11, seed, 2) > 1.35))

    return Solid(
        lambda x, y, z: all_of(x, y, z)[0],
        paint,
        shine=0.25,
        roughness=0.5,
        bound=0.75,
        turn=turned(rng.uniform(-0.3, 0.3), 0.15, rng.uniform(-0.4, 0.4)),
    )


def mango(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return ellipsoid(x + 0.12 * y * y, y, z, 0.62, 0.86, 0.56)

    def paint(p: Points):
        tone = p.y * 0.8 + 0.5 * p.x + 0.3 * noise(p.x, p.y, p.z, 1.7, seed)
        skin = mix(mix("#4f8a2c", "#f4b428", step(tone, -0.9, -0.2)), "#d2352a", step(tone, 0.0, 0.8))
        return mix(skin, "#f7dc8a", 0.4 * (noise(p.x, p.y, p.z, 40, seed, 1) > 1.1))

    return Solid(
        lambda x, y, z: body(x, y, z),
        paint,
        shine=0.4,
        roughness=0.35,
        bound=0.85,
        turn=turned(rng.uniform(-0.6, 0.6), 0.2, rng.uniform(-1.1, -0.4)),
    )


def peach(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    half = variant == 3

    def body(x, y, z):
        crease = 0.05 * np.exp(-((x / 0.09) ** 2)) * step(z + 0.5, 0, 0.4)
        d = turned_profile(x, y + 0.05, z, [0.62, 0.72, 0.79, 0.80, 0.78, 0.75, 0.72]) + crease
        return carve(np.maximum(d, z - 0.05), sphere(x, y + 0.05, z - 0.12, 0.24), 0.05) if half else d

    def leaves(x, y, z):
        right = leaf_blade(x, y - 0.6, z + 0.1, 1.05, 0.3, 0.13)
        return np.minimum(right, leaf_blade(x, y - 0.6, z + 0.1, -0.8, 0.24, 0.11))

    def paint(p: Points):
        skin = mix("#f2b04a", "#d2402c", step(noise(p.x, p.y, p.z, 1.6, seed) + 0.5 * p.x, -0.3, 0.9))
        skin = mix(skin, "#ffe0b0", 0.25 * np.clip(1 - abs(p.nz), 0, 1))
        if half:
            r = np.hypot(p.x, p.y + 0.05)
            flesh = mix(mix("#c23a28", "#f5a436", step(r, 0.20, 0.36)), "#f7bf55", step(r, 0.5, 0.75))
            skin = np.where((p.z > -0.14)[:, None] & (r < 0.76)[:, None], flesh, skin)
        return np.where((leaves(p.x, p.y, p.z) < 0.01)[:, None], mix(*LEAF_GREEN, p.x + 0.4), skin)

    return Solid(
        lambda x, y, z: np.minimum(body(x, y, z), leaves(x, y, z)),
        paint,
        shine=0.12,
        roughness=0.8,
        glow=0.35,
        bound=0.85,
        turn=turned(rng.uniform(-0.5, 0.1), 0.3, rng.uniform(-0.2, 0.2)),
    )


def pear(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.80, 0.74, 0.56, 0.50, 0.55, 0.66, 0.74, 0.76, 0.72]

    def stem(x, y, z):
        return rod(x, y, z, (0, 0.5, 0), (0.08, 0.98, 0), 0.028, 0.04)

    def paint(p: Points):
        skin = mix("#b9c23c", "#d9c84e", step(noise(p.x, p.y, p.z, 1.4, seed), -0.8, 0.8))
        skin = mix(skin, "#c98a3a", 0.6 * step(p.x + 0.5 * noise(p.x, p.y, p.z, 2, seed), 0.2, 0.9))
        skin = mix(skin, "#8a7a2c", 0.55 * (noise(p.x, p.y, p.z, 36, seed, 1) > 1.05))
        return np.where(
            (p.y > 0.68)[:, None] & (np.hypot(p.x, p.z) < 0.12)[:, None], mix("#4d351c", "#6b4a24", p.y), skin
        )

    return Solid(
        lambda x, y, z: np.minimum(turned_profile(x, y + 0.18, z, radii) * 0.8, stem(x, y, z)),
        paint,
        shine=0.35,
        bound=0.85,
        turn=turned(rng.uniform(-0.5, 0.5), 0.2, rng.uniform(-0.35, 0.35)),
    )


def pineapple(variant: int, rng: np.random.Generator) -> Solid:
    blades = [(rng.uniform(-0.42, 0.42) * (0.4 + k / 16), 0.93 - 0.02 * k, rng.uniform(-0.3, 0.3)) for k in range(16)]

    def eyes(x, y, z):
        around = np.arctan2(x, z) * 13 / (2 * np.pi)
        rise = (y + 0.4) * 5.2
        u, v = around + rise, around - rise
        return np.abs((u % 1) - 0.5), np.abs((v % 1) - 0.5)

    def fruit(x, y, z):
        u, v = eyes(x, y, z)
        relief = 0.045 * np.sqrt(np.clip(1 - 2 * np.maximum(u, v), 0, 1))
        return ellipsoid(x, y + 0.36, z, 0.43, 0.58, 0.43) - relief

    def crown(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz in blades:
            d = np.minimum(d, rod(x, y, z, (bx * 0.25, 0.12, bz * 0.3), (bx * 1.2, by, bz), 0.065, 0.008))
        return d

    def paint(p: Points):
        u, v = eyes(p.x, p.y, p.z)
        skin = mix("#d99a26", "#a8761c", step(p.y, -0.6, 0.1))
        skin = mix(skin, "#6d4a14", step(np.maximum(u, v), 0.36, 0.5))
        skin = mix(skin, "#f0d27a", step(-np.maximum(u, v), -0.13, -0.05))
        return np.where((crown(p.x, p.y, p.z) < 0.012)[:, None], mix("#2c6a34", "#7fae5a", step(p.y, 0.1, 0.9)), skin)

    return Solid(
        lambda x, y, z: np.minimum(fruit(x, y, z), crown(x, y, z)),
        paint,
        shine=0.2,
        roughness=0.5,
        bound=0.65,
        turn=turned(rng.uniform(-0.3, 0.3), 0.12, rng.uniform(-0.25, 0.25)),
    )


FRUIT = {"apple": apple, "banana": banana, "mango": mango, "peach": peach, "pear": pear, "pineapple": pineapple}
