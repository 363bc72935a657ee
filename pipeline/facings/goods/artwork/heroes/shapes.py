"""Signed distance fields and patterns from which the heroes are built (forms after Quilez, "Distance functions").

Every function takes coordinate arrays (N,) and returns (N,); lengths are in the tracer's unit sphere.
"""

from functools import lru_cache

import numpy as np
from scipy.interpolate import PchipInterpolator

Array = np.ndarray


def colour(code: str) -> Array:
    """'#rrggbb' as sRGB (3,) in 0..1."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def mix(a: Array | str, b: Array | str, share: Array | float) -> Array:
    """Blend sRGB colours or (N, 3) colour arrays; `share` (N,) of b."""
    a = colour(a) if isinstance(a, str) else a
    b = colour(b) if isinstance(b, str) else b
    share = np.clip(np.asarray(share, np.float32), 0, 1)[..., None]
    return a * (1 - share) + b * share


def step(value: Array, low: Array | float, high: Array | float) -> Array:
    """Smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def noise(x: Array, y: Array, z: Array, scale: float, seed: int = 0, octaves: int = 3) -> Array:
    """Smooth noise about -1..1: a few warped plane waves an octave, which is cheap and has no grid."""
    total = np.zeros_like(x)
    for weight, (dx, dy, dz), (bx, by, bz), phase, warp in _waves(scale, seed, octaves):
        wave = np.sin(bx * y + by * z + bz * x + warp)
        total += weight * np.sin(dx * x + dy * y + dz * z + phase + 1.3 * wave)
    return total


@lru_cache(maxsize=1024)
def _waves(scale: float, seed: int, octaves: int) -> tuple:
    """Plain floats on purpose: numpy's float64 scalars would make float32 coordinates float64, at half the speed."""
    rng = np.random.default_rng(seed)
    waves = []
    for octave in range(octaves):
        size = scale * 2.1**octave
        for _ in range(3):
            d = rng.normal(size=3)
            d *= size / np.linalg.norm(d)
            bend = rng.normal(size=3) * size * 0.6
            phase, warp = rng.uniform(0, 6.28, 2).tolist()
            waves.append((0.5 * 0.5**octave, d.tolist(), bend.tolist(), phase, warp))
    return tuple(waves)


def sphere(x: Array, y: Array, z: Array, radius: float) -> Array:
    return np.sqrt(x * x + y * y + z * z) - radius


def ellipsoid(x: Array, y: Array, z: Array, rx: float, ry: float, rz: float) -> Array:
    k0 = np.sqrt((x / rx) ** 2 + (y / ry) ** 2 + (z / rz) ** 2)
    k1 = np.sqrt((x / rx**2) ** 2 + (y / ry**2) ** 2 + (z / rz**2) ** 2)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-4)


def box(x: Array, y: Array, z: Array, hx: float, hy: float, hz: float, rounding: float) -> Array:
    qx, qy, qz = np.abs(x) - hx + rounding, np.abs(y) - hy + rounding, np.abs(z) - hz + rounding
    outside = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
    return outside + np.minimum(np.maximum(qx, np.maximum(qy, qz)), 0) - rounding


def puck(radial: Array, along: Array, radius: float, half: float, rounding: float) -> Array:
    """A rounded cylinder, or any outline whose distance is `radial - radius`, extruded to +-`half`."""
    a, b = radial - radius + rounding, np.abs(along) - half + rounding
    return np.minimum(np.maximum(a, b), 0) + np.hypot(np.maximum(a, 0), np.maximum(b, 0)) - rounding


def rod(
    x: Array, y: Array, z: Array, start: tuple, end: tuple, radius: float, end_radius: float | None = None
) -> Array:
    """A capsule between two points, tapering to `end_radius`."""
    ax, ay, az = start
    dx, dy, dz = end[0] - ax, end[1] - ay, end[2] - az
    h = np.clip(((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / (dx * dx + dy * dy + dz * dz), 0, 1)
    r = radius if end_radius is None else radius + (end_radius - radius) * h
    return np.sqrt((x - ax - dx * h) ** 2 + (y - ay - dy * h) ** 2 + (z - az - dz * h) ** 2) - r


def ring(x: Array, y: Array, z: Array, radius: float, thick: float) -> Array:
    """A torus in the x-y plane."""
    return np.hypot(np.hypot(x, y) - radius, z) - thick


def turned_profile(x: Array, y: Array, z: Array, radii: list[float]) -> Array:
    """A star-shaped body of revolution about y: radius by polar angle, evenly spaced from the top to the bottom."""
    length = np.sqrt(x * x + y * y + z * z)
    polar = np.arccos(np.clip(y / np.maximum(length, 1e-5), -1, 1))
    return length - np.interp(polar, *_fine(tuple(radii))).astype(np.float32)


@lru_cache(maxsize=256)
def _fine(radii: tuple[float, ...]) -> tuple[Array, Array]:
    angles = np.linspace(0, np.pi, 129)
    return angles, PchipInterpolator(np.linspace(0, np.pi, len(radii)), radii)(angles)


def arc(x: Array, y: Array, z: Array, radius: float, half_angle: float) -> tuple[Array, Array]:
    """Distance to, and place along (-1..1), an arc about the origin in the x-y plane, centred at -y."""
    angle = np.arctan2(x, -y)
    held = np.clip(angle, -half_angle, half_angle)
    away = np.sqrt((x - radius * np.sin(held)) ** 2 + (y + radius * np.cos(held)) ** 2 + z * z)
    return away, held / half_angle


def join(a: Array, b: Array, soft: float) -> Array:
    """Smooth union."""
    h = np.clip(0.5 + 0.5 * (b - a) / soft, 0, 1)
    return b + (a - b) * h - soft * h * (1 - h)


def carve(a: Array, b: Array, soft: float) -> Array:
    """Smoothly take b away from a."""
    return -join(-a, b, soft)


def leaf_outline(x: Array, y: Array, length: float, width: float) -> Array:
    """A pointed oval from y = -length to y = length, its distance within a few per cent (two circles)."""
    centre = (length**2 - width**2) / (2 * width)
    return np.hypot(np.abs(x) + centre, y) - (width + centre)


def turn_xy(x: Array, y: Array, angle: float | Array) -> tuple[Array, Array]:
    """The coordinates in a frame turned by `angle` (counter-clockwise)."""
    c, s = np.cos(angle), np.sin(angle)
    if np.ndim(angle) == 0:
        c, s = float(c), float(s)  # see `_waves`
    return c * x + s * y, c * y - s * x


def spots(count: int, seed: int) -> Array:
    """`count` well-spread unit vectors (count, 3): a golden spiral, turned at random."""
    rng = np.random.default_rng(seed)
    i = np.arange(count) + 0.5
    z = 1 - 2 * i / count
    angle = np.pi * (1 + 5**0.5) * i + rng.uniform(0, 6.28)
    r = np.sqrt(1 - z * z)
    points = np.stack([r * np.cos(angle), r * np.sin(angle), z], -1)
    q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    return (points @ q).astype(np.float32)


def studs(x: Array, y: Array, z: Array, rows: int, per_row: int) -> tuple[Array, Array, Array]:
    """Cells in staggered rows round the y axis: u and v in -0.5..0.5 within the cell, and a row number."""
    length = np.sqrt(x * x + y * y + z * z)
    row = np.arccos(np.clip(y / np.maximum(length, 1e-5), -1, 1)) / np.pi * rows
    index = np.clip(np.floor(row), 0, rows - 1)
    count = np.maximum(3, np.round(per_row * np.sin((index + 0.5) / rows * np.pi)))
    around = np.arctan2(x, z) / (2 * np.pi) * count + 0.5 * (index % 2)
    return around - np.floor(around) - 0.5, row - index - 0.5, index
