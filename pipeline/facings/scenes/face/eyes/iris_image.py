"""The picture of an iris, unrolled: columns go once round, rows from the pupil's edge out to the rim."""

import numpy as np
from numpy import random

from facings.scenes.face.eyes.lattice_noise import lattice_noise
from facings.scenes.face.eyes.spec import IrisSpec, Rgb

ROWS, COLUMNS = 192, 768
_RUFF = np.array([0.020, 0.010, 0.006], np.float32)
"""The pupil's brown-black seam."""
_FLECK = np.array([0.13, 0.055, 0.016], np.float32)


def limbal_colour(spec: IrisSpec) -> Rgb:
    """Return the colour, linear RGB, in which iris and white meet."""
    dark = 0.62 - 0.42 * spec.limbal_ring
    outer = np.array(spec.outer)
    grey = np.array([0.055, 0.060, 0.072]) * min(1.0, 0.35 + 7 * outer.mean())
    red, green, blue = (float(v) for v in 0.6 * dark * outer + 0.4 * grey)
    return red, green, blue


def iris_image(spec: IrisSpec) -> np.ndarray:
    """Return (ROWS, COLUMNS, 4) float32: linear RGB, and the relief (0..1, 0.5 is the stroma's mean height) as alpha."""
    rng = random.default_rng(spec.seed)
    size = ROWS, COLUMNS
    v = ((np.arange(ROWS, dtype=np.float32) + 0.5) / ROWS)[:, None]

    wave = 5 * lattice_noise(rng, size, (3, 24), True) * np.sin(np.pi * np.clip(v, 0, 1))
    zigzag = _round(rng, 26, 0.022) + _round(rng, 70, 0.013) + _round(rng, 9, 0.02)
    ridge = spec.collarette + zigzag
    inside = 1 / (1 + np.exp((v - ridge) / 0.018))

    coarse = _along(lattice_noise(rng, size, (3, 90), True), wave)
    middle = _along(lattice_noise(rng, size, (4, 190), True), wave)
    fine = _along(lattice_noise(rng, size, (5, 420), True), 0.6 * wave)
    inner = lattice_noise(rng, size, (2, 250), True)
    # Fibres are bright cords with darker gaps: a ridged noise, sharper than its Gaussian sum.
    cords = 1 - 1.25 * np.abs(0.55 * coarse + 0.5 * middle) + 0.28 * fine
    fibres = np.where(inside > 0.5, 0.25 + 0.5 * inner, cords)
    mottle = lattice_noise(rng, size, (5, 14), True) * 0.6 + lattice_noise(rng, size, (10, 40), True) * 0.4

    # Colours pass into one another over a wider zone than the fibres do.
    soft = 1 / (1 + np.exp((v - ridge - 0.02 * coarse) / 0.05))
    blend = np.clip(soft + 0.22 * mottle * np.exp(-(((v - ridge) / 0.2) ** 2)), 0, 1)
    # Pigment of the inner zone frays out along fibres.
    blend = np.clip(blend + 0.35 * np.exp(-np.clip(v - ridge, 0, None) / 0.13) * np.clip(coarse, 0, 1), 0, 1)
    if spec.sector:
        middle_column = rng.uniform(0, COLUMNS)
        away = np.abs((np.arange(COLUMNS) - middle_column + COLUMNS / 2) % COLUMNS - COLUMNS / 2)
        edge = spec.sector * COLUMNS / 2 * (1 + 0.12 * mottle)
        blend = np.maximum(blend, 1 / (1 + np.exp((away - edge) / 10)))
    contrast = 0.55 * spec.fibres
    light = np.exp(contrast * fibres + 0.13 * mottle).astype(np.float32)
    light *= 1 + 0.5 * spec.fibres * np.exp(-(((v - ridge - 0.01) / 0.022) ** 2)) * (0.6 + 0.4 * np.clip(coarse, -1, 1))
    furrows = np.zeros(size, np.float32)
    for _ in range(3):
        at = np.float32(rng.uniform(0.55, 0.88)) + _round(rng, 7, 0.015)
        furrows += np.exp(-(((v - at) / 0.012) ** 2)) * np.clip(0.4 + _round(rng, 8, 0.6), 0, 1)
    light *= 1 - 0.16 * furrows
    holes, spots = _blobs(rng, spec.crypts, ridge, v, 0.016, 0.055), _spots(rng, spec.flecks, v)
    light *= 1 - 0.55 * spec.fibres * holes
    fleck_light = 0.5 + 0.5 * light
    rim = np.clip((v - 0.74 + 0.02 * mottle) / 0.24, 0, 1) ** 1.7 * (0.35 + 0.65 * spec.limbal_ring)
    ruff = np.exp(-((v / (0.032 + _round(rng, 60, 0.006))) ** 2))
    outer, inner_colour, limbal = (np.array(c, np.float32) for c in (spec.outer, spec.inner, limbal_colour(spec)))
    image = np.empty((ROWS, COLUMNS, 4), np.float32)
    # Channel by channel: numpy works on arrays of three columns three numbers at a time.
    for k in range(3):
        colour = (outer[k] + blend * (inner_colour[k] - outer[k])) * light
        colour = colour + spots * (_FLECK[k] * fleck_light - colour)
        colour = colour + rim * (limbal[k] - colour)
        image[..., k] = np.clip(colour + ruff * (_RUFF[k] - colour), 0, 1)

    relief = 0.5 + 0.10 * np.clip(fibres, -2, 2) * (0.3 + 0.7 * spec.fibres) - 0.25 * holes - 0.12 * furrows
    relief += 0.16 * np.exp(-(((v - ridge) / 0.03) ** 2))
    image[..., 3] = np.clip(relief, 0, 1)
    return image


def _round(rng: np.random.Generator, cells: int, amount: float) -> np.ndarray:
    return np.float32(amount) * lattice_noise(rng, (1, COLUMNS), (1, cells), True)


def _along(noise: np.ndarray, shift_px: np.ndarray) -> np.ndarray:
    """Return the noise looked up `shift_px` columns further round."""
    place = np.arange(COLUMNS, dtype=np.float32) + shift_px
    low = np.floor(place).astype(np.int32)
    part = (place - low).astype(np.float32)
    low %= COLUMNS
    this, following = (np.take_along_axis(noise, c, 1) for c in (low, (low + 1) % COLUMNS))
    return this + (following - this) * part


def _blobs(rng: np.random.Generator, count: int, ridge: np.ndarray, v: np.ndarray, narrow: float, tall: float) -> np.ndarray:
    """Return soft lozenges, long from pupil to rim, most of them just outside the collarette."""
    result = np.zeros((ROWS, COLUMNS), np.float32)
    for _ in range(count):
        column, up = rng.integers(COLUMNS), rng.exponential(0.10) + 0.04
        width, height = narrow * rng.uniform(0.4, 1.3) * COLUMNS / 6.3, tall * rng.uniform(0.5, 1.5)
        reach = int(width * 3) + 1
        columns = (column + np.arange(-reach, reach + 1)) % COLUMNS
        across = np.abs(np.arange(-reach, reach + 1)) / width
        along = np.abs(v - (ridge[0, column] + up)) / height
        lozenge = 1 / (1 + np.exp(np.clip((across + along**1.5 - 1) / 0.12, -30, 30)))
        result[:, columns] = np.maximum(result[:, columns], lozenge)
    return result


def _spots(rng: np.random.Generator, count: int, v: np.ndarray) -> np.ndarray:
    result = np.zeros((ROWS, COLUMNS), np.float32)
    for _ in range(count):
        column, at, size = rng.integers(COLUMNS), rng.uniform(0.3, 0.92), rng.uniform(0.012, 0.04)
        width = size * COLUMNS / 5.0
        reach = int(width * 3) + 1
        away = np.hypot(np.arange(-reach, reach + 1) / width, (v - at) / (size * 1.6))
        columns = (column + np.arange(-reach, reach + 1)) % COLUMNS
        result[:, columns] = np.maximum(result[:, columns], rng.uniform(0.4, 0.85) * np.exp(away**2 * -1.2))
    return result
