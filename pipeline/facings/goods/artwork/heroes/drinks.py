"""Drink heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import box, carve, join, mix, noise, rod, sphere, step, turn_xy
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def cola_glass(variant: int, rng: np.random.Generator) -> Solid:
    """A filled tumbler with ice at the brim, a slice of lemon and a straw."""
    fizz = [(rng.uniform(0, 6.28), rng.uniform(-0.75, 0.45), rng.uniform(0.012, 0.026)) for _ in range(34)]

    def wall(y):
        return 0.43 + 0.10 * (y + 0.9) / 1.5

    def glass(x, y, z):
        return np.maximum(np.hypot(x, z) - wall(y), np.abs(y + 0.18) - 0.74)

    def ice(x, y, z):
        d = np.full_like(x, 9)
        for k, (cx, cz) in enumerate(((-0.20, 0.18), (0.20, 0.10), (0.0, -0.22))):
            u, v = turn_xy(x - cx, z - cz, 0.5 + k)
            w, q = turn_xy(u, y - 0.55, 0.4 - 0.5 * k)
            d = np.minimum(d, box(w, q, v, 0.17, 0.17, 0.17, 0.05))
        return d

    def slice_(x, y, z):
        u, v = turn_xy(x - 0.52, y - 0.56, -0.35)
        return np.maximum(np.hypot(u, v) - 0.34, np.abs(z - 0.12) - 0.035)

    def straw(x, y, z):
        return rod(x, y, z, (-0.10, -0.3, -0.05), (-0.34, 1.02, -0.05), 0.05)

    def whole(x, y, z):
        d = np.minimum(glass(x, y, z), ice(x, y, z))
        return np.minimum(d, np.minimum(slice_(x, y, z), straw(x, y, z)))

    def paint(p: Points):
        tall = step(p.y, -0.9, 0.5)
        drink = mix("#2a0d05", "#6e2c10", 0.8 * step(np.abs(p.nx), 0.3, 0.95) + 0.25 * tall)
        edge = step(1 - p.nz, 0.72, 0.95)
        drink = mix(drink, "#c98a5c", 0.5 * edge)
        drink = mix(drink, "#e8d2bc", step(-(p.y + 0.86), -0.06, 0.0))
        drink = mix(drink, "#dcb088", 0.8 * step(p.y, 0.40, 0.46))
        drink = mix(drink, "#f4e9dd", 0.9 * step(p.y, 0.50, 0.53))
        a = np.arctan2(p.x, p.z)
        for angle, high, r in fizz:
            away = np.hypot((a - (angle - np.pi)) * 0.5, p.y - high)
            drink = mix(drink, "#d9a67c", 0.7 * step(-np.abs(away - r), -0.010, -0.003))
        u, v = turn_xy(p.x - 0.52, p.y - 0.56, -0.35)
        r, angle = np.hypot(u, v) / 0.34, np.arctan2(v, u)
        segment = np.abs(0.5 - np.abs((angle / (2 * np.pi) * 8) % 1 - 0.5)) * r
        lemon = mix(
            mix("#f9e27a", "#fff6d0", np.maximum(step(-segment, -0.05, -0.02), step(r, 0.80, 0.84))),
            "#f2c81a",
            step(r, 0.9, 0.93),
        )
        stripes = mix("#d31f26", "#ffffff", step(np.sin(p.y * 30 + p.x * 8), -0.1, 0.1))
        frost = mix("#a9c8da", "#f6fbff", step(np.sort(np.abs(np.stack([p.nx, p.ny, p.nz])), axis=0)[2], 0.95, 0.75))
        out = np.where((ice(p.x, p.y, p.z) < 0.012)[:, None], frost, drink)
        out = np.where((slice_(p.x, p.y, p.z) < 0.012)[:, None], lemon, out)
        return np.where((straw(p.x, p.y, p.z) < 0.012)[:, None], stripes, out)

    return Solid(
        whole, paint, shine=0.85, roughness=0.10, glow=0.3, bound=0.85, turn=turned(rng.uniform(-0.1, 0.1), 0.22, 0)
    )


def ice_cube(variant: int, rng: np.random.Generator) -> Solid:
    """A block of clear ice: edges bright, faces let the ground through, cracks inside."""
    seed = int(rng.integers(1000))

    def body(x, y, z):
        d = box(x, y, z, 0.58, 0.58, 0.58, 0.13) + 0.02 * noise(x, y, z, 3, seed, 2)
        return carve(d, sphere(x, y - 0.95, z, 0.46), 0.08)

    def paint(p: Points):
        edge = step(np.sort(np.abs(np.stack([p.x, p.y, p.z])), axis=0)[1], 0.36, 0.54)
        deep = noise(p.x - 0.5 * p.nx, p.y - 0.5 * p.ny, p.z - 0.5 * p.nz, 3.4, seed, 3)
        crack = np.exp(-((noise(p.x, p.y, p.z, 2.4, seed + 2, 2) / 0.06) ** 2))
        ice = mix("#5f9cc4", "#d6edf8", step(deep, -0.7, 0.7))
        return mix(mix(ice, "#ffffff", 0.85 * edge), "#ffffff", 0.7 * crack)

    return Solid(
        body,
        paint,
        shine=0.9,
        roughness=0.08,
        glow=0.8,
        bound=0.85,
        alpha=lambda facing: 0.66 + 0.34 * (1 - facing),
        turn=turned(rng.uniform(0.4, 0.9), rng.uniform(0.3, 0.6), rng.uniform(-0.3, 0.3)),
    )


def water_drop(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        r = np.hypot(x, z)
        t = np.clip((0.92 - y) / 1.42, 0, 1)
        cone = (r - 0.56 * t**1.35) * 0.72
        return join(np.maximum(cone, np.maximum(y - 0.94, -0.42 - y)), sphere(x, y + 0.36, z, 0.56), 0.06)

    def paint(p: Points):
        lens = step(-(p.x * -0.5 + p.y * 0.8 + 0.3), -0.3, 0.6)
        body_colour = mix("#1573c4", "#8fd6f8", lens)
        return mix(body_colour, "#0b4a94", 0.75 * step(1 - p.nz, 0.55, 0.95))

    return Solid(
        body, paint, shine=1.0, roughness=0.07, glow=0.8, bound=0.85, turn=turned(0, 0.1, rng.uniform(-0.12, 0.12))
    )


DRINKS = {"cola_glass": cola_glass, "ice_cube": ice_cube, "water_drop": water_drop}
