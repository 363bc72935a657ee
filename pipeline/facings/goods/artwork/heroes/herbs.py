"""Leaf heroes as solids: `(variant, rng) -> Solid`."""

import numpy as np

from facings.goods.artwork.heroes.shapes import leaf_outline, mix, noise, rod, step, turn_xy
from facings.goods.artwork.heroes.tracer import Points, Solid, turned


def _foliage(
    leaves: list[tuple[float, float, float, float]],
    *,
    teeth: float,
    puff: float,
    low: str,
    high: str,
    stem: str,
    rng: np.random.Generator,
) -> Solid:
    """Leaves as (angle, length, width, depth) from a common stem at the bottom of the picture."""
    seed = int(rng.integers(1000))

    def blade(x, y, z, angle, length, width, depth):
        u, v = turn_xy(x, y + 0.30, -angle)
        v = v - length - 0.04
        rib = np.abs(u)
        side = np.abs(np.mod((v + rib * 0.9) * 7 / max(length, 0.2) * 0.5, 1) - 0.5)
        outline = leaf_outline(u, v, length, width) + teeth * np.abs(np.sin((v + rib) * 26))
        curve = depth + 0.16 * np.sin((v / length + 1) * 1.4) - 0.9 * u * u / max(width, 0.1) * 0.35
        relief = puff * (side - 0.25) - 0.02 * np.exp(-((rib / 0.016) ** 2))
        away = np.abs(z - curve - relief) - 0.018
        return np.maximum(outline, away) * 0.75, u, v, side

    def all_of(x, y, z):
        d, best_u, best_side, which = np.full_like(x, 9), np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
        for k, leaf in enumerate(leaves):
            one, u, _, side = blade(x, y, z, *leaf)
            nearer = one < d
            best_u, best_side = np.where(nearer, u, best_u), np.where(nearer, side, best_side)
            which = np.where(nearer, k, which)
            d = np.minimum(d, one)
        return d, best_u, best_side, which

    def stalk(x, y, z):
        return rod(x, y, z, (0.02, -0.95, 0), (0, -0.28, 0.0), 0.035, 0.03)

    def paint(p: Points):
        _, u, side, which = all_of(p.x, p.y, p.z)
        green = mix(
            low, high, 0.5 + 0.25 * noise(p.x, p.y, p.z, 3, seed, 2) + 0.15 * np.sin(which * 2.1) + 0.2 * (side - 0.25)
        )
        vein = np.maximum(np.exp(-((u / 0.016) ** 2)), 0.55 * step(-side, -0.05, -0.01))
        return np.where(
            (stalk(p.x, p.y, p.z) < 0.012)[:, None], mix(stem, high, p.y + 0.8), mix(green, "#d3e8a0", 0.5 * vein)
        )

    return Solid(
        lambda x, y, z: np.minimum(all_of(x, y, z)[0], stalk(x, y, z)),
        paint,
        shine=0.28,
        roughness=0.4,
        bound=0.7,
        glow=0.35,
        turn=turned(rng.uniform(-0.3, 0.3), rng.uniform(0, 0.3), rng.uniform(-0.35, 0.35)),
    )


def leaf_mint(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [
        (-1.15, 0.40, 0.21, 0.02),
        (1.15, 0.40, 0.21, 0.02),
        (-0.45, 0.44, 0.24, 0.08),
        (0.5, 0.42, 0.23, 0.10),
        (0.0, 0.34, 0.2, 0.2),
    ]
    return _foliage(leaves, teeth=0.022, puff=0.05, low="#1f7a34", high="#57b356", stem="#4a8a3a", rng=rng)


def leaf_basil(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [
        (-0.95, 0.42, 0.28, 0.0),
        (0.95, 0.42, 0.28, 0.0),
        (-0.2, 0.46, 0.30, 0.12),
        (0.55, 0.26, 0.17, 0.28),
        (-0.5, 0.24, 0.16, 0.28),
    ]
    return _foliage(leaves, teeth=0.0, puff=0.03, low="#2a7f26", high="#68b83a", stem="#7da84a", rng=rng)


def leaf_tea(variant: int, rng: np.random.Generator) -> Solid:
    leaves = [(-0.75, 0.52, 0.17, 0.02), (0.7, 0.54, 0.18, 0.04), (0.04, 0.50, 0.09, 0.12)]
    return _foliage(leaves, teeth=0.010, puff=0.025, low="#2f7a2c", high="#8cc04a", stem="#8aa84a", rng=rng)


HERBS = {"leaf_mint": leaf_mint, "leaf_basil": leaf_basil, "leaf_tea": leaf_tea}
