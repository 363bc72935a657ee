"""Peas, beans and maize as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import arc, ellipsoid, join, mix, noise, sphere, step, turn_xy
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def bean_red(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        away, t = arc(x, y - 0.52, z * 0.95, 0.62, 0.72)
        return away - (0.36 - 0.03 * t * t)

    def paint(p: Points):
        skin = mix("#6d1318", "#962a28", step(noise(p.x, p.y, p.z, 2, seed), -0.8, 0.9))
        return mix(skin, "#f0d9bd", step(-np.hypot((p.x) / 0.13, (p.y - 0.22) / 0.08), -1.0, -0.7) * (p.nz > 0.1))

    return Solid(body, paint, shine=0.6, roughness=0.2, turn=turned(rng.uniform(-0.5, 0.5), 0.3, rng.uniform(-3, 3)))


def chickpea(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def body(x, y, z):
        d = join(sphere(x, y, z, 0.66), sphere(x, y - 0.52, z - 0.25, 0.20), 0.22)
        d = d + 0.05 * np.exp(-((x / 0.07) ** 2)) * step(y + 0.6 * z, 0.0, 0.6)
        return d + 0.025 * noise(x, y, z, 5, seed, 2)

    def paint(p: Points):
        skin = mix("#d9b272", "#efd8a4", step(noise(p.x, p.y, p.z, 3, seed) + 0.3 * p.ny, -0.8, 0.9))
        return mix(skin, "#b78a4c", 0.5 * np.exp(-((p.x / 0.06) ** 2)) * step(p.y, 0, 0.5))

    return Solid(
        body,
        paint,
        shine=0.25,
        roughness=0.5,
        bound=0.75,
        glow=0.35,
        turn=turned(rng.uniform(-1, 1), rng.uniform(-0.2, 0.6), rng.uniform(-1, 1)),
    )


def corn(variant: int, rng: np.random.Generator) -> Solid:
    seed = int(rng.integers(1000))

    def cells(x, y, z):
        around = np.arctan2(x, z) * 14 / (2 * np.pi)
        u = around - np.floor(around) - 0.5
        v = y * 11 + 0.3 * np.floor(around)
        return u, v - np.floor(v) - 0.5, np.floor(v) * 14 + np.floor(around)

    def cob(x, y, z):
        u, v, _ = cells(x, y, z)
        round_off = np.sqrt(np.clip(1 - (np.abs(u * 2) ** 3 + np.abs(v * 2) ** 3), 0, 1))
        return ellipsoid(x, y - 0.10, z, 0.30, 0.84, 0.30) - 0.045 * round_off

    def husk(x, y, z):
        d = np.full_like(x, 9)
        for sign, lean in ((-1, 0.42), (1, 0.36)):
            u, v = turn_xy(x - sign * 0.20, y + 0.84, -sign * lean)
            shell = (
                np.abs(np.hypot(u * 1.0, z + 0.10) - (0.20 + 0.14 * np.sin(np.clip(v, 0, 1.2) / 1.2 * np.pi))) - 0.016
            )
            d = np.minimum(
                d, np.maximum(np.maximum(shell, v - 1.12 + np.abs(u) * 1.6), np.maximum(-v - 0.05, -sign * u - 0.10))
            )
        back = np.maximum(ellipsoid(x, y + 0.55, z, 0.36, 0.42, 0.34), y + 0.45 + 0.3 * np.abs(x))
        return np.minimum(d, back)

    def paint(p: Points):
        u, v, number = cells(p.x, p.y, p.z)
        tone = np.sin(number * 12.9898) * 0.5 + 0.5
        grain = mix(mix("#f2b41a", "#fbd64a", tone), "#b87a0c", step(np.maximum(abs(u), abs(v)), 0.36, 0.5))
        green = mix("#7fae3a", "#c3d880", step(np.sin((p.x * 1.0 + p.z) * 60), 0.2, 1) * 0.5 + 0.3 * p.y)
        return np.where((husk(p.x, p.y, p.z) < 0.012)[:, None], green, grain)

    return Solid(
        lambda x, y, z: np.minimum(cob(x, y, z), husk(x, y, z)),
        paint,
        shine=0.4,
        roughness=0.25,
        bound=0.6,
        glow=0.4,
        turn=turned(rng.uniform(-0.3, 0.3), 0.1, (-0.5, 0.45, -0.3, 0.25)[variant] + 0.02 * (seed % 5)),
    )


def pea(variant: int, rng: np.random.Generator) -> Solid:
    if variant == 0:

        def pod(x, y, z):
            away, t = arc(x, y - 1.15, z * 0.9, 1.3, 0.66)
            hollow = np.abs(away - 0.20 * np.sqrt(np.clip(1.01 - t**4, 0.005, 1))) - 0.022
            return np.maximum(hollow, z - 0.03 - 0.05 * np.abs(t))

        def peas(x, y, z):
            d = np.full_like(x, 9)
            for k in range(6):
                a = (k - 2.5) / 2.5 * 0.46
                d = np.minimum(
                    d, sphere(x - 1.3 * np.sin(a), y - 1.15 + 1.3 * np.cos(a), z - 0.01, 0.155 - 0.008 * abs(k - 2.5))
                )
            return d

        def paint_pod(p: Points):
            inside = (peas(p.x, p.y, p.z) < 0.01)[:, None]
            return np.where(
                inside, mix("#5fae2c", "#92cf4a", p.ny * 0.5 + 0.5), mix("#3f8a26", "#86bf48", p.nz * 0.5 + 0.3)
            )

        return Solid(
            lambda x, y, z: np.minimum(pod(x, y, z), peas(x, y, z)),
            paint_pod,
            shine=0.45,
            bound=0.75,
            glow=0.4,
            turn=turned(0, 0.1, rng.uniform(-0.4, 0.4)),
        )
    seed = int(rng.integers(1000))

    def paint(p: Points):
        return mix("#4f9a26", "#8cc944", step(noise(p.x, p.y, p.z, 2, seed) + 0.5 * p.ny, -0.9, 1.2))

    # A loose pea is drawn small, so that pods and peas lie together in one heap at their true sizes.
    return Solid(
        lambda x, y, z: sphere(x, y, z, 0.62) + 0.015 * noise(x, y, z, 5, seed, 1),
        paint,
        shine=0.55,
        roughness=0.2,
        glow=0.45,
        turn=turned(rng.uniform(-3, 3), 0.2, 0),
    )


PULSES = {"bean_red": bean_red, "chickpea": chickpea, "corn": corn, "pea": pea}
