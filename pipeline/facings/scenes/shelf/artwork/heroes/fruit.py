"""Fruit heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.scenes.shelf.artwork.heroes.shapes import (
    arc,
    carve,
    ellipsoid,
    join,
    leaf_outline,
    mix,
    noise,
    rod,
    sphere,
    step,
    studs,
    turn_xy,
    turned_profile,
)
from facings.scenes.shelf.artwork.heroes.tracer import Points, Solid, turned

_LEAF = ("#2f7d24", "#6fb43a")


def _leaf(x, y, z, angle: float, length: float = 0.34, width: float = 0.14):
    """A small leaf growing from the origin at `angle` from the vertical, bent a little towards the viewer."""
    u, v = turn_xy(x, y, -angle)
    v = v - length
    outline = leaf_outline(u, v, length, width)
    away = np.abs(z - 0.1 * np.sin(v * 3) - 0.4 * u * u) - 0.02
    return np.maximum(outline, away) * 0.8


def apple(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.50, 0.66, 0.79, 0.82, 0.80, 0.76, 0.71, 0.64, 0.55]
    base, blush = (("#d8b93a", "#b3121d"), ("#c9c440", "#a80f1c"), ("#9fbe3a", "#86b52c"), ("#d8b93a", "#c01b22"))[variant]

    def flesh(x, y, z):
        around = np.arctan2(x, z)
        return turned_profile(x, y + 0.08, z, radii) + 0.012 * np.cos(5 * around) * step(-y, 0.0, 0.8)

    def stem(x, y, z):
        return np.minimum(rod(x, y, z, (0, 0.3, 0), (0.09, 0.86, 0.04), 0.03, 0.042), _leaf(x - 0.03, y - 0.6, z, 1.0))

    def paint(p: Points):
        streak = noise(p.x * 6 / (0.3 + abs(p.y)), p.y, p.z * 6 / (0.3 + abs(p.y)), 2.0, seed)
        share = step(0.55 * noise(p.x, p.y, p.z, 1.5, seed + 1, 2) + 0.35 * streak + 0.75 - 0.8 * p.y * (p.y > 0.3), -0.2, 0.9)
        skin = mix(base, blush, share)
        skin = mix(skin, "#efe3a0", 0.5 * (noise(p.x, p.y, p.z, 42, seed, 1) > 1.15))
        green = mix(*_LEAF, np.clip(p.y - 0.5, 0, 1) * 2)
        stalk = stem(p.x, p.y, p.z) < 0.012
        wood = (np.hypot(p.x - 0.05, p.z) < 0.09)[:, None]
        return np.where(stalk[:, None], np.where(wood, mix("#5a3a1e", "#7a5226", p.y), green), skin)

    return Solid(lambda x, y, z: np.minimum(flesh(x, y, z), stem(x, y, z)), paint, shine=0.5, roughness=0.25, bound=0.8,
                 turn=turned(rng.uniform(-0.5, 0.5), rng.uniform(0.25, 0.5), rng.uniform(-0.25, 0.25)))


def pear(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.80, 0.74, 0.56, 0.50, 0.55, 0.66, 0.74, 0.76, 0.72]

    def stem(x, y, z):
        return rod(x, y, z, (0, 0.5, 0), (0.08, 0.98, 0), 0.028, 0.04)

    def paint(p: Points):
        skin = mix("#b9c23c", "#d9c84e", step(noise(p.x, p.y, p.z, 1.4, seed), -0.8, 0.8))
        skin = mix(skin, "#c98a3a", 0.6 * step(p.x + 0.5 * noise(p.x, p.y, p.z, 2, seed), 0.2, 0.9))
        skin = mix(skin, "#8a7a2c", 0.55 * (noise(p.x, p.y, p.z, 36, seed, 1) > 1.05))
        return np.where((p.y > 0.68)[:, None] & (np.hypot(p.x, p.z) < 0.12)[:, None], mix("#4d351c", "#6b4a24", p.y), skin)

    return Solid(lambda x, y, z: np.minimum(turned_profile(x, y + 0.18, z, radii) * 0.8, stem(x, y, z)), paint, shine=0.35,
                 bound=0.85, turn=turned(rng.uniform(-0.5, 0.5), 0.2, rng.uniform(-0.35, 0.35)))


def peach(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    half = variant == 3

    def body(x, y, z):
        crease = 0.05 * np.exp(-((x / 0.09) ** 2)) * step(z + 0.5, 0, 0.4)
        d = turned_profile(x, y + 0.05, z, [0.62, 0.72, 0.79, 0.80, 0.78, 0.75, 0.72]) + crease
        return np.minimum(carve(np.maximum(d, z - 0.05), sphere(x, y + 0.05, z - 0.12, 0.24), 0.05) if half else d, 9)

    def leaves(x, y, z):
        return np.minimum(_leaf(x, y - 0.6, z + 0.1, 1.05, 0.3, 0.13), _leaf(x, y - 0.6, z + 0.1, -0.8, 0.24, 0.11))

    def paint(p: Points):
        skin = mix("#f2b04a", "#d2402c", step(noise(p.x, p.y, p.z, 1.6, seed) + 0.5 * p.x, -0.3, 0.9))
        skin = mix(skin, "#ffe0b0", 0.25 * np.clip(1 - abs(p.nz), 0, 1))
        if half:
            r = np.hypot(p.x, p.y + 0.05)
            flesh = mix(mix("#c23a28", "#f5a436", step(r, 0.20, 0.36)), "#f7bf55", step(r, 0.5, 0.75))
            skin = np.where((p.z > -0.14)[:, None] & (r < 0.76)[:, None], flesh, skin)
        return np.where((leaves(p.x, p.y, p.z) < 0.01)[:, None], mix(*_LEAF, p.x + 0.4), skin)

    return Solid(lambda x, y, z: np.minimum(body(x, y, z), leaves(x, y, z)), paint, shine=0.12, roughness=0.8, glow=0.35,
                 bound=0.85, turn=turned(rng.uniform(-0.5, 0.1), 0.3, rng.uniform(-0.2, 0.2)))


def mango(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        return ellipsoid(x + 0.12 * y * y, y, z, 0.62, 0.86, 0.56)

    def paint(p: Points):
        tone = p.y * 0.8 + 0.5 * p.x + 0.3 * noise(p.x, p.y, p.z, 1.7, seed)
        skin = mix(mix("#4f8a2c", "#f4b428", step(tone, -0.9, -0.2)), "#d2352a", step(tone, 0.0, 0.8))
        return mix(skin, "#f7dc8a", 0.4 * (noise(p.x, p.y, p.z, 40, seed, 1) > 1.1))

    return Solid(lambda x, y, z: body(x, y, z), paint, shine=0.4, roughness=0.35, bound=0.85,
                 turn=turned(rng.uniform(-0.6, 0.6), 0.2, rng.uniform(-1.1, -0.4)))


def _citrus(variant: int, rng: np.random.Generator, *, rind: str, shade: str, flesh: str, deep: str, pointed: float,
            leafy: bool = True) -> Solid:
    """Whole fruit (variant 1), halves (0, 3), a slice (2)."""
    seed = int(rng.integers(1000))
    radii = [0.80 + pointed, 0.79 + pointed * 0.25, 0.79, 0.80, 0.79, 0.79 + pointed * 0.25, 0.79 + pointed]

    def whole(x, y, z):
        return turned_profile(x, y, z, radii) - 0.006 * noise(x, y, z, 22, seed, 1)

    def leaf(x, y, z):
        return _leaf(x, y - 0.72, z, 1.15, 0.32, 0.13)

    def skin(p: Points):
        bumps = noise(p.x, p.y, p.z, 26, seed, 1)
        return mix(mix(rind, shade, step(noise(p.x, p.y, p.z, 1.5, seed), -0.2, 1.4) * 0.6), shade, 0.35 * step(bumps, 0.5, 1.3))

    turn = turned(rng.uniform(-0.4, 0.4), rng.uniform(0.3, 0.6), rng.uniform(-0.5, 0.5))
    if variant == 1:
        def paint_whole(p: Points):
            return np.where((leaf(p.x, p.y, p.z) < 0.01)[:, None], mix(*_LEAF, p.x), skin(p))

        return Solid((lambda x, y, z: np.minimum(whole(x, y, z), leaf(x, y, z))) if leafy else whole, paint_whole,
                     shine=0.45, roughness=0.4, bound=0.85, turn=turn)
    thin = variant == 2
    segments = 10 if not thin else 9

    def cut(x, y, z):
        relief = 0.012 * noise(x, y, z, 16, seed + 5, 2)
        d = np.maximum(whole(x, z, y) if not pointed else sphere(x, y, z, 0.80), z - relief)
        return np.maximum(d, -z - 0.16) if thin else d

    def paint_cut(p: Points):
        r = np.hypot(p.x, p.y) / 0.80
        angle = np.arctan2(p.y, p.x) + 0.05 * np.sin(3 * r + seed)
        local = (angle / (2 * np.pi) * segments) % 1 - 0.5
        wall = np.abs(0.5 - np.abs(local)) * 2 * np.pi / segments * r
        grain = np.sin(local * 46 + 3 * np.sin(r * 17 + seed)) * np.sin(r * 30 + 2 * np.sin(local * 21))
        pulp = mix(mix(deep, flesh, step(r, 0.0, 0.75)), "#fff3c8", 0.22 * step(grain, 0.1, 1.0))
        pulp = mix(pulp, deep, 0.45 * step(-grain, 0.2, 1.0))
        pith = mix("#fff6dc", flesh, 0.18)
        edge = np.maximum(step(-wall, -0.035, -0.012), np.maximum(step(r, 0.855, 0.88), step(-r, -0.11, -0.07)))
        face = mix(mix(pulp, pith, edge), rind, step(r, 0.935, 0.955))
        return np.where((p.z > -0.03)[:, None], face, skin(p))

    yaw = rng.uniform(0.15, 0.55) * (1 if rng.random() < 0.5 else -1)
    return Solid(cut, paint_cut, shine=0.32, roughness=0.3, glow=0.4, bound=0.85,
                 turn=turned(yaw, -rng.uniform(0.1, 0.35), rng.uniform(0, 3)) if not thin else
                 turned(yaw * 0.8, rng.uniform(-0.3, 0.1), rng.uniform(0, 3)))


def orange(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#f58a14", shade="#e0660a", flesh="#ffa51f", deep="#f47d0c", pointed=0.0)


def lemon(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#f7d21c", shade="#e0b010", flesh="#fbe36a", deep="#eec62c", pointed=0.13)


def lime(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#5fa81e", shade="#3d8414", flesh="#bfdd6a", deep="#8fc23a", pointed=0.09)


def berry_blue(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        around = np.arctan2(x, z)
        crown = 0.30 + 0.07 * np.cos(5 * around)
        ridge = np.abs(np.hypot(x, z) - crown) - 0.035
        lip = np.maximum(ridge, np.abs(y - 0.70) - 0.09) - 0.02
        return join(carve(ellipsoid(x, y, z, 0.84, 0.76, 0.84), sphere(x, y - 0.86, z, 0.26), 0.06), lip * 0.6, 0.05)

    def paint(p: Points):
        bloom = step(noise(p.x, p.y, p.z, 3, seed) + 0.4 * p.ny, -0.6, 1.2)
        skin = mix("#1d2450", "#5a70ac", 0.85 * bloom)
        return mix(skin, "#12142e", step(p.y, 0.62, 0.74) * step(-np.hypot(p.x, p.z), -0.33, -0.2))

    return Solid(body, paint, shine=0.28, roughness=0.55, bound=0.8,
                 turn=turned(rng.uniform(-3, 3), rng.uniform(0.3, 1.0), rng.uniform(-0.8, 0.8)))


def cherry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    places = ((-0.44, -0.42, 0.0), (0.42, -0.50, 0.1))

    def fruit(x, y, z):
        d = np.full_like(x, 9)
        for cx, cy, cz in places:
            d = np.minimum(d, turned_profile(x - cx, y - cy, z - cz, [0.30, 0.40, 0.455, 0.45, 0.44, 0.43]))
        return d

    def stalks(x, y, z):
        d = _leaf(x - 0.12, y - 0.80, z, 1.75, 0.3, 0.13)
        for (cx, cy, cz), mid in zip(places, (-0.30, 0.36), strict=True):
            d = np.minimum(d, rod(x, y, z, (cx, cy + 0.3, cz), (mid, 0.3, cz), 0.022))
            d = np.minimum(d, rod(x, y, z, (mid, 0.3, cz), (0.10, 0.84, 0), 0.022, 0.04))
        return d

    def paint(p: Points):
        skin = mix("#8a0716", "#c8152a", step(noise(p.x, p.y, p.z, 2.4, seed), -0.8, 0.8))
        return np.where((stalks(p.x, p.y, p.z) < 0.01)[:, None], mix("#55812c", "#7ca83c", p.y), skin)

    return Solid(lambda x, y, z: np.minimum(fruit(x, y, z), stalks(x, y, z)), paint, shine=0.75, roughness=0.12, bound=0.8,
                 turn=turned(rng.uniform(-0.4, 0.4), 0.15, rng.uniform(-0.3, 0.3)))


def grape(variant: int, rng: np.random.Generator) -> Solid:
    green = variant % 2 == 1
    centres = []
    for row, count in enumerate((3, 5, 5, 4, 3, 2, 1)):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * row) / count + rng.uniform(-0.2, 0.2)
            reach = 0.14 * count * 0.55 if count > 1 else 0
            centres.append((reach * 1.25 * np.sin(angle), 0.52 - 0.225 * row + rng.uniform(-0.03, 0.03), reach * 0.9 * np.cos(angle)))

    def fruit(x, y, z):
        d = np.full_like(x, 9)
        for cx, cy, cz in centres:
            d = np.minimum(d, (x - cx) ** 2 + ((y - cy) * 0.92) ** 2 + (z - cz) ** 2)
        return np.sqrt(d) - 0.205

    def stalk(x, y, z):
        return np.minimum(rod(x, y, z, (0, 0.5, 0), (0.06, 0.96, 0), 0.035), _leaf(x, y - 0.72, z + 0.05, 1.2, 0.30, 0.17))

    def paint(p: Points):
        low, high = (("#8fae35", "#d3e07a") if green else ("#3a1038", "#7c2a5c"))
        skin = mix(low, high, step(p.ny * 0.5 + 0.5 * noise(p.x, p.y, p.z, 4, 3), -0.4, 1.0))
        return np.where((stalk(p.x, p.y, p.z) < 0.01)[:, None], mix("#6a7d2e", "#4d8a2a", abs(p.x) * 2), skin)

    return Solid(lambda x, y, z: np.minimum(fruit(x, y, z), stalk(x, y, z)), paint, shine=0.5, roughness=0.22, glow=0.45,
                 turn=turned(rng.uniform(-3, 3), 0.1, rng.uniform(-0.25, 0.25)))


def _calyx(x, y, z, top: float, reach: float, points: int = 6):
    """Green sepals lying on the top of a fruit, with a stub of stalk."""
    around = np.arctan2(x, z)
    r = np.hypot(x, z)
    outline = r - reach * (0.52 + 0.48 * np.cos(points * around))
    surface = np.abs(y - top + 0.55 * r * r - 0.12 * r) - 0.025
    return np.minimum(np.maximum(outline * 0.45, surface * 0.8), rod(x, y, z, (0, top - 0.05, 0), (0.06, top + 0.22, 0.02), 0.04))


def strawberry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    radii = [0.56, 0.66, 0.72, 0.70, 0.66, 0.66, 0.70, 0.76, 0.80]

    def seeds(x, y, z):
        u, v, _ = studs(x, y - 0.02, z, 13, 21)
        return np.hypot(u * 1.5, v * 0.85)

    def fruit(x, y, z):
        return turned_profile(x, y - 0.02, z, radii) + 0.03 * np.exp(-((seeds(x, y, z) / 0.24) ** 2))

    def green(x, y, z):
        return _calyx(x, y, z, 0.60, 0.62, 7)

    def paint(p: Points):
        skin = mix("#b40f1c", "#df2a2a", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.8))
        skin = mix(skin, "#f3c9a0", 0.6 * step(p.y, 0.42, 0.62))
        skin = mix(skin, "#f0d06a", step(-seeds(p.x, p.y, p.z), -0.17, -0.11))
        return np.where((green(p.x, p.y, p.z) < 0.012)[:, None], mix("#2f7a22", "#7fbf45", np.hypot(p.x, p.z)), skin)

    return Solid(lambda x, y, z: np.minimum(fruit(x, y, z), green(x, y, z)), paint, shine=0.5, roughness=0.22, bound=0.7,
                 turn=turned(rng.uniform(-3, 3), rng.uniform(0.15, 0.45), rng.uniform(-0.7, 0.7)))


def raspberry(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def cells(x, y, z):
        u, v, row = studs(x, y, z, 10, 17)
        return np.minimum(np.hypot(u, v), 0.62), row

    def fruit(x, y, z):
        c, _ = cells(x, y, z)
        d = turned_profile(x, y, z, [0.62, 0.64, 0.64, 0.60, 0.64, 0.72, 0.76])
        return carve(d - 0.13 * np.sqrt(np.maximum(0.42 - c * c, 0)), ellipsoid(x, y - 0.78, z, 0.30, 0.34, 0.30), 0.06)

    def paint(p: Points):
        c, row = cells(p.x, p.y, p.z)
        skin = mix("#c2183c", "#e8566e", step(0.3 - c, -0.3, 0.4) + 0.25 * noise(p.x, p.y, p.z, 3, seed))
        return mix(skin, "#5e0820", step(c, 0.36, 0.62))

    return Solid(fruit, paint, shine=0.45, roughness=0.25, glow=0.4, bound=0.6,
                 turn=turned(rng.uniform(-3, 3), rng.uniform(-0.2, 0.75), rng.uniform(-0.9, 0.9)))


def banana(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    count = 2 + variant % 2

    def one(x, y, z, lean):
        u, v = turn_xy(x, y, lean)
        away, t = arc(u, v - 0.66, z, 0.98, 0.86)
        radius = 0.215 * np.sqrt(np.clip(1.06 - np.abs(t) ** 3.2, 0.03, 1)) + 0.012 * np.cos(5 * np.arctan2(v - 0.66, z))
        return away - radius, t

    def all_of(x, y, z):
        d, t = np.full_like(x, 9), np.zeros_like(x)
        for k in range(count):
            one_d, one_t = one(x - 0.02 * k, y + 0.17 * k - 0.1, z - 0.16 * k, -0.10 + 0.10 * k)
            t = np.where(one_d < d, one_t, t)
            d = np.minimum(d, one_d)
        return d, t

    def paint(p: Points):
        _, t = all_of(p.x, p.y, p.z)
        skin = mix("#f7d231", "#e8b51a", step(noise(p.x, p.y, p.z, 2, seed), 0, 1.2))
        skin = mix(skin, "#b9c03a", 0.7 * step(np.abs(t), 0.72, 0.95))
        skin = mix(skin, "#4c3618", step(np.abs(t), 0.955, 0.99))
        return mix(skin, "#7d5518", 0.7 * (noise(p.x, p.y, p.z, 11, seed, 2) > 1.35))

    return Solid(lambda x, y, z: all_of(x, y, z)[0], paint, shine=0.25, roughness=0.5, bound=0.75,
                 turn=turned(rng.uniform(-0.3, 0.3), 0.15, rng.uniform(-0.4, 0.4)))


def pineapple(variant: int, rng: np.random.Generator) -> Solid:
    blades = [(rng.uniform(-0.42, 0.42) * (0.4 + k / 16), 0.93 - 0.02 * k, rng.uniform(-0.3, 0.3)) for k in range(16)]

    def eyes(x, y, z):
        around = np.arctan2(x, z) * 13 / (2 * np.pi)
        rise = (y + 0.4) * 5.2
        u, v = around + rise, around - rise
        return np.abs((u % 1) - 0.5), np.abs((v % 1) - 0.5)

    def fruit(x, y, z):
        u, v = eyes(x, y, z)
        relief = 0.045 * np.sqrt(np.clip(1 - 2 * np.maximum(u, v), 0, 1))
        return ellipsoid(x, y + 0.36, z, 0.43, 0.58, 0.43) - relief

    def crown(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz in blades:
            d = np.minimum(d, rod(x, y, z, (bx * 0.25, 0.12, bz * 0.3), (bx * 1.2, by, bz), 0.065, 0.008))
        return d

    def paint(p: Points):
        u, v = eyes(p.x, p.y, p.z)
        skin = mix("#d99a26", "#a8761c", step(p.y, -0.6, 0.1))
        skin = mix(skin, "#6d4a14", step(np.maximum(u, v), 0.36, 0.5))
        skin = mix(skin, "#f0d27a", step(-np.maximum(u, v), -0.13, -0.05))
        return np.where((crown(p.x, p.y, p.z) < 0.012)[:, None], mix("#2c6a34", "#7fae5a", step(p.y, 0.1, 0.9)), skin)

    return Solid(lambda x, y, z: np.minimum(fruit(x, y, z), crown(x, y, z)), paint, shine=0.2, roughness=0.5, bound=0.65,
                 turn=turned(rng.uniform(-0.3, 0.3), 0.12, rng.uniform(-0.25, 0.25)))


FRUIT = {
    "apple": apple, "banana": banana, "berry_blue": berry_blue, "cherry": cherry, "grape": grape, "lemon": lemon,
    "lime": lime, "mango": mango, "orange": orange, "peach": peach, "pear": pear, "pineapple": pineapple,
    "raspberry": raspberry, "strawberry": strawberry,
}
