"""Fruiting vegetables as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import (
    arc,
    carve,
    ellipsoid,
    join,
    mix,
    noise,
    puck,
    rod,
    sphere,
    step,
    turned_profile,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def chilli(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    low, high = (("#a80d12", "#dc2a1c"), ("#b30f14", "#e03020"), ("#2d7a22", "#56a436"), ("#b30f14", "#e23a20"))[
        variant
    ]

    def fruit(x, y, z):
        away, t = arc(x, y - 0.55, z, 0.95, 0.80)
        return away - (0.165 * np.sqrt(np.clip((1.02 - t) / 2, 0.0, 1)) + 0.004 + 0.008 * noise(x, y, z, 6, seed, 1)), t

    def stalk(x, y, z):
        hold = ellipsoid(x + 0.68, y + 0.12, z, 0.13, 0.12, 0.165)
        return np.minimum(hold, rod(x, y, z, (-0.70, -0.08, 0), (-0.92, 0.24, 0), 0.045, 0.03))

    def paint(p: Points):
        skin = mix(low, high, step(noise(p.x, p.y, p.z, 2, seed), -0.7, 0.8))
        return np.where((stalk(p.x, p.y, p.z) < 0.01)[:, None], mix("#3d7426", "#6ca33a", p.y + 0.3), skin)

    return Solid(
        lambda x, y, z: np.minimum(fruit(x, y, z)[0], stalk(x, y, z)),
        paint,
        shine=0.75,
        roughness=0.15,
        bound=0.8,
        turn=turned(rng.uniform(-0.3, 0.3), 0.1, rng.uniform(-0.7, 0.5)),
    )


def _disc(x, y, z, radius: float, half: float):
    return puck(np.hypot(x, y), z, radius, half, min(0.04, half * 0.8))


def cucumber(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    if variant == 1:

        def whole(x, y, z):
            away, t = arc(x, y - 1.35, z, 1.5, 0.56)
            return (
                away
                - 0.235 * np.sqrt(np.clip(1.03 - np.abs(t) ** 5, 0.02, 1))
                - 0.014 * step(noise(x, y, z, 17, seed, 1), 0.5, 1.3)
            )

        def skin(p: Points):
            light = step(np.sin(np.arctan2(p.y + 0.15, p.z) * 9), 0.3, 1.0)
            return mix("#2a5a1c", "#6f9a3c", 0.5 * light + 0.4 * step(noise(p.x, p.y, p.z, 17, seed, 1), 0.6, 1.3))

        return Solid(whole, skin, shine=0.4, bound=0.8, turn=turned(0, 0.2, rng.uniform(-0.4, 0.4)))

    def slice_(x, y, z):
        return _disc(x, y, z, 0.78 + 0.012 * np.cos(9 * np.arctan2(y, x)), 0.09)

    def paint(p: Points):
        r, a = np.hypot(p.x, p.y) / 0.78, np.arctan2(p.y, p.x)
        lobes = 0.50 + 0.08 * np.cos(3 * a)
        flesh = mix("#d9e6a8", "#eef3cf", step(r, lobes - 0.12, lobes + 0.06))
        flesh = mix(flesh, "#b6cf7a", step(r, 0.80, 0.95))
        local = (a / (2 * np.pi) * 18) % 1 - 0.5
        seed_at = np.hypot((r - 0.40 - 0.05 * np.cos(3 * a)) / 0.10, local * r * 3.4)
        flesh = mix(flesh, "#f7f3d2", step(-seed_at, -1.0, -0.7))
        flesh = mix(flesh, "#a9bd6c", 0.7 * step(-np.abs(seed_at - 1), -0.16, 0))
        return mix(flesh, "#2f6a22", np.maximum(step(r, 0.955, 0.975), step(-np.abs(p.nz), -0.6, -0.3)))

    yaw = rng.uniform(0.1, 0.5) * (1 if variant else -1)
    return Solid(
        slice_, paint, shine=0.35, roughness=0.25, glow=0.4, turn=turned(yaw, rng.uniform(-0.5, 0.3), rng.uniform(0, 3))
    )


def olive(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#6f8a28", "#a9b548"), ("#6f8a28", "#b3bd50"), ("#241a22", "#4a3440"), ("#6f8a28", "#a9b548"))[
        variant
    ]
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return carve(ellipsoid(x, y, z, 0.66, 0.62, 0.84), puck(np.hypot(x, y), z - 0.84, 0.22, 0.3, 0.05), 0.06)

    def stuffing(x, y, z):
        return ellipsoid(x, y, z - 0.66, 0.20, 0.20, 0.16)

    def paint(p: Points):
        skin = mix(low, high, step(noise(p.x, p.y, p.z, 2.5, seed), -0.8, 1.0))
        if variant != 2:
            skin = mix(skin, "#d94a22", (stuffing(p.x, p.y, p.z) < 0.015).astype(np.float32))
        return skin

    shape = body if variant == 2 else (lambda x, y, z: np.minimum(body(x, y, z), stuffing(x, y, z)))
    return Solid(
        shape,
        paint,
        shine=0.65,
        roughness=0.18,
        bound=0.8,
        turn=turned(rng.uniform(0.4, 0.9) * (1 if variant % 2 else -1), rng.uniform(0.0, 0.5), 0),
    )


def pepper(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#b80f14", "#e0301f"), ("#e3a20c", "#fbc928"), ("#2f7d22", "#5fae36"), ("#b80f14", "#e0301f"))[
        variant
    ]
    seed = int(rng.integers(1000))

    def body(x, y, z):
        lobes = 0.075 * np.abs(np.cos(2 * np.arctan2(x, z) + 0.5)) ** 0.7
        return turned_profile(x, y + 0.08, z, [0.42, 0.66, 0.74, 0.68, 0.62, 0.62, 0.66, 0.72, 0.62]) - lobes + 0.04

    def stalk(x, y, z):
        cap = ellipsoid(x, y - 0.42, z, 0.26, 0.07, 0.26)
        return join(cap, rod(x, y, z, (0, 0.42, 0), (0.10, 0.86, 0.05), 0.075, 0.06), 0.07)

    def paint(p: Points):
        skin = mix(low, high, step(noise(p.x, p.y, p.z, 1.8, seed), -0.7, 0.9))
        return np.where((stalk(p.x, p.y, p.z) < 0.012)[:, None], mix("#3d7a26", "#7db045", p.y), skin)

    return Solid(
        lambda x, y, z: np.minimum(body(x, y, z), stalk(x, y, z)),
        paint,
        shine=0.75,
        roughness=0.15,
        bound=0.65,
        turn=turned(rng.uniform(-0.6, 0.6), 0.35, rng.uniform(-0.3, 0.3)),
    )


def _sepals(x, y, z, top: float):
    around, r = np.arctan2(x, z), np.hypot(x, z)
    outline = (r - 0.50 * (0.42 + 0.58 * np.abs(np.cos(2.5 * around)) ** 1.6)) * 0.5
    sheet = np.abs(y - top + 0.5 * r * r - 0.35 * r * (r > 0.3) * (r - 0.3)) - 0.025
    return np.minimum(np.maximum(outline, sheet * 0.8), rod(x, y, z, (0, top, 0), (0.07, top + 0.24, 0.04), 0.045))


def tomato(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    half = variant == 3

    def body(x, y, z):
        lobes = 0.02 * np.cos(5 * np.arctan2(x, z)) * step(y, -0.2, 0.6)
        if half:
            return np.maximum(sphere(x, y, z, 0.78), z)
        return turned_profile(x, y + 0.05, z, [0.48, 0.64, 0.76, 0.80, 0.79, 0.75, 0.70, 0.65, 0.62]) + lobes

    def shape(x, y, z):
        return body(x, y, z) if half else np.minimum(body(x, y, z), _sepals(x, y, z, 0.46))

    def paint(p: Points):
        skin = mix("#c01812", "#e63a1c", step(noise(p.x, p.y, p.z, 1.6, seed), -0.7, 0.9))
        if half:
            r, a = np.hypot(p.x, p.y) / 0.78, np.arctan2(p.y, p.x)
            local = np.abs((a / (2 * np.pi) * 4) % 1 - 0.5)
            chamber = np.hypot((r - 0.55) / 0.27, (local) / 0.34)
            flesh = mix(
                mix("#e8583a", "#cf2c1c", step(-chamber, -1.05, -0.85)), "#f2b06a", step(-r, -0.24, -0.05) * 0.7
            )
            pips = np.hypot(((r * 13) % 1) - 0.5, ((a * 7) % 1) - 0.5)
            flesh = mix(flesh, "#f5d98c", step(-chamber, -0.85, -0.7) * step(-pips, -0.30, -0.22))
            return np.where((p.nz > 0.8)[:, None], mix(flesh, "#d8281a", step(r, 0.93, 0.97)), skin)
        return np.where((_sepals(p.x, p.y, p.z, 0.46) < 0.012)[:, None], mix("#33701f", "#6da53a", p.ny), skin)

    pitch = rng.uniform(0.3, 0.7) if not half else -0.15
    return Solid(
        shape,
        paint,
        shine=0.65,
        roughness=0.16,
        bound=0.7,
        turn=turned(rng.uniform(-0.4, 0.4), pitch, rng.uniform(-0.3, 0.3)),
    )


VEGETABLES = {"chilli": chilli, "cucumber": cucumber, "olive": olive, "pepper": pepper, "tomato": tomato}
