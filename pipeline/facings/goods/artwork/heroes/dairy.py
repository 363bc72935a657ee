"""Dairy heroes and eggs as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import (
    box,
    carve,
    ellipsoid,
    join,
    mix,
    noise,
    puck,
    rod,
    sphere,
    step,
    turn_xy,
    turned_profile,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def butter(variant: int, rng: np.random.Generator) -> Solid:
    """A block on a dish, two pats cut off."""

    def block(x, y, z):
        d = box(x + 0.20, y + 0.10, z, 0.52, 0.24, 0.30, 0.035)
        for k, lean in ((0, 0.10), (1, 0.42)):
            u, v = turn_xy(x - 0.44 - 0.20 * k, y + 0.34, -lean)
            d = np.minimum(d, box(u, v - 0.235, z, 0.05, 0.235, 0.30, 0.025))
        return d + 0.006 * noise(x, y, z, 7, 4, 1)

    def plate(x, y, z):
        r = np.hypot(x, z * 1.35)
        return np.maximum(np.abs(y + 0.40 - 0.10 * step(r, 0.65, 1.0)) - 0.022, r - 0.96) * 0.8

    def paint(p: Points):
        fat = mix("#f9dc6c", "#fdeea4", step(p.ny + 0.3 * noise(p.x, p.y, p.z, 3, 2), -0.4, 1.0))
        return np.where(
            (plate(p.x, p.y, p.z) < 0.012)[:, None],
            mix("#eef2f6", "#8fb0d0", step(np.hypot(p.x, p.z * 1.35), 0.88, 0.90)),
            fat,
        )

    return Solid(
        lambda x, y, z: np.minimum(block(x, y, z), plate(x, y, z)),
        paint,
        shine=0.35,
        roughness=0.3,
        glow=0.5,
        bound=0.8,
        turn=turned((-0.5, 0.45, -0.35, 0.5)[variant], 0.5, 0),
    )


def cheese(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    # Holes have their centres on the three faces that are seen.
    holes = [(rng.uniform(-0.75, 0.6), rng.uniform(-0.28, 0.22), 0.0, rng.uniform(0.06, 0.15)) for _ in range(11)]

    def wedge(x, y, z):
        u, v = x + 0.10, z
        sides = np.maximum(np.abs(v) * 0.92 + (u - 0.80) * 0.39, -u - 0.75)
        return puck(sides, y, 0.0, 0.36, 0.05)

    def body(x, y, z):
        d = wedge(x, y, z)
        for k, (hx, hy, _, r) in enumerate(holes):
            face = (0.80 - hx - 0.10) * 0.39 / 0.92
            where = (hx, hy, face) if k % 3 else (hx, 0.36, face * (0.5 - hy) * 0.9)
            d = carve(d, sphere(x - where[0], y - where[1], z - where[2], r), 0.02)
        return d

    def paint(p: Points):
        rind = step(-(p.x + 0.75), -0.10, -0.085) * (np.abs(p.nx) > 0.5)
        inside = mix("#f5c33c", "#fbdc74", step(noise(p.x, p.y, p.z, 3, seed), -0.9, 0.9))
        return mix(inside, "#c9471c", rind)

    return Solid(
        body,
        paint,
        shine=0.3,
        roughness=0.4,
        glow=0.45,
        bound=0.8,
        turn=turned((-0.45, -0.7, -0.3, -0.55)[variant], 0.45, 0),
    )


def egg(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    shell = ("#d9a070", "#e8c09a", "#c98d5c", "#f2e2cf")[variant]

    def paint(p: Points):
        skin = mix(shell, "#fff1dd", 0.25 * step(noise(p.x, p.y, p.z, 2, seed), -0.5, 1))
        return mix(skin, "#8f5a34", 0.45 * (noise(p.x, p.y, p.z, 34, seed, 1) > 1.15))

    return Solid(
        lambda x, y, z: turned_profile(x, y, z, [0.90, 0.82, 0.71, 0.65, 0.64, 0.66, 0.70, 0.73, 0.74]),
        paint,
        shine=0.25,
        roughness=0.5,
        glow=0.4,
        turn=turned(0, rng.uniform(-0.2, 0.4), rng.uniform(-0.5, 0.5)),
    )


def milk_splash(variant: int, rng: np.random.Generator) -> Solid:
    """A crown thrown up by a drop, its rim breaking into beads."""
    jets = [
        (2 * np.pi * k / 11 + rng.uniform(-0.12, 0.12), rng.uniform(0.30, 0.62), rng.uniform(0.06, 0.085))
        for k in range(11)
    ]
    beads = [
        (rng.uniform(-0.7, 0.7), rng.uniform(0.45, 0.92), rng.uniform(-0.4, 0.5), rng.uniform(0.03, 0.07))
        for _ in range(8)
    ]

    def body(x, y, z):
        r = np.hypot(x, z)
        t = np.clip((y + 0.50) / 0.62, 0, 1)
        wall = np.maximum(np.abs(r - (0.36 + 0.24 * t * t)) - (0.085 - 0.04 * t), np.maximum(-0.52 - y, y - 0.10))
        wall = wall * 0.8
        pool = ellipsoid(x, y + 0.62, z, 0.95, 0.14, 0.95) + 0.018 * np.sin(r * 18)
        d = join(wall, pool, 0.16)
        for angle, high, thick in jets:
            sx, sz = np.sin(angle), np.cos(angle)
            tip = (0.78 * sx, high, 0.78 * sz)
            d = join(d, rod(x, y, z, (0.55 * sx, -0.10, 0.55 * sz), tip, thick, 0.045), 0.11)
            d = join(d, sphere(x - tip[0], y - tip[1], z - tip[2], thick), 0.05)
        for bx, by, bz, br in beads:
            d = np.minimum(d, sphere(x - bx, y - by, z - bz, br))
        return d

    def paint(p: Points):
        return mix("#ffffff", "#e9e6dc", 0.6 * step(-p.ny, -0.1, 0.9))

    return Solid(body, paint, shine=0.5, roughness=0.2, glow=0.65, bound=0.8, turn=turned(rng.uniform(-3, 3), 0.42, 0))


def yoghurt_swirl(variant: int, rng: np.random.Generator) -> Solid:
    """A spiral of cream with a ripple of fruit in its groove."""

    def groove(x, z, y):
        a, r = np.arctan2(z, x), np.hypot(x, z)
        return np.mod(a / (2 * np.pi) + r * 2.3 - y * 0.6, 1)

    def body(x, y, z):
        r = np.hypot(x, z)
        g = groove(x, z, y)
        cone = (y + 0.55 - 1.15 * (1 - r) ** 1.0) * 0.62
        peak = rod(x, y, z, (0, 0.35, 0), (0.13, 0.80, 0), 0.13, 0.02)
        d = join(cone, peak, 0.16) - 0.10 * np.sin(g * np.pi) ** 0.8
        return np.maximum(np.maximum(d, r - 0.94), -0.62 - y)

    def paint(p: Points):
        g = groove(p.x, p.z, p.y)
        ripple = step(np.abs(g - 0.5), 0.40, 0.47) * step(np.hypot(p.x, p.z), 0.12, 0.25)
        return mix("#fffaf2", ("#e0486a", "#d83a5c", "#5a4a9c", "#f0a02a")[variant], ripple * 0.85)

    return Solid(body, paint, shine=0.45, roughness=0.22, glow=0.6, bound=0.6, turn=turned(rng.uniform(-3, 3), 0.62, 0))


DAIRY = {
    "butter": butter,
    "cheese": cheese,
    "egg": egg,
    "milk_splash": milk_splash,
    "yoghurt_swirl": yoghurt_swirl,
}
