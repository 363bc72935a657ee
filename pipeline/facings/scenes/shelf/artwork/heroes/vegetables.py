"""Vegetable, pulse and herb heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.scenes.shelf.artwork.heroes.shapes import (
    arc,
    carve,
    ellipsoid,
    join,
    leaf_outline,
    mix,
    noise,
    puck,
    rod,
    sphere,
    spots,
    step,
    studs,
    turn_xy,
    turned_profile,
)
from facings.scenes.shelf.artwork.heroes.tracer import Points, Solid, turned


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

    return Solid(lambda x, y, z: np.minimum(crown(x, y, z), stem(x, y, z)), paint, shine=0.12, roughness=0.7, bound=0.7,
                 turn=turned(rng.uniform(-3, 3), 0.28, rng.uniform(-0.35, 0.35)))


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

    return Solid(lambda x, y, z: np.minimum(root(x, y, z), green(x, y, z)), paint, shine=0.35, bound=0.8,
                 turn=turned(rng.uniform(-1, 1), 0.1, rng.uniform(-0.9, -0.3)))


def chilli(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    low, high = (("#a80d12", "#dc2a1c"), ("#b30f14", "#e03020"), ("#2d7a22", "#56a436"), ("#b30f14", "#e23a20"))[variant]

    def fruit(x, y, z):
        away, t = arc(x, y - 0.55, z, 0.95, 0.80)
        return away - (0.165 * np.sqrt(np.clip((1.02 - t) / 2, 0.0, 1)) + 0.004 + 0.008 * noise(x, y, z, 6, seed, 1)), t

    def stalk(x, y, z):
        hold = ellipsoid(x + 0.68, y + 0.12, z, 0.13, 0.12, 0.165)
        return np.minimum(hold, rod(x, y, z, (-0.70, -0.08, 0), (-0.92, 0.24, 0), 0.045, 0.03))

    def paint(p: Points):
        skin = mix(low, high, step(noise(p.x, p.y, p.z, 2, seed), -0.7, 0.8))
        return np.where((stalk(p.x, p.y, p.z) < 0.01)[:, None], mix("#3d7426", "#6ca33a", p.y + 0.3), skin)

    return Solid(lambda x, y, z: np.minimum(fruit(x, y, z)[0], stalk(x, y, z)), paint, shine=0.75, roughness=0.15, bound=0.8,
                 turn=turned(rng.uniform(-0.3, 0.3), 0.1, rng.uniform(-0.7, 0.5)))


def corn(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def cells(x, y, z):
        around = np.arctan2(x, z) * 14 / (2 * np.pi)
        u = around - np.floor(around) - 0.5
        v = y * 11 + 0.3 * np.floor(around)
        return u, v - np.floor(v) - 0.5, np.floor(v) * 14 + np.floor(around)

    def cob(x, y, z):
        u, v, _ = cells(x, y, z)
        round_off = np.sqrt(np.clip(1 - (np.abs(u * 2) ** 3 + np.abs(v * 2) ** 3), 0, 1))
        return ellipsoid(x, y - 0.10, z, 0.30, 0.84, 0.30) - 0.045 * round_off

    def husk(x, y, z):
        d = np.full_like(x, 9)
        for sign, lean in ((-1, 0.42), (1, 0.36)):
            u, v = turn_xy(x - sign * 0.20, y + 0.84, -sign * lean)
            shell = np.abs(np.hypot(u * 1.0, z + 0.10) - (0.20 + 0.14 * np.sin(np.clip(v, 0, 1.2) / 1.2 * np.pi))) - 0.016
            d = np.minimum(d, np.maximum(np.maximum(shell, v - 1.12 + np.abs(u) * 1.6), np.maximum(-v - 0.05, -sign * u - 0.10)))
        back = np.maximum(ellipsoid(x, y + 0.55, z, 0.36, 0.42, 0.34), y + 0.45 + 0.3 * np.abs(x))
        return np.minimum(d, back)

    def paint(p: Points):
        u, v, number = cells(p.x, p.y, p.z)
        tone = np.sin(number * 12.9898) * 0.5 + 0.5
        grain = mix(mix("#f2b41a", "#fbd64a", tone), "#b87a0c", step(np.maximum(abs(u), abs(v)), 0.36, 0.5))
        green = mix("#7fae3a", "#c3d880", step(np.sin((p.x * 1.0 + p.z) * 60), 0.2, 1) * 0.5 + 0.3 * p.y)
        return np.where((husk(p.x, p.y, p.z) < 0.012)[:, None], green, grain)

    return Solid(lambda x, y, z: np.minimum(cob(x, y, z), husk(x, y, z)), paint, shine=0.4, roughness=0.25, bound=0.6, glow=0.4,
                 turn=turned(rng.uniform(-0.3, 0.3), 0.1, (-0.5, 0.45, -0.3, 0.25)[variant] + 0.02 * (seed % 5)))


def _disc(x, y, z, radius: float, half: float):
    return puck(np.hypot(x, y), z, radius, half, min(0.04, half * 0.8))


def cucumber(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    if variant == 1:
        def whole(x, y, z):
            away, t = arc(x, y - 1.35, z, 1.5, 0.56)
            return away - 0.235 * np.sqrt(np.clip(1.03 - np.abs(t) ** 5, 0.02, 1)) - 0.014 * step(noise(x, y, z, 17, seed, 1), 0.5, 1.3)

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
    return Solid(slice_, paint, shine=0.35, roughness=0.25, glow=0.4, turn=turned(yaw, rng.uniform(-0.5, 0.3), rng.uniform(0, 3)))


def garlic(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        lobes = 0.045 * np.abs(np.cos(4.5 * np.arctan2(x, z))) * step(-y, -0.75, 0.2)
        bulb = turned_profile(x, y + 0.28, z, [1.20, 0.62, 0.50, 0.58, 0.66, 0.68, 0.62, 0.54, 0.46])
        return bulb - lobes

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 40 + 5 * np.sin(p.y * 3))
        skin = mix("#f4eee2", "#cdb5c4", 0.5 * step(streak, 0.4, 1.2) + 0.25 * step(np.abs(p.y), 0.1, 0.7))
        return mix(skin, "#b79a6a", step(p.y, 0.45, 0.85) * 0.5)

    return Solid(body, paint, shine=0.25, roughness=0.5, bound=0.6, glow=0.4,
                 turn=turned(rng.uniform(-3, 3), 0.3, rng.uniform(-0.5, 0.5)))


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
            gills = step(np.sin(np.arctan2(p.x, p.y + 0.5) * 40), 0.2, 0.9) * step(-np.abs(np.hypot(p.x, p.y + 0.3) - 0.48), -0.14, -0.04)
            skin = np.where((p.nz > 0.8)[:, None], mix("#fbf5ea", "#8a6b50", gills * step(np.abs(p.x), 0.24, 0.34)), skin)
        return skin

    return Solid(whole, paint, shine=0.2, roughness=0.5, bound=0.8, glow=0.35,
                 turn=turned(rng.uniform(-0.5, 0.5), 0.35 if not half else -0.1, rng.uniform(-0.5, 0.5)))


def olive(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#6f8a28", "#a9b548"), ("#6f8a28", "#b3bd50"), ("#241a22", "#4a3440"), ("#6f8a28", "#a9b548"))[variant]
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
    return Solid(shape, paint, shine=0.65, roughness=0.18, bound=0.8,
                 turn=turned(rng.uniform(0.4, 0.9) * (1 if variant % 2 else -1), rng.uniform(0.0, 0.5), 0))


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

    return Solid(body, paint, shine=0.5, roughness=0.25, bound=0.6, turn=turned(rng.uniform(-3, 3), 0.2, rng.uniform(-0.6, 0.6)))


def pea(variant: int, rng: np.random.Generator) -> Solid:
    if variant == 0:
        def pod(x, y, z):
            away, t = arc(x, y - 1.15, z * 0.9, 1.3, 0.66)
            hollow = np.abs(away - 0.20 * np.sqrt(np.clip(1.01 - t**4, 0.005, 1))) - 0.022
            return np.maximum(hollow, z - 0.03 - 0.05 * np.abs(t))

        def peas(x, y, z):
            d = np.full_like(x, 9)
            for k in range(6):
                a = (k - 2.5) / 2.5 * 0.46
                d = np.minimum(d, sphere(x - 1.3 * np.sin(a), y - 1.15 + 1.3 * np.cos(a), z - 0.01, 0.155 - 0.008 * abs(k - 2.5)))
            return d

        def paint_pod(p: Points):
            inside = (peas(p.x, p.y, p.z) < 0.01)[:, None]
            return np.where(inside, mix("#5fae2c", "#92cf4a", p.ny * 0.5 + 0.5), mix("#3f8a26", "#86bf48", p.nz * 0.5 + 0.3))

        return Solid(lambda x, y, z: np.minimum(pod(x, y, z), peas(x, y, z)), paint_pod, shine=0.45, bound=0.75, glow=0.4,
                     turn=turned(0, 0.1, rng.uniform(-0.4, 0.4)))
    seed = int(rng.integers(1000))

    def paint(p: Points):
        return mix("#4f9a26", "#8cc944", step(noise(p.x, p.y, p.z, 2, seed) + 0.5 * p.ny, -0.9, 1.2))

    # A loose pea is drawn small, so that pods and peas lie together in one heap at their true sizes.
    return Solid(lambda x, y, z: sphere(x, y, z, 0.62) + 0.015 * noise(x, y, z, 5, seed, 1), paint, shine=0.55, roughness=0.2,
                 glow=0.45, turn=turned(rng.uniform(-3, 3), 0.2, 0))


def pepper(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#b80f14", "#e0301f"), ("#e3a20c", "#fbc928"), ("#2f7d22", "#5fae36"), ("#b80f14", "#e0301f"))[variant]
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

    return Solid(lambda x, y, z: np.minimum(body(x, y, z), stalk(x, y, z)), paint, shine=0.75, roughness=0.15, bound=0.65,
                 turn=turned(rng.uniform(-0.6, 0.6), 0.35, rng.uniform(-0.3, 0.3)))


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

    return Solid(body, paint, shine=0.12, roughness=0.7, bound=0.8, turn=turned(rng.uniform(-0.6, 0.6), 0.2, rng.uniform(-0.4, 0.4)))


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
            flesh = mix(mix("#e8583a", "#cf2c1c", step(-chamber, -1.05, -0.85)), "#f2b06a", step(-r, -0.24, -0.05) * 0.7)
            pips = np.hypot(((r * 13) % 1) - 0.5, ((a * 7) % 1) - 0.5)
            flesh = mix(flesh, "#f5d98c", step(-chamber, -0.85, -0.7) * step(-pips, -0.30, -0.22))
            return np.where((p.nz > 0.8)[:, None], mix(flesh, "#d8281a", step(r, 0.93, 0.97)), skin)
        return np.where((_sepals(p.x, p.y, p.z, 0.46) < 0.012)[:, None], mix("#33701f", "#6da53a", p.ny), skin)

    pitch = rng.uniform(0.3, 0.7) if not half else -0.15
    return Solid(shape, paint, shine=0.65, roughness=0.16, bound=0.7, turn=turned(rng.uniform(-0.4, 0.4), pitch, rng.uniform(-0.3, 0.3)))


def bean_red(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        away, t = arc(x, y - 0.52, z * 0.95, 0.62, 0.72)
        return away - (0.36 - 0.03 * t * t)

    def paint(p: Points):
        skin = mix("#6d1318", "#962a28", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.9))
        return mix(skin, "#f0d9bd", step(-np.hypot((p.x) / 0.13, (p.y - 0.22) / 0.08), -1.0, -0.7) * (p.nz > 0.1))

    return Solid(body, paint, shine=0.6, roughness=0.2, turn=turned(rng.uniform(-0.5, 0.5), 0.3, rng.uniform(-3, 3)))


def chickpea(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        d = join(sphere(x, y, z, 0.66), sphere(x, y - 0.52, z - 0.25, 0.20), 0.22)
        d = d + 0.05 * np.exp(-((x / 0.07) ** 2)) * step(y + 0.6 * z, 0.0, 0.6)
        return d + 0.025 * noise(x, y, z, 5, seed, 2)

    def paint(p: Points):
        skin = mix("#d9b272", "#efd8a4", step(noise(p.x, p.y, p.z, 3, seed) + 0.3 * p.ny, -0.8, 0.9))
        return mix(skin, "#b78a4c", 0.5 * np.exp(-((p.x / 0.06) ** 2)) * step(p.y, 0, 0.5))

    return Solid(body, paint, shine=0.25, roughness=0.5, bound=0.75, glow=0.35,
                 turn=turned(rng.uniform(-1, 1), rng.uniform(-0.2, 0.6), rng.uniform(-1, 1)))


def _foliage(leaves: list[tuple[float, float, float, float]], *, teeth: float, puff: float, low: str, high: str, stem: str,
             rng: np.random.Generator) -> Solid:
    """Leaves as (angle, length, width, depth) from a common stem at the bottom of the picture."""
    seed = int(rng.integers(1000))

    def blade(x, y, z, angle, length, width, depth):
        u, v = turn_xy(x, y + 0.30, -angle)
        v = v - length - 0.04
        rib = np.abs(u)
        side = np.abs(np.mod((v + rib * 0.9) * 7 / max(length, 0.2) * 0.5, 1) - 0.5)
        outline = leaf_outline(u, v, length, width) + teeth * np.abs(np.sin((v + rib) * 26))
        curve = depth + 0.16 * np.sin((v / length + 1) * 1.4) - 0.9 * u * u / max(width, 0.1) * 0.35
        relief = puff * (side - 0.25) - 0.02 * np.exp(-((rib / 0.016) ** 2))
        away = np.abs(z - curve - relief) - 0.018
        return np.maximum(outline, away) * 0.75, u, v, side

    def all_of(x, y, z):
        d, best_u, best_side, which = np.full_like(x, 9), np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
        for k, leaf in enumerate(leaves):
            one, u, _, side = blade(x, y, z, *leaf)
            nearer = one < d
            best_u, best_side = np.where(nearer, u, best_u), np.where(nearer, side, best_side)
            which = np.where(nearer, k, which)
            d = np.minimum(d, one)
        return d, best_u, best_side, which

    def stalk(x, y, z):
        return rod(x, y, z, (0.02, -0.95, 0), (0, -0.28, 0.0), 0.035, 0.03)

    def paint(p: Points):
        _, u, side, which = all_of(p.x, p.y, p.z)
        green = mix(low, high, 0.5 + 0.25 * noise(p.x, p.y, p.z, 3, seed, 2) + 0.15 * np.sin(which * 2.1) + 0.2 * (side - 0.25))
        vein = np.maximum(np.exp(-((u / 0.016) ** 2)), 0.55 * step(-side, -0.05, -0.01))
        return np.where((stalk(p.x, p.y, p.z) < 0.012)[:, None], mix(stem, high, p.y + 0.8), mix(green, "#d3e8a0", 0.5 * vein))

    return Solid(lambda x, y, z: np.minimum(all_of(x, y, z)[0], stalk(x, y, z)), paint, shine=0.28, roughness=0.4, bound=0.7,
                 glow=0.35, turn=turned(rng.uniform(-0.3, 0.3), rng.uniform(0, 0.3), rng.uniform(-0.35, 0.35)))


def leaf_mint(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [(-1.15, 0.40, 0.21, 0.02), (1.15, 0.40, 0.21, 0.02), (-0.45, 0.44, 0.24, 0.08), (0.5, 0.42, 0.23, 0.10), (0.0, 0.34, 0.2, 0.2)]
    return _foliage(leaves, teeth=0.022, puff=0.05, low="#1f7a34", high="#57b356", stem="#4a8a3a", rng=rng)


def leaf_basil(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [(-0.95, 0.42, 0.28, 0.0), (0.95, 0.42, 0.28, 0.0), (-0.2, 0.46, 0.30, 0.12), (0.55, 0.26, 0.17, 0.28), (-0.5, 0.24, 0.16, 0.28)]
    return _foliage(leaves, teeth=0.0, puff=0.03, low="#2a7f26", high="#68b83a", stem="#7da84a", rng=rng)


def leaf_tea(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [(-0.75, 0.52, 0.17, 0.02), (0.7, 0.54, 0.18, 0.04), (0.04, 0.50, 0.09, 0.12)]
    return _foliage(leaves, teeth=0.010, puff=0.025, low="#2f7a2c", high="#8cc04a", stem="#8aa84a", rng=rng)


VEGETABLES = {
    "broccoli": broccoli, "carrot": carrot, "chilli": chilli, "corn": corn, "cucumber": cucumber, "garlic": garlic,
    "mushroom": mushroom, "olive": olive, "onion": onion, "pea": pea, "pepper": pepper, "potato": potato, "tomato": tomato,
    "bean_red": bean_red, "chickpea": chickpea, "leaf_mint": leaf_mint, "leaf_basil": leaf_basil, "leaf_tea": leaf_tea,
}
