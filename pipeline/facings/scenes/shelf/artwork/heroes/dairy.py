"""Dairy, meat, fish and drink heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.scenes.shelf.artwork.heroes.shapes import (
    box,
    carve,
    colour,
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
from facings.scenes.shelf.artwork.heroes.tracer import Points, Solid, turned


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
        return np.where((plate(p.x, p.y, p.z) < 0.012)[:, None], mix("#eef2f6", "#8fb0d0", step(np.hypot(p.x, p.z * 1.35), 0.88, 0.90)), fat)

    return Solid(lambda x, y, z: np.minimum(block(x, y, z), plate(x, y, z)), paint, shine=0.35, roughness=0.3, glow=0.5, bound=0.8,
                 turn=turned((-0.5, 0.45, -0.35, 0.5)[variant], 0.5, 0))


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

    return Solid(body, paint, shine=0.3, roughness=0.4, glow=0.45, bound=0.8, turn=turned((-0.45, -0.7, -0.3, -0.55)[variant], 0.45, 0))


def egg(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))
    shell = ("#d9a070", "#e8c09a", "#c98d5c", "#f2e2cf")[variant]

    def paint(p: Points):
        skin = mix(shell, "#fff1dd", 0.25 * step(noise(p.x, p.y, p.z, 2, seed), -0.5, 1))
        return mix(skin, "#8f5a34", 0.45 * (noise(p.x, p.y, p.z, 34, seed, 1) > 1.15))

    return Solid(lambda x, y, z: turned_profile(x, y, z, [0.90, 0.82, 0.71, 0.65, 0.64, 0.66, 0.70, 0.73, 0.74]), paint, shine=0.25,
                 roughness=0.5, glow=0.4, turn=turned(0, rng.uniform(-0.2, 0.4), rng.uniform(-0.5, 0.5)))


def fish(variant: int, rng: np.random.Generator) -> Solid:
    """A whole fish from its side."""
    def trunk(x, y, z):
        bend = y - 0.05 * np.sin(x * 2.4)
        return ellipsoid(x + 0.10, bend, z, 0.76, 0.27, 0.15), bend

    def fins(x, y, z):
        tail = np.maximum(np.abs(y - 0.03) - (0.07 + 0.95 * (x - 0.55)), np.maximum(0.52 - x, x - 0.92 + 0.20 * np.cos((y - 0.03) * 4.5)))
        back = np.maximum((y - 0.42 + 0.7 * np.abs(x + 0.05) ** 2 + 0.25 * x), np.maximum(0.15 - y, np.abs(x + 0.05) - 0.40))
        belly = np.maximum(-(y + 0.40) + 0.8 * np.abs(x - 0.08), y + 0.16)
        side = np.maximum(np.hypot((x + 0.22) * 1.0, (y + 0.06) * 2.0) - 0.17, 0 * x - 1)
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
        skin = mix(skin, "#f2b9a0", 0.35 * np.exp(-((bend + 0.02) / 0.05) ** 2))
        skin = mix(skin, "#24485e", 0.30 * step(scale, 0.34, 0.5) * (p.x > -0.36))
        eye = np.hypot(p.x + 0.62, bend - 0.05)
        skin = mix(mix(skin, "#f4ecd4", step(-eye, -0.075, -0.06)), "#14181c", step(-eye, -0.05, -0.04))
        finned = fins(p.x, p.y, p.z) < 0.01
        rays = np.sin(np.where(p.x > 0.5, np.arctan2(p.y - 0.03, p.x - 0.3) * 50, p.x * 70)) * 0.5 + 0.5
        return np.where(finned[:, None], mix("#5d869c", "#a9c2cc", rays), skin)

    return Solid(lambda x, y, z: np.minimum(body(x, y, z), fins(x, y, z)), paint, shine=0.6, roughness=0.2, bound=0.7,
                 turn=turned(rng.uniform(-0.15, 0.15), 0.1, (0.15, -0.2, 0.3, -0.1)[variant]))


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

    return Solid(lambda x, y, z: all_of(x, y, z)[0], paint, shine=0.4, roughness=0.3, glow=0.5, bound=0.75, turn=turned(rng.uniform(-0.3, 0.3), -0.35, 0))


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

    return Solid(body, paint, shine=0.9, roughness=0.08, glow=0.8, bound=0.85, alpha=lambda facing: 0.66 + 0.34 * (1 - facing),
                 turn=turned(rng.uniform(0.4, 0.9), rng.uniform(0.3, 0.6), rng.uniform(-0.3, 0.3)))


def milk_splash(variant: int, rng: np.random.Generator) -> Solid:
    """A crown thrown up by a drop, its rim breaking into beads."""
    jets = [(2 * np.pi * k / 11 + rng.uniform(-0.12, 0.12), rng.uniform(0.30, 0.62), rng.uniform(0.06, 0.085)) for k in range(11)]
    beads = [(rng.uniform(-0.7, 0.7), rng.uniform(0.45, 0.92), rng.uniform(-0.4, 0.5), rng.uniform(0.03, 0.07)) for _ in range(8)]

    def body(x, y, z):
        r = np.hypot(x, z)
        t = np.clip((y + 0.50) / 0.62, 0, 1)
        wall = np.maximum(np.abs(r - (0.36 + 0.24 * t * t)) - (0.085 - 0.04 * t), np.maximum(-0.52 - y, y - 0.10))
        a = np.arctan2(x, z)
        wall = wall * 0.8 + 0.0 * a
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

    return Solid(body, paint, shine=1.0, roughness=0.07, glow=0.8, bound=0.85, turn=turned(0, 0.1, rng.uniform(-0.12, 0.12)))


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
        lemon = mix(mix("#f9e27a", "#fff6d0", np.maximum(step(-segment, -0.05, -0.02), step(r, 0.80, 0.84))), "#f2c81a", step(r, 0.9, 0.93))
        stripes = mix("#d31f26", "#ffffff", step(np.sin(p.y * 30 + p.x * 8), -0.1, 0.1))
        frost = mix("#a9c8da", "#f6fbff", step(np.sort(np.abs(np.stack([p.nx, p.ny, p.nz])), axis=0)[2], 0.95, 0.75))
        out = np.where((ice(p.x, p.y, p.z) < 0.012)[:, None], frost, drink)
        out = np.where((slice_(p.x, p.y, p.z) < 0.012)[:, None], lemon, out)
        return np.where((straw(p.x, p.y, p.z) < 0.012)[:, None], stripes, out) + 0 * colour("#000000")

    return Solid(whole, paint, shine=0.85, roughness=0.10, glow=0.3, bound=0.85, turn=turned(rng.uniform(-0.1, 0.1), 0.22, 0))


DAIRY = {
    "butter": butter, "cheese": cheese, "egg": egg, "fish": fish, "ham": ham, "ice_cube": ice_cube, "milk_splash": milk_splash,
    "water_drop": water_drop, "yoghurt_swirl": yoghurt_swirl, "cola_glass": cola_glass,
}
