"""Biscuit, chocolate, honey and sweet heroes as solids: `(variant, rng) -> Solid`."""

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
)
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def _tilted(rng: np.random.Generator) -> np.ndarray:
    return turned(rng.uniform(-0.5, 0.5), rng.uniform(-0.6, 0.25), rng.uniform(-3.1, 3.1))


def biscuit(variant: int, rng: np.random.Generator) -> Solid:
    """A scalloped butter biscuit with pricked holes and a stamped frame."""
    seed = int(rng.integers(1000))

    def edge(x, y):
        scallop = 0.028 * np.abs(np.sin((np.where(np.abs(x) / 0.88 > np.abs(y) / 0.62, y, x)) * 20))
        return box(x, y, 0 * x, 0.88, 0.62, 1, 0.06) + scallop

    def holes(x, y):
        return np.hypot(
            np.abs(np.mod(x / 0.36 + 0.5, 1) - 0.5) * 0.36, np.abs(np.mod(y / 0.36 + 0.5, 1) - 0.5) * 0.36
        ) + 9 * (np.maximum(np.abs(x) / 0.62, np.abs(y) / 0.42) > 1)

    def body(x, y, z):
        d = puck(edge(x, y), z, 0.0, 0.11, 0.05)
        groove = 0.030 * np.exp(-(((edge(x, y) + 0.14) / 0.022) ** 2))
        return d + (groove + 0.06 * step(-holes(x, y), -0.05, -0.025)) * (z > 0)

    def paint(p: Points):
        base = mix("#e9bf73", "#f4d694", step(noise(p.x, p.y, p.z, 3, seed), -0.8, 0.8))
        base = mix(base, "#bf7d30", 0.75 * step(edge(p.x, p.y), -0.16, -0.01))
        return mix(base, "#8a5420", 0.8 * step(-holes(p.x, p.y), -0.045, -0.02))

    return Solid(body, paint, shine=0.2, roughness=0.45, bound=0.7, glow=0.3, turn=_tilted(rng))


def chocolate(variant: int, rng: np.random.Generator) -> Solid:
    """A broken piece of a bar: 2 x 3 blocks, or 2 x 2."""
    columns = 3 if variant % 2 == 0 else 2
    seed = int(rng.integers(1000))
    low, high = ("#3f1f10", "#6d3c20") if variant < 3 else ("#5a3018", "#8a5530")

    def body(x, y, z):
        pitch = 0.56
        u = x + (columns % 2 == 0) * pitch / 2
        u = u - np.clip(np.round(u / pitch), -1, 1) * pitch
        v = np.abs(y) - pitch / 2
        base = box(x, y, z + 0.05, pitch * columns / 2, pitch, 0.10, 0.02)
        block = np.maximum(np.maximum(np.abs(u), np.abs(v)) - 0.265 + 0.35 * np.clip(z, 0, 1), np.abs(z - 0.03) - 0.16)
        block = np.maximum(block, box(x, y, z, pitch * columns / 2, pitch, 0.4, 0.02))
        return np.minimum(base, block * 0.8) + 0.006 * noise(x, y, z, 9, seed, 1)

    def paint(p: Points):
        return mix(low, high, step(noise(p.x, p.y, p.z, 2, seed) + 0.4 * p.ny, -0.9, 1.1))

    return Solid(
        body,
        paint,
        shine=0.5,
        roughness=0.3,
        bound=0.8,
        glow=0.15,
        turn=turned(rng.uniform(-0.5, 0.5), rng.uniform(-0.75, -0.35), rng.uniform(-0.8, 0.8)),
    )


def cookie(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    chips = []
    while len(chips) < 15:
        a, r = rng.uniform(0, 6.28), 0.72 * np.sqrt(rng.random())
        if all((r * np.cos(a) - c[0]) ** 2 + (r * np.sin(a) - c[1]) ** 2 > 0.035 for c in chips):
            chips.append((r * np.cos(a), r * np.sin(a), rng.uniform(0.075, 0.125), rng.uniform(0, 3)))

    def dough(x, y, z):
        a = np.arctan2(y, x)
        wide = 0.84 + 0.025 * np.sin(3 * a + seed) + 0.015 * np.sin(8 * a)
        dome = 0.12 * np.clip(1 - (x * x + y * y), 0, 1)
        return puck(np.hypot(x, y), z - dome * 0.5, wide, 0.14, 0.12) + 0.03 * noise(x, y, z, 5, seed, 3)

    def lumps(x, y, z):
        d = np.full_like(x, 9)
        for cx, cy, r, turn in chips:
            u, v = turn_xy(x - cx, y - cy, turn)
            d = np.minimum(d, box(u, v, z - 0.17, r, r * 0.8, r * 0.7, r * 0.35))
        return d

    def paint(p: Points):
        r = np.hypot(p.x, p.y)
        base = mix(
            mix("#dba45a", "#c98a3e", step(noise(p.x, p.y, p.z, 4, seed), -0.6, 1)), "#a8662a", 0.6 * step(r, 0.55, 0.9)
        )
        base = mix(base, "#8f5420", 0.5 * step(noise(p.x, p.y, p.z, 15, seed, 2), 0.6, 1.2))
        return np.where((lumps(p.x, p.y, p.z) < 0.014)[:, None], mix("#3a1c0e", "#5a3018", p.ny), base)

    return Solid(
        lambda x, y, z: np.minimum(dough(x, y, z), lumps(x, y, z)),
        paint,
        shine=0.2,
        roughness=0.45,
        bound=0.75,
        turn=_tilted(rng),
    )


def gummy(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#c4121c", "#ff5a4a"), ("#2f8a1a", "#8fdc4a"), ("#e08a00", "#ffd23a"), ("#d2480a", "#ff9a3c"))[
        variant
    ]

    def body(x, y, z):
        d = ellipsoid(x, y + 0.22, z, 0.38, 0.44, 0.30)
        d = join(d, sphere(x, y - 0.40, z, 0.31), 0.08)
        d = join(d, ellipsoid(x, y - 0.34, z - 0.26, 0.13, 0.10, 0.10), 0.06)
        for side in (-1, 1):
            d = join(d, sphere(x - side * 0.23, y - 0.66, z, 0.115), 0.05)
            d = join(d, rod(x, y, z, (side * 0.28, 0.02, 0.12), (side * 0.34, -0.10, 0.34), 0.115), 0.05)
            d = join(d, rod(x, y, z, (side * 0.22, -0.56, 0.08), (side * 0.30, -0.66, 0.38), 0.14), 0.05)
        eyes = np.minimum(sphere(x - 0.11, y - 0.46, z - 0.30, 0.035), sphere(x + 0.11, y - 0.46, z - 0.30, 0.035))
        return carve(d, eyes, 0.03)

    def paint(p: Points):
        return mix(low, high, step(1 - p.nz, 0.05, 0.8) * 0.8 + 0.3 * step(p.y, -0.7, 0.9) - 0.1)

    return Solid(
        body,
        paint,
        shine=0.75,
        roughness=0.14,
        glow=0.75,
        turn=turned(rng.uniform(-0.6, 0.6), 0.1, rng.uniform(-0.6, 0.6)),
    )


def honey(variant: int, rng: np.random.Generator) -> Solid:
    """A dipper with honey running off it into a small pool."""

    def dipper(x, y, z):
        u, v = turn_xy(x, y, 0.55)
        v = v - 0.12
        handle = rod(u, v, z, (0, 0.2, 0), (0, 1.05, 0), 0.055)
        d = handle
        for k in range(6):
            wide = (0.20, 0.29, 0.33, 0.33, 0.29, 0.20)[k]
            d = np.minimum(d, puck(np.hypot(u, z), v + 0.32 - 0.105 * k, wide, 0.036, 0.03))
        return np.minimum(d, rod(u, v, z, (0, -0.35, 0), (0, 0.3, 0), 0.14))

    def flow(x, y, z):
        coat = ellipsoid(x - 0.10, y + 0.17, z, 0.28, 0.26, 0.28)
        strand = rod(x, y, z, (0.10, -0.35, 0.05), (0.08, -0.80, 0.05), 0.11, 0.05)
        pool = ellipsoid(x - 0.08, y + 0.84, z, 0.66, 0.11, 0.5)
        return join(join(coat, strand, 0.14), join(pool, ellipsoid(x - 0.08, y + 0.76, z, 0.22, 0.09, 0.2), 0.12), 0.12)

    def paint(p: Points):
        amber = mix("#e08a0a", "#ffc63a", step(p.nz, 0.1, 0.95))
        amber = mix(amber, "#b35a04", 0.5 * step(-p.ny, 0.2, 0.9))
        wood = mix("#b9803f", "#e0b373", np.sin(p.x * 30 + p.y * 12) * 0.3 + 0.5)
        return np.where((flow(p.x, p.y, p.z) < dipper(p.x, p.y, p.z))[:, None], amber, wood)

    return Solid(
        lambda x, y, z: np.minimum(dipper(x, y, z), flow(x, y, z)),
        paint,
        shine=0.75,
        roughness=0.12,
        glow=0.5,
        bound=0.85,
        turn=turned(rng.uniform(-0.2, 0.2), 0.12, 0),
    )


def wafer(variant: int, rng: np.random.Generator) -> Solid:
    cream = ("#f6e3bd", "#6b3a1e", "#f2b8c0", "#f6e3bd")[variant]

    def layer(y):
        return np.mod(y / 0.135 + 0.5, 1)

    def body(x, y, z):
        d = box(x, y, z, 0.88, 0.335, 0.34, 0.02)
        between = step(-np.abs(layer(y) - 0.5), -0.26, -0.18)
        grid = np.maximum(
            step(-np.abs(np.mod(x / 0.17, 1) - 0.5), -0.12, -0.05),
            step(-np.abs(np.mod(z / 0.17, 1) - 0.5), -0.12, -0.05),
        )
        return d + 0.028 * between * (np.abs(y) < 0.32) + 0.035 * grid * (y > 0.30)

    def paint(p: Points):
        between = step(-np.abs(layer(p.y) - 0.5), -0.27, -0.22) * (np.abs(p.ny) < 0.6)
        return mix(mix("#d69a4a", "#ecbf78", noise(p.x, p.y, p.z, 5, 3) * 0.5 + 0.4), cream, between)

    return Solid(
        body,
        paint,
        shine=0.15,
        roughness=0.6,
        bound=0.8,
        turn=turned(rng.choice([-0.6, 0.6]), 0.55, rng.uniform(-0.5, 0.5)),
    )


SWEETS = {
    "biscuit": biscuit,
    "chocolate": chocolate,
    "cookie": cookie,
    "gummy": gummy,
    "honey": honey,
    "wafer": wafer,
}
