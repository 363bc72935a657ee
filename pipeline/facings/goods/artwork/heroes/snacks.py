"""Crisps, flakes and other thin things as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.nuts import loose
from facings.goods.artwork.heroes.shapes import join, mix, noise, sphere, step
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


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
        return (
            np.hypot(x, y * 1.25)
            - 0.74
            - 0.07 * np.sin(3 * a + phase[0])
            - 0.05 * np.sin(5 * a + phase[1])
            - 0.03 * np.sin(9 * a)
        ) * 0.8

    def curve(x, y, z):
        return 0.30 * np.sin(1.9 * x + phase[2]) * np.cos(1.7 * y + phase[3]) + 0.09 * noise(x, y, 0 * z, 5, seed, 2)

    def paint(p: Points):
        skin = mix("#e59a22", "#f8c858", step(noise(p.x, p.y, p.z, 4, seed), -0.8, 0.9))
        skin = mix(skin, "#c06c12", 0.65 * step(noise(p.x, p.y, p.z, 7, seed + 1), 0.45, 1.3))
        return mix(skin, "#b5620e", 0.6 * step(outline(p.x, p.y), -0.14, 0.0))

    return Solid(
        _sheet(outline, curve, 0.05),
        paint,
        shine=0.3,
        roughness=0.4,
        bound=0.6,
        glow=0.4,
        turn=turned(rng.uniform(-0.4, 0.4), rng.uniform(-0.5, 0.3), rng.uniform(-3, 3)),
    )


def _chip(variant: int, rng: np.random.Generator, ridges: bool) -> Solid:
    seed = int(rng.integers(1000))
    phase = rng.uniform(0, 6.28, 3)
    bend = rng.uniform(0.24, 0.40)

    def outline(x, y):
        a = np.arctan2(y, x)
        return (
            np.hypot(x * 0.94, y * 1.16) - 0.82 - 0.035 * np.sin(3 * a + phase[0]) - 0.02 * np.sin(7 * a + phase[1])
        ) * 0.85

    def curve(x, y, z):
        wave = 0.05 * np.sin(x * 21) if ridges else 0.03 * noise(x, y, 0 * z, 5, seed, 2)
        return bend * (x * x - 0.75 * y * y) + 0.08 * np.sin(2.4 * y + phase[2]) + wave

    def paint(p: Points):
        skin = mix("#f0bf4a", "#fbdc84", step(noise(p.x, p.y, p.z, 2.5, seed), -0.8, 0.9))
        skin = mix(skin, "#c9812a", 0.75 * step(outline(p.x, p.y) + 0.06 * noise(p.x, p.y, p.z, 5, seed), -0.16, 0.0))
        skin = mix(skin, "#d2953a", 0.6 * step(noise(p.x, p.y, p.z, 9, seed + 1, 2), 0.7, 1.3))
        return mix(skin, "#a85a1c", 0.6 * (noise(p.x, p.y, p.z, 40, seed + 3, 1) > 1.2))

    return Solid(
        _sheet(outline, curve, 0.028),
        paint,
        shine=0.35,
        roughness=0.35,
        bound=0.55,
        glow=0.5,
        turn=turned(rng.uniform(-0.6, 0.6), rng.uniform(-0.7, 0.2), rng.uniform(-3, 3)),
    )


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

    return Solid(
        _sheet(outline, curve, 0.04),
        paint,
        shine=0.2,
        roughness=0.5,
        bound=0.6,
        glow=0.35,
        turn=turned(rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.3), rng.uniform(-3, 3)),
    )


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

    return Solid(
        _sheet(outline, curve, 0.07),
        paint,
        shine=0.1,
        roughness=0.7,
        bound=0.6,
        glow=0.4,
        turn=turned(rng.uniform(-0.7, 0.7), rng.uniform(-0.6, 0.3), rng.uniform(-3, 3)),
    )


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

    return Solid(body, paint, shine=0.12, roughness=0.6, bound=0.7, glow=0.5, turn=loose(rng))


SNACKS = {
    "cereal_flake": cereal_flake,
    "chip": chip,
    "chip_ridged": chip_ridged,
    "nacho": nacho,
    "oat": oat,
    "popcorn": popcorn,
}
