"""Household, care and pet heroes as solids: emblems rather than food. `(variant, rng) -> Solid`."""

import numpy as np

from facings.scenes.shelf.artwork.heroes.shapes import (
    box,
    ellipsoid,
    join,
    leaf_outline,
    mix,
    noise,
    rod,
    sphere,
    step,
    turn_xy,
)
from facings.scenes.shelf.artwork.heroes.tracer import Points, Solid, turned


def bubbles(variant: int, rng: np.random.Generator) -> Solid:
    """Soap bubbles: nearly clear, a bright rim, colours of a thin film, a window's reflection."""
    balls = [(-0.24, -0.16, 0.0, 0.56), (0.50, 0.30, 0.1, 0.36), (0.44, -0.56, 0.2, 0.27), (-0.42, 0.62, 0.1, 0.22), (0.14, 0.70, 0.0, 0.13),
             (0.82, -0.16, 0.0, 0.14), (-0.84, 0.26, 0.0, 0.12), (-0.66, -0.74, 0.1, 0.17), (0.02, -0.86, 0.0, 0.10)]
    if variant % 2:
        balls = [(-x, y, z, r) for x, y, z, r in balls]

    def body(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz, r in balls:
            d = np.minimum(d, sphere(x - bx, y - by, z - bz, r))
        return d

    def paint(p: Points):
        # Interference: hue runs with the film's thickness, which grows downwards and towards the rim.
        film = 7.5 * (1 - p.nz) + 1.5 * p.ny + 0.5 * noise(p.x, p.y, p.z, 2, 5)
        hue = np.stack([np.cos(film), np.cos(film - 2.1), np.cos(film + 2.1)], -1) * 0.5 + 0.5
        base = 0.62 + 0.38 * hue
        window = step(-np.maximum(np.abs(p.nx + 0.42) * 3.4, np.abs(p.ny - 0.42) * 3.4), -0.62, -0.5)
        bars = np.minimum(np.abs(p.nx + 0.42), np.abs(p.ny - 0.42)) > 0.022
        low = step(-np.hypot(p.nx - 0.45, (p.ny + 0.50) * 1.4), -0.20, -0.10)
        return mix(base.astype(np.float32), "#ffffff", np.maximum(window * bars, 0.7 * low))

    return Solid(body, paint, shine=0.8, roughness=0.06, glow=1.0, alpha=lambda facing: np.clip(0.30 + 0.75 * (1 - facing) ** 1.7, 0, 1))


def cotton(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def boll(x, y, z):
        d = np.full_like(x, 9)
        for k in range(5):
            a = k * 2 * np.pi / 5 + 0.3
            d = join(d, ellipsoid(x - 0.32 * np.sin(a), y - 0.16, z - 0.32 * np.cos(a), 0.36, 0.46, 0.36), 0.04)
        return d + 0.035 * noise(x, y, z, 7, seed, 3)

    def husk(x, y, z):
        d = rod(x, y, z, (0.06, -0.96, 0), (0, -0.3, 0), 0.045)
        for k in range(5):
            a = k * 2 * np.pi / 5 + 0.95
            sx, sz = np.sin(a), np.cos(a)
            d = np.minimum(d, rod(x, y, z, (0.05 * sx, -0.38, 0.05 * sz), (0.58 * sx, 0.0, 0.58 * sz), 0.13, 0.02))
        return d

    def paint(p: Points):
        wool = mix("#ffffff", "#e9e4da", 0.5 * step(noise(p.x, p.y, p.z, 7, seed), -0.2, 1.3))
        return np.where((husk(p.x, p.y, p.z) < boll(p.x, p.y, p.z))[:, None], mix("#6b4526", "#a97b48", p.nz), wool)

    return Solid(lambda x, y, z: np.minimum(boll(x, y, z), husk(x, y, z)), paint, shine=0.05, roughness=0.9, bound=0.75, glow=0.6,
                 turn=turned(rng.uniform(-1, 1), 0.25, rng.uniform(-0.4, 0.4)))


def feather(variant: int, rng: np.random.Generator) -> Solid:
    def place(x, y):
        bend = x - 0.22 * np.sin((y + 0.9) * 1.1) + 0.12
        return bend, y

    def vane(x, y, z):
        u, v = place(x, y)
        barb = 0.020 * np.sin((v * 1.0 - np.abs(u) * 1.3) * 55) + 0.05 * step(np.sin(v * 9 + np.sign(u) * 1.5), 0.90, 1.0)
        outline = leaf_outline(u, v - 0.16, 0.80, 0.27 + 0.04 * np.sign(u)) + barb
        lift = 0.30 * np.abs(u) - 0.012 * np.sin((v - np.abs(u) * 1.3) * 55)
        return np.maximum(outline, np.abs(z - lift) - 0.016) * 0.7

    def quill(x, y, z):
        u, v = place(x, y)
        return np.maximum(np.hypot(u, z - 0.01) - (0.030 - 0.016 * v), np.abs(v + 0.06) - 0.90)

    def paint(p: Points):
        u, v = place(p.x, p.y)
        down = mix("#ffffff", "#c9d9ea", 0.6 * step(np.sin((v - np.abs(u) * 1.3) * 55), 0.0, 1.0) + 0.3 * step(np.abs(u), 0.1, 0.3))
        return np.where((quill(p.x, p.y, p.z) < 0.01)[:, None], mix("#e9e4d8", "#c9bfa8", 0.4 + 0 * u), down)

    return Solid(lambda x, y, z: np.minimum(vane(x, y, z), quill(x, y, z)), paint, shine=0.1, roughness=0.6, glow=0.6, bound=0.6,
                 turn=turned(rng.uniform(-0.3, 0.3), -0.2, (-0.7, 0.7, -0.4, 0.5)[variant]))


def flower(variant: int, rng: np.random.Generator) -> Solid:
    petals, low, high, heart = ((13, "#ffffff", "#e3e6f2", "#f4b81c"), (5, "#f29ab8", "#fbd0dd", "#f6d04a"), (8, "#f6c21c", "#fde06a", "#a8641c"),
                                (5, "#b79be0", "#e2d2f6", "#f6d04a"))[variant]

    def petal(x, y, z):
        a = np.arctan2(y, x)
        sector = 2 * np.pi / petals
        local = np.mod(a + sector / 2, sector) - sector / 2
        r = np.hypot(x, y)
        u, v = r * np.sin(local), r * np.cos(local)
        wide = 0.36 * min(1.0, 4.2 / petals) + 0.02
        return np.maximum(leaf_outline(u, v - 0.52, 0.44, wide), np.abs(z - 0.16 * r * r * 1.4 + 0.6 * u * u) - 0.025) * 0.7, u

    def centre(x, y, z):
        return ellipsoid(x, y, z - 0.06, 0.23, 0.23, 0.14) + 0.012 * np.sin(x * 60) * np.sin(y * 60)

    def paint(p: Points):
        _, u = petal(p.x, p.y, p.z)
        leaf = mix(mix(low, high, step(np.hypot(p.x, p.y), 0.2, 0.9)), low, 0.5 * step(np.cos(u * 60), 0.6, 1))
        dots = mix(heart, "#8a5410", 0.5 * step(np.sin(p.x * 60) * np.sin(p.y * 60), 0.2, 0.8))
        return np.where((centre(p.x, p.y, p.z) < 0.012)[:, None], dots, leaf)

    return Solid(lambda x, y, z: np.minimum(petal(x, y, z)[0], centre(x, y, z)), paint, shine=0.12, roughness=0.5, glow=0.55, bound=0.7,
                 turn=turned(rng.uniform(-0.4, 0.4), rng.uniform(-0.5, 0.1), rng.uniform(-3, 3)))


def lavender(variant: int, rng: np.random.Generator) -> Solid:
    stems = ((-0.34, 0.26), (0.02, -0.04), (0.36, -0.30))
    buds = []
    for k, (x, lean) in enumerate(stems):
        for row in range(7):
            for side in range(4):
                a = side * np.pi / 2 + row * 0.7
                y = 0.88 - 0.115 * row - 0.10 * abs(k - 1)
                r = 0.05 + 0.05 * np.sin(np.pi * (row + 1) / 8.5)
                buds.append((x * (0.45 + 0.55 * y) + r * np.cos(a), y, r * np.sin(a), 0.062))

    def blooms(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz, r in buds:
            d = np.minimum(d, (x - bx) ** 2 + ((y - by) * 0.72) ** 2 + (z - bz) ** 2)
        return np.sqrt(d) - 0.062

    def stalks(x, y, z):
        d = np.full_like(x, 9)
        for sx, _ in stems:
            d = np.minimum(d, rod(x, y, z, (sx * 0.04, -0.95, 0), (sx * 0.94, 0.85, 0), 0.022))
        return d

    def paint(p: Points):
        bloom = mix("#5b3f96", "#a98adf", step(p.ny + 0.4 * np.sin(p.x * 40) * np.sin(p.y * 34), -0.8, 1.0))
        return np.where((stalks(p.x, p.y, p.z) < blooms(p.x, p.y, p.z))[:, None], mix("#5f7f44", "#8fae68", p.nz), bloom)

    return Solid(lambda x, y, z: np.minimum(blooms(x, y, z), stalks(x, y, z)), paint, shine=0.1, roughness=0.6, glow=0.45, bound=0.75,
                 turn=turned(rng.uniform(-0.4, 0.4), 0.1, rng.uniform(-0.25, 0.25)))


def paw(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#6b3a1e", "#a9683a"), ("#3a3a40", "#6e6e78"), ("#c4641c", "#f09a4a"), ("#6b3a1e", "#a9683a"))[variant]

    def body(x, y, z):
        pad = join(ellipsoid(x, y + 0.34, z, 0.48, 0.36, 0.22), ellipsoid(np.abs(x) - 0.26, y + 0.48, z, 0.26, 0.22, 0.2), 0.12)
        for px, py, lean, tall in ((0.24, 0.40, -0.12, 0.27), (0.64, 0.08, -0.40, 0.25)):
            u, v = turn_xy(np.abs(x) - px, y - py, lean)
            pad = np.minimum(pad, ellipsoid(u, v, z, 0.185, tall, 0.18))
        return pad

    return Solid(body, lambda p: mix(low, high, step(p.ny, -0.8, 1)), shine=0.55, roughness=0.25, glow=0.35, bound=0.85,
                 turn=turned(0.1, -0.15, rng.uniform(-0.2, 0.2)))


def shirt(variant: int, rng: np.random.Generator) -> Solid:
    """A folded-out T-shirt, soft at its edges."""
    tint = ("#ffffff", "#9fd0f4", "#ffffff", "#ffc9d6")[variant]
    seed = int(rng.integers(1000))

    def outline(x, y):
        ax = np.abs(x)
        trunk = box(x, y + 0.16, 0 * x, 0.44 + 0.02 * np.cos(y * 3), 0.66, 1, 0.06)
        u, v = turn_xy(ax - 0.62, y - 0.26, -0.78)
        sleeve = box(u, v, 0 * x, 0.21, 0.34, 1, 0.05)
        neck = np.hypot(x, (y - 0.56) * 1.15) - 0.20
        shoulders = np.maximum(y - 0.52 + 0.22 * ax, -9)
        return np.maximum(np.maximum(np.minimum(trunk, sleeve), -neck), shoulders), neck

    def body(x, y, z):
        edge, _ = outline(x, y)
        folds = 0.05 * noise(x, y * 0.45, 0 * x, 3.6, seed, 2) + 0.03 * np.sin(x * 9 + 2 * np.sin(y * 3)) * step(-y, -0.2, 0.7)
        swell = 0.15 * np.sqrt(np.clip(-edge / 0.30, 0, 1))
        return np.maximum(edge, np.abs(z) - swell - folds - 0.03) * 0.6

    def paint(p: Points):
        edge, neck = outline(p.x, p.y)
        seam = np.maximum(step(-np.abs(neck - 0.055), -0.012, -0.004), step(-np.abs(p.y + 0.74), -0.010, -0.003))
        return mix(mix(tint, "#e4eef8", 0.3 * step(noise(p.x, p.y, p.z, 3, seed), 0, 1)), "#8fa8c4", 0.7 * seam)

    return Solid(body, paint, shine=0.06, roughness=0.9, glow=0.45, bound=0.8, turn=turned(rng.uniform(-0.2, 0.2), -0.05, rng.uniform(-0.12, 0.12)))


def sparkle(variant: int, rng: np.random.Generator) -> Solid:
    stars = [(-0.12, -0.12, 0.80), (0.58, 0.58, 0.42), (-0.62, 0.66, 0.28), (0.62, -0.62, 0.26)]
    if variant % 2:
        stars = [(-x, y, r) for x, y, r in stars]

    def body(x, y, z):
        d = np.full_like(x, 9)
        for sx, sy, r in stars:
            u, v = np.abs(x - sx) / r, np.abs(y - sy) / r
            outline = ((u**0.5 + v**0.5) ** 2 - 1) * r * 0.28
            d = np.minimum(d, np.maximum(outline, np.abs(z) - 0.30 * r * np.clip(-outline / (r * 0.28), 0, 1)) * 0.6)
        return d

    return Solid(body, lambda p: mix("#8fd4f6", "#ffffff", step(p.ny - p.nx, -0.8, 0.8)), shine=0.8, roughness=0.15, glow=0.9, bound=0.5)


def toothbrush(variant: int, rng: np.random.Generator) -> Solid:
    tint = ("#1f7fd0", "#e0357a", "#2fa866", "#f08a1c")[variant]

    def handle(x, y, z):
        d = rod(x, y, z, (-0.92, -0.02, 0), (-0.30, 0.03, 0), 0.115, 0.10)
        d = join(d, rod(x, y, z, (-0.30, 0.03, 0), (0.34, 0.0, 0), 0.09, 0.05), 0.10)
        return join(d, box(x - 0.66, y, z, 0.28, 0.055, 0.13, 0.05), 0.06)

    def bristles(x, y, z):
        u, w = x / 0.085, z / 0.085
        du, dw = (u - np.clip(np.round(u), 5, 10)) * 0.085, (w - np.clip(np.round(w), -1, 1)) * 0.085
        top = 0.30 + 0.03 * np.cos(np.round(u) * 2.1)
        return np.maximum(np.hypot(du, dw) - 0.040, np.maximum(0.03 - y, y - top))

    def paste(x, y, z):
        wave = 0.02 * np.sin(x * 22)
        d = rod(x, y, z, (0.46, 0.38 + 0 * 1, 0), (0.82, 0.37, 0), 0.115)
        return join(d - wave, rod(x, y, z, (0.46, 0.42, 0), (0.36, 0.56, 0), 0.07, 0.015), 0.08)

    def paint(p: Points):
        grip = mix(tint, "#ffffff", step(np.sin(p.x * 1.0 + 1.9), 0.99, 1.2) + 0.85 * step(p.x, -0.28, -0.22))
        tuft = mix("#ffffff", tint, step(np.cos(np.round(p.x / 0.085) * np.pi), 0, 0.5) * 0.7)
        gel = mix("#ffffff", mix("#38b6e8", "#e83a4a", (np.sin(np.arctan2(p.z, p.y - 0.38) * 1.0 + 0.4) > 0).astype(np.float32)), step(np.sin(np.arctan2(p.z, p.y - 0.38) * 5), 0.25, 0.4))
        out = np.where((bristles(p.x, p.y, p.z) < 0.012)[:, None], tuft, grip)
        return np.where((paste(p.x, p.y, p.z) < 0.012)[:, None], gel, out)

    return Solid(lambda x, y, z: np.minimum(np.minimum(handle(x, y, z), bristles(x, y, z)), paste(x, y, z)), paint, shine=0.7, roughness=0.14,
                 glow=0.4, bound=0.75, turn=turned(0.35, 0.35, 0.42))


def wave(variant: int, rng: np.random.Generator) -> Solid:
    """A curling breaker with foam along its crest."""
    def line(x, y, z):
        # A spiral in the x-y plane: the radius shrinks along the curl.
        a = np.arctan2(y + 0.02, x - 0.10)
        r = np.hypot(x - 0.10, y + 0.02)
        return a, r

    def water(x, y, z):
        a, r = line(x, y, z)
        turn = np.mod(a + 2.6, 2 * np.pi)
        radius = 0.74 - 0.060 * turn
        thick = 0.22 - 0.030 * turn
        curl = np.maximum(np.abs(r - radius) - np.maximum(thick, 0.02), np.maximum(turn - 5.4, -9))
        base = box(x - 0.02, y + 0.74, 0 * x, 0.95, 0.13 + 0.05 * np.sin(x * 6), 1, 0.10)
        return np.maximum(join(curl * 0.8, base, 0.16), np.abs(z) - 0.22 - 0.03 * np.sin(r * 30)) * 0.8

    beads = [(rng.uniform(-0.75, 0.85), rng.uniform(0.45, 0.92), rng.uniform(-0.1, 0.2), rng.uniform(0.025, 0.07)) for _ in range(12)]

    def drops(x, y, z):
        d = np.full_like(x, 9)
        for bx, by, bz, r in beads:
            d = np.minimum(d, sphere(x - bx, y - by, z - bz, r))
        return d

    def paint(p: Points):
        a, r = line(p.x, p.y, p.z)
        turn = np.mod(a + 2.6, 2 * np.pi)
        radius = 0.74 - 0.060 * turn
        streak = np.sin((r - radius) * 60 + 0.6 * noise(p.x, p.y, p.z, 3, 2))
        sea = mix(mix("#0d5fae", "#35a8e0", step(p.y, -0.8, 0.7)), "#a8e2f8", 0.6 * step(streak, 0.35, 0.9))
        foam = step(r - radius, 0.05, 0.12) + step(turn, 4.4, 5.2) + step(noise(p.x, p.y, p.z, 9, 4, 2), 1.0, 1.3)
        return mix(sea, "#ffffff", np.clip(foam, 0, 1))

    return Solid(lambda x, y, z: np.minimum(water(x, y, z), drops(x, y, z)), paint, shine=0.7, roughness=0.14, glow=0.6, bound=0.7,
                 turn=turned(rng.uniform(-0.15, 0.15), 0.18, 0))


def dish(variant: int, rng: np.random.Generator) -> Solid:
    """A stack of plates, a shining one standing behind it."""
    band = ("#2f6fb8", "#c43a4a", "#2f8f6a", "#d98a1c")[variant]

    def standing(x, y, z):
        r = np.hypot(x, y - 0.12)
        return np.maximum(np.abs(z + 0.30 - 0.10 * step(r, 0.42, 0.62)) - 0.03, r - 0.80) * 0.85

    def stack(x, y, z):
        d = np.full_like(x, 9)
        r = np.hypot(x, z - 0.35)
        for k in range(4):
            high = -0.78 + 0.105 * k
            d = np.minimum(d, np.maximum(np.abs(y - high - 0.10 * step(r, 0.40, 0.66)) - 0.026, r - 0.68) * 0.8)
        return d

    def paint(p: Points):
        r = np.hypot(p.x, p.y - 0.12)
        behind = standing(p.x, p.y, p.z) < stack(p.x, p.y, p.z)
        line = np.where(behind, np.maximum(step(-np.abs(r - 0.72), -0.035, -0.028), step(-np.abs(r - 0.47), -0.010, -0.005)), 0)
        low = np.where(behind, 0, step(np.hypot(p.x, p.z - 0.35), 0.655, 0.665))
        return mix("#fbfcfe", band, np.maximum(line, low * 0.9))

    return Solid(lambda x, y, z: np.minimum(standing(x, y, z), stack(x, y, z)), paint, shine=0.85, roughness=0.10, glow=0.4, bound=0.85,
                 turn=turned(0, 0.24, rng.uniform(-0.06, 0.06)))


HOUSEHOLD = {
    "bubbles": bubbles, "cotton": cotton, "feather": feather, "flower": flower, "lavender": lavender, "paw": paw, "shirt": shirt,
    "sparkle": sparkle, "toothbrush": toothbrush, "wave": wave, "dish": dish,
}
