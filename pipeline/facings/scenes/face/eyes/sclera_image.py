"""The picture of an eye's white: a disc around the axis (see `globe.ball`), with veins, pink, yellow and the limbus."""

import numpy as np
from numpy import random
from PIL import Image, ImageDraw

from facings.scenes.face.eyes.globe import SCLERA_REACH_RAD
from facings.scenes.face.eyes.lattice_noise import lattice_curve, lattice_noise
from facings.scenes.face.eyes.spec import Rgb, ScleraSpec

SIZE = 512
_OVER = 2
"""Veins are drawn so many times larger and then averaged."""
_BLOOD = np.array([0.50, 0.10, 0.085], np.float32)
_PINK = np.array([0.60, 0.29, 0.26], np.float32)
_FAT = np.array([0.60, 0.47, 0.27], np.float32)
_DULL = np.array([1.1, 1.0, 0.9], np.float32)
"""How much grey at the limbus takes of each channel."""


def sclera_image(spec: ScleraSpec, limbus_rad: float, limbus: Rgb, side: int) -> np.ndarray:
    """Return (SIZE, SIZE, 4) float32: linear RGB, alpha 1; first row at the bottom. `limbus` is the colour at the iris."""
    rng = random.default_rng([spec.seed, side])
    axis = ((np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE - 0.5) * 2
    x, y = axis[None, :], axis[:, None]
    tint, limbus_colour = np.array(spec.tint, np.float32), np.array(limbus, np.float32)
    angle = np.hypot(x, y) * np.float32(SCLERA_REACH_RAD)
    sideways = x**2 / np.maximum(x**2 + y**2, 1e-6)
    limbus_rad = float(limbus_rad)
    beyond = np.clip((angle - limbus_rad) / 0.75, 0, 1.4)

    cloud = lattice_noise(rng, (SIZE, SIZE), (12, 12)) * 0.6 + lattice_noise(rng, (SIZE, SIZE), (40, 40)) * 0.4
    fat = np.clip(spec.yellowness * (0.25 + 0.55 * sideways * np.clip(beyond, 0, 1)) * (1 + 0.35 * cloud), 0, 0.85)
    pink = np.clip((0.05 + 0.38 * spec.redness) * beyond**1.4 * (0.5 + 0.7 * sideways) * (1 + 0.45 * cloud), 0, 0.75)
    veins = _veins(rng, spec.redness, limbus_rad) * (0.2 + 0.5 * spec.redness)

    edge = angle - limbus_rad * (1 + 0.012 * lattice_noise(rng, (SIZE, SIZE), (20, 20)))
    grey = 0.22 * np.exp(-np.clip(edge, 0, None) / 0.075)
    ring = np.clip(1 - edge / 0.075, 0, 1)
    ring = ring * ring * (3 - 2 * ring) * 0.92
    shade = 1 + 0.02 * cloud
    image = np.ones((SIZE, SIZE, 4), np.float32)
    # Channel by channel: numpy works on arrays of three columns three numbers at a time.
    for k in range(3):
        colour = tint[k] * shade
        for share, other in ((fat, _FAT), (pink, _PINK), (veins, _BLOOD)):
            colour = colour + share * (other[k] - colour)
        colour = colour * (1 - grey * _DULL[k])
        image[..., k] = np.clip(colour + ring * (limbus_colour[k] - colour), 0, 1)
    return image


def _veins(rng: np.random.Generator, redness: float, limbus_rad: float) -> np.ndarray:
    """Return (SIZE, SIZE) float32 0..1: vessels that come from the corners, wind and fork, and end short of the limbus."""
    wide = SIZE * _OVER
    canvas = Image.new("L", (wide, wide))
    draw = ImageDraw.Draw(canvas)
    scale = wide / 2 / SCLERA_REACH_RAD

    def path(angle: np.ndarray, turn: np.ndarray) -> list[tuple[float, float]]:
        return list(zip((wide / 2 + scale * angle * np.cos(turn)).tolist(),
                        (wide / 2 + scale * angle * np.sin(turn)).tolist(), strict=True))

    def draw_vein(start: float, end: float, turn: float, strength: float, thick: float, forks: int) -> None:
        steps = max(8, int((start - end) * 90))
        angle = np.linspace(start, end, steps)
        knots = np.cumsum(rng.normal(0, 0.045, steps // 5 + 4))
        winding = lattice_curve(knots, steps) + 0.012 * np.sin(np.linspace(0, rng.uniform(6, 40), steps))
        around = turn + winding / np.maximum(angle, 0.4)
        for k, (low, high) in enumerate(zip((0, 0.5, 0.8), (0.52, 0.82, 1.0), strict=True)):
            part = slice(int(low * steps), max(int(high * steps), int(low * steps) + 2))
            tone = int(255 * strength * (1.0, 0.7, 0.4)[k])
            draw.line(path(angle[part], around[part]), fill=tone, width=max(1, round(thick * (1.0, 0.75, 0.5)[k])),
                      joint="curve")
        for _ in range(forks):
            at = int(rng.uniform(0.25, 0.8) * steps)
            draw_vein(angle[at], max(end, angle[at] - rng.uniform(0.15, 0.4)), around[at] + rng.normal(0, 0.06),
                      strength * 0.75, thick * 0.65, 0)

    for _ in range(int(20 + 46 * redness)):
        corner = 0.0 if rng.random() < 0.5 else np.pi
        start = rng.uniform(1.1, 1.8)
        end = limbus_rad + 0.06 + rng.exponential(0.16)
        if end < start - 0.1:
            draw_vein(start, end, corner + rng.normal(0, 0.55), rng.uniform(0.35, 1.0), rng.uniform(1.2, 3.4),
                      int(rng.integers(0, 4)))
    return np.asarray(canvas.resize((SIZE, SIZE), Image.Resampling.BOX), np.float32) / 255
