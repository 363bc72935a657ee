"""Fish and meat as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import ellipsoid, mix, noise, step, turn_xy
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def fish(variant: int, rng: np.random.Generator) -> Solid:
    """A whole fish from its side."""

    def trunk(x, y, z):
        bend = y - 0.05 * np.sin(x * 2.4)
        return ellipsoid(x + 0.10, bend, z, 0.76, 0.27, 0.15), bend

    def fins(x, y, z):
        tail = np.maximum(
            np.abs(y - 0.03) - (0.07 + 0.95 * (x - 0.55)),
            np.maximum(0.52 - x, x - 0.92 + 0.20 * np.cos((y - 0.03) * 4.5)),
        )
        back = np.maximum(
            (y - 0.42 + 0.7 * np.abs(x + 0.05) ** 2 + 0.25 * x), np.maximum(0.15 - y, np.abs(x + 0.05) - 0.40)
        )
        belly = np.maximum(-(y + 0.40) + 0.8 * np.abs(x - 0.08), y + 0.16)
        side = np.hypot(x + 0.22, (y + 0.06) * 2.0) - 0.17
        flat = np.minimum(tail, np.minimum(back, belly)) * 0.6
        d = np.maximum(flat, np.abs(z) - 0.028)
        return np.minimum(d, np.maximum(side * 0.6, np.abs(z - 0.17) - 0.02))

    def body(x, y, z):
        gill = np.hypot(x + 0.52, y) - 0.24
        return trunk(x, y, z)[0] + 0.02 * np.exp(-((gill / 0.02) ** 2)) * (x > -0.52)

    def paint(p: Points):
        _, bend = trunk(p.x, p.y, p.z)
        row, col = p.x * 19, bend * 24
        scale = np.hypot(np.mod(row + 0.5 * np.mod(np.floor(col), 2), 1) - 0.5, np.mod(col, 1) - 0.5)
        skin = mix("#e9eef0", "#46708c", step(bend, -0.08, 0.16))
        skin = mix(skin, "#f2b9a0", 0.35 * np.exp(-(((bend + 0.02) / 0.05) ** 2)))
        skin = mix(skin, "#24485e", 0.30 * step(scale, 0.34, 0.5) * (p.x > -0.36))
        eye = np.hypot(p.x + 0.62, bend - 0.05)
        skin = mix(mix(skin, "#f4ecd4", step(-eye, -0.075, -0.06)), "#14181c", step(-eye, -0.05, -0.04))
        finned = fins(p.x, p.y, p.z) < 0.01
        rays = np.sin(np.where(p.x > 0.5, np.arctan2(p.y - 0.03, p.x - 0.3) * 50, p.x * 70)) * 0.5 + 0.5
        return np.where(finned[:, None], mix("#5d869c", "#a9c2cc", rays), skin)

    return Solid(
        lambda x, y, z: np.minimum(body(x, y, z), fins(x, y, z)),
        paint,
        shine=0.6,
        roughness=0.2,
        bound=0.7,
        turn=turned(rng.uniform(-0.15, 0.15), 0.1, (0.15, -0.2, 0.3, -0.1)[variant]),
    )


def ham(variant: int, rng: np.random.Generator) -> Solid:
    """Three folded slices, one before the other."""
    seed = int(rng.integers(1000))

    def slice_(x, y, z, k):
        u, v = turn_xy(x - 0.16 * (k - 1), y + 0.10 * (k - 1), 0.25 * (k - 1))
        w = z - 0.22 * (k - 1) - 0.12 * np.sin(u * 4 + k) * 0.6 - 0.05 * np.cos(v * 5 + k)
        outline = np.hypot(u / 1.12, v) - 0.62 - 0.03 * np.sin(3 * np.arctan2(v, u) + k)
        return np.maximum(outline, np.abs(w) - 0.035) * 0.75, outline

    def all_of(x, y, z):
        d, rim = np.full_like(x, 9), np.zeros_like(x)
        for k in range(3):
            one, outline = slice_(x, y, z, k)
            rim = np.where(one < d, outline, rim)
            d = np.minimum(d, one)
        return d, rim

    def paint(p: Points):
        _, rim = all_of(p.x, p.y, p.z)
        meat = mix("#e79a94", "#f4b9ae", step(noise(p.x, p.y, p.z, 5, seed), -0.8, 0.9))
        meat = mix(meat, "#fbe3da", 0.75 * step(noise(p.x * 1.0, p.y * 2.2, p.z, 8, seed + 1, 2), 0.72, 1.2))
        meat = mix(meat, "#fdf0e6", step(rim, -0.085, -0.07))
        return mix(meat, "#a5542c", step(rim, -0.022, -0.012))

    return Solid(
        lambda x, y, z: all_of(x, y, z)[0],
        paint,
        shine=0.4,
        roughness=0.3,
        glow=0.5,
        bound=0.75,
        turn=turned(rng.uniform(-0.3, 0.3), -0.35, 0),
    )


MEATS = {"fish": fish, "ham": ham}
