"""Grain, pasta, nut and snack heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.scenes.shelf.artwork.heroes.shapes import (
    arc,
    box,
    ellipsoid,
    join,
    mix,
    noise,
    puck,
    ring,
    rod,
    sphere,
    step,
    turn_xy,
    turned_profile,
)
from facings.scenes.shelf.artwork.heroes.tracer import Points, Solid, turned


def _loose(rng: np.random.Generator, pitch: float = 0.5) -> np.ndarray:
    """A piece lying any way round."""
    return turned(rng.uniform(-0.7, 0.7), rng.uniform(-pitch, pitch), rng.uniform(-3.1, 3.1))


def almond(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        wide = 0.46 * np.sqrt(np.clip(1 - np.clip(y / 0.92, -1, 1) ** 2, 1e-3, 1)) * (1 - 0.28 * y)
        return np.maximum((np.hypot(x, z * 1.45) - wide) * 0.7, np.abs(y) - 0.91) + 0.012 * np.sin(np.arctan2(x, z) * 14 + 3 * noise(x, y, z, 2, seed, 1))

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 22 + 4 * noise(p.x, p.y, p.z, 2, seed, 2))
        return mix(mix("#8f5424", "#bf7c3c", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.8)), "#6d3a14", 0.45 * step(streak, 0.3, 1))

    return Solid(body, paint, shine=0.18, roughness=0.55, bound=0.7, turn=_loose(rng, 0.4))


def hazelnut(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return turned_profile(x, y, z, [0.86, 0.76, 0.72, 0.72, 0.71, 0.68, 0.62, 0.58, 0.56])

    def paint(p: Points):
        streak = np.sin(np.arctan2(p.x, p.z) * 26 + 2 * noise(p.x, p.y, p.z, 2, seed))
        shell = mix("#9a5a26", "#c68646", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.9))
        shell = mix(shell, "#7a4218", 0.4 * step(streak, 0.4, 1))
        return mix(shell, mix("#dcc09a", "#b99468", noise(p.x, p.y, p.z, 18, seed)), step(-p.y, 0.36, 0.42))

    return Solid(body, paint, shine=0.4, roughness=0.3, turn=turned(rng.uniform(-1, 1), rng.uniform(-0.4, 0.5), rng.uniform(-2.2, 2.2)))


def peanut(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def net(x, y, z):
        around = np.arctan2(x, z)
        return np.maximum(np.abs(np.sin(around * 5)) ** 6, np.abs(np.sin(y * 9 + 0.4 * np.sin(around * 3))) ** 6)

    def body(x, y, z):
        d = join(ellipsoid(x, y - 0.44, z, 0.38, 0.48, 0.38), ellipsoid(x + 0.04, y + 0.42, z, 0.42, 0.52, 0.41), 0.16)
        return d - 0.025 * net(x, y, z) + 0.015 * noise(x, y, z, 5, seed, 1)

    def paint(p: Points):
        return mix(mix("#b98748", "#dcb273", net(p.x, p.y, p.z)), "#8f6230", 0.4 * step(noise(p.x, p.y, p.z, 7, seed), 0.3, 1.2))

    return Solid(body, paint, shine=0.12, roughness=0.7, bound=0.7, turn=_loose(rng))


def coffee_bean(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    face = variant != 1

    def groove(x, y):
        return np.exp(-(((x - 0.09 * np.sin(y * 3.2)) / 0.05) ** 2)) * step(-np.abs(y), -0.80, -0.6)

    def body(x, y, z):
        d = ellipsoid(x, y, z, 0.60, 0.84, 0.50)
        flat = join(z - 0.26, d, 0.01)
        d = np.maximum(d, z - 0.24 - 0.05 * noise(x, y, z, 2, seed, 1)) if face else np.where(flat > 9, flat, d)
        return d + (0.12 * groove(x, y) if face else 0)

    def paint(p: Points):
        skin = mix("#3f2110", "#6e4020", step(noise(p.x, p.y, p.z, 2.5, seed), -0.7, 1.0))
        return mix(skin, mix("#241006", "#8a5a30", step(noise(p.x, p.y, p.z, 14, seed), 0.2, 1) * 0.6), groove(p.x, p.y) * face * (p.z > 0))

    return Solid(body, paint, shine=0.55, roughness=0.28, bound=0.65, glow=0.15, turn=turned(rng.uniform(-0.6, 0.6), rng.uniform(-0.6, 0.6), rng.uniform(-3, 3)))


def cereal_ring(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return ring(x, y * 1.04, z, 0.54, 0.29) + 0.045 * noise(x, y, z, 6, seed, 3)

    def paint(p: Points):
        skin = mix("#cf8a34", "#edbd6c", step(noise(p.x, p.y, p.z, 3, seed), -0.8, 0.9))
        skin = mix(skin, "#a8621c", 0.5 * step(noise(p.x, p.y, p.z, 9, seed + 2), 0.4, 1.3))
        return mix(skin, "#fff1cf", 0.75 * step(noise(p.x, p.y, p.z, 34, seed + 1, 1), 0.95, 1.15))

    return Solid(body, paint, shine=0.35, roughness=0.35, bound=0.75, glow=0.3, turn=turned(rng.uniform(-0.8, 0.8), rng.uniform(-0.9, 0.3), rng.uniform(-3, 3)))


def _sheet(outline, curve, thick: float):
    """A thin bent plate: |z - curve(x, y)| < thick within outline(x, y) < 0."""
    def body(x, y, z):
        a, b = outline(x, y) + thick, np.abs(z - curve(x, y, z)) * 0.75 - thick * 0.2
        return np.minimum(np.maximum(a, b), 0) + np.hypot(np.maximum(a, 0), np.maximum(b, 0)) - thick

    return body


def cereal_flake(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    phase = rng.uniform(0, 6.28, 4)

    def outline(x, y):
        a = np.arctan2(y, x)
        return (np.hypot(x, y * 1.25) - 0.74 - 0.07 * np.sin(3 * a + phase[0]) - 0.05 * np.sin(5 * a + phase[1]) - 0.03 * np.sin(9 * a)) * 0.8

    def curve(x, y, z):
        return 0.30 * np.sin(1.9 * x + phase[2]) * np.cos(1.7 * y + phase[3]) + 0.09 * noise(x, y, 0 * z, 5, seed, 2)

    def paint(p: Points):
        skin = mix("#e59a22", "#f8c858", step(noise(p.x, p.y, p.z, 4, seed), -0.8, 0.9))
        skin = mix(skin, "#c06c12", 0.65 * step(noise(p.x, p.y, p.z, 7, seed + 1), 0.45, 1.3))
        return mix(skin, "#b5620e", 0.6 * step(outline(p.x, p.y), -0.14, 0.0))

    return Solid(_sheet(outline, curve, 0.05), paint, shine=0.3, roughness=0.4, bound=0.6, glow=0.4, turn=turned(rng.uniform(-0.8, 0.8), rng.uniform(-0.8, 0.4), rng.uniform(-3, 3)))


def _chip(variant: int, rng: np.random.Generator, ridges: bool) -> Solid:
    seed = int(rng.integers(1000))
    phase = rng.uniform(0, 6.28, 3)
    bend = rng.uniform(0.24, 0.40)

    def outline(x, y):
        a = np.arctan2(y, x)
        return (np.hypot(x * 0.94, y * 1.16) - 0.82 - 0.035 * np.sin(3 * a + phase[0]) - 0.02 * np.sin(7 * a + phase[1])) * 0.85

    def curve(x, y, z):
        wave = 0.05 * np.sin(x * 21) if ridges else 0.03 * noise(x, y, 0 * z, 5, seed, 2)
        return bend * (x * x - 0.75 * y * y) + 0.08 * np.sin(2.4 * y + phase[2]) + wave

    def paint(p: Points):
        skin = mix("#f0bf4a", "#fbdc84", step(noise(p.x, p.y, p.z, 2.5, seed), -0.8, 0.9))
        skin = mix(skin, "#c9812a", 0.75 * step(outline(p.x, p.y) + 0.06 * noise(p.x, p.y, p.z, 5, seed), -0.16, 0.0))
        skin = mix(skin, "#d2953a", 0.6 * step(noise(p.x, p.y, p.z, 9, seed + 1, 2), 0.7, 1.3))
        return mix(skin, "#a85a1c", 0.6 * (noise(p.x, p.y, p.z, 40, seed + 3, 1) > 1.2))

    return Solid(_sheet(outline, curve, 0.028), paint, shine=0.35, roughness=0.35, bound=0.55, glow=0.5,
                 turn=turned(rng.uniform(-0.6, 0.6), rng.uniform(-0.7, 0.2), rng.uniform(-3, 3)))


def chip(variant: int, rng: np.random.Generator) -> Solid:
    return _chip(variant, rng, False)


def chip_ridged(variant: int, rng: np.random.Generator) -> Solid:
    return _chip(variant, rng, True)


def nacho(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def outline(x, y):
        d = np.maximum(np.abs(x) * 0.866 + (y - 0.05) * 0.5 - 0.42, -(y - 0.05) - 0.50)
        return d - 0.10

    def curve(x, y, z):
        return 0.30 * x * x - 0.22 * y * y + 0.05 * noise(x, y, 0 * z, 4, seed, 2)

    def paint(p: Points):
        skin = mix("#e6a83a", "#f6cc6c", step(noise(p.x, p.y, p.z, 3, seed), -0.8, 0.9))
        skin = mix(skin, "#c4491a", 0.8 * step(noise(p.x, p.y, p.z, 24, seed + 1, 2), 0.75, 1.2))
        return mix(skin, "#3f7a26", 0.8 * (noise(p.x, p.y, p.z, 36, seed + 4, 1) > 1.25))

    return Solid(_sheet(outline, curve, 0.04), paint, shine=0.2, roughness=0.5, bound=0.6, glow=0.35,
                 turn=turned(rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.3), rng.uniform(-3, 3)))


def fusilli(variant: int, rng: np.random.Generator) -> Solid:
    tone = rng.uniform(-0.2, 0.2)

    def body(x, y, z):
        a = np.arctan2(z, x) + y * 7.2
        r = np.hypot(x, z)
        blade = 0.12 + 0.24 * np.abs(np.cos(1.5 * a)) ** 2.2
        return np.maximum((r - blade) * 0.42, np.abs(y) - 0.90 - 0.03 * np.sin(a))

    def paint(p: Points):
        r = np.hypot(p.x, p.z)
        return mix(mix("#d99f36", "#f6d27a", step(r, 0.08, 0.34)), "#fbe3a0", np.clip(0.3 + tone, 0, 1) * step(r, 0.28, 0.38))

    return Solid(body, paint, shine=0.3, roughness=0.35, glow=0.4, bound=0.9, turn=_loose(rng, 0.35))


def penne(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        r, a = np.hypot(x, z), np.arctan2(z, x)
        wall = np.abs(r - 0.235) - 0.055 - 0.010 * np.cos(a * 16)
        return np.maximum(wall * 0.8, (np.abs(y + np.sign(y) * 0.0 - 0.55 * x) - 0.70) * 0.8)

    def paint(p: Points):
        inside = step(-np.hypot(p.x, p.z), -0.225, -0.19)
        return mix(mix("#ecc163", "#f7da8e", step(np.cos(np.arctan2(p.z, p.x) * 16), -0.5, 1)), "#c48a2c", 0.8 * inside)

    return Solid(body, paint, shine=0.3, roughness=0.35, glow=0.35, turn=turned(rng.uniform(-0.3, 0.3), rng.choice([-0.45, 0.45]), rng.uniform(-3, 3)))


def macaroni(variant: int, rng: np.random.Generator) -> Solid:
    def body(x, y, z):
        away, t = arc(x, y - 0.40, z, 0.62, 1.05)
        angle = np.arctan2(x, -(y - 0.40))
        wall = np.abs(away - 0.205) - 0.05
        return np.maximum(wall, (np.abs(angle) - 1.0) * 0.62)

    def paint(p: Points):
        away, _ = arc(p.x, p.y - 0.40, p.z, 0.62, 1.05)
        return mix(mix("#efc25c", "#f9dd92", p.ny * 0.5 + 0.5), "#c07f22", 0.85 * step(-away, -0.20, -0.16))

    return Solid(body, paint, shine=0.4, roughness=0.28, glow=0.4, bound=0.9, turn=turned(rng.uniform(-0.9, 0.9), rng.uniform(-0.4, 0.7), rng.uniform(-3, 3)))


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
        bow = np.minimum(ring((x - 0.15) * 0.8, y + 0.08, z - 0.36, 0.13, 0.035), ring((x + 0.15) * 0.8, y + 0.08, z - 0.36, 0.13, 0.035))
        return np.minimum(d, np.minimum(bow, sphere(x, y + 0.08, z - 0.37, 0.07)))

    def paint(p: Points):
        band = (tie(p.x, p.y, p.z) < 0.012)[:, None]
        row = np.round(p.x * 13) + np.round(p.z * 15)
        return np.where(band, mix("#b41c22", "#d2383a", p.ny), mix("#e2b044", "#f5d27c", np.sin(row * 5.3) * 0.5 + 0.5))

    return Solid(lambda x, y, z: np.minimum(strands(x, y, z), tie(x, y, z)), paint, shine=0.25, roughness=0.4, bound=0.75, glow=0.35,
                 turn=turned(rng.uniform(-0.2, 0.2), 0.45, (0.25, -0.25, 0.4, -0.4)[variant]))


def rice(variant: int, rng: np.random.Generator) -> Solid:
    def paint(p: Points):
        return mix("#fbf8ef", "#e6dcc4", step(np.abs(p.y), 0.5, 0.9))

    return Solid(lambda x, y, z: ellipsoid(x + 0.05 * y * y, y, z, 0.24, 0.88, 0.24), paint, shine=0.4, roughness=0.3, glow=0.5,
                 bound=0.7, turn=_loose(rng, 0.5))


def oat(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def outline(x, y):
        a = np.arctan2(y, x)
        return (np.hypot(x * 1.35, y) - 0.80 - 0.03 * np.sin(5 * a + seed)) * 0.75

    def curve(x, y, z):
        return 0.14 * np.sin(2.4 * y + seed) - 0.13 * np.exp(-((x / 0.08) ** 2)) + 0.03 * noise(x, y, 0 * z, 6, seed, 2)

    def paint(p: Points):
        skin = mix("#d9bd8a", "#f3e2bd", step(noise(p.x, p.y, p.z, 4, seed), -0.8, 0.8))
        return mix(skin, "#b08a52", 0.7 * np.exp(-((p.x / 0.05) ** 2)) + 0.4 * step(outline(p.x, p.y), -0.1, 0))

    return Solid(_sheet(outline, curve, 0.07), paint, shine=0.1, roughness=0.7, bound=0.6, glow=0.4, turn=turned(rng.uniform(-0.7, 0.7), rng.uniform(-0.6, 0.3), rng.uniform(-3, 3)))


def wheat(variant: int, rng: np.random.Generator) -> Solid:
    """One ear with awns on its straw."""
    grains = [(side * 0.135, 0.62 - 0.125 * k - 0.06 * (side > 0), side * 0.42) for k in range(7) for side in (-1, 1)] + [(0.0, 0.74, 0.0)]

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
            d = np.minimum(d, rod(x, y, z, (gx, gy + 0.1, 0), (gx + 0.30 * np.sin(lean) * 1.1, min(0.98, gy + 0.42), 0), 0.010))
        return d

    def paint(p: Points):
        grain = mix("#cf942c", "#f2c766", step(np.sin(p.y * 40), -0.5, 1) * 0.4 + 0.4 * p.nz)
        return np.where((straw(p.x, p.y, p.z) < 0.008)[:, None], mix("#c9a040", "#e8cd84", p.y), grain)

    return Solid(lambda x, y, z: np.minimum(ears(x, y, z), straw(x, y, z)), paint, shine=0.2, roughness=0.5, bound=0.7, glow=0.4,
                 turn=turned(rng.uniform(-0.3, 0.3), 0.0, (-0.45, 0.4, 0.15, -0.15)[variant]))


def popcorn(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    lumps = [(*rng.uniform(-0.42, 0.42, 3), rng.uniform(0.28, 0.42)) for _ in range(9)]

    def body(x, y, z):
        d = np.full_like(x, 9)
        for lx, ly, lz, r in lumps:
            d = join(d, sphere(x - lx, y - ly, z - lz, r), 0.05)
        return d + 0.035 * noise(x, y, z, 6, seed, 3)

    def crease(x, y, z):
        near = np.sort(np.stack([sphere(x - a, y - b, z - c, r) for a, b, c, r in lumps]), axis=0)
        return near[1] - near[0]

    def paint(p: Points):
        skin = mix("#fffaf0", "#f6e3b4", step(noise(p.x, p.y, p.z, 3, seed), 0.1, 1.2))
        return mix(skin, "#d99a34", 0.75 * step(-crease(p.x, p.y, p.z), -0.07, 0.0))

    return Solid(body, paint, shine=0.12, roughness=0.6, bound=0.7, glow=0.5, turn=_loose(rng))


def pretzel(variant: int, rng: np.random.Generator) -> Solid:
    t = np.linspace(0, 1, 44)
    # One strand: up from the left foot, crossing in the middle, over the top and down to the right foot.
    knots = np.array([(-0.36, -0.66, 0.10), (0.02, -0.26, 0.12), (0.30, 0.14, 0.0), (0.66, 0.34, 0.0), (0.80, 0.02, 0.0), (0.62, -0.42, 0.0), (0.36, -0.64, 0),
                      (0.0, -0.72, 0.0)])
    left = knots * np.array([-1, 1, 1])
    from scipy.interpolate import make_interp_spline

    way = np.array([(-0.40, -0.58, 0.10), (-0.10, -0.20, 0.14), (0.12, 0.06, 0.06), (0.42, 0.48, 0.0), (0.76, 0.40, 0.0),
                    (0.78, -0.10, 0.0), (0.42, -0.58, 0.0), (0.0, -0.72, 0.0)])
    other = way[::-1][1:] * np.array([-1, 1, -1])
    path = np.concatenate([way, other])
    line = make_interp_spline(np.linspace(0, 1, len(path)), path, k=3)(t)
    del left

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

    return Solid(lambda x, y, z: np.minimum(body(x, y, z), grains(x, y, z)), paint, shine=0.55, roughness=0.25,
                 turn=turned(rng.uniform(-0.4, 0.4), rng.uniform(-0.5, 0.2), rng.uniform(-0.4, 0.4)))


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
        crumb = mix(mix("#f3e0b6", "#e2c48c", step(noise(p.x, p.y, p.z, 18, seed, 2), 0.3, 1.2)), "#c79a5a", 0.6 * (noise(p.x, p.y, p.z, 30, seed, 1) > 1.1))
        crust = mix("#8f4e1a", "#c98238", step(noise(p.x, p.y, p.z, 3, seed) - p.y, -0.9, 0.9))
        flour = step(noise(p.x, p.y, p.z, 9, seed + 3), 0.5, 1.2) * step(p.y, 0.2, 0.4) * 0.35
        return mix(mix(crust, "#f7ead0", flour), crumb, inside)

    return Solid(body, paint, shine=0.12, roughness=0.6, bound=0.8, turn=turned((-0.55, 0.55, -0.4, 0.4)[variant], 0.32, 0))


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

    return Solid(body, paint, shine=0.5, roughness=0.25, bound=0.8, turn=turned(rng.uniform(-0.3, 0.3), 0.35, rng.uniform(-0.4, 0.4) + 0.2))


GRAIN = {
    "almond": almond, "hazelnut": hazelnut, "peanut": peanut, "coffee_bean": coffee_bean, "cereal_ring": cereal_ring,
    "cereal_flake": cereal_flake, "chip": chip, "chip_ridged": chip_ridged, "nacho": nacho, "fusilli": fusilli, "penne": penne,
    "macaroni": macaroni, "spaghetti": spaghetti, "rice": rice, "oat": oat, "wheat": wheat, "popcorn": popcorn,
    "pretzel": pretzel, "bread": bread, "croissant": croissant,
}
