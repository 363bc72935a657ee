"""Roots, bulbs and heads as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import (
    carve,
    ellipsoid,
    join,
    mix,
    noise,
    puck,
    rod,
    sphere,
    spots,
    step,
    studs,
    turned_profile,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def broccoli(variant: int, rng: np.random.Generator) -> Solid:
    heads = [(0.0, 0.42, 0.10, 0.36)]
    for k in range(7):
        a = k * 2 * np.pi / 7 + rng.uniform(-0.2, 0.2)
        heads.append((0.46 * np.sin(a), 0.22 + rng.uniform(-0.06, 0.10), 0.40 * np.cos(a), rng.uniform(0.25, 0.32)))
    seed = int(rng.integers(1000))

    def buds(x, y, z):
        u, v, _ = studs(x, y - 0.1, z, 24, 46)
        return 0.035 * np.sqrt(np.clip(0.25 - u * u - v * v, 0, 1)) * 2 + 0.02 * noise(x, y, z, 12, seed, 2)

    def crown(x, y, z):
        d = np.full_like(x, 9)
        for hx, hy, hz, r in heads:
            d = join(d, sphere(x - hx, y - hy, z - hz, r), 0.04)
        return d - buds(x, y, z)

    def stem(x, y, z):
        d = rod(x, y, z, (0, -0.82, 0), (0, -0.1, 0), 0.19, 0.24)
        for hx, hy, hz, _ in heads[1:]:
            d = join(d, rod(x, y, z, (0, -0.42, 0), (hx * 0.8, hy - 0.15, hz * 0.8), 0.09), 0.08)
        return np.maximum(d, -0.86 - y)

    def paint(p: Points):
        lit = step(buds(p.x, p.y, p.z), 0.0, 0.05)
        green = mix("#245a1c", "#5f9a34", lit * 0.8 + 0.25 * noise(p.x, p.y, p.z, 3, seed))
        stalk = mix("#b9cf86", "#8db35a", step(p.y, -0.8, -0.1))
        return np.where((stem(p.x, p.y, p.z) < crown(p.x, p.y, p.z))[:, None], stalk, green)

    return Solid(
        lambda x, y, z: np.minimum(crown(x, y, z), stem(x, y, z)),
        paint,
        shine=0.12,
        roughness=0.7,
        bound=0.7,
        turn=turned(rng.uniform(-3, 3), 0.28, rng.uniform(-0.35, 0.35)),
    )


def carrot(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    fronds = [(rng.uniform(-0.30, 0.30), rng.uniform(0.78, 0.98), rng.uniform(-0.15, 0.15)) for _ in range(9)]

    def root(x, y, z):
        groove = 0.010 * step(np.sin(y * 27 + 2 * noise(x, y, z, 2, seed)), 0.75, 1.0)
        return rod(x, y, z, (0, -0.88, 0), (0, 0.28, 0), 0.03, 0.25) + groove

    def green(x, y, z):
        d = np.full_like(x, 9)
        for fx, fy, fz in fronds:
            wave = 0.025 * np.sin(y * 34 + fx * 20)
            d = np.minimum(d, rod(x + wave * (y > 0.62), y, z, (fx * 0.15, 0.45, 0), (fx, fy, fz), 0.022, 0.045))
        return d

    def paint(p: Points):
        skin = mix("#f07a17", "#d9600a", step(np.sin(p.y * 27 + 2 * noise(p.x, p.y, p.z, 2, seed)), 0.6, 1.0))
        return np.where((green(p.x, p.y, p.z) < 0.012)[:, None], mix("#3f7d26", "#7fbb45", step(p.y, 0.5, 0.95)), skin)

    return Solid(
        lambda x, y, z: np.minimum(root(x, y, z), green(x, y, z)),
        paint,
        shine=0.35,
        bound=0.8,
        turn=turned(rng.uniform(-1, 1), 0.1, rng.uniform(-0.9, -0.3)),
    )


def garlic(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        lobes = 0.045 * np.abs(np.cos(4.5 * np.arctan2(x, z))) * step(-y, -0.75, 0.2)
        bulb = turned_profile(x, y + 0.28, z, [1.20, 0.62, 0.50, 0.58, 0.66, 0.68, 0.62, 0.54, 0.46])
        return bulb - lobes

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 40 + 5 * np.sin(p.y * 3))
        skin = mix("#f4eee2", "#cdb5c4", 0.5 * step(streak, 0.4, 1.2) + 0.25 * step(np.abs(p.y), 0.1, 0.7))
        return mix(skin, "#b79a6a", step(p.y, 0.45, 0.85) * 0.5)

    return Solid(
        body,
        paint,
        shine=0.25,
        roughness=0.5,
        bound=0.6,
        glow=0.4,
        turn=turned(rng.uniform(-3, 3), 0.3, rng.uniform(-0.5, 0.5)),
    )


def mushroom(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    half = variant % 2 == 1

    def cap(x, y, z):
        return np.maximum(ellipsoid(x, y - 0.10, z, 0.84, 0.62, 0.84), -(y + 0.10 - 0.18 * np.hypot(x, z)))

    def whole(x, y, z):
        stem = puck(np.hypot(x, z) - 0.08 * step(-y, 0.3, 0.8), y + 0.38, 0.26, 0.42, 0.10)
        d = join(carve(cap(x, y, z), sphere(x, y + 0.42, z, 0.52), 0.08), stem, 0.10)
        return np.maximum(d, z) if half else d

    def paint(p: Points):
        skin = mix("#f1e8da", "#d5bfa2", step(noise(p.x, p.y, p.z, 4, seed), -0.2, 1.2) + 0.35 * step(p.y, -0.1, -0.5))
        if half:
            gills = step(np.sin(np.arctan2(p.x, p.y + 0.5) * 40), 0.2, 0.9) * step(
                -np.abs(np.hypot(p.x, p.y + 0.3) - 0.48), -0.14, -0.04
            )
            skin = np.where(
                (p.nz > 0.8)[:, None], mix("#fbf5ea", "#8a6b50", gills * step(np.abs(p.x), 0.24, 0.34)), skin
            )
        return skin

    return Solid(
        whole,
        paint,
        shine=0.2,
        roughness=0.5,
        bound=0.8,
        glow=0.35,
        turn=turned(rng.uniform(-0.5, 0.5), 0.35 if not half else -0.1, rng.uniform(-0.5, 0.5)),
    )


def onion(variant: int, rng: np.random.Generator) -> Solid:
    red = variant % 2 == 1
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return turned_profile(x, y + 0.14, z, [1.02, 0.62, 0.60, 0.68, 0.73, 0.74, 0.72, 0.66, 0.68])

    def paint(p: Points):
        around = np.arctan2(p.x, p.z)
        lines = step(np.sin(around * 24 + 2 * noise(p.x, p.y, p.z, 2, seed)), 0.5, 1.0)
        low, high, dark = ("#8c2a55", "#b4527c", "#5e1438") if red else ("#d08a34", "#e8b160", "#9a5a1c")
        skin = mix(mix(low, high, step(noise(p.x, p.y, p.z, 1.6, seed), -0.8, 0.8)), dark, 0.5 * lines)
        return mix(skin, "#c9a56a", step(p.y, 0.55, 0.85))

    return Solid(
        body, paint, shine=0.5, roughness=0.25, bound=0.6, turn=turned(rng.uniform(-3, 3), 0.2, rng.uniform(-0.6, 0.6))
    )


def potato(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    eyes = spots(9, seed) * np.array([0.86, 0.60, 0.58], np.float32)

    def body(x, y, z):
        d = ellipsoid(x, y, z, 0.88, 0.62, 0.60) + 0.05 * noise(x, y, z, 2.2, seed, 2)
        for ex, ey, ez in eyes:
            d = carve(d, sphere(x - ex, y - ey, z - ez, 0.05), 0.05)
        return d

    def paint(p: Points):
        skin = mix("#cfa05a", "#e3bd7c", step(noise(p.x, p.y, p.z, 3, seed), -0.8, 0.9))
        return mix(skin, "#93683a", 0.55 * step(noise(p.x, p.y, p.z, 26, seed + 1, 1), 0.75, 1.3))

    return Solid(
        body,
        paint,
        shine=0.12,
        roughness=0.7,
        bound=0.8,
        turn=turned(rng.uniform(-0.6, 0.6), 0.2, rng.uniform(-0.4, 0.4)),
    )


ROOTS = {
    "broccoli": broccoli,
    "carrot": carrot,
    "garlic": garlic,
    "mushroom": mushroom,
    "onion": onion,
    "potato": potato,
}
