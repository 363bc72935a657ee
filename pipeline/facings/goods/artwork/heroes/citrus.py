"""Citrus heroes as solids, whole, halved and sliced: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.leaves import LEAF_GREEN, leaf_blade
from facings.goods.artwork.heroes.shapes import mix, noise, sphere, step, turned_profile
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def _citrus(
    variant: int,
    rng: np.random.Generator,
    *,
    rind: str,
    shade: str,
    flesh: str,
    deep: str,
    pointed: float,
    leafy: bool = True,
) -> Solid:
    """Whole fruit (variant 1), halves (0, 3), a slice (2)."""
    seed = int(rng.integers(1000))
    radii = [0.80 + pointed, 0.79 + pointed * 0.25, 0.79, 0.80, 0.79, 0.79 + pointed * 0.25, 0.79 + pointed]

    def whole(x, y, z):
        return turned_profile(x, y, z, radii) - 0.006 * noise(x, y, z, 22, seed, 1)

    def leaf(x, y, z):
        return leaf_blade(x, y - 0.72, z, 1.15, 0.32, 0.13)

    def skin(p: Points):
        bumps = noise(p.x, p.y, p.z, 26, seed, 1)
        return mix(
            mix(rind, shade, step(noise(p.x, p.y, p.z, 1.5, seed), -0.2, 1.4) * 0.6),
            shade,
            0.35 * step(bumps, 0.5, 1.3),
        )

    turn = turned(rng.uniform(-0.4, 0.4), rng.uniform(0.3, 0.6), rng.uniform(-0.5, 0.5))
    if variant == 1:

        def paint_whole(p: Points):
            return np.where((leaf(p.x, p.y, p.z) < 0.01)[:, None], mix(*LEAF_GREEN, p.x), skin(p))

        return Solid(
            (lambda x, y, z: np.minimum(whole(x, y, z), leaf(x, y, z))) if leafy else whole,
            paint_whole,
            shine=0.45,
            roughness=0.4,
            bound=0.85,
            turn=turn,
        )
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
    return Solid(
        cut,
        paint_cut,
        shine=0.32,
        roughness=0.3,
        glow=0.4,
        bound=0.85,
        turn=turned(yaw, -rng.uniform(0.1, 0.35), rng.uniform(0, 3))
        if not thin
        else turned(yaw * 0.8, rng.uniform(-0.3, 0.1), rng.uniform(0, 3)),
    )


def orange(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#f58a14", shade="#e0660a", flesh="#ffa51f", deep="#f47d0c", pointed=0.0)


def lemon(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#f7d21c", shade="#e0b010", flesh="#fbe36a", deep="#eec62c", pointed=0.13)


def lime(variant: int, rng: np.random.Generator) -> Solid:
    return _citrus(variant, rng, rind="#5fa81e", shade="#3d8414", flesh="#bfdd6a", deep="#8fc23a", pointed=0.09)


CITRUS = {"orange": orange, "lemon": lemon, "lime": lime}
