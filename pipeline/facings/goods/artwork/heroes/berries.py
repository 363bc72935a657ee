"""Berry heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.leaves import calyx, leaf_blade
from facings.goods.artwork.heroes.shapes import (
    carve,
    ellipsoid,
    join,
    mix,
    noise,
    rod,
    sphere,
    step,
    studs,
    turned_profile,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def berry_blue(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        around = np.arctan2(x, z)
        crown = 0.30 + 0.07 * np.cos(5 * around)
        ridge = np.abs(np.hypot(x, z) - crown) - 0.035
        lip = np.maximum(ridge, np.abs(y - 0.70) - 0.09) - 0.02
        return join(carve(ellipsoid(x, y, z, 0.84, 0.76, 0.84), sphere(x, y - 0.86, z, 0.26), 0.06), lip * 0.6, 0.05)

    def paint(p: Points):
        bloom = step(noise(p.x, p.y, p.z, 3, seed) + 0.4 * p.ny, -0.6, 1.2)
        skin = mix("#1d2450", "#5a70ac", 0.85 * bloom)
        return mix(skin, "#12142e", step(p.y, 0.62, 0.74) * step(-np.hypot(p.x, p.z), -0.33, -0.2))

    return Solid(
        body,
        paint,
        shine=0.28,
        roughness=0.55,
        bound=0.8,
        turn=turned(rng.uniform(-3, 3), rng.uniform(0.3, 1.0), rng.uniform(-0.8, 0.8)),
    )


def cherry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    places = ((-0.44, -0.42, 0.0), (0.42, -0.50, 0.1))

    def fruit(x, y, z):
        d = np.full_like(x, 9)
        for cx, cy, cz in places:
            d = np.minimum(d, turned_profile(x - cx, y - cy, z - cz, [0.30, 0.40, 0.455, 0.45, 0.44, 0.43]))
        return d

    def stalks(x, y, z):
        d = leaf_blade(x - 0.12, y - 0.80, z, 1.75, 0.3, 0.13)
        for (cx, cy, cz), mid in zip(places, (-0.30, 0.36), strict=True):
            d = np.minimum(d, rod(x, y, z, (cx, cy + 0.3, cz), (mid, 0.3, cz), 0.022))
            d = np.minimum(d, rod(x, y, z, (mid, 0.3, cz), (0.10, 0.84, 0), 0.022, 0.04))
        return d

    def paint(p: Points):
        skin = mix("#8a0716", "#c8152a", step(noise(p.x, p.y, p.z, 2.4, seed), -0.8, 0.8))
        return np.where((stalks(p.x, p.y, p.z) < 0.01)[:, None], mix("#55812c", "#7ca83c", p.y), skin)

    return Solid(
        lambda x, y, z: np.minimum(fruit(x, y, z), stalks(x, y, z)),
        paint,
        shine=0.75,
        roughness=0.12,
        bound=0.8,
        turn=turned(rng.uniform(-0.4, 0.4), 0.15, rng.uniform(-0.3, 0.3)),
    )


def grape(variant: int, rng: np.random.Generator) -> Solid:
    green = variant % 2 == 1
    centres = []
    for row, count in enumerate((3, 5, 5, 4, 3, 2, 1)):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * row) / count + rng.uniform(-0.2, 0.2)
            reach = 0.14 * count * 0.55 if count > 1 else 0
            centres.append(
                (
                    reach * 1.25 * np.sin(angle),
                    0.52 - 0.225 * row + rng.uniform(-0.03, 0.03),
                    reach * 0.9 * np.cos(angle),
                )
            )

    def fruit(x, y, z):
        d = np.full_like(x, 9)
        for cx, cy, cz in centres:
            d = np.minimum(d, (x - cx) ** 2 + ((y - cy) * 0.92) ** 2 + (z - cz) ** 2)
        return np.sqrt(d) - 0.205

    def stalk(x, y, z):
        return np.minimum(
            rod(x, y, z, (0, 0.5, 0), (0.06, 0.96, 0), 0.035), leaf_blade(x, y - 0.72, z + 0.05, 1.2, 0.30, 0.17)
        )

    def paint(p: Points):
        low, high = ("#8fae35", "#d3e07a") if green else ("#3a1038", "#7c2a5c")
        skin = mix(low, high, step(p.ny * 0.5 + 0.5 * noise(p.x, p.y, p.z, 4, 3), -0.4, 1.0))
        return np.where((stalk(p.x, p.y, p.z) < 0.01)[:, None], mix("#6a7d2e", "#4d8a2a", abs(p.x) * 2), skin)

    return Solid(
        lambda x, y, z: np.minimum(fruit(x, y, z), stalk(x, y, z)),
        paint,
        shine=0.5,
        roughness=0.22,
        glow=0.45,
        turn=turned(rng.uniform(-3, 3), 0.1, rng.uniform(-0.25, 0.25)),
    )


def raspberry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def cells(x, y, z):
        u, v, row = studs(x, y, z, 10, 17)
        return np.minimum(np.hypot(u, v), 0.62), row

    def fruit(x, y, z):
        c, _ = cells(x, y, z)
        d = turned_profile(x, y, z, [0.62, 0.64, 0.64, 0.60, 0.64, 0.72, 0.76])
        return carve(d - 0.13 * np.sqrt(np.maximum(0.42 - c * c, 0)), ellipsoid(x, y - 0.78, z, 0.30, 0.34, 0.30), 0.06)

    def paint(p: Points):
        c, row = cells(p.x, p.y, p.z)
        skin = mix("#c2183c", "#e8566e", step(0.3 - c, -0.3, 0.4) + 0.25 * noise(p.x, p.y, p.z, 3, seed))
        return mix(skin, "#5e0820", step(c, 0.36, 0.62))

    return Solid(
        fruit,
        paint,
        shine=0.45,
        roughness=0.25,
        glow=0.4,
        bound=0.6,
        turn=turned(rng.uniform(-3, 3), rng.uniform(-0.2, 0.75), rng.uniform(-0.9, 0.9)),
    )


def strawberry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.56, 0.66, 0.72, 0.70, 0.66, 0.66, 0.70, 0.76, 0.80]

    def seeds(x, y, z):
        u, v, _ = studs(x, y - 0.02, z, 13, 21)
        return np.hypot(u * 1.5, v * 0.85)

    def fruit(x, y, z):
        return turned_profile(x, y - 0.02, z, radii) + 0.03 * np.exp(-((seeds(x, y, z) / 0.24) ** 2))

    def green(x, y, z):
        return calyx(x, y, z, 0.60, 0.62, 7)

    def paint(p: Points):
        skin = mix("#b40f1c", "#df2a2a", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.8))
        skin = mix(skin, "#f3c9a0", 0.6 * step(p.y, 0.42, 0.62))
        skin = mix(skin, "#f0d06a", step(-seeds(p.x, p.y, p.z), -0.17, -0.11))
        return np.where((green(p.x, p.y, p.z) < 0.012)[:, None], mix("#2f7a22", "#7fbf45", np.hypot(p.x, p.z)), skin)

    return Solid(
        lambda x, y, z: np.minimum(fruit(x, y, z), green(x, y, z)),
        paint,
        shine=0.5,
        roughness=0.22,
        bound=0.7,
        turn=turned(rng.uniform(-3, 3), rng.uniform(0.15, 0.45), rng.uniform(-0.7, 0.7)),
    )


BERRIES = {
    "berry_blue": berry_blue,
    "cherry": cherry,
    "grape": grape,
    "raspberry": raspberry,
    "strawberry": strawberry,
}
