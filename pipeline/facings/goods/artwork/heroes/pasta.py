"""Pasta and rice as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.nuts import loose
from facings.goods.artwork.heroes.shapes import arc, ellipsoid, mix, puck, ring, sphere, step
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def fusilli(variant: int, rng: np.random.Generator) -> Solid:
    tone = rng.uniform(-0.2, 0.2)

    def body(x, y, z):
        a = np.arctan2(z, x) + y * 7.2
        r = np.hypot(x, z)
        blade = 0.12 + 0.24 * np.abs(np.cos(1.5 * a)) ** 2.2
        return np.maximum((r - blade) * 0.42, np.abs(y) - 0.90 - 0.03 * np.sin(a))

    def paint(p: Points):
        r = np.hypot(p.x, p.z)
        return mix(
            mix("#d99f36", "#f6d27a", step(r, 0.08, 0.34)), "#fbe3a0", np.clip(0.3 + tone, 0, 1) * step(r, 0.28, 0.38)
        )

    return Solid(body, paint, shine=0.3, roughness=0.35, glow=0.4, bound=0.9, turn=loose(rng, 0.35))


def macaroni(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        away, t = arc(x, y - 0.40, z, 0.62, 1.05)
        angle = np.arctan2(x, -(y - 0.40))
        wall = np.abs(away - 0.205) - 0.05
        return np.maximum(wall, (np.abs(angle) - 1.0) * 0.62)

    def paint(p: Points):
        away, _ = arc(p.x, p.y - 0.40, p.z, 0.62, 1.05)
        return mix(mix("#efc25c", "#f9dd92", p.ny * 0.5 + 0.5), "#c07f22", 0.85 * step(-away, -0.20, -0.16))

    return Solid(
        body,
        paint,
        shine=0.4,
        roughness=0.28,
        glow=0.4,
        bound=0.9,
        turn=turned(rng.uniform(-0.9, 0.9), rng.uniform(-0.4, 0.7), rng.uniform(-3, 3)),
    )


def penne(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        r, a = np.hypot(x, z), np.arctan2(z, x)
        wall = np.abs(r - 0.235) - 0.055 - 0.010 * np.cos(a * 16)
        return np.maximum(wall * 0.8, (np.abs(y - 0.55 * x) - 0.70) * 0.8)

    def paint(p: Points):
        inside = step(-np.hypot(p.x, p.z), -0.225, -0.19)
        return mix(mix("#ecc163", "#f7da8e", step(np.cos(np.arctan2(p.z, p.x) * 16), -0.5, 1)), "#c48a2c", 0.8 * inside)

    return Solid(
        body,
        paint,
        shine=0.3,
        roughness=0.35,
        glow=0.35,
        turn=turned(rng.uniform(-0.3, 0.3), rng.choice([-0.45, 0.45]), rng.uniform(-3, 3)),
    )


def rice(variant: int, rng: np.random.Generator) -> Solid:
    def paint(p: Points):
        return mix("#fbf8ef", "#e6dcc4", step(np.abs(p.y), 0.5, 0.9))

    return Solid(
        lambda x, y, z: ellipsoid(x + 0.05 * y * y, y, z, 0.24, 0.88, 0.24),
        paint,
        shine=0.4,
        roughness=0.3,
        glow=0.5,
        bound=0.7,
        turn=loose(rng, 0.5),
    )


def spaghetti(variant: int, rng: np.random.Generator) -> Solid:
    """A tied bundle standing on its foot, the strands spread a little at both ends."""

    def strands(x, y, z):
        spread = 1 + 0.75 * np.abs(y + 0.08) ** 1.6
        u, w = x / spread, z / spread
        pitch = 0.075
        row = np.round(w / (pitch * 0.866))
        shift = 0.5 * (np.mod(row, 2))
        du = u - (np.round(u / pitch - shift) + shift) * pitch
        dw = w - row * pitch * 0.866
        ends = np.abs(y) - 0.90 + 0.03 * np.sin(row * 7.1 + np.round(u / pitch - shift) * 3.7)
        return np.maximum(np.maximum((np.hypot(du, dw) - 0.030) * spread * 0.8, (np.hypot(u, w) - 0.30) * 0.8), ends)

    def tie(x, y, z):
        d = puck(np.hypot(x, z), y + 0.08, 0.345, 0.07, 0.03)
        bow = np.minimum(
            ring((x - 0.15) * 0.8, y + 0.08, z - 0.36, 0.13, 0.035),
            ring((x + 0.15) * 0.8, y + 0.08, z - 0.36, 0.13, 0.035),
        )
        return np.minimum(d, np.minimum(bow, sphere(x, y + 0.08, z - 0.37, 0.07)))

    def paint(p: Points):
        band = (tie(p.x, p.y, p.z) < 0.012)[:, None]
        row = np.round(p.x * 13) + np.round(p.z * 15)
        return np.where(band, mix("#b41c22", "#d2383a", p.ny), mix("#e2b044", "#f5d27c", np.sin(row * 5.3) * 0.5 + 0.5))

    return Solid(
        lambda x, y, z: np.minimum(strands(x, y, z), tie(x, y, z)),
        paint,
        shine=0.25,
        roughness=0.4,
        bound=0.75,
        glow=0.35,
        turn=turned(rng.uniform(-0.2, 0.2), 0.45, (0.25, -0.25, 0.4, -0.4)[variant]),
    )


PASTA = {"fusilli": fusilli, "macaroni": macaroni, "penne": penne, "rice": rice, "spaghetti": spaghetti}
