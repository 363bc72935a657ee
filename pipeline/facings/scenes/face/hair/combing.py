"""Directions in which hair grows, is combed and falls over the canonical head: the terms that styles add up."""

import numpy as np

from facings.scenes.face.hair.growth import along, unit
from facings.scenes.face.hair.hairline import CROWN_M

DOWN = np.array([0.0, 0.0, -1.0])


def whorl(point: np.ndarray, out: np.ndarray, swirl: float = 0.9) -> np.ndarray:
    """Return the natural growth: away from the crown over the skin, turning around it close by."""
    crown = np.array(CROWN_M)
    away = point - crown
    spin = np.cross(out, along(away, out))
    near = np.exp(-np.linalg.norm(away, axis=-1, keepdims=True) / 0.025)
    return along(unit(away) + swirl * near * spin, out)


def parted(point: np.ndarray, out: np.ndarray, side: np.ndarray, back: float) -> np.ndarray:
    """Return combing away from a parting: to the hair's own side (G,) of +1 or -1, at the front swept `back`."""
    wish = np.zeros_like(point)
    wish[..., 0] = side
    front = smooth((0.05 - point[..., 1]) / 0.07)
    wish[..., 1] = back * front + 0.15
    wish[..., 1] += 1.1 * smooth((point[..., 1] - 0.045) / 0.05)
    behind = smooth((point[..., 1] - 0.10) / 0.05)[..., None]
    fall = DOWN + np.array([0.0, 0.25, 0.0])
    return along(wish * (1 - behind) + fall * behind, out)


def towards(point: np.ndarray, out: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the way over the skin to a target."""
    return along(target - point, out)


def clear_of_face(point: np.ndarray) -> np.ndarray:
    """Return a push sideways and back for hair that would hang over the face, of up to unit length; nothing elsewhere."""
    x, y, z = point[..., 0], point[..., 1], point[..., 2]
    front = smooth((0.032 - y) / 0.03)
    within = smooth((0.092 - np.abs(x)) / 0.02)
    level = smooth((0.075 - z) / 0.02) * smooth((z + 0.16) / 0.03)
    push = np.zeros_like(point)
    push[..., 0] = np.where(x < 0, -1, 1) * 0.85
    push[..., 1] = 0.6
    return push * (front * within * level)[..., None]


def smooth(t: np.ndarray) -> np.ndarray:
    """Return 3t² - 2t³ of t cut to 0..1."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def smooth_noise(point_m: np.ndarray, grain_m: float, rng: np.random.Generator) -> np.ndarray:
    """Return (N, 3) noise of zero mean and about unit variance that varies over distances of `grain_m`.

    A sum of random waves (random Fourier features of a Gaussian kernel; Rahimi & Recht 2007).
    """
    waves = 24
    frequency = rng.normal(0, 1 / grain_m, (3, waves))
    phase = rng.uniform(0, 2 * np.pi, waves)
    share = rng.normal(0, np.sqrt(2 / waves), (waves, 3))
    return np.cos(point_m @ frequency + phase) @ share
