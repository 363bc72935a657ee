"""Hair that hangs: bobs, waves, long hair, fringes."""

import numpy as np

from facings.scenes.face.hair.combing import DOWN, clear_of_face, parted, smooth, smooth_noise
from facings.scenes.face.hair.distance_field import DistanceField, OverEars
from facings.scenes.face.hair.growth import STEPS, Growth, grow, unit
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.hair.strands import Guides
from facings.scenes.face.hair.styles.parting import parting_side
from facings.scenes.face.hair.styles.roots import HairRoots

_FRINGE = 5
_MIXED_M = 0.020
"""Width of a fringe's border."""


def fringe_zone(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Return (N,) bool: hair that a fringe is cut from, a triangle behind the front hairline."""
    if spec.fringe_z_m is None:
        return np.zeros(len(roots_m), bool)
    x, y, z = roots_m.T
    # Along the border the hairs of both kinds are mixed: each lies over where the other leaves the skin bare.
    mixed = _MIXED_M * (np.modf(np.abs(np.sin(roots_m @ [12.9898e3, 78.233e3, 37.719e3])) * 1e4)[0] - 0.5)
    return (np.abs(x) < 0.060 - 0.6 * np.maximum(y - 0.012, 0) + mixed) & (y < 0.055 + mixed) & (z > 0.055)


def hanging_section(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """The sides of the parting, and the fringe."""
    return np.where(fringe_zone(spec, roots_m), _FRINGE,
                    parting_side(spec, roots_m).astype(np.int64) + 1 + 10 * before_shoulder(spec, roots_m))


def before_shoulder(spec: HairSpec, roots_m: np.ndarray) -> np.ndarray:
    """Return (N,) bool: hair that falls before the shoulder, not behind it: what roots near the face."""
    x, y, z = roots_m.T
    # Not along a straight line, and not alike on both sides.
    uneven = 0.010 * np.sin(95 * z + spec.seed % 11) + 0.006 * np.sin(230 * z + 90 * y) + 0.14 * x * np.sin(spec.seed)
    return y < 0.005 + 0.13 * spec.front_share + uneven


def hanging(spec: HairSpec, roots: HairRoots, field: DistanceField, rng: np.random.Generator) -> Guides:
    """Hair combed from a parting, falling past the face to its hem, before or behind the shoulders."""
    root = roots.root_m
    side = parting_side(spec, root)
    fringe = fringe_zone(spec, root)
    noise = smooth_noise(root, 0.02, rng)
    astray = spec.messiness * (0.30 * noise + 0.10 * rng.normal(0, 1, root.shape))
    onwards = np.where(before_shoulder(spec, root), -0.55, 0.5)
    keen = np.where(fringe, 0.022, 0.07)

    over_ears = OverEars(field)

    def pull(point: np.ndarray, out: np.ndarray, height: np.ndarray, travelled: np.ndarray) -> np.ndarray:
        combed = parted(point, out, side, 0.25 + 0.9 * spec.sweep)
        combed[fringe] = unit(np.array([0, -1.0, -0.1]) + 0.35 * np.sign(point[fringe]) * [1.0, 0, 0] * np.abs(
            point[fringe][:, :1]) / 0.04)
        fall = 0.3 + 1.5 * smooth(travelled / 0.09)
        wish = combed * (1.25 * np.exp(-travelled / keen))[:, None] + fall[:, None] * DOWN + astray
        wish += np.where(fringe[:, None], 0, 2.2) * clear_of_face(point)
        low = smooth((-0.10 - point[:, 2]) / 0.05)
        # On a shoulder hair slides off to the front or the back, not out along it.
        touching = low * np.exp(-np.maximum(height - 0.012, 0) / 0.015)
        wish[:, 1] += 3.2 * touching * onwards
        outside = smooth((np.abs(point[:, 0]) - 0.115) / 0.03)
        wish[:, 0] -= (0.6 * touching + 1.5 * low * outside) * np.clip(point[:, 0] / 0.1, -1, 1)
        # The neck is narrower than the head: hair falls in to it a little, most of all at a bob's ends.
        wish -= 0.22 * out * (smooth((-0.02 - point[:, 2]) / 0.06) * (1 - fringe))[:, None]
        return wish

    lift = spec.lift * np.exp(0.2 * noise[:, 0])
    combed = parted(root, roots.normal, side, 0.25 + 0.9 * spec.sweep)
    combed[fringe] = unit(np.array([0, -1.0, 0.2]))
    first = unit(roots.normal * lift[:, None] * 1.4 + combed + 0.3 * astray)
    # The farther up hair roots, the more hair lies beneath it.
    over = smooth((root[:, 2] + 0.04) / 0.12)
    layer = spec.volume_m * (0.15 + 0.85 * over) * rng.uniform(0.15, 1.0, len(root)) * np.exp(0.25 * noise[:, 1])
    layer = np.where(fringe, 0.7 * layer + 0.002, layer)
    length = spec.length_m * (1 - 0.12 * rng.random(len(root)))
    hold = np.where(fringe, 0.8, 0.5 * (1 - spec.lift))
    points = grow(Growth(root, first, length, pull, 0.016, layer, 0.028, hold), over_ears, STEPS * 3 // 2)
    return Guides(trimmed(spec, points, fringe, noise, rng), hanging_section(spec, root))


def trimmed(spec: HairSpec, points_m: np.ndarray, fringe: np.ndarray, noise: np.ndarray,
            rng: np.random.Generator) -> np.ndarray:
    """Return the guides (G, S, 3) cut at the hem and at the fringe's edge, with as many points as before."""
    count, steps = points_m.shape[:2]
    hem = np.full(count, -9.0 if spec.hem_z_m is None else spec.hem_z_m)
    if spec.hem_z_m is not None:
        high = points_m[:, 0, 2].max()
        shorter = spec.layering * rng.random(count) ** 2.0 * 0.55
        hem = hem + shorter * (high - hem) * smooth((points_m[:, 0, 2] + 0.05) / 0.1) + 0.004 * noise[:, 2]
    if spec.fringe_z_m is not None and fringe.any():
        hem[fringe] = spec.fringe_z_m + 0.004 * noise[fringe, 2] + 0.05 * np.maximum(np.abs(points_m[fringe, 0, 0]) - 0.03, 0)
    below = points_m[..., 2] < hem[:, None]
    # Roots may lie below the hem (the nape under a short bob): such hair keeps a centimetre.
    end = np.where(below.any(1), np.maximum(below.argmax(1), 1), steps - 1)
    share = end / (steps - 1)
    place = share[:, None] * np.linspace(0, 1, steps) * (steps - 1)
    low = np.minimum(place.astype(int), steps - 2)
    t = (place - low)[..., None]
    rows = np.arange(count)[:, None]
    return points_m[rows, low] * (1 - t) + points_m[rows, low + 1] * t
