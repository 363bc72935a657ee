"""Emblems of household goods, care and pets as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import box, ellipsoid, join, mix, noise, rod, sphere, step, turn_xy
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def bubbles(variant: int, rng: np.random.Generator) -> Solid:
    """Soap bubbles: nearly clear, a bright rim, colours of a thin film, a window's reflection."""
    balls = [
        (-0.24, -0.16, 0.0, 0.56),
        (0.50, 0.30, 0.1, 0.36),
        (0.44, -0.56, 0.2, 0.27),
        (-0.42, 0.62, 0.1, 0.22),
        (0.14, 0.70, 0.0, 0.13),
        (0.82, -0.16, 0.0, 0.14),
        (-0.84, 0.26, 0.0, 0.12),
        (-0.66, -0.74, 0.1, 0.17),
        (0.02, -0.86, 0.0, 0.10),
    ]
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

    return Solid(
        body,
        paint,
        shine=0.8,
        roughness=0.06,
        glow=1.0,
        alpha=lambda facing: np.clip(0.30 + 0.75 * (1 - facing) ** 1.7, 0, 1),
    )


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
        line = np.where(
            behind, np.maximum(step(-np.abs(r - 0.72), -0.035, -0.028), step(-np.abs(r - 0.47), -0.010, -0.005)), 0
        )
        low = np.where(behind, 0, step(np.hypot(p.x, p.z - 0.35), 0.655, 0.665))
        return mix("#fbfcfe", band, np.maximum(line, low * 0.9))

    return Solid(
        lambda x, y, z: np.minimum(standing(x, y, z), stack(x, y, z)),
        paint,
        shine=0.85,
        roughness=0.10,
        glow=0.4,
        bound=0.85,
        turn=turned(0, 0.24, rng.uniform(-0.06, 0.06)),
    )


def paw(variant: int, rng: np.random.Generator) -> Solid:
    low, high = (("#6b3a1e", "#a9683a"), ("#3a3a40", "#6e6e78"), ("#c4641c", "#f09a4a"), ("#6b3a1e", "#a9683a"))[
        variant
    ]

    def body(x, y, z):
        pad = join(
            ellipsoid(x, y + 0.34, z, 0.48, 0.36, 0.22), ellipsoid(np.abs(x) - 0.26, y + 0.48, z, 0.26, 0.22, 0.2), 0.12
        )
        for px, py, lean, tall in ((0.24, 0.40, -0.12, 0.27), (0.64, 0.08, -0.40, 0.25)):
            u, v = turn_xy(np.abs(x) - px, y - py, lean)
            pad = np.minimum(pad, ellipsoid(u, v, z, 0.185, tall, 0.18))
        return pad

    return Solid(
        body,
        lambda p: mix(low, high, step(p.ny, -0.8, 1)),
        shine=0.55,
        roughness=0.25,
        glow=0.35,
        bound=0.85,
        turn=turned(0.1, -0.15, rng.uniform(-0.2, 0.2)),
    )


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
        shoulders = y - 0.52 + 0.22 * ax
        return np.maximum(np.maximum(np.minimum(trunk, sleeve), -neck), shoulders), neck

    def body(x, y, z):
        edge, _ = outline(x, y)
        folds = 0.05 * noise(x, y * 0.45, 0 * x, 3.6, seed, 2) + 0.03 * np.sin(x * 9 + 2 * np.sin(y * 3)) * step(
            -y, -0.2, 0.7
        )
        swell = 0.15 * np.sqrt(np.clip(-edge / 0.30, 0, 1))
        return np.maximum(edge, np.abs(z) - swell - folds - 0.03) * 0.6

    def paint(p: Points):
        edge, neck = outline(p.x, p.y)
        seam = np.maximum(step(-np.abs(neck - 0.055), -0.012, -0.004), step(-np.abs(p.y + 0.74), -0.010, -0.003))
        return mix(mix(tint, "#e4eef8", 0.3 * step(noise(p.x, p.y, p.z, 3, seed), 0, 1)), "#8fa8c4", 0.7 * seam)

    return Solid(
        body,
        paint,
        shine=0.06,
        roughness=0.9,
        glow=0.45,
        bound=0.8,
        turn=turned(rng.uniform(-0.2, 0.2), -0.05, rng.uniform(-0.12, 0.12)),
    )


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

    return Solid(
        body,
        lambda p: mix("#8fd4f6", "#ffffff", step(p.ny - p.nx, -0.8, 0.8)),
        shine=0.8,
        roughness=0.15,
        glow=0.9,
        bound=0.5,
    )


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
        d = rod(x, y, z, (0.46, 0.38, 0), (0.82, 0.37, 0), 0.115)
        return join(d - wave, rod(x, y, z, (0.46, 0.42, 0), (0.36, 0.56, 0), 0.07, 0.015), 0.08)

    def paint(p: Points):
        grip = mix(tint, "#ffffff", step(np.sin(p.x * 1.0 + 1.9), 0.99, 1.2) + 0.85 * step(p.x, -0.28, -0.22))
        tuft = mix("#ffffff", tint, step(np.cos(np.round(p.x / 0.085) * np.pi), 0, 0.5) * 0.7)
        gel = mix(
            "#ffffff",
            mix("#38b6e8", "#e83a4a", (np.sin(np.arctan2(p.z, p.y - 0.38) * 1.0 + 0.4) > 0).astype(np.float32)),
            step(np.sin(np.arctan2(p.z, p.y - 0.38) * 5), 0.25, 0.4),
        )
        out = np.where((bristles(p.x, p.y, p.z) < 0.012)[:, None], tuft, grip)
        return np.where((paste(p.x, p.y, p.z) < 0.012)[:, None], gel, out)

    return Solid(
        lambda x, y, z: np.minimum(np.minimum(handle(x, y, z), bristles(x, y, z)), paste(x, y, z)),
        paint,
        shine=0.7,
        roughness=0.14,
        glow=0.4,
        bound=0.75,
        turn=turned(0.35, 0.35, 0.42),
    )


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
        curl = np.maximum(np.abs(r - radius) - np.maximum(thick, 0.02), turn - 5.4)
        base = box(x - 0.02, y + 0.74, 0 * x, 0.95, 0.13 + 0.05 * np.sin(x * 6), 1, 0.10)
        return np.maximum(join(curl * 0.8, base, 0.16), np.abs(z) - 0.22 - 0.03 * np.sin(r * 30)) * 0.8

    beads = [
        (rng.uniform(-0.75, 0.85), rng.uniform(0.45, 0.92), rng.uniform(-0.1, 0.2), rng.uniform(0.025, 0.07))
        for _ in range(12)
    ]

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

    return Solid(
        lambda x, y, z: np.minimum(water(x, y, z), drops(x, y, z)),
        paint,
        shine=0.7,
        roughness=0.14,
        glow=0.6,
        bound=0.7,
        turn=turned(rng.uniform(-0.15, 0.15), 0.18, 0),
    )


HOUSEHOLD = {
    "bubbles": bubbles,
    "dish": dish,
    "paw": paw,
    "shirt": shirt,
    "sparkle": sparkle,
    "toothbrush": toothbrush,
    "wave": wave,
}
