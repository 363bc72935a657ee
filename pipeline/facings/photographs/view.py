"""How wide a photograph looks and how it is tilted, from its straight lines, and how sure that is.

The scene is a Manhattan world (Coughlan, Yuille, "Manhattan World: compass direction from a single image by Bayesian
inference", ICCV 1999): lines run along three directions at right angles, one of them vertical, or anyhow. That gives a
likelihood of focal length and rotation; with what is usual of photographs before their lines are seen, a posterior, from
which an ensemble of walkers draws (Goodman, Weare, "Ensemble samplers with affine invariance", CAMCoS 5, 2010). Where lines do
not tell the focal length, as in a view straight on, the stated interval is as wide as what is usual.
"""

import math
from dataclasses import dataclass

import numpy as np

from facings.photographs.segments import WORKING_PX

_USUAL_FOCAL, _FOCAL_SPREAD = 28 / 36, 0.33
"""Focal length in longer sides of the picture: phones have 24 to 28 mm of 36, cameras mostly up to 50; log-normal."""
_KNOWN_SPREAD = 0.02
"""Of a focal length that the camera noted, in whole millimetres often."""
_PITCH_SPREAD, _ROLL_SPREAD = math.radians(20), math.radians(3)

_SIGMA, _SIGMA_PX = math.radians(0.6), 0.7
"""How far a line's angle is off: what is not quite straight, and pixels at its ends."""
_SHARES = np.array([0.25, 0.3, 0.1])
"""Of lines along the vertical, across and in depth; the rest run anyhow."""
_TELL = 1.0
"""How much a line tells, times the root of its length in that of the longest; edges of one thing are no independent witnesses.
Chosen on eighteen rendered pictures, so that the stated intervals hold."""
_STARTS, _WALKERS, _STEPS, _BURNT = 3000, 40, 400, 150


@dataclass(frozen=True)
class Estimate:
    """A value and the interval in which it lies with a probability of 90 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class View:
    """How a photograph looks, radians."""

    longer_side_fov_rad: Estimate
    pitch_rad: Estimate
    """Above 0 it looks up."""
    roll_rad: Estimate
    """Above 0 the camera is turned clockwise as its user sees it."""
    lines: int
    """From how many."""


def estimated_view(lines_px: np.ndarray, width_px: int, height_px: int, focal: float | None = None) -> View:
    """Return the view of a photograph of that size with (N, 4) straight lines; the same for the same lines.

    `focal` is the focal length in longer sides of the picture where it is known. Lens distortion is taken for small, and the
    optical axis for the picture's middle.
    """
    rng = np.random.default_rng(0)
    longer = max(width_px, height_px)
    ends = (lines_px.reshape(-1, 2, 2) - np.array([width_px, height_px]) / 2) / longer
    usual = (_USUAL_FOCAL, _FOCAL_SPREAD) if focal is None else (focal, _KNOWN_SPREAD)
    walkers = _drawn(ends, min(longer, WORKING_PX), usual, rng)
    fov = 2 * np.arctan(0.5 / np.exp(walkers[:, 0]))
    return View(_estimate(fov), _estimate(walkers[:, 1]), _estimate(walkers[:, 2]), len(lines_px))


def _estimate(values: np.ndarray) -> Estimate:
    low, value, high = np.quantile(values, [0.05, 0.5, 0.95])
    return Estimate(float(value), float(low), float(high))


def _drawn(ends: np.ndarray, longer_px: int, usual: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """Return (M, 4) draws of the posterior: log focal length in longer sides, pitch, roll, yaw. `usual` are the median of the
    focal lengths that are likely beforehand, and their spread in logarithms."""
    def likely(states: np.ndarray) -> np.ndarray:
        return _log_prior(states, usual) + _log_likelihood(states, ends, longer_px)

    spread = np.array([usual[1], _PITCH_SPREAD, _ROLL_SPREAD, 0])
    states = rng.normal(size=(_STARTS, 4)) * spread + [math.log(usual[0]), 0, 0, 0]
    states[:, 3] = rng.uniform(-math.pi / 4, math.pi / 4, _STARTS)
    values = np.concatenate([likely(part) for part in np.array_split(states, 30)])
    best = np.argsort(-values, kind="stable")[:_WALKERS]
    # From the best few of all, each a little apart.
    states = states[best[np.arange(_WALKERS) % 8]] + rng.normal(size=(_WALKERS, 4)) * [0.02, 0.01, 0.005, 0.01]
    values = likely(states)
    kept, half = [], _WALKERS // 2
    for step in range(_STEPS):
        for own, other in ((slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))):
            stretch = (rng.random(half) + 1) ** 2 / 2  # z of density 1 / sqrt(z) from 1/2 to 2
            anchors = states[other][rng.integers(half, size=half)]
            proposed = anchors + stretch[:, None] * (states[own] - anchors)
            there = likely(proposed)
            taken = np.log(rng.random(half)) < 3 * np.log(stretch) + there - values[own]
            states[own] = np.where(taken[:, None], proposed, states[own])
            values[own] = np.where(taken, there, values[own])
        if step >= _BURNT:
            kept.append(states.copy())
    return np.concatenate(kept)


def _log_prior(states: np.ndarray, usual: tuple[float, float]) -> np.ndarray:
    focal, pitch, roll, yaw = states.T
    off = (((focal - math.log(usual[0])) / usual[1]) ** 2 + (pitch / _PITCH_SPREAD) ** 2 + (roll / _ROLL_SPREAD) ** 2)
    # A quarter turn gives the same lines; a little beyond is left for walkers near the end.
    return np.where((np.abs(yaw) < math.radians(60)) & (np.abs(pitch) < math.radians(80)), -off / 2, -np.inf)


def directions(pitch: np.ndarray, roll: np.ndarray, yaw: np.ndarray) -> np.ndarray:
    """Return (M, 3, 3): down, right and ahead of the scene, as rows, in the frames of M cameras (OpenCV's axes)."""
    zero, one = np.zeros_like(yaw), np.ones_like(yaw)
    scene = np.stack([np.stack([zero, one, zero], -1), np.stack([np.cos(yaw), zero, np.sin(yaw)], -1),
                      np.stack([-np.sin(yaw), zero, np.cos(yaw)], -1)], 1)
    cp, sp, cr, sr = np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
    # Level to pitched: the view rises by the pitch, so that what is ahead moves down. Then the camera rolls clockwise.
    x, y, z = scene[..., 0], scene[..., 1] * cp[:, None] + scene[..., 2] * sp[:, None], (
        scene[..., 2] * cp[:, None] - scene[..., 1] * sp[:, None])
    return np.stack([x * cr[:, None] + y * sr[:, None], y * cr[:, None] - x * sr[:, None], z], -1)


def _log_likelihood(states: np.ndarray, ends: np.ndarray, longer_px: int) -> np.ndarray:
    """Return (M,) of M states, given (N, 2, 2) ends of lines in longer sides from the picture's middle."""
    if not len(ends):
        return np.zeros(len(states))
    middle, along = ends.mean(1), ends[:, 1] - ends[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    focal = np.exp(states[:, 0])
    towards = directions(*states[:, 1:].T)
    # The line from a segment's middle to where a direction vanishes, (M, 3, N, 2).
    x = towards[..., 0:1] * focal[:, None, None] - towards[..., 2:3] * middle[:, 0]
    y = towards[..., 1:2] * focal[:, None, None] - towards[..., 2:3] * middle[:, 1]
    sine = (x * along[:, 1] - y * along[:, 0]) / (np.sqrt(x * x + y * y) * length + 1e-12)
    sigma = np.hypot(_SIGMA, _SIGMA_PX / longer_px * 2 / length)
    dense = np.exp(-((sine / sigma) ** 2) / 2) / (sigma * math.sqrt(2 * math.pi))
    mixed = np.einsum("k,mkn->mn", _SHARES, dense) + (1 - _SHARES.sum()) / math.pi
    return _TELL * np.log(mixed) @ np.sqrt(length / length.max())
