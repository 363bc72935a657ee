"""Grain and baked heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np
from scipy.interpolate import make_interp_spline

from facings.goods.artwork.heroes.shapes import (
    arc,
    box,
    ellipsoid,
    join,
    mix,
    noise,
    puck,
    ring,
    rod,
    step,
    turn_xy,
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def bread(variant: int, rng: np.random.Generator) -> Solid:
    """A tin loaf with two slices cut from its near end."""
    seed = int(rng.integers(1000))

    def section(x, y):
        trunk = box(x, y + 0.10, 0 * x, 0.40, 0.36, 0.4, 0.10)
        return join(trunk, ellipsoid(x, y - 0.20, 0 * x, 0.50, 0.28, 1.0), 0.06)

    def slab(x, y, z, near, far):
        return puck(section(x, y), z - (near + far) / 2, 0.0, (near - far) / 2, 0.03)

    def body(x, y, z):
        loaf = slab(x, y, z, 0.34, -0.92)
        u, v = turn_xy(y + 0.42, z - 0.5, 0.0)
        first = slab(x, u - 0.42, v + 0.5 - 0.02, 0.50, 0.38)
        lean_y, lean_z = turn_xy(y + 0.46, z - 0.66, 0.22)
        second = slab(x - 0.05, lean_y - 0.46, lean_z + 0.66, 0.76, 0.64)
        return np.minimum(loaf, np.minimum(first, second)) + 0.006 * noise(x, y, z, 14, seed, 2)

    def paint(p: Points):
        inside = step(-section(p.x, p.y), 0.028, 0.05)
        crumb = mix(
            mix("#f3e0b6", "#e2c48c", step(noise(p.x, p.y, p.z, 18, seed, 2), 0.3, 1.2)),
            "#c79a5a",
            0.6 * (noise(p.x, p.y, p.z, 30, seed, 1) > 1.1),
        )
        crust = mix("#8f4e1a", "#c98238", step(noise(p.x, p.y, p.z, 3, seed) - p.y, -0.9, 0.9))
        flour = step(noise(p.x, p.y, p.z, 9, seed + 3), 0.5, 1.2) * step(p.y, 0.2, 0.4) * 0.35
        return mix(mix(crust, "#f7ead0", flour), crumb, inside)

    return Solid(
        body, paint, shine=0.12, roughness=0.6, bound=0.8, turn=turned((-0.55, 0.55, -0.4, 0.4)[variant], 0.32, 0)
    )


def cereal_ring(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return ring(x, y * 1.04, z, 0.54, 0.29) + 0.045 * noise(x, y, z, 6, seed, 3)

    def paint(p: Points):
        skin = mix("#cf8a34", "#edbd6c", step(noise(p.x, p.y, p.z, 3, seed), -0.8, 0.9))
        skin = mix(skin, "#a8621c", 0.5 * step(noise(p.x, p.y, p.z, 9, seed + 2), 0.4, 1.3))
        return mix(skin, "#fff1cf", 0.75 * step(noise(p.x, p.y, p.z, 34, seed + 1, 1), 0.95, 1.15))

    return Solid(
        body,
        paint,
        shine=0.35,
        roughness=0.35,
        bound=0.75,
        glow=0.3,
        turn=turned(rng.uniform(-0.8, 0.8), rng.uniform(-0.9, 0.3), rng.uniform(-3, 3)),
    )


def croissant(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        away, t = arc(x, y - 0.62, z, 0.78, 1.0)
        fold = np.mod(t * 4.6 + 0.55 * np.sin(np.arctan2(z, np.hypot(x, y - 0.62) - 0.78)) + 0.5, 1)
        return (away - 0.36 * (1 - 0.80 * np.abs(t) ** 1.5) - 0.050 * fold * (1 - 0.5 * np.abs(t))) * 0.75

    def paint(p: Points):
        away, t = arc(p.x, p.y - 0.62, p.z, 0.78, 1.0)
        fold = np.mod(t * 4.6 + 0.55 * np.sin(np.arctan2(p.z, np.hypot(p.x, p.y - 0.62) - 0.78)) + 0.5, 1)
        crust = mix("#e8a848", "#a8581a", step(fold, 0.1, 0.9) * 0.75 + 0.2 * noise(p.x, p.y, p.z, 4, seed))
        return mix(crust, "#f6d28a", step(-fold, -0.10, -0.02))

    return Solid(
        body,
        paint,
        shine=0.5,
        roughness=0.25,
        bound=0.8,
        turn=turned(rng.uniform(-0.3, 0.3), 0.35, rng.uniform(-0.4, 0.4) + 0.2),
    )


def pretzel(variant: int, rng: np.random.Generator) -> Solid:
    t = np.linspace(0, 1, 44)
    # Half a strand: from its end on the lower left, over the crossing, round the right lobe, to the bottom's middle.
    way = np.array(
        [
            (-0.40, -0.58, 0.10),
            (-0.10, -0.20, 0.14),
            (0.12, 0.06, 0.06),
            (0.42, 0.48, 0.0),
            (0.76, 0.40, 0.0),
            (0.78, -0.10, 0.0),
            (0.42, -0.58, 0.0),
            (0.0, -0.72, 0.0),
        ]
    )
    other = way[::-1][1:] * np.array([-1, 1, -1])
    path = np.concatenate([way, other])
    line = make_interp_spline(np.linspace(0, 1, len(path)), path, k=3)(t)

    def body(x, y, z):
        d = np.full_like(x, 9)
        for k in range(len(line) - 1):
            thick = 0.115 + 0.05 * np.sin(np.pi * (k + 0.5) / (len(line) - 1)) ** 2
            d = np.minimum(d, rod(x, y - 0.08, z, tuple(line[k]), tuple(line[k + 1]), thick))
        return d

    salt = [(*line[k, :2] + rng.uniform(-0.06, 0.06, 2), line[k, 2]) for k in range(3, 42, 2)]

    def grains(x, y, z):
        d = np.full_like(x, 9)
        for k, (sx, sy, sz) in enumerate(salt):
            u, v = turn_xy(x - sx, y - 0.08 - sy, k * 1.3)
            d = np.minimum(d, box(u, v, z - sz - 0.14, 0.035, 0.028, 0.03, 0.008))
        return d

    def paint(p: Points):
        crust = mix("#7a3a10", "#b8692a", step(noise(p.x, p.y, p.z, 4, 5) - 0.4 * p.nz, -1.0, 0.6))
        return np.where((grains(p.x, p.y, p.z) < 0.012)[:, None], mix("#ffffff", "#f2efe8", p.nx), crust)

    return Solid(
        lambda x, y, z: np.minimum(body(x, y, z), grains(x, y, z)),
        paint,
        shine=0.55,
        roughness=0.25,
        turn=turned(rng.uniform(-0.4, 0.4), rng.uniform(-0.5, 0.2), rng.uniform(-0.4, 0.4)),
    )


def wheat(variant: int, rng: np.random.Generator) -> Solid:
    """One ear with awns on its straw."""
    grains = [
        (side * 0.135, 0.62 - 0.125 * k - 0.06 * (side > 0), side * 0.42) for k in range(7) for side in (-1, 1)
    ] + [(0.0, 0.74, 0.0)]

    def ears(x, y, z):
        d = np.full_like(x, 9)
        for gx, gy, lean in grains:
            u, v = turn_xy(x - gx, y - gy, -lean)
            d = np.minimum(d, ellipsoid(u, v, z, 0.085, 0.15, 0.10))
        for k in range(5):
            d = np.minimum(d, ellipsoid(x, y - 0.5 + 0.16 * k, z - 0.08, 0.085, 0.14, 0.08))
        return d

    def straw(x, y, z):
        d = rod(x, y, z, (0.10, -0.97, 0), (0, -0.2, 0), 0.026)
        d = np.minimum(d, rod(x, y, z, (0, -0.2, 0), (0, 0.6, 0), 0.03))
        for gx, gy, lean in grains[::1]:
            d = np.minimum(
                d, rod(x, y, z, (gx, gy + 0.1, 0), (gx + 0.30 * np.sin(lean) * 1.1, min(0.98, gy + 0.42), 0), 0.010)
            )
        return d

    def paint(p: Points):
        grain = mix("#cf942c", "#f2c766", step(np.sin(p.y * 40), -0.5, 1) * 0.4 + 0.4 * p.nz)
        return np.where((straw(p.x, p.y, p.z) < 0.008)[:, None], mix("#c9a040", "#e8cd84", p.y), grain)

    return Solid(
        lambda x, y, z: np.minimum(ears(x, y, z), straw(x, y, z)),
        paint,
        shine=0.2,
        roughness=0.5,
        bound=0.7,
        glow=0.4,
        turn=turned(rng.uniform(-0.3, 0.3), 0.0, (-0.45, 0.4, 0.15, -0.15)[variant]),
    )


BAKERY = {"bread": bread, "cereal_ring": cereal_ring, "croissant": croissant, "pretzel": pretzel, "wheat": wheat}
